"""/share: a link that says where it hangs, as words to forward, a QR code and a poster."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.flows.paper import CARRIERS
from bot.ledger import Records
from bot.links import KINDS, code, of_place
from bot.model import Asker, Button, Campaign, Place, Refused, Reply, Words
from bot.paper.press import Press

VILLAGE = KINDS[0]
"""Villages stand in town.yaml, everything else is entered."""
SHORTEST, LONGEST = 2, 64
"""Characters of a place's name."""
_RECENT = 8
"""Places offered again."""
_EVERYDAY = "-"
_NUMBER = re.compile(r"\d{7,}")
"""A telephone or identity number: never part of a place."""

State = tuple[str, str]
"""Kind of place and, once chosen, its name."""


class Share:
    """Kind, name, campaign where there are any."""

    name = "share"
    needs = CARRIERS

    def __init__(
        self,
        town: str,
        villages: Sequence[str],
        campaigns: Sequence[Campaign],
        words: Callable[[], Words],
        records: Records,
        press: Press,
        now: Callable[[], datetime],
    ) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._town, self._villages, self._campaigns = town, tuple(villages), tuple(campaigns)
        self._words, self._records, self._press, self._now = words, records, press, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """What kind of place, or at once the village behind the command."""
        if self._press.home.link() is None:
            return Reply(self._words().share.no_address, flow="")
        if (village := self._village(argument.strip())) is not None:
            return await self._named(asker, VILLAGE, village)
        return self._kinds()

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The next step."""
        kind, _, place = asker.flow.partition(" ")
        what, _, which = (pressed or "").partition(":")
        if what == "k" and which in KINDS:
            return await self._which(which)
        if what == "v" and which.isdecimal() and int(which) < len(self._villages):
            return await self._named(asker, VILLAGE, self._villages[int(which)])
        if what == "p" and (known := await self._records.place(which)) is not None:
            return await self._named(asker, known.kind, known.name)
        if kind not in KINDS:
            return self._kinds()
        if place:
            return await self._campaign(asker, kind, place, which if what == "c" else said.strip())
        return await self._typed(asker, kind, " ".join(said.split()))

    async def _typed(self, asker: Asker, kind: str, said: str) -> Reply:
        words = self._words().share
        if kind == VILLAGE:
            if (village := self._village(said)) is not None:
                return await self._named(asker, kind, village)
            return await self._which(kind, fill(words.unknown_village, said=said[:20]))
        if not SHORTEST <= len(said) <= LONGEST or _NUMBER.search(said):
            return await self._which(kind, words.wrong_name)
        return await self._named(asker, kind, said)

    def _village(self, said: str) -> str | None:
        return next((v for v in self._villages if said in (v, v.removesuffix("村"))), None)

    def _kinds(self) -> Reply:
        words = self._words().share
        listed = tuple(self._button(words.kinds[kind], f"k:{kind}") for kind in KINDS if kind != VILLAGE or self._villages)
        return Reply(words.which_kind, (*listed, self._out()), flow=self.name)

    async def _which(self, kind: str, first: str = "") -> Reply:
        words = self._words().share
        if kind == VILLAGE:
            question, listed = words.which_village, tuple(self._button(v, f"v:{n}") for n, v in enumerate(self._villages))
        else:
            question = fill(words.which_place, kind=words.kinds[kind])
            listed = tuple(self._button(p.name, f"p:{p.source}") for p in (await self._records.places(kind))[:_RECENT])
        return Reply(first or question, (*listed, self._out()), flow=f"{self.name} {kind}")

    async def _named(self, asker: Asker, kind: str, place: str) -> Reply:
        if not self._campaigns:
            return await self._make(asker, kind, place, None)
        words = self._words().share
        listed = tuple(self._button(c.name, f"c:{n}") for n, c in enumerate(self._campaigns))
        buttons = (self._button(words.everyday, f"c:{_EVERYDAY}"), *listed, self._out())
        return Reply(words.which_campaign, buttons, flow=f"{self.name} {kind} {place}")

    async def _campaign(self, asker: Asker, kind: str, place: str, which: str) -> Reply:
        if which in (_EVERYDAY, self._words().share.everyday):
            return await self._make(asker, kind, place, None)
        for number, campaign in enumerate(self._campaigns):
            if which in (str(number), campaign.name):
                return await self._make(asker, kind, place, campaign.name)
        return await self._named(asker, kind, place)

    async def _make(self, asker: Asker, kind: str, place: str, campaign: str | None) -> Reply:
        words, where = self._words().share, code(kind, place)
        parameter = of_place(where, campaign)
        link = self._press.home.link(parameter)
        if link is None:
            return Reply(words.no_address, flow="")
        try:
            made = await asyncio.to_thread(lambda: (self._press.code(place, parameter), self._press.poster(place, campaign, parameter)))
        except Refused as refused:
            return Reply(str(refused), flow="")
        rows = () if kind == VILLAGE else (Place(where, self._now(), asker.person, kind, place),)
        text = fill(words.message, town=self._town, place=place, link=link)
        return Reply(text, files=tuple(file for file in made if file), rows=rows, flow="")

    def _out(self) -> Button:
        return self._button(self._words().flow.cancel, CANCEL)

    def _button(self, label: str, what: str) -> Button:
        return Button(label, f"{STEP}:{self.name}:{what}")
