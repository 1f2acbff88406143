"""/invite: one-time links by which the people on the roster bind their accounts; for admins."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.clock import local_day
from bot.flows import CANCEL, STEP
from bot.flows.bind import token_mark
from bot.flows.fill import fill
from bot.ledger import Records
from bot.links import INVITE, Home
from bot.model import Asker, Button, File, Invite, Member, Reply, Words

KEPT = timedelta(days=14)
"""How long a link works."""
_MOST = 40
"""Members on buttons; the others are typed."""
_ALL, _ONE = "all", "m"
_MARK = 40
"""Characters of a member's source that a button carries."""


class Invitations:
    """Choose a member, or all who have no account yet."""

    name = "invite"
    needs = frozenset({"admin"})

    def __init__(
        self,
        town: str,
        home: Home,
        mark: Callable[..., str],
        words: Callable[[], Words],
        records: Records,
        now: Callable[[], datetime],
    ) -> None:
        """``mark`` makes a keyed hash of its parts."""
        self._town, self._home, self._mark = town, home, mark
        self._words, self._records, self._now = words, records, now

    async def begin(self, asker: Asker, argument: str, source: str) -> Reply:
        """Whom, or at once the name behind the command."""
        if self._home.link() is None:
            return Reply(self._words().invite.no_address, flow="")
        roster = await self._roster()
        if not roster:
            return Reply(self._words().invite.nobody, flow="")
        return self._typed(asker, roster, argument.strip(), source) if argument.strip() else await self._whom(roster)

    async def go_on(self, asker: Asker, said: str, pressed: str | None, source: str) -> Reply:
        """Make what was chosen."""
        roster = await self._roster()
        if not roster:
            return Reply(self._words().invite.nobody, flow="")
        if pressed == _ALL:
            bound = await self._records.bound()
            return self._file(asker, {first: m for first, m in roster.items() if first not in bound}, source)
        kind, _, which = (pressed or "").partition(":")
        if kind == _ONE and which:
            found = next((first for first in roster if first[:_MARK] == which), None)
            return self._link(asker, roster, found, source) if found else await self._whom(roster)
        return self._typed(asker, roster, said.strip(), source)

    async def _roster(self) -> Mapping[str, Member]:
        return await self._records.roster(local_day(self._now()))

    def _typed(self, asker: Asker, roster: Mapping[str, Member], said: str, source: str) -> Reply:
        found = [first for first, member in roster.items() if member.name == said]
        if len(found) == 1:
            return self._link(asker, roster, found[0], source)
        words = self._words().invite
        listed = found or [*roster][:_MOST]
        first = fill(words.several if found else words.unknown, said=said[:20])
        return Reply(first, (*(self._button(roster, f) for f in listed), self._out()), flow=self.name)

    async def _whom(self, roster: Mapping[str, Member]) -> Reply:
        words, bound = self._words().invite, await self._records.bound()
        waiting = sorted(roster, key=lambda first: first in bound)
        count = sum(first not in bound for first in roster)
        everybody = Button(fill(words.everybody, count=count), f"{STEP}:{self.name}:{_ALL}")
        listed = [self._button(roster, first) for first in waiting[:_MOST]]
        return Reply(words.which, (*([everybody] if count else []), *listed, self._out()), flow=self.name)

    def _link(self, asker: Asker, roster: Mapping[str, Member], first: str, source: str) -> Reply:
        row, link = self._made(asker, first, source)
        member = roster[first]
        text = fill(self._words().invite.link, name=member.name, town=self._town, day=self._last_day(), link=link)
        return Reply(text, rows=(row,), flow="")

    def _file(self, asker: Asker, members: Mapping[str, Member], source: str) -> Reply:
        """A line for each: village, name, link; tabs between them, so that it opens as a table too."""
        words, rows, lines = self._words().invite, list[Invite](), list[str]()
        for number, (first, member) in enumerate(members.items()):
            row, link = self._made(asker, first, self._mark(source, number))
            rows.append(row)
            lines.append(f"{member.village or ''}\t{member.name}\t{link}")
        text = fill(words.file, count=len(rows), day=self._last_day())
        file = File(words.file_name, ("\ufeff" + "\r\n".join(lines) + "\r\n").encode())
        return Reply(text, files=(file,), rows=tuple(rows), flow="")

    def _made(self, asker: Asker, first: str, source: str) -> tuple[Invite, str]:
        token, now = secrets.token_urlsafe(18), self._now()
        marked = token_mark(self._mark, token)
        link = self._home.link(f"{INVITE}_{token}")
        assert link is not None, "begin() asked for the address"
        return Invite(source=source, at=now, by=asker.person, token=marked, member=first, expires=now + KEPT), link

    def _last_day(self) -> str:
        day = local_day(self._now() + KEPT)
        return f"{day.month}月{day.day}日"

    def _button(self, roster: Mapping[str, Member], first: str) -> Button:
        member = roster[first]
        label = f"{member.name}（{member.village}）" if member.village else member.name
        return Button(label, f"{STEP}:{self.name}:{_ONE}:{first[:_MARK]}")

    def _out(self) -> Button:
        return Button(self._words().flow.cancel, f"{STEP}:{self.name}:{CANCEL}")
