"""Reads what people have recorded: sessions, roster, mediations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Table, exists, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import or_unavailable
from bot.model import Binding, Confirmation, Invite, Mediation, Member, Period, Place, Record, Recorded, Session, newest

Kind = TypeVar("Kind", bound=Record)


class RecordStore:
    """See :class:`bot.ledger.Records`."""

    def __init__(self, engine: AsyncEngine, town: str, now: Callable[[], datetime]) -> None:
        self._engine, self._town, self._now = engine, town, now

    async def _read(self, kind: type[Kind], where: Iterable[ColumnElement[bool]] = ()) -> tuple[Kind, ...]:
        table = tables.OF[kind]
        columns = [c for c in table.c if c.name not in ("id", "town")]
        query = select(*columns).where(table.c.town == self._town, *where).order_by(table.c.id)
        with or_unavailable():
            async with self._engine.connect() as connection:
                return tuple(kind(**row._mapping) for row in await connection.execute(query))

    def _standing(self, table: Table) -> list[ColumnElement[bool]]:
        later = table.alias()
        corrected = exists().where(later.c.town == self._town, later.c.corrects == table.c.source)
        return [~corrected, ~table.c.withdrawn]

    async def sessions(
        self, period: Period | None = None, *, by: str | None = None, confirmed: bool | None = None
    ) -> tuple[Session, ...]:
        """See :class:`bot.ledger.Records`."""
        s, c = tables.sessions.c, tables.confirmations.c
        where = self._standing(tables.sessions)
        if period is not None:
            where.append(s.day.between(period.first, period.last))
        if by is not None:
            where.append(s.by == by)
        if confirmed is not None:
            word = exists().where(c.town == self._town, c.session == s.source)
            where.append(word if confirmed else ~word)
        return await self._read(Session, where)

    async def session(self, source: str) -> Session | None:
        """See :class:`bot.ledger.Records`."""
        found = await self._read(Session, [*self._standing(tables.sessions), tables.sessions.c.source == source])
        return found[0] if found else None

    async def roster(self, day: date) -> Mapping[str, Member]:
        """See :class:`bot.ledger.Records`."""
        return {first: member for first, member in newest(await self._read(Member)).items() if member.on(day)}

    async def member(self, who: str, day: date) -> Member | None:
        """See :class:`bot.ledger.Records`."""
        b = tables.bindings.c
        mine = await self._read(Binding, [b.by == who])
        if not mine:
            return None
        of_member = await self._read(Binding, [b.member == mine[-1].member])
        return (await self.roster(day)).get(mine[-1].member) if of_member[-1].by == who else None

    async def invite(self, token: str) -> Invite | None:
        """See :class:`bot.ledger.Records`."""
        i, b = tables.invites.c, tables.bindings.c
        used = exists().where(b.town == self._town, b.invite == i.source)
        found = await self._read(Invite, [i.token == token, i.expires > self._now(), ~used])
        return found[0] if found else None

    async def bound(self) -> frozenset[str]:
        """See :class:`bot.ledger.Records`."""
        return frozenset(binding.member for binding in await self._read(Binding))

    async def place(self, code: str) -> Place | None:
        """See :class:`bot.ledger.Records`."""
        found = await self._read(Place, [tables.places.c.source == code])
        return found[0] if found else None

    async def places(self, kind: str) -> tuple[Place, ...]:
        """See :class:`bot.ledger.Records`."""
        return (await self._read(Place, [tables.places.c.kind == kind]))[::-1]

    async def mediations(self, period: Period) -> tuple[Mediation, ...]:
        """See :class:`bot.ledger.Records`."""
        m = tables.mediations.c
        return await self._read(Mediation, [*self._standing(tables.mediations), m.first <= period.last, m.last >= period.first])

    async def everything(self) -> Recorded:
        """See :class:`bot.ledger.Records`."""
        return Recorded(
            await self._read(Session), await self._read(Confirmation), await self._read(Member), await self._read(Mediation)
        )
