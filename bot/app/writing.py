"""Conversations about being written to, put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.address import Addresses
from bot.flows import Flow
from bot.flows.broadcast import Broadcasting
from bot.flows.broadcasts import Progress, Team
from bot.flows.subscribe import Leaving, Subscribing
from bot.identity import Identity
from bot.ledger.store import Store
from bot.model import Words
from bot.town import Town
from bot.window import Window


def writing(
    window: Window, town: Town, store: Store, identity: Identity, addresses: Addresses, now: Callable[[], datetime]
) -> tuple[Flow, ...]:
    """What it says is looked up each time, because the knowledge may have been swapped."""
    team = Team({identity.person(account): addresses.seal(account) for account in town.admins}, store.errands, now)

    def words() -> Words:
        return window.shelf.knowledge.words

    return (
        Subscribing(words, store.errands, now),
        Leaving(words, store.errands),
        Broadcasting(window, town.villages, team),
        Progress(window, team),
    )


def spoken(window: Window) -> Callable[[str], str | None]:
    """What a word by itself begins: whoever wants to leave must not have to know a command."""
    return lambda said: Leaving.name if said == window.shelf.knowledge.words.subscribe.typed else None
