"""Keeps who may open the desk on the web."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.connect import or_unavailable
from bot.ledger.errand_tables import passes
from bot.ledger.writer import Writer
from bot.model import Pass

_FIELDS = [column for column in passes.c if column.name != "town"]


class PassStore:
    """See :class:`bot.ledger.Passes`."""

    def __init__(self, engine: AsyncEngine, writer: Writer, town: str, now: Callable[[], datetime]) -> None:
        self._engine, self._writer, self._town, self._now = engine, writer, town, now

    async def make(self, made: Pass) -> None:
        """See :class:`bot.ledger.Passes`."""
        old = and_(passes.c.town == self._town, passes.c.expires <= self._now())
        with or_unavailable():
            async with self._writer.transaction() as connection:
                await connection.execute(delete(passes).where(old))
                await connection.execute(passes.insert().values(town=self._town, **asdict(made)))

    async def take(self, digest: str, kind: str) -> Pass | None:
        """See :class:`bot.ledger.Passes`."""
        with or_unavailable():
            async with self._writer.transaction() as connection:
                row = (await connection.execute(delete(passes).where(self._is(digest, kind)).returning(*_FIELDS))).first()
        return Pass(**row._mapping) if row else None

    async def find(self, digest: str, kind: str) -> Pass | None:
        """See :class:`bot.ledger.Passes`."""
        with or_unavailable():
            async with self._engine.connect() as connection:
                row = (await connection.execute(select(*_FIELDS).where(self._is(digest, kind)))).first()
        return Pass(**row._mapping) if row else None

    async def end_all(self) -> int:
        """See :class:`bot.ledger.Passes`."""
        with or_unavailable():
            async with self._writer.transaction() as connection:
                return (await connection.execute(delete(passes).where(passes.c.town == self._town))).rowcount

    def _is(self, digest: str, kind: str) -> ColumnElement[bool]:
        p = passes.c
        return and_(p.town == self._town, p.digest == digest, p.kind == kind, p.expires > self._now())
