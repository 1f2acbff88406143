"""bot/ledger/people.py: what is remembered of people, read together."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger.connect import connect
from bot.ledger.people import People
from bot.ledger.statements import Statements
from bot.model import Effects, Person

KNOWN = Person("youth", None, ("topics",))


@pytest.fixture
async def people(engine: AsyncEngine) -> People:
    """Ninety-nine people of whom the even ones are known."""
    sql = Statements(engine.dialect.name, "t")
    rows = [{"town": "t", "person": f"p{n}", "menu": '["topics"]', "audience": "youth"} for n in range(0, 99, 2)]
    async with engine.begin() as connection:
        await connection.execute(sql.audience, rows)
    return People(engine, "t")


async def test_those_asked_for_at_once_share_a_query_and_each_gets_their_own(
    people: People, engine: AsyncEngine
) -> None:
    queries = list[str]()
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *a: queries.append(a[2]))
    read = await asyncio.gather(*(people.read(f"p{n}") for n in range(99)))
    assert read == [KNOWN if n % 2 == 0 else Person() for n in range(99)]
    assert len(queries) <= 2


async def test_one_asked_for_by_two_gets_both_the_same(people: People) -> None:
    assert [*await asyncio.gather(people.read("p2"), people.read("p2"))] == [KNOWN, KNOWN]


async def test_a_caller_who_gives_up_does_not_take_the_answer_from_the_others(people: People) -> None:
    calls = [asyncio.create_task(people.read(who)) for who in ("p2", "p2", "p4")]
    await asyncio.sleep(0)
    calls[0].cancel()
    results = await asyncio.gather(*calls, return_exceptions=True)
    assert results[1:] == [KNOWN, KNOWN]


async def test_everyone_hears_of_a_database_that_cannot_be_read_and_may_ask_again() -> None:
    people = People(connect("postgresql://nobody@127.0.0.1:1/nothing"), "t")
    for _ in range(2):
        results = await asyncio.gather(people.read("a"), people.read("b"), return_exceptions=True)
        assert [isinstance(result, SQLAlchemyError) for result in results] == [True, True]


async def test_where_another_program_may_write_too_memory_is_not_trusted(people: People, engine: AsyncEngine) -> None:
    people.remember("p2", KNOWN, Effects(menu=("none",)))
    alone = engine.dialect.name == "sqlite"
    assert (await people.read("p2")).menu == (("none",) if alone else ("topics",))


async def test_on_sqlite_everybody_is_read_once_and_a_stranger_asks_for_nothing(people: People, engine: AsyncEngine) -> None:
    await people.read("p1")
    queries = list[str]()
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *a: queries.append(a[2]))
    assert (await people.read("p2"), await people.read("stranger")) == (KNOWN, Person())
    assert bool(queries) == (engine.dialect.name != "sqlite")


async def test_of_more_people_than_fit_into_memory_each_is_asked_for(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.people._REMEMBERED", 3)
    assert [await people.read(f"p{n}") for n in range(9)] == [KNOWN if n % 2 == 0 else Person() for n in range(9)]
