"""bot/alone.py: one poller on a database, or several programs that are delivered to, never both."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from bot.alone import alone
from bot.ledger.connect import connect
from bot.model import Refused


async def test_a_second_poller_is_refused_with_a_sentence(database: str) -> None:
    async with alone(database, "t"):
        with pytest.raises(Refused, match="另有一个程序在收消息.*请先停掉"):
            async with alone(database, "t"):
                pass


async def test_when_the_first_has_ended_the_next_may_serve(database: str) -> None:
    for _ in range(2):
        async with alone(database, "t"):
            pass


async def test_two_towns_on_one_server_do_not_hinder_each_other(postgres: Any) -> None:
    async with alone(postgres.get_uri(), "one"), alone(postgres.get_uri(), "two"):
        pass


async def test_programs_that_are_delivered_to_may_be_several_and_keep_pollers_out(postgres: Any) -> None:
    url = postgres.get_uri()
    async with alone(url, "t", several=True), alone(url, "t", several=True):
        with pytest.raises(Refused):
            async with alone(url, "t"):
                pass


async def cut(url: str) -> None:
    """End every other connection, as a restart of the server does."""
    engine = connect(url)
    async with engine.connect() as connection:
        await connection.execute(text("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'"))
    await engine.dispose()


async def test_a_lock_that_was_cut_is_taken_again(postgres: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alone._LOOK", 0.02)
    async with alone(postgres.get_uri(), "t") as lost:
        await cut(postgres.get_uri())
        for _ in range(100):
            if await taken(postgres.get_uri()):
                break
        assert await taken(postgres.get_uri())
        assert not lost.done()


async def taken(url: str) -> bool:
    engine = connect(url)
    async with engine.connect() as connection:
        found = await connection.execute(text("select count(*) from pg_locks where locktype = 'advisory'"))
        held = int(found.scalar_one()) == 1
        await connection.execute(text("select pg_sleep(0.02)"))
    await engine.dispose()
    return held


async def test_who_lost_the_lock_to_another_hears_of_it(postgres: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.alone._LOOK", 0.05)
    url = postgres.get_uri()
    async with alone(url, "t") as lost:
        await cut(url)
        async with alone(url, "t"):
            with pytest.raises(Refused, match="另有一个程序"):
                await lost
