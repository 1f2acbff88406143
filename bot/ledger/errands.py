"""Reads what waits to be done for somebody, and how questions of campaigns were answered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import or_unavailable
from bot.ledger.errand_tables import broadcasts, handovers, letters, quiz_answers, subscribers, wishes
from bot.model import Broadcast, Handover, Learned, Period, Wish

_NEWEST = 10
"""Broadcasts on a list."""


class ErrandStore:
    """See :class:`bot.ledger.Errands`."""

    def __init__(self, engine: AsyncEngine, town: str) -> None:
        self._engine, self._town = engine, town

    async def _rows(self, query: Select[Any]) -> list[Row[Any]]:
        with or_unavailable():
            async with self._engine.connect() as connection:
                return list((await connection.execute(query)).all())

    async def handovers(self) -> tuple[Handover, ...]:
        """See :class:`bot.ledger.Errands`."""
        h = handovers.c
        query = select(h.source, h.at, h.person, h.chat, h.words, h.counted).where(h.town == self._town).order_by(h.id)
        return tuple(Handover(**row._mapping) for row in await self._rows(query))

    async def wishes(self) -> tuple[Wish, ...]:
        """See :class:`bot.ledger.Errands`."""
        w = wishes.c
        query = select(w.source, w.at, w.words, w.topic, w.id.label("number")).where(w.town == self._town).order_by(w.id)
        return tuple(Wish(**row._mapping) for row in await self._rows(query))

    async def subscribed(self, person: str) -> bool:
        """See :class:`bot.ledger.Errands`."""
        s = subscribers.c
        return bool(await self._rows(select(s.person).where(s.town == self._town, s.person == person)))

    async def reach(self, audience: str | None, village: str | None) -> int:
        """See :class:`bot.ledger.Errands`."""
        s, p = subscribers.c, tables.people.c
        both = subscribers.outerjoin(tables.people, and_(p.town == s.town, p.person == s.person))
        wanted = [s.town == self._town]
        wanted += [p.audience == audience] if audience else []
        wanted += [p.village == village] if village else []
        return int((await self._rows(select(func.count()).select_from(both).where(*wanted)))[0][0])

    async def broadcasts(self) -> tuple[Broadcast, ...]:
        """See :class:`bot.ledger.Errands`."""
        b, x = broadcasts.c, letters.c
        states = await self._rows(
            select(x.broadcast, x.state, func.count().label("many"))
            .where(x.town == self._town, x.broadcast.is_not(None))
            .group_by(x.broadcast, x.state)
        )
        many = {(row.broadcast, row.state): row.many for row in states}
        names = ("source", "at", "by", "text", "entry", "audience", "village", "state", "sent", "blocked")
        query = select(*(b[name] for name in names)).where(b.town == self._town).order_by(b.id.desc()).limit(_NEWEST)
        return tuple(_with_progress(row, many) for row in await self._rows(query))

    async def learned(self, period: Period) -> tuple[Learned, ...]:
        """See :class:`bot.ledger.Errands`."""
        q = quiz_answers.c
        keys = (q.campaign, q.entry, q.after)
        query = (
            select(*keys, func.count().label("asked"), func.count().filter(q.right).label("right"))
            .where(q.town == self._town, q.day.between(period.first, period.last))
            .group_by(*keys)
            .order_by(*keys)
        )
        return tuple(Learned(**row._mapping) for row in await self._rows(query))


def _with_progress(row: Row[Any], many: dict[tuple[str, str], int]) -> Broadcast:
    known = dict(row._mapping)

    def letters_in(*states: str) -> int:
        return sum(many.get((row.source, state), 0) for state in states)

    known["sent"] += letters_in("sent")
    known["blocked"] += letters_in("blocked")
    return Broadcast(**known, unsure=letters_in("unsure"), waiting=letters_in("waiting", "sending"))

