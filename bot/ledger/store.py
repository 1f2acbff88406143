"""The ledger on disk: SQLite by default, PostgreSQL by URL, the same statements for both."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import Executable, func, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import local_day
from bot.ledger import tables
from bot.ledger.people import People
from bot.ledger.statements import Statements
from bot.ledger.writer import Statement, Writer
from bot.model import Contact, Effects, Outage, Period, Person, Unavailable

KEPT = timedelta(hours=48)
"""How long message numbers and the numbers of handled updates are kept."""
GAP = timedelta(minutes=10)
"""A silence longer than this is an outage."""
_PORTION = 10_000
_FIELDS = [c.name for c in tables.contacts.c if c.name not in ("id", "town")]


@contextmanager
def _or_unavailable() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise Unavailable from error


class Store:
    """The contact log of one town."""

    def __init__(self, engine: AsyncEngine, town: str, now: Callable[[], datetime]) -> None:
        self.engine, self.town, self._now = engine, town, now
        self.writer = Writer(engine)
        self._people = People(engine, town)
        self._sql = Statements(engine.dialect.name, town)

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """See :class:`bot.ledger.Ledger`."""
        sql, writes = self._sql, list[Statement]()
        known = None if effects.person is None else await self.person(effects.person)
        if effects.contacts:
            writes.append((sql.contact, [self._row(c) for c in effects.contacts]))
        if effects.forget:
            writes.append((sql.unlink, [{"old": old, "fresh": secrets.token_hex(16)} for old in effects.forget]))
        if effects.person is not None and known is not None:
            writes += self._of_person(effects, effects.person, known)
        if update_id is not None:
            writes.append((sql.done, [{"number": update_id}]))
        with _or_unavailable():
            if writes:
                await self.writer.write(writes)
            if effects.person is not None and known is not None:
                self._people.remember(effects.person, known, effects)
            if any(c.kind == "emergency" for c in effects.contacts):
                await self.scrub()

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log, where words that were already wiped from the inbox would linger."""
        if self.engine.dialect.name == "sqlite":
            async with self.engine.connect() as connection:
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))

    def _row(self, contact: Contact) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in _FIELDS} | {"town": self.town}

    def _of_person(self, effects: Effects, who: str, known: Person) -> list[Statement]:
        sql, key, writes = self._sql, {"town": self.town, "person": who}, list[Statement]()
        if effects.forget or effects.cleared:
            writes.append((sql.drop_messages, [{"who": who}]))
        if effects.forget:
            return [*writes, (sql.drop_person, [{"who": who}])]
        if effects.menu is not None and effects.menu != known.menu:
            writes.append((sql.menu, [key | {"menu": json.dumps(effects.menu)}]))
        if effects.audience is not None:
            writes.append((sql.audience, [key | {"menu": "[]", "audience": effects.audience or None}]))
        if effects.village is not None:
            writes.append((sql.village, [key | {"menu": "[]", "village": effects.village or None}]))
        if effects.flow is not None and effects.flow != known.flow:
            writes.append((sql.flow, [key | {"menu": "[]", "flow": effects.flow}]))
        if effects.messages:
            writes.append((sql.message, [key | {"message_id": m, "at": self._now()} for m in effects.messages]))
        return writes

    async def person(self, person: str) -> Person:
        """See :class:`bot.ledger.Ledger`."""
        with _or_unavailable():
            return await self._people.read(person)

    async def clearable(self, person: str) -> list[int]:
        """See :class:`bot.ledger.Ledger`."""
        t = tables.messages.c
        query = select(t.message_id).where(t.town == self.town, t.person == person, t.at > self._now() - KEPT)
        with _or_unavailable():
            async with self.engine.connect() as connection:
                return list((await connection.execute(query.order_by(t.message_id))).scalars())

    async def contacts(self, period: Period) -> AsyncIterator[Sequence[Contact]]:
        """See :class:`bot.ledger.Ledger`."""
        t = tables.contacts.c
        columns = [t[name] for name in _FIELDS]
        wanted = (t.town == self.town, t.day >= period.first, t.day <= period.last)
        with _or_unavailable():
            async with self.engine.connect() as connection:
                rows = await connection.stream(select(*columns).where(*wanted).order_by(t.id))
                async for portion in rows.partitions(_PORTION):
                    yield [Contact(**row._mapping) for row in portion]

    async def begin_run(self) -> None:
        """Note that the bot has started, and drop what is older than 48 hours."""
        now = self._now()
        await self._sign(tables.runs.insert().values(town=self.town, started=now, last_seen=now), now)

    async def beat(self) -> None:
        """Note that the bot is alive."""
        t, now = tables.runs.c, self._now()
        newest = select(func.max(t.id)).where(t.town == self.town).scalar_subquery()
        await self._sign(update(tables.runs).where(t.id == newest).values(last_seen=now), now)

    async def _sign(self, statement: Executable, now: datetime) -> None:
        with _or_unavailable():
            async with self.writer.transaction() as connection:
                await connection.execute(statement)
                for expired in self._sql.expire(now - KEPT):
                    await connection.execute(expired)
            await self.scrub()

    async def outages(self, period: Period) -> tuple[Outage, ...]:
        """See :class:`bot.ledger.Ledger`."""
        t = tables.runs.c
        query = select(t.started, t.last_seen).where(t.town == self.town).order_by(t.id)
        with _or_unavailable():
            async with self.engine.connect() as connection:
                rows = (await connection.execute(query)).all()
        spans = [Outage(a.last_seen, b.started) for a, b in pairwise(rows)]
        return tuple(
            s for s in spans if s.until - s.since > GAP and local_day(s.since) <= period.last and local_day(s.until) >= period.first
        )
