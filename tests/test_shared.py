"""bot/shared.py and bot/claims.py: several programs on one PostgreSQL, each chat served by one of them at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.connect import connect
from bot.ledger.store import Store
from bot.lines import RawUpdate
from bot.model import Effects
from bot.shared import SharedInbox
from tests.test_inbox import update
from tests.township import NOW, until

LEASE = 0.4
Taken = list[tuple[str, int]]
"""Which program handled which update, in order."""


@pytest.fixture(params=["postgresql"])
def made(made: str) -> str:
    """SQLite serves one program, so that this is about PostgreSQL alone."""
    return made


class Program:
    """One of several: settles what it handles, unless its gate is closed."""

    def __init__(self, name: str, engine: AsyncEngine, taken: Taken, seconds: float = LEASE) -> None:
        self.name, self.taken = name, taken
        self.store = Store(engine, "t", lambda: NOW)
        self.inbox = SharedInbox(engine, self.store.writer, "t", lambda: NOW, seconds)
        self.gate = asyncio.Event()
        self.gate.set()

    async def handle(self, raw: RawUpdate) -> None:
        number = int(raw["update_id"])
        self.taken.append((self.name, number))
        await self.gate.wait()
        await self.store.settle(Effects(), number)

    async def die(self) -> None:
        """Stop between two instructions, with nothing given back."""
        for task in (self.inbox._renewing, self.inbox._working, *self.inbox.lines._tasks):
            if task:
                task.cancel()
        await asyncio.sleep(0)


@asynccontextmanager
async def programs(url: str, *names: str) -> AsyncIterator[tuple[list[Program], Taken]]:
    taken: Taken = []
    engines = [connect(url) for _ in names]
    made = [Program(name, engine, taken) for name, engine in zip(names, engines, strict=True)]
    for program in made:
        await program.inbox.open(program.handle)
    yield made, taken
    for program in made:
        program.gate.set()
        await program.inbox.close()
    for engine in engines:
        await engine.dispose()


async def count(engine: AsyncEngine, table: Any) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar_one())


async def test_two_programs_share_the_chats_and_each_update_is_handled_once(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        await asyncio.gather(*((a, b)[n % 2].inbox.keep([update(n, chat=n % 10)]) for n in range(1, 101)))
        await until(lambda: len(taken) >= 100)
        await a.inbox.idle()
        await b.inbox.idle()
    assert sorted(number for _, number in taken) == [*range(1, 101)]
    assert {name for name, _ in taken} == {"a", "b"}


async def test_what_one_accepts_for_a_chat_that_the_other_serves_is_handed_over_in_order(
    engine: AsyncEngine, made: str
) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        a.gate.clear()
        await a.inbox.keep([update(1)])
        await until(lambda: taken)
        await b.inbox.keep([update(2)])
        await a.inbox.keep([update(3)])
        await b.inbox.keep([update(4), update(5, chat=8)])
        await until(lambda: ("b", 5) in taken)
        a.gate.set()
        await a.inbox.idle()
    assert [number for name, number in taken if name == "a"] == [1, 2, 3, 4]
    assert [number for name, number in taken if name == "b"] == [5]


async def test_when_one_dies_the_other_takes_over_the_rest_in_order(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        a.gate.clear()
        await a.inbox.keep([update(n) for n in (1, 2, 3)])
        await until(lambda: taken)
        await b.inbox.keep([update(4)])
        await a.die()
        await until(lambda: ("b", 4) in taken)
        await b.inbox.idle()
    assert [number for name, number in taken if name == "b"] == [1, 2, 3, 4]


async def test_a_program_that_slept_through_its_claims_leaves_the_rest_to_whoever_took_over(
    engine: AsyncEngine, made: str
) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        a.gate.clear()
        await a.inbox.keep([update(1), update(2)])
        await until(lambda: taken)
        assert a.inbox._renewing
        a.inbox._renewing.cancel()  # as a stopped machine would
        await until(lambda: ("b", 2) in taken)
        await b.inbox.idle()
        a.gate.set()
        await a.inbox.idle()
    assert ("a", 2) not in taken
    assert [number for name, number in taken if name == "b"] == [1, 2]


async def test_an_update_delivered_to_both_is_handled_once(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        for number in range(1, 20):
            await asyncio.gather(a.inbox.keep([update(number)]), b.inbox.keep([update(number)]))
        await a.inbox.idle()
        await b.inbox.idle()
    assert [number for _, number in taken] == [*range(1, 20)]


async def test_updates_of_one_chat_that_arrive_in_turn_at_both_are_answered_in_order(
    engine: AsyncEngine, made: str
) -> None:
    async with programs(made, "a", "b") as ([a, b], taken):
        for number in range(1, 60):
            await (a, b)[number % 2].inbox.keep([update(number)])
        await a.inbox.idle()
        await b.inbox.idle()
    assert [number for _, number in taken] == [*range(1, 60)]


async def test_a_chat_at_rest_leaves_no_row_behind(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a") as ([a], _):
        await a.inbox.keep([update(1), update(2, chat=8)])
        await a.inbox.idle()
        assert await count(engine, tables.claims) == 0
        assert a.inbox._known == {}


async def test_who_stops_politely_is_replaced_at_once(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a", "b") as ([a, _], taken):
        a.gate.clear()
        await a.inbox.keep([update(1)])
        await until(lambda: taken)
        await a.inbox.close(0)
        assert await count(engine, tables.claims) == 0
        await until(lambda: ("b", 1) in taken)


async def test_what_nobody_finished_is_handled_by_the_next_start(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a") as ([a], taken):
        a.gate.clear()
        await a.inbox.keep([update(1), update(2), update(3, chat=8)])
        await a.inbox.close(0)
    async with programs(made, "b") as ([b], taken):
        await until(lambda: len(taken) == 3)
        await b.inbox.idle()
        assert [n for _, n in taken if n < 3] == [1, 2]
        assert await count(engine, tables.claims) == 0


async def test_another_towns_chats_are_left_to_it(engine: AsyncEngine, made: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(tables.inbox.insert(), [
            {"town": "other", "update_id": 1, "chat": "7", "body": "{}", "at": NOW, "done": False},
        ])
    async with programs(made, "a") as ([a], taken):
        await a.inbox.keep([update(2)])
        await a.inbox.idle()
    assert taken == [("a", 2)]


async def test_an_update_that_could_not_be_written_is_not_handled(engine: AsyncEngine, made: str) -> None:
    async with programs(made, "a") as ([a], taken):
        async with engine.begin() as connection:
            await connection.execute(text("alter table inbox rename to aside"))
        with pytest.raises(SQLAlchemyError):
            await a.inbox.keep([update(1)])
        async with engine.begin() as connection:
            await connection.execute(text("alter table aside rename to inbox"))
        await a.inbox.keep([update(2)])
        await a.inbox.idle()
    assert taken == [("a", 2)]


async def test_a_database_that_is_away_while_a_chat_is_given_back_is_asked_again(
    engine: AsyncEngine, made: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.shared._AGAIN", 0.01)
    async with programs(made, "a") as ([a], taken):
        a.gate.clear()
        await a.inbox.keep([update(1)])
        await until(lambda: taken)
        async with engine.begin() as connection:
            await connection.execute(text("alter table claims rename to aside"))
        a.gate.set()
        await asyncio.sleep(LEASE / 2)
        async with engine.begin() as connection:
            await connection.execute(text("alter table aside rename to claims"))
        await a.inbox.idle()
        assert await count(engine, tables.claims) == 0
