"""A person, where a person is needed: the resident's own words go to the office, once they have said yes to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.answer import PENDING
from bot.flows import CANCEL, STEP
from bot.flows.fill import fill
from bot.flows.held import Held
from bot.ledger import Errands
from bot.model import Asker, Button, Contact, Handover, HandoverClosed, HandoverWords, Letter, Reply
from bot.window import Window

NAME = "handover"
LONGEST, OPEN = 800, 3
"""Characters of a question; questions of one person that may wait at once."""
_ASKED, _SHOWN = "asked", "shown"
_SEND, _REWRITE, _WITHDRAW = "send", "new", "w"


@dataclass(frozen=True, slots=True)
class OfficeChat:
    """Where the office answers."""

    chat: str
    """Its sealed number; empty: nothing can be handed over."""
    days: int
    """After so many, a question that nobody answered is closed."""


class HandingOver:
    """Asks for the words, shows them, sends them.  Until they are sent they are nowhere but in memory."""

    name = NAME
    needs = frozenset[str]()

    def __init__(self, window: Window, office: OfficeChat, held: Held, errands: Errands, now: Callable[[], datetime]) -> None:
        """``held`` is where the words are kept until their author has said yes."""
        self._window, self._office, self._held, self._errands, self._now = window, office, held, errands, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The words that found no answer just now, or the request to type some."""
        words = self._words
        if not (asker.address and self._office.chat):
            name, phone = office(self._window)
            return Reply(fill(words.not_here, office=name, phone=phone), flow="")
        words_given = argument.strip() or self._held.look(asker.person)
        return self._taken(asker, words_given) if words_given else self._ask()

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Words, or what to do with them."""
        what, _, rest = (pressed or "").partition(":")
        if what == _WITHDRAW:
            return await self._withdraw(asker, rest, source)
        if pressed is not None and what != _SEND:
            if what == _REWRITE:
                self._held.drop(asker.person)
            return await self.begin(asker, "", source)
        if not asker.flow:
            return Reply(self._window.shelf.knowledge.words.flow.over, brief=True)
        if what == _SEND:
            return await self._send(asker, source)
        return self._taken(asker, said.strip())

    @property
    def _words(self) -> HandoverWords:
        return self._window.shelf.knowledge.words.handover

    def _ask(self, first: str = "") -> Reply:
        leave = Button(self._window.shelf.knowledge.words.flow.cancel, f"{STEP}:{NAME}:{CANCEL}")
        asked = fill(self._words.ask, office=office(self._window)[0])
        return Reply(f"{first}\n{asked}".strip(), (leave,), flow=f"{NAME} {_ASKED}")

    def _taken(self, asker: Asker, words: str) -> Reply:
        """Show what would be sent, held in memory until its author has said yes."""
        say = self._words
        if len(words) > LONGEST:
            return self._ask(fill(say.too_long, most=LONGEST))
        self._held.keep(asker.person, words)
        buttons = [(say.send, _SEND), (say.rewrite, _REWRITE), (self._window.shelf.knowledge.words.flow.cancel, CANCEL)]
        text = fill(say.preview, office=office(self._window)[0], words=words)
        return Reply(text, tuple(Button(label, f"{STEP}:{NAME}:{what}") for label, what in buttons), flow=f"{NAME} {_SHOWN}")

    async def _send(self, asker: Asker, source: str) -> Reply:
        words, held = self._words, self._held.look(asker.person)
        if held is None or asker.flow != _SHOWN:
            return self._ask(words.lost)
        mine = [h for h in await self._errands.handovers() if h.person == asker.person]
        if len(mine) >= OPEN:
            return Reply(fill(words.too_many, most=OPEN), flow="")
        self._held.drop(asker.person)
        row = Handover(source, self._now(), asker.person, asker.address, held, asker.counted)
        letter = Letter(f"to-{source}", row.at, self._office.chat, fill(words.to_office, code=row.code, words=held))
        name, phone = office(self._window)
        text = fill(words.sent, office=name, phone=phone, code=row.code, days=self._office.days)
        back = Button(words.withdraw, f"{STEP}:{NAME}:{_WITHDRAW}:{row.code}")
        return Reply(text, (back,), rows=(row, letter), flow="")

    async def _withdraw(self, asker: Asker, code: str, source: str) -> Reply:
        words = self._words
        mine = [h for h in await self._errands.handovers() if h.person == asker.person and h.code == code]
        if not mine:
            return Reply(self._window.shelf.knowledge.words.flow.over, brief=True)
        letter = Letter(f"back-{mine[0].source}", self._now(), self._office.chat, fill(words.taken_back, code=code))
        rows = (HandoverClosed(mine[0].source), letter)
        return Reply(fill(words.withdrawn, code=code), contact=closed(self._window, mine[0], "withdrawn", self._now()), rows=rows)


def office(window: Window) -> tuple[str, str]:
    """What people call the office that answers, and its number."""
    helper = window.shelf.helpers["justice-office"]
    return helper.name, helper.phone or PENDING


def closed(window: Window, handover: Handover, outcome: str, now: datetime) -> Contact:
    """What stays of a question that was handed over: that it happened, and how it ended."""
    return window.happened("referred", handover.source, outcome, now, handover.counted)
