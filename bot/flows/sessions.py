"""/sessions: those that wait for a second person, who confirms them; whoever recorded one may still change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.flows import CANCEL, STEP
from bot.flows.draft import Draft, Form
from bot.flows.fill import fill
from bot.flows.session import RECORDERS, Recording
from bot.ledger import Records
from bot.model import Asker, Button, Confirmation, Reply, Session, Words, may_confirm

_LOOK, _YES, _CHANGE, _WITHDRAW = "l", "y", "e", "w"
_MOST = 20
"""Sessions on a list: the rest come up when these are done."""


class Open:
    """A list to pick from; a button carries the session's source, so that it needs no state."""

    name = "sessions"
    needs = RECORDERS

    def __init__(self, form: Form, words: Callable[[], Words], records: Records, now: Callable[[], datetime]) -> None:
        """``words`` gives those of the knowledge that is served just now."""
        self._form, self._words, self._records, self._now = form, words, records, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The list."""
        words = self._words().session
        waiting = (await self._records.sessions(confirmed=False))[:_MOST]
        if not waiting:
            return Reply(words.none_open, flow="")
        listed = [self._line(s) + (words.own if s.by == asker.person else "") for s in waiting]
        text = "\n".join([words.open, *(f"{n}. {line}" for n, line in enumerate(listed, 1))])
        return Reply(text, tuple(self._button(line, _LOOK, s) for line, s in zip(listed, waiting, strict=True)), flow="")

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """What to do with one of them."""
        words = self._words().session
        what, _, rest = (pressed or "").partition(":")
        number, _, reason = rest.partition(":")
        session = next((s for s in await self._records.sessions(confirmed=False) if s.source == number), None)
        if session is None:
            return Reply(words.gone)
        may_change = session.by == asker.person or "admin" in asker.roles
        if what == _YES:
            return self._confirm(asker, session, source)
        if what == _CHANGE and may_change:
            # The conversation goes on as that of /session, with everything answered.
            going = replace(asker, flow=Draft.of(session).dump())
            return await Recording(self._form, self._words, self._records, self._now).go_on(going, "", "", source)
        if what == _WITHDRAW and may_change:
            return self._withdraw(asker, session, reason, source)
        return self._card(asker, session, may_change)

    def _card(self, asker: Asker, session: Session, may_change: bool) -> Reply:
        words = self._words()
        say, own = words.session, session.by == asker.person
        buttons = [self._button(say.confirm, _YES, session)] if may_confirm(session, asker.person) else []
        if may_change:
            buttons += [self._button(say.change, _CHANGE, session), self._button(say.withdraw, _WITHDRAW, session)]
        buttons.append(Button(words.flow.cancel, f"{STEP}:{self.name}:{CANCEL}"))
        return Reply(fill(say.mine if own else say.look, line=self._line(session)), tuple(buttons))

    def _confirm(self, asker: Asker, session: Session, source: str) -> Reply:
        words = self._words().session
        if not may_confirm(session, asker.person):
            return Reply(words.not_own)
        row = Confirmation(source=source, at=self._now(), by=asker.person, session=session.source)
        return Reply(fill(words.confirmed, line=self._line(session)), rows=(row,), flow="")

    def _withdraw(self, asker: Asker, session: Session, reason: str, source: str) -> Reply:
        words = self._words().session
        if not (reason.isdecimal() and int(reason) < len(words.reasons)):
            why = tuple(Button(r, f"{STEP}:{self.name}:{_WITHDRAW}:{session.source}:{n}") for n, r in enumerate(words.reasons))
            return Reply(words.why_withdraw, why)
        row = replace(
            session, source=source, at=self._now(), by=asker.person, corrects=session.source, why=words.reasons[int(reason)], withdrawn=True
        )
        return Reply(fill(words.withdrawn, line=self._line(session)), rows=(row,), flow="")

    def _line(self, session: Session) -> str:
        return self._form.line(Draft.of(session), self._words().session)

    def _button(self, label: str, what: str, session: Session) -> Button:
        return Button(label, f"{STEP}:{self.name}:{what}:{session.source}")
