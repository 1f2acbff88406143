"""/handovers: what waits for the office, and its answers, which may also be given by replying in its chat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.flows.handover import OfficeChat, closed, office
from bot.ledger import Errands, Ledger
from bot.model import Asker, Button, Effects, Handover, HandoverClosed, HandoverWords, Letter, Reply
from bot.window import Window

_ONE, _SETTLED = "o", "t"
_BEGINNING = 24
"""Characters of a question on the list."""


@dataclass(frozen=True, slots=True)
class Office:
    """The people behind the window."""

    name = "handovers"
    needs = frozenset({"admin", "staff"})

    window: Window
    """Knows the words and the office's name."""
    chat: OfficeChat
    """Where the office answers."""
    errands: Errands
    """What waits."""
    now: Callable[[], datetime]
    """The time."""

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The list, the oldest first."""
        words, waiting = self._words, await self.errands.handovers()
        if not waiting:
            return Reply(words.none_open, flow="")
        lines = [fill(words.line, code=h.code, days=self._age(h).days, words=_beginning(h.words)) for h in waiting]
        buttons = tuple(Button(line, f"{STEP}:{self.name}:{_ONE}:{h.code}") for line, h in zip(lines, waiting, strict=True))
        return Reply("\n".join([words.open, *lines]), buttons, flow="")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """One of them, or the answer to it."""
        what, _, code = (pressed or "").partition(":")
        code = code or asker.flow
        if pressed is None and asker.flow:
            return await self.answered(code, said, source)
        found = await self._found(code)
        if found is None:
            return Reply(fill(self._words.gone, code=code), flow="")
        if what == _SETTLED:
            return self._closing(found, self._words.settled)
        leave = self.window.shelf.knowledge.words.flow.cancel
        buttons = ((self._words.by_telephone, f"{_SETTLED}:{found.code}"), (leave, CANCEL))
        text = fill(self._words.reply, code=found.code, words=found.words)
        shown = tuple(Button(label, f"{STEP}:{self.name}:{carried}") for label, carried in buttons)
        return Reply(text, shown, flow=f"{self.name} {found.code}")

    async def answered(self, code: str, said: str, source: str) -> Reply:
        """What the office said goes to whoever asked, and the question is closed."""
        found = await self._found(code)
        return Reply(fill(self._words.gone, code=code), flow="") if found is None else self._closing(found, said.strip())

    async def expired(self, ledger: Ledger) -> None:
        """Close what has waited too long, and say so to both sides."""
        words, (name, phone) = self._words, office(self.window)
        for one in await self.errands.handovers():
            if self._age(one) < timedelta(days=self.chat.days):
                continue
            days = self.chat.days
            told = fill(words.expired, office=name, phone=phone, days=days, words=one.words)
            noted = fill(words.expired_office, code=one.code, days=days)
            letters = [self._letter(one, told), Letter(f"over-{one.source}", self.now(), self.chat.chat, noted)]
            contact = closed(self.window, one, "expired", self.now())
            await ledger.settle(Effects(contacts=[contact], records=[HandoverClosed(one.source), *letters]))

    @property
    def _words(self) -> HandoverWords:
        return self.window.shelf.knowledge.words.handover

    def _closing(self, found: Handover, said: str) -> Reply:
        text = fill(self._words.answer, office=office(self.window)[0], words=found.words, answer=said)
        rows = (HandoverClosed(found.source), self._letter(found, text))
        contact = closed(self.window, found, "answered", self.now())
        return Reply(fill(self._words.done, code=found.code), contact=contact, rows=rows, flow="")

    def _letter(self, to: Handover, text: str) -> Letter:
        """The one letter that ends it: of two answers at once the first goes."""
        return Letter(f"end-{to.source}", self.now(), to.chat, text, person=to.person)

    async def _found(self, code: str) -> Handover | None:
        return next((h for h in await self.errands.handovers() if h.code == code), None)

    def _age(self, handover: Handover) -> timedelta:
        return self.now() - handover.at


def _beginning(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _BEGINNING else plain[:_BEGINNING] + "……"
