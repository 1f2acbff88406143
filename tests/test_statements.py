"""bot/ledger/statements.py: the writes of the ledger, as either database carries them out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Executable, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.statements import Statements
from bot.ledger.writer import Writer
from tests.township import NOW


@pytest.fixture
def sql(engine: AsyncEngine) -> Statements:
    """The statements of one town."""
    return Statements(engine.dialect.name, "t")


async def run(engine: AsyncEngine, statement: Executable, *rows: dict[str, Any]) -> None:
    async with engine.begin() as connection:
        await connection.execute(statement, list(rows) or None)


async def column(engine: AsyncEngine, wanted: Any) -> list[Any]:
    async with engine.connect() as connection:
        return list((await connection.execute(select(wanted).order_by(wanted))).scalars())


def update(number: int, **more: Any) -> dict[str, Any]:
    return {"town": "t", "update_id": number, "chat": "7", "body": "{}", "at": NOW, "done": False, **more}


async def test_of_the_updates_named_those_are_seen_that_this_town_has_on_disk(engine: AsyncEngine, sql: Statements) -> None:
    await run(engine, sql.update, update(1), update(2), update(3, town="other"))
    async with engine.connect() as connection:
        seen = (await connection.execute(sql.seen, {"numbers": [2, 3, 4]})).scalars().all()
    assert seen == [2]


async def test_an_update_that_came_before_stays_as_it_is(engine: AsyncEngine, sql: Statements) -> None:
    await run(engine, sql.update, update(1, body="first"))
    await run(engine, sql.update, update(1, body="again"), update(2, body="second"), update(2, body="again"))
    assert await column(engine, tables.inbox.c.body) == ["first", "second"]


async def test_an_end_is_written_for_the_updates_named_and_no_other(engine: AsyncEngine, sql: Statements) -> None:
    await run(engine, sql.update, update(1), update(2), update(3), update(1, town="other"))
    await Writer(engine).write([(sql.done, [{"numbers": 1}, {"numbers": 3}])])
    async with engine.connect() as connection:
        t = tables.inbox.c
        left = (await connection.execute(select(t.town, t.update_id).where(~t.done).order_by(t.town))).all()
    assert [tuple(row) for row in left] == [("other", 1), ("t", 2)]


async def test_menu_and_audience_overwrite_only_themselves(engine: AsyncEngine, sql: Statements) -> None:
    await run(engine, sql.menu, {"town": "t", "person": "p", "menu": "[1]"})
    await run(engine, sql.audience, {"town": "t", "person": "p", "menu": "[]", "audience": "youth"})
    await run(engine, sql.menu, {"town": "t", "person": "p", "menu": "[2]"})
    t = tables.people.c
    assert (await column(engine, t.menu), await column(engine, t.audience)) == (["[2]"], ["youth"])


async def test_what_expired_is_dropped_and_what_waits_is_kept(engine: AsyncEngine, sql: Statements) -> None:
    old = NOW - timedelta(hours=49)
    await run(engine, sql.update, update(1, at=old), update(2, at=old, done=True), update(3, done=True))
    await run(engine, sql.message, *({"town": "t", "person": "p", "message_id": n, "at": at} for n, at in ((1, old), (2, NOW))))
    for statement in sql.expire(NOW - timedelta(hours=48)):
        await run(engine, statement)
    assert await column(engine, tables.inbox.c.update_id) == [1, 3]
    assert await column(engine, tables.messages.c.message_id) == [2]
