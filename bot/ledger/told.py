"""What admins were told of: once, whichever program tells and however often it starts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.into import into


async def newly(engine: AsyncEngine, town: str, at: datetime, matters: Collection[str]) -> set[str]:
    """Those of the matters that nobody was told of yet; what is no matter any more is forgotten.

    Raises SQLAlchemy's errors.
    """
    t = tables.told.c
    statement = into(engine.dialect.name, tables.told).on_conflict_do_nothing().returning(t.what)
    async with engine.begin() as connection:
        await connection.execute(delete(tables.told).where(t.town == town, t.what.not_in(matters)))
        if not matters:
            return set()
        rows = [{"town": town, "what": what, "at": at} for what in sorted(matters)]
        return set((await connection.execute(statement, rows)).scalars())


async def untold(engine: AsyncEngine, town: str, matters: Collection[str]) -> None:
    """Telling did not succeed: it is to be tried again.  Raises SQLAlchemy's errors."""
    t = tables.told.c
    async with engine.begin() as connection:
        await connection.execute(delete(tables.told).where(t.town == town, t.what.in_(matters)))
