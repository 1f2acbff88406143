"""Carries a town's rows from one database to another, of either kind, without losing or doubling any."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Select, String, Table, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import or_unavailable
from bot.model import Problem, Refused

_PORTION = 10_000
Progress = Callable[[str], None]


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection that sees the database as it is now, whatever the bot writes meanwhile."""
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        else:
            # The driver begins no transaction for reading by itself.
            await connection.exec_driver_sql("BEGIN")
        yield connection


async def copy(source: AsyncEngine, target: AsyncEngine, town: str, progress: Progress, *, replace: bool = False) -> dict[str, int]:
    """Copy every row of a town that ``target`` does not have yet, in their order; returns table -> rows copied.

    All of it or, when something fails, nothing; doing it again copies nothing twice.  Raises :class:`Refused` where
    ``target`` has other rows of the town; ``replace`` deletes them first.  Ids are given anew, their order stays.
    """
    copied = dict[str, int]()
    with or_unavailable():
        async with _snapshot(source) as ours, target.begin() as theirs:
            for table in _kept():
                if replace:
                    await theirs.execute(delete(table).where(table.c.town == town))
                copied[table.name] = await _copy_table(table, ours, theirs, town, progress)
    return copied


def _kept() -> list[Table]:
    return [table for table in tables.metadata.sorted_tables if "town" in table.c]


async def _copy_table(table: Table, ours: AsyncConnection, theirs: AsyncConnection, town: str, progress: Progress) -> int:
    there, read, copied = await _count(table, theirs, town), 0, 0
    already = await theirs.stream(_rows(table, theirs, town)) if there else None
    rows = await ours.stream(_rows(table, ours, town))
    async for portion in rows.partitions(_PORTION):
        known = await already.fetchmany(len(portion)) if already is not None and read < there else []
        if list(known) != list(portion[: len(known)]):
            raise _other(table)
        if fresh := portion[len(known) :]:
            await theirs.execute(table.insert(), [dict(row._mapping) for row in fresh])
        read, copied = read + len(portion), copied + len(fresh)
        progress(f"{table.name}：{read} 行")
    if read < there:
        raise _other(table)
    return copied


def _other(table: Table) -> Refused:
    what = f"{table.name} 里已经有本乡镇别的记录；请换一个空的数据库，确实要覆盖就用 restore --force"
    return Refused((Problem("目标数据库", what),))


def _rows(table: Table, connection: AsyncConnection, town: str) -> Select[Any]:
    """All rows of a town in an order that both kinds of database agree on."""
    keys: list[Any] = [c for c in table.primary_key.columns if c.name != "town"]
    if connection.dialect.name == "postgresql":
        keys = [key.collate("C") if isinstance(key.type, String) else key for key in keys]
    return select(*(c for c in table.c if c.name != "id")).where(table.c.town == town).order_by(*keys)


async def _count(table: Table, connection: AsyncConnection, town: str) -> int:
    query = select(func.count()).select_from(table).where(table.c.town == town)
    return int((await connection.execute(query)).scalar_one())


async def sizes(engine: AsyncEngine, town: str) -> dict[str, int]:
    """Table -> rows of a town."""
    with or_unavailable():
        async with engine.connect() as connection:
            return {table.name: await _count(table, connection, town) for table in _kept()}


async def years(engine: AsyncEngine, town: str) -> Sequence[int]:
    """Years of which something is recorded."""
    days = [tables.contacts.c.day, tables.sessions.c.day, tables.mediations.c.first]
    found = set[int]()
    with or_unavailable():
        async with engine.connect() as connection:
            for day in days:
                first, last = (await connection.execute(select(func.min(day), func.max(day)).where(day.table.c.town == town))).one()
                found |= {*range(first.year, last.year + 1)} if first else set()
    return sorted(found)
