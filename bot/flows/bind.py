"""What an invitation leads to: a volunteer of the roster binds their own account, once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from bot.clock import local_day
from bot.flows import STEP
from bot.flows.fill import fill
from bot.ledger import Records
from bot.model import Asker, Binding, Button, Invite, Member, Reply, Words

_YES, _NO = "y", "n"


class Bind:
    """One question: whether it is the person on the roster who opened the link."""

    name = "bind"
    needs = frozenset[str]()

    def __init__(self, mark: Callable[..., str], words: Callable[[], Words], records: Records, now: Callable[[], datetime]) -> None:
        """``mark`` hashes a token: the state on disk, like the database, never holds the token itself."""
        self._mark, self._words, self._records, self._now = mark, words, records, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """The question.  ``argument`` is the token."""
        return await self._ask(token_mark(self._mark, argument.strip()))

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """The answer.  That the invitation still holds is looked up again."""
        words, answer = self._words().invite, pressed or said.strip()
        if answer in (_NO, words.no):
            return Reply(words.not_me, flow="")
        if answer not in (_YES, words.yes, words.yes.partition("，")[0]):
            return await self._ask(asker.flow, words.again)
        invite, member = await self._invited(asker.flow)
        if invite is None or member is None:
            return Reply(words.invalid, flow="")
        row = Binding(source=source, at=self._now(), by=asker.person, member=invite.member, invite=invite.source)
        return Reply(fill(words.bound, name=member.name), rows=(row,), flow="")

    async def _ask(self, marked: str, first: str = "") -> Reply:
        words = self._words().invite
        _, member = await self._invited(marked)
        if member is None:
            return Reply(words.invalid, flow="")
        buttons = (Button(words.yes, f"{STEP}:{self.name}:{_YES}"), Button(words.no, f"{STEP}:{self.name}:{_NO}"))
        question = fill(words.is_it_you, name=member.name, village=member.village or self._words().behalf.unsaid)
        return Reply("\n".join(filter(None, (first, question))), buttons, flow=f"{self.name} {marked}")

    async def _invited(self, marked: str) -> tuple[Invite | None, Member | None]:
        invite = await self._records.invite(marked) if marked else None
        if invite is None:
            return None, None
        return invite, (await self._records.roster(self._today())).get(invite.member)

    def _today(self) -> date:
        return local_day(self._now())


def token_mark(mark: Callable[..., str], token: str) -> str:
    """What is kept of a one-time token: its keyed hash."""
    return mark("invite", token)
