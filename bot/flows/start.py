"""/start: the first words; whoever comes through a link is asked nothing more, only the place is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.flows.bind import Bind
from bot.flows.fill import fill
from bot.flows.share import VILLAGE
from bot.ledger import Records
from bot.links import INVITE, Hung, code, hung, named, opened
from bot.model import Asker, Campaign, Reply
from bot.window import Window


class Start:
    """No conversation of its own: it begins those to which a link leads."""

    name = "start"
    needs = frozenset[str]()

    def __init__(self, window: Window, villages: Sequence[str], campaigns: Sequence[Campaign], records: Records, bind: Bind) -> None:
        self._window, self._records, self._bind = window, records, bind
        self._villages = {code(VILLAGE, village): village for village in villages}
        self._campaigns = [campaign.name for campaign in campaigns]

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """What the link leads to; one that nobody knows greets like none."""
        kind, _, rest = argument.partition("_")
        if kind == INVITE and rest:
            return await self._bind.begin(asker, rest, source)
        if (entry := opened(argument)) in self._window.shelf.knowledge.entries and entry is not None:
            return self._window.opened(asker, entry, source)
        if (where := hung(argument)) is not None:
            return await self._arrive(where)
        return replace(self._window.greet(), flow="")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """There is nothing to go on with."""
        return replace(self._window.greet(), flow="")

    async def _arrive(self, where: Hung) -> Reply:
        greeting = replace(self._window.greet(), flow="")
        place = self._villages.get(where.place)
        if place is None:
            entered = await self._records.place(where.place)
            place = entered.name if entered else None
        if place is None:
            return greeting
        said = fill(self._window.shelf.knowledge.words.share.arrived, place=place)
        campaign = named(where.campaign, self._campaigns) or ""
        return replace(greeting, text=f"{greeting.text}\n\n{said}", place=place, campaign=campaign)
