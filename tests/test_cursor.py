"""bot/ledger/cursor.py: a statement is one way to the database's thread and back."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ledger.connect import connect
from bot.ledger.cursor import Connection, connection

ROWS = [{"n": n} for n in range(500)]


@pytest.fixture
async def numbers(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database with the numbers below five hundred."""
    engine = connect(f"sqlite:///{tmp_path / 'numbers.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY)"))
        await connection.execute(text("INSERT INTO numbers VALUES (:n)"), ROWS)
    yield engine
    await engine.dispose()


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each way to a database's thread and back."""
    taken, go = list[Any](), aiosqlite.Connection._execute

    async def counted(self: Any, function: Any, *parts: Any, **more: Any) -> Any:
        taken.append(function)
        return await go(self, function, *parts, **more)  # type: ignore[no-untyped-call]  # aiosqlite's own

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return taken


def gather(connection: AsyncConnection) -> None:
    """Let what gives no rows wait for the end of the transaction."""
    assert connection.sync_connection
    driver = connection.sync_connection.connection.driver_connection
    assert isinstance(driver, Connection)
    driver.gather()


async def test_a_transaction_goes_to_its_thread_once_for_each_statement_and_once_to_end(numbers: AsyncEngine, ways: list[Any]) -> None:
    async with numbers.begin() as connection:
        await connection.execute(text("DELETE FROM numbers WHERE n = 1"))
        await connection.execute(text("INSERT INTO numbers VALUES (1)"))
    assert len(ways) == 3


async def test_a_gathered_transaction_goes_to_its_thread_once(numbers: AsyncEngine, ways: list[Any]) -> None:
    async with numbers.begin() as connection:
        gather(connection)
        await connection.execute(text("DELETE FROM numbers WHERE n = 1"))
        await connection.execute(text("INSERT INTO numbers VALUES (:n)"), [{"n": 1}, {"n": 1000}])
    assert len(ways) == 1
    async with numbers.connect() as connection:
        assert await connection.scalar(text("SELECT max(n) FROM numbers")) == 1000


async def test_whoever_reads_in_a_gathered_transaction_sees_what_waits(numbers: AsyncEngine) -> None:
    async with numbers.begin() as connection:
        gather(connection)
        await connection.execute(text("DELETE FROM numbers WHERE n > 9"))
        assert await connection.scalar(text("SELECT count(*) FROM numbers")) == 10


async def test_a_gathered_transaction_that_fails_is_undone_and_the_next_gathers_nothing_by_itself(numbers: AsyncEngine) -> None:
    with pytest.raises(IntegrityError):
        async with numbers.begin() as connection:
            gather(connection)
            await connection.execute(text("INSERT INTO numbers VALUES (1000)"))
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))
    async with numbers.begin() as connection:
        gone = await connection.execute(text("DELETE FROM numbers WHERE n > 497"))
    assert gone.rowcount == 2


async def test_a_gathered_transaction_that_is_given_up_is_never_done(numbers: AsyncEngine) -> None:
    with pytest.raises(ZeroDivisionError):
        async with numbers.begin() as connection:
            gather(connection)
            await connection.execute(text("DELETE FROM numbers"))
            _ = 1 / 0
    async with numbers.begin() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM numbers")) == 500


async def test_rows_come_whole_one_by_one_and_in_portions(numbers: AsyncEngine) -> None:
    async with numbers.connect() as connection:
        whole = (await connection.execute(text("SELECT n FROM numbers ORDER BY n"))).scalars().all()
        streamed = await connection.stream(text("SELECT n FROM numbers ORDER BY n"))
        portions = [[row.n for row in portion] async for portion in streamed.partitions(120)]
        each = [row.n async for row in await connection.stream(text("SELECT n FROM numbers ORDER BY n"))]
    assert whole == each == [n for portion in portions for n in portion] == [*range(500)]
    assert [len(portion) for portion in portions] == [120, 120, 120, 120, 20]


async def test_it_tells_the_key_of_a_new_row_and_how_many_changed(numbers: AsyncEngine) -> None:
    async with numbers.begin() as connection:
        new = await connection.execute(text("INSERT INTO numbers VALUES (1000)"))
        gone = await connection.execute(text("DELETE FROM numbers WHERE n < 40"))
    assert (new.lastrowid, gone.rowcount) == (1000, 40)


async def test_a_reader_who_stops_half_way_does_not_hold_the_old_rows(numbers: AsyncEngine) -> None:
    async with numbers.connect() as connection:
        streamed = await connection.stream(text("SELECT n FROM numbers ORDER BY n"))
        assert await anext(aiter(streamed)) == (0,)
        await streamed.close()
    async with numbers.begin() as connection:
        await connection.execute(text("DELETE FROM numbers"))
    async with numbers.connect() as connection:
        busy, left, moved = (await connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).one()
    assert (busy, left, moved) == (0, 0, 0)


async def test_a_statement_that_fails_leaves_the_connection_fit_for_the_next(numbers: AsyncEngine) -> None:
    with pytest.raises(IntegrityError):
        async with numbers.begin() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (1000)"))
            await connection.execute(text("INSERT INTO numbers VALUES (1)"))
    async with numbers.connect() as connection:
        assert await connection.scalar(text("SELECT max(n) FROM numbers")) == 499


async def test_a_transaction_that_is_given_up_half_way_leaves_nothing_to_the_next(numbers: AsyncEngine) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with numbers.begin() as connection:
            await connection.execute(text("INSERT INTO numbers VALUES (1000)"))
            begun.set()
            await asyncio.sleep(60)

    writing = asyncio.create_task(write())
    await begun.wait()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with numbers.begin() as connection:
        await connection.execute(text("INSERT INTO numbers VALUES (2000)"))
    async with numbers.connect() as connection:
        assert (await connection.execute(text("SELECT n FROM numbers WHERE n > 499"))).scalars().all() == [2000]


async def test_a_closed_connection_has_no_lock_although_somebody_holds_a_cursor_of_it(tmp_path: Path) -> None:
    path = str(tmp_path / "held.db")
    given_up = await connection(path)
    await given_up.execute("CREATE TABLE numbers (n INTEGER)")
    await given_up.execute("INSERT INTO numbers VALUES (1), (2)")
    held = await given_up.execute("UPDATE numbers SET n = 3 RETURNING n")
    await given_up.close()
    with closing(sqlite3.connect(path, timeout=0)) as other:
        other.execute("BEGIN IMMEDIATE")
    assert held.description
