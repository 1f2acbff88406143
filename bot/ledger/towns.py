"""Which towns share a database."""

from __future__ import annotations

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import or_unavailable


async def towns(engine: AsyncEngine) -> list[str]:
    """Ids of the towns that have recorded something, or have run, in order."""
    kept = [table for table in tables.metadata.sorted_tables if "town" in table.c]
    with or_unavailable():
        async with engine.connect() as connection:
            return sorted((await connection.execute(union(*(select(table.c.town).distinct() for table in kept)))).scalars())
