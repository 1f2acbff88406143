"""Words -> what they mean, danger first."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace

from bot.emergency import danger, reason
from bot.model import Emergency, Found, Knowledge, Outcome
from bot.shelf import Shelf

_REMEMBERED = 4096
"""Questions in memory at most."""


class Listener:
    """Understands what residents say, and remembers for a while what was asked before."""

    def __init__(self, shelf: Shelf) -> None:
        """``shelf`` may be replaced at any time."""
        self.shelf = shelf
        self._understood: dict[tuple[str, str, str | None], Found] = {}
        self._questions: tuple[Knowledge | None, frozenset[str]] = None, frozenset()

    def understand(self, text: str, audience: str | None) -> Found:
        """What a question means, danger first.  An alarm still says what else was asked, to be shown below its card.

        On a campaign day many ask the same: what was understood is remembered, but for the words of an alarm that are
        somebody's own and not the knowledge's.
        """
        asked = (self.shelf.knowledge.version, text, audience)
        found = self.remembered(text, audience) or self._understand(text, audience)
        if found.outcome is not Outcome.EMERGENCY or text in self._listed():
            if len(self._understood) >= _REMEMBERED:
                self._understood.clear()
            self._understood[asked] = found
        return found

    def _listed(self) -> frozenset[str]:
        """The questions as the knowledge itself words them."""
        base = self.shelf.knowledge
        if self._questions[0] is not base:
            self._questions = base, frozenset(entry.question for entry in base.entries.values())
        return self._questions[1]

    def remembered(self, text: str, audience: str | None) -> Found | None:
        """What the same words were understood as before; None where that takes work."""
        return self._understood.get((self.shelf.knowledge.version, text, audience))

    def ahead(self, text: str) -> AbstractContextManager[None]:
        """See :meth:`Understands.ahead`: what :meth:`understand` would spend most of its time on."""
        return self.shelf.reader.ahead(_whole(text))

    def _understand(self, text: str, audience: str | None) -> Found:
        base = self.shelf.knowledge
        text = _whole(text)
        found = self.shelf.reader.read(text, audience)
        seen = self._alarm(text, found)
        if seen is None:
            return found
        alarm, how = seen
        # The card that fits the danger first, then what was asked beside it, then the rest: 我爸喝农药了 is not about farming.
        own = [e for e in alarm.entries if e in base.entries]
        wanted = (*own[:1], *found.entries[:1], *own[1:])
        why = (f"危险：{alarm.id}（{how}）", *found.why)
        entries = tuple(dict.fromkeys(wanted))[:3]
        return replace(found, outcome=Outcome.EMERGENCY, emergency=alarm.id, entries=entries, why=why)

    def alarmed(self, text: str) -> bool:
        """Whether somebody is in danger."""
        return self.alarm(text) is not None

    def alarm(self, text: str) -> Emergency | None:
        """Of what kind the danger is."""
        seen = self._alarm(text, self.remembered(text, None) or self.shelf.reader.read(_whole(text), None))
        return seen[0] if seen else None

    def _alarm(self, text: str, found: Found) -> tuple[Emergency, str] | None:
        """What danger the words tell of, and how it was seen.  The rules first: what was learnt only doubts them."""
        known, fear = self.shelf.knowledge.emergencies, self.shelf.fear
        if (seen := danger(text, known)) is not None and not fear.doubts(text, seen, found.dread):
            return seen, reason(text, seen) or ""
        heard = fear.hears(text, known, found.dread)
        return None if heard is None else (heard, "字里行间听着像")


def _whole(text: str) -> str:
    """The text without halves of surrogate pairs, as some terminals give them."""
    return text.encode(errors="replace").decode()
