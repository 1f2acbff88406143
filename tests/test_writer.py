"""bot/ledger/writer.py: many jobs, one disk flush, each durable when its call returns."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import connect
from bot.ledger.statements import Statements
from bot.ledger.writer import Writer
from tests.township import NOW

Commits = list[None]


@pytest.fixture
def commits(engine: AsyncEngine) -> Commits:
    """Grows with every commit."""
    made: Commits = []
    event.listen(engine.sync_engine, "commit", lambda _: made.append(None))
    return made


def row(number: int, **more: Any) -> dict[str, Any]:
    return {"town": "t", "person": "p", "message_id": number, "at": NOW, **more}


def update(number: int) -> dict[str, Any]:
    return {"town": "t", "update_id": number, "chat": "7", "body": "{}", "at": NOW, "done": False}


async def numbers(engine: AsyncEngine) -> list[int]:
    async with engine.connect() as connection:
        return list((await connection.execute(select(tables.messages.c.message_id).order_by("message_id"))).scalars())


async def test_jobs_that_arrive_together_share_a_transaction(engine: AsyncEngine, commits: Commits) -> None:
    writer, insert = Writer(engine), Statements(engine.dialect.name, "t").message
    await asyncio.gather(*(writer.write([(insert, [row(n)])]) for n in range(50)))
    assert await numbers(engine) == [*range(50)]
    assert len(commits) <= 2


async def test_a_statement_for_all_rows_runs_once_with_the_values_of_many_jobs(engine: AsyncEngine) -> None:
    writer, sql, ran = Writer(engine), Statements(engine.dialect.name, "t"), list[str]()
    await writer.write([(sql.update, [update(n) for n in range(1, 6)])])
    event.listen(engine.sync_engine, "before_cursor_execute", lambda _, __, statement, *rest: ran.append(statement))
    await asyncio.gather(*(writer.write([(sql.done, [{"numbers": n}])]) for n in (1, 2, 4)))
    async with engine.connect() as connection:
        left = (await connection.execute(select(tables.inbox.c.update_id).where(~tables.inbox.c.done))).scalars().all()
    assert sorted(left) == [3, 5]
    assert sum(statement.startswith("UPDATE") for statement in ran) == 1


async def test_no_transaction_takes_more_jobs_than_it_may(engine: AsyncEngine, commits: Commits) -> None:
    writer, insert = Writer(engine, most=10), Statements(engine.dialect.name, "t").message
    await asyncio.gather(*(writer.write([(insert, [row(n)])]) for n in range(50)))
    assert await numbers(engine) == [*range(50)]
    assert len(commits) >= 5


async def test_a_bad_row_harms_only_its_own_job(engine: AsyncEngine) -> None:
    writer, insert = Writer(engine), Statements(engine.dialect.name, "t").message
    jobs = [[(insert, [row(n)])] for n in range(5)]
    jobs[2] = [(insert, [row(20)]), (tables.people.insert(), [{"town": "t", "person": "x", "menu": None}])]
    results = await asyncio.gather(*(writer.write(job) for job in jobs), return_exceptions=True)
    assert [isinstance(result, SQLAlchemyError) for result in results] == [False, False, True, False, False]
    assert await numbers(engine) == [0, 1, 3, 4]


async def test_the_writer_works_on_after_a_failure(engine: AsyncEngine) -> None:
    writer, insert = Writer(engine), Statements(engine.dialect.name, "t").message
    with pytest.raises(SQLAlchemyError):
        await writer.write([(insert, [row(1, at=None)])])
    await writer.write([(insert, [row(2)])])
    assert await numbers(engine) == [2]


async def test_every_caller_hears_of_a_server_that_cannot_be_reached() -> None:
    engine = connect("postgresql://nobody@127.0.0.1:1/nothing")
    writer, insert = Writer(engine), Statements("postgresql", "t").message
    results = await asyncio.gather(*(writer.write([(insert, [row(n)])]) for n in range(3)), return_exceptions=True)
    assert [isinstance(result, SQLAlchemyError) for result in results] == [True] * 3


async def test_a_caller_who_gives_up_does_not_hold_up_the_others(engine: AsyncEngine) -> None:
    writer, insert = Writer(engine), Statements(engine.dialect.name, "t").message
    calls = [asyncio.create_task(writer.write([(insert, [row(n)])])) for n in range(6)]
    # The first two, while the transaction for all is on its way.
    event.listen(engine.sync_engine, "begin", lambda _: [call.cancel() for call in calls[:2]])
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert [isinstance(result, asyncio.CancelledError) for result in results] == [True] * 2 + [False] * 4
    assert set(await numbers(engine)) >= {2, 3, 4, 5}


async def test_a_transaction_of_ones_own_is_all_or_nothing(engine: AsyncEngine) -> None:
    writer = Writer(engine)

    async def half() -> None:
        async with writer.transaction() as connection:
            await connection.execute(tables.messages.insert(), [row(1)])
            raise KeyError

    with pytest.raises(KeyError):
        await half()
    async with engine.connect() as connection:
        assert (await connection.execute(select(func.count()).select_from(tables.messages))).scalar_one() == 0
