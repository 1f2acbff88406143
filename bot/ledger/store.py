"""The ledger on disk: SQLite by default, PostgreSQL by URL, the same statements for both."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Executable, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import local_day
from bot.ledger import COUNTED, tables
from bot.ledger.connect import or_unavailable
from bot.ledger.errands import ErrandStore
from bot.ledger.passes import PassStore
from bot.ledger.people import People
from bot.ledger.post import Post
from bot.ledger.records import RecordStore
from bot.ledger.statements import statements
from bot.ledger.writer import Statement, Writer
from bot.model import FORGOTTEN, Contact, Effects, Errand, HandoverClosed, Outage, Period, Person, Record, WishDone

KEPT = timedelta(hours=48)
"""How long message numbers and the numbers of handled updates are kept."""
GAP = timedelta(minutes=10)
"""A silence longer than this is an outage."""
_PORTION = 10_000
_FIELDS = [c.name for c in tables.contacts.c if c.name not in ("id", "town")]


class Store:
    """The contact log of one town."""

    def __init__(self, engine: AsyncEngine, town: str, now: Callable[[], datetime]) -> None:
        self.engine, self.town, self._now = engine, town, now
        self.writer = Writer(engine)
        self.records = RecordStore(engine, town, now)
        self.errands = ErrandStore(engine, town)
        self.passes = PassStore(engine, self.writer, town, now)
        self.post = Post(self.writer, town, now)
        self._people = People(engine, town)
        self._sql = statements(engine.dialect.name, town)
        self._scrubbing, self._scrubs_begun, self._scrubbed = asyncio.Lock(), 0, 0

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """See :class:`bot.ledger.Ledger`."""
        sql, writes = self._sql, list[Statement]()
        known = None if effects.person is None else await self.person(effects.person)
        if effects.contacts:
            writes.append((sql.contact, [self._row(c) for c in effects.contacts]))
        if effects.records:
            writes += self._of_records(effects.records)
        if effects.forget:
            writes.append((sql.unlink, [{"old": old, "fresh": secrets.token_hex(16)} for old in effects.forget]))
        if effects.person is not None and known is not None:
            writes += self._of_person(effects, effects.person, known)
        if update_id is not None:
            writes.append((sql.done, [{"numbers": update_id}]))
        with or_unavailable():
            if writes:
                await self.writer.write(writes)
            if effects.person is not None and known is not None:
                self._people.remember(effects.person, known, effects)
            words_went = any(isinstance(r, HandoverClosed | WishDone) for r in effects.records)
            if words_went or effects.forget or any(c.kind == "emergency" for c in effects.contacts):
                await self.scrub()

    async def scrub(self) -> None:
        """Empty SQLite's write-ahead log, where words that were already wiped from the inbox would linger.

        Those who ask while it is being emptied share the next time.
        """
        if self.engine.dialect.name != "sqlite":
            return
        wanted = self._scrubs_begun + 1  # one that is on its way may have missed what was written last
        async with self._scrubbing:
            if self._scrubbed >= wanted:
                return
            number = self._scrubs_begun = self._scrubs_begun + 1
            async with self.engine.connect() as connection:
                await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
            self._scrubbed = number

    def _of_records(self, records: Sequence[Record | Errand]) -> list[Statement]:
        """Raises :class:`ValueError` for a correction that does not say why."""
        if any(getattr(r, "corrects", None) and not (getattr(r, "why", None) or "").strip() for r in records):
            raise ValueError("a correction says why")
        writes = list[Statement]()
        for kind in tables.OF:  # a session before its confirmation, which looks for it
            if rows := [asdict(r) | {"town": self.town} for r in records if type(r) is kind]:
                writes.append((self._sql.record[kind], rows))
        return [*writes, *self._sql.errand.of(r for r in records if isinstance(r, Errand))]

    def _row(self, contact: Contact) -> dict[str, Any]:
        return {name: getattr(contact, name) for name in _FIELDS} | {"town": self.town}

    def _of_person(self, effects: Effects, who: str, known: Person) -> list[Statement]:
        sql, key, writes = self._sql, {"town": self.town, "person": who}, list[Statement]()
        if effects.forget or effects.cleared:
            writes.append((sql.drop_messages, [{"who": who}]))
        if effects.forget:
            fresh = FORGOTTEN + secrets.token_hex(16)
            writes += [(statement, [{"who": who, "fresh": fresh}]) for statement in sql.unname]
            writes += sql.errand.forget(who, fresh)
            return [*writes, (sql.drop_person, [{"who": who}])]
        if effects.menu is not None and effects.menu != known.menu:
            writes.append((sql.menu, [key | {"menu": json.dumps(effects.menu)}]))
        if effects.audience is not None:
            writes.append((sql.audience, [key | {"menu": "[]", "audience": effects.audience or None}]))
        if effects.village is not None:
            writes.append((sql.village, [key | {"menu": "[]", "village": effects.village or None}]))
        if effects.place is not None:
            writes.append((sql.place, [key | {"menu": "[]", "place": effects.place or None}]))
        if effects.campaign is not None:
            writes.append((sql.campaign, [key | {"menu": "[]", "campaign": effects.campaign or None}]))
        if effects.flow is not None and effects.flow != known.flow:
            writes.append((sql.flow, [key | {"menu": "[]", "flow": effects.flow}]))
        if effects.messages:
            writes.append((sql.message, [key | {"message_id": m, "at": self._now()} for m in effects.messages]))
        return writes

    async def person(self, person: str) -> Person:
        """See :class:`bot.ledger.Ledger`."""
        with or_unavailable():
            return await self._people.read(person)

    async def clearable(self, person: str) -> list[int]:
        """See :class:`bot.ledger.Ledger`."""
        t = tables.messages.c
        query = select(t.message_id).where(t.town == self.town, t.person == person, t.at > self._now() - KEPT)
        with or_unavailable():
            async with self.engine.connect() as connection:
                return list((await connection.execute(query.order_by(t.message_id))).scalars())

    async def rows(self, period: Period) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """See :class:`bot.ledger.Ledger`."""
        async for portion in self._portions(period, [self._sql.raw(tables.contacts.c[name]) for name in COUNTED]):
            yield portion

    async def contacts(self, period: Period) -> AsyncIterator[Sequence[Contact]]:
        """See :class:`bot.ledger.Ledger`."""
        async for portion in self._portions(period, [tables.contacts.c[name] for name in _FIELDS]):
            yield [Contact(**dict(zip(_FIELDS, row, strict=True))) for row in portion]

    async def _portions(self, period: Period, columns: Sequence[ColumnElement[Any]]) -> AsyncIterator[Sequence[Sequence[Any]]]:
        t = tables.contacts.c
        wanted = (t.town == self.town, t.day >= period.first, t.day <= period.last)
        with or_unavailable():
            async with self.engine.connect() as connection:
                # By day first: the index has them in this order, so that nothing is sorted.
                rows = await connection.stream(select(*columns).where(*wanted).order_by(t.day, t.id))
                async for portion in rows.partitions(_PORTION):
                    yield portion

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
        with or_unavailable():
            async with self.writer.transaction() as connection:
                await connection.execute(statement)
                for expired in self._sql.expire(now - KEPT):
                    await connection.execute(expired)
            await self.scrub()

    async def outages(self, period: Period) -> tuple[Outage, ...]:
        """See :class:`bot.ledger.Ledger`."""
        t = tables.runs.c
        query = select(t.started, t.last_seen).where(t.town == self.town).order_by(t.id)
        with or_unavailable():
            async with self.engine.connect() as connection:
                rows = (await connection.execute(query)).all()
        spans = [Outage(a.last_seen, b.started) for a, b in pairwise(rows)]
        return tuple(
            s for s in spans if s.until - s.since > GAP and local_day(s.since) <= period.last and local_day(s.until) >= period.first
        )
