"""What volunteers carry into the village, and how they become volunteers: put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.clock import local_day
from bot.flows import Flow
from bot.flows.behalf import Behalf
from bot.flows.bind import Bind
from bot.flows.invite import Invitations
from bot.flows.paper import Paper
from bot.flows.share import Share
from bot.flows.start import Start
from bot.ledger import Records
from bot.links import Home
from bot.model import Words
from bot.paper.press import Press
from bot.town import Town
from bot.window import Window


def carried(
    window: Window, town: Town, records: Records, now: Callable[[], datetime], mark: Callable[..., str], home: Home
) -> tuple[Flow, ...]:
    """The conversations; ``mark`` makes a keyed hash of its parts."""

    def words() -> Words:
        return window.shelf.knowledge.words

    villages, campaigns = town.villages, town.campaigns
    press = Press(lambda: window.shelf, lambda: local_day(now()), home)
    bind = Bind(mark, words, records, now)
    return (
        Paper(lambda: window.shelf, press, campaigns),
        Share(town.name, villages, campaigns, words, records, press, now),
        Invitations(town.name, home, mark, words, records, now),
        bind,
        Behalf(window, villages),
        Start(window, villages, campaigns, records, bind),
    )
