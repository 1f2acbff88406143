"""What may go wrong around the bot: after each it goes on, every question is answered, every contact counted once.

docs/reliability.md lists every fault with the test that shows it; the last test here reads that list.
"""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import app
from bot.ledger.connect import connect
from bot.poll import poll
from bot.webhook import SECRET_HEADER, door
from tests.bases import terse
from tests.telegram_server import CUT, TelegramServer
from tests.test_app import running
from tests.test_poll import Pauses, Stopped
from tests.township import DIVORCE, NOW, ROOT, TOKEN, UNPAID, YEAR, Bot, Clock, serving, settings, until
from tests.wire import Wire, fault, message

LONG = UNPAID + "。" + "我在工地干了三个月，" * 300
"""A question that needs room on a disk."""


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.errors._PAUSE", 0.0)
    monkeypatch.setattr("handlers.turn._DATABASE_PAUSE", 0.0)


async def online(chosen: Any) -> int | None:
    async with app.opened(chosen, lambda: NOW) as service:
        tally = await service.desk.tally(YEAR)
    return next(line.value for line in tally.lines if line.key == "online")


@pytest.mark.parametrize(("place", "answers"), [
    ("before the inbox write", 1), ("after the inbox write", 1), ("after the reply", 2), ("after the commit", 1),
])
async def test_killed_at_this_instruction_it_answers_after_the_next_start_and_counts_once(
    tmp_path: Path, place: str, answers: int
) -> None:
    base = terse(tmp_path)
    with TelegramServer() as telegram:
        env = {
            "PATH": os.environ["PATH"], "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "MINGBAI_SECRET": "s" * 32,
            "DATABASE_URL": f"sqlite:///{tmp_path / 'test.db'}", "KNOWLEDGE_DIR": str(base), "LOG_LEVEL": "ERROR",
            "TOWN_FILE": str(ROOT / "tests" / "town.yaml"),
        }
        telegram.feed(message(UNPAID))
        dying = await asyncio.create_subprocess_exec(sys.executable, "-c", DIES, place, cwd=ROOT, env=env, stderr=subprocess.PIPE)
        _, said = await dying.communicate()
        assert dying.returncode == 9, said.decode()
        async with running(tmp_path, api_url=telegram.url):
            telegram.feed(message(DIVORCE))
            await until(lambda: len(telegram.sent) > answers)
    assert [UNPAID[:4] in shown for _, shown in telegram.sent] == [True] * answers + [False]
    async with app.opened(settings(tmp_path)) as service:
        portions = [row async for portion in service.store.contacts(YEAR) for row in portion]
    assert sorted(str(row.entry) for row in portions) == ["marriage/divorce", "wages/unpaid"]


DIES = """
import os, sys
from bot.__main__ import main
from bot.inbox import Inbox
from bot.ledger.store import Store
from handlers.voice import Voice

def dies(owner, name, before):
    whole = getattr(owner, name)
    async def dying(self, *given, **more):
        if before:
            os._exit(9)
        await whole(self, *given, **more)
        os._exit(9)
    setattr(owner, name, dying)

{
    "before the inbox write": lambda: dies(Inbox, "keep", True),
    "after the inbox write": lambda: dies(Inbox, "keep", False),
    "after the reply": lambda: dies(Voice, "say", False),
    "after the commit": lambda: dies(Store, "settle", False),
}[sys.argv[1]]()
main(["run"])
"""


@asynccontextmanager
async def pragma(engine: AsyncEngine, setting: str) -> AsyncIterator[None]:
    """Every connection under a setting of SQLite, for as long as the body runs."""

    def apply(connection: Any, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"pragma {setting}")
        cursor.close()

    event.listen(engine.sync_engine, "connect", apply)
    await engine.dispose()
    yield
    event.remove(engine.sync_engine, "connect", apply)
    await engine.dispose()


async def polled(bot: Bot, *batches: list[dict[str, Any]]) -> tuple[list[int], list[float]]:
    """Let the bot fetch batches; returns the offsets it asked for, and its pauses."""
    bot.wire.faults["getUpdates"] = [*((200, body(batch)) for batch in batches), Stopped()]
    pauses, before = Pauses(), len(bot.wire.urls)
    with pytest.raises(Stopped):
        await poll(bot.wire, "http://telegram/botX", bot.service.inbox.keep, pauses)
    asked = [re.search(r"getUpdates\?offset=(-?\d+)", url) for url in bot.wire.urls[before:]]
    return [int(found[1]) for found in asked if found], pauses


def body(batch: list[dict[str, Any]]) -> bytes:
    return str({"ok": True, "result": batch}).replace("'", '"').replace("True", "true").replace("False", "false").encode()


async def test_with_a_full_disk_nothing_is_acknowledged_and_with_room_again_all_is_answered(bot: Bot) -> None:
    update = message(LONG)
    async with pragma(bot.service.store.engine, "max_page_count = 1"):
        offsets, pauses = await polled(bot, [update], [update])
    assert (offsets, pauses) == ([0, 0, 0], [1.0, 2.0])
    assert bot.wire.sent() == []
    offsets, _ = await polled(bot, [update])
    assert offsets == [0, update["update_id"] + 1]
    await bot.service.inbox.idle()
    assert len(bot.wire.sent()) == 1
    assert await bot.figure("online") == 1


async def test_a_disk_that_fills_up_after_the_answer_repeats_no_answer(bot: Bot) -> None:
    async with pragma(bot.service.store.engine, "query_only = on"):
        bot.service.inbox.lines.add(message(UNPAID))  # as if it had been written while there was room
        await until(lambda: bot.wire.sent())
        for _ in range(200):
            await asyncio.sleep(0)
    await bot.service.inbox.idle()
    assert len(bot.wire.sent()) == 1
    assert await bot.figure("online") == 1


async def test_a_database_that_another_program_has_locked_is_waited_for(bot: Bot, tmp_path: Path) -> None:
    update = message(UNPAID)
    async with pragma(bot.service.store.engine, "busy_timeout = 0"):
        with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            offsets, _ = await polled(bot, [update], [update])
            assert offsets == [0, 0, 0]
            other.execute("rollback")
        await polled(bot, [update])
    await bot.service.inbox.idle()
    assert len(bot.wire.sent()) == 1
    assert await bot.figure("online") == 1


async def test_a_database_that_becomes_unreadable_stops_nothing_and_once_restored_all_is_answered(
    bot: Bot, tmp_path: Path
) -> None:
    store, file = bot.service.store, tmp_path / "test.db"
    await bot.get(message(DIVORCE))
    await store.scrub()
    await store.engine.dispose()
    shutil.copy(file, tmp_path / "backup.db")
    file.write_bytes(file.read_bytes()[:4096] + b"\xff" * (file.stat().st_size - 4096))
    update = message(UNPAID)
    offsets, pauses = await polled(bot, [update], [update])
    assert (offsets, pauses) == ([0, 0, 0], [1.0, 2.0])
    await store.engine.dispose()
    for part in ("-wal", "-shm"):
        file.with_name(file.name + part).unlink(missing_ok=True)
    shutil.copy(tmp_path / "backup.db", file)
    await polled(bot, [update])
    await bot.service.inbox.idle()
    assert len(bot.wire.sent()) == 2
    assert await bot.figure("online") == 2


async def test_a_server_that_cuts_every_connection_delays_an_answer_and_repeats_no_count(
    postgres: Any, tmp_path: Path, wire: Wire
) -> None:
    other = connect(postgres.get_uri())
    async with other.connect() as plain:
        admin = await plain.execution_options(isolation_level="AUTOCOMMIT")
        await admin.execute(text("create database cut_off"))
        async with serving(settings(tmp_path, database_url=postgres.get_uri(database="cut_off")), wire) as bot:
            for _ in range(3):
                await bot.get(message(UNPAID))
                await admin.execute(text("select pg_terminate_backend(pid) from pg_stat_activity where datname = 'cut_off'"))
                update = message(DIVORCE)
                offsets, _ = await polled(bot, *[[update]] * 6)
                assert offsets[-1] == update["update_id"] + 1
                await bot.service.inbox.idle()
            assert len(wire.sent()) == 6
            assert await bot.figure("online") == 2
    await other.dispose()


@pytest.mark.parametrize("trouble", [
    fault(429, "Too Many Requests", retry_after=1), fault(500, "Internal"), fault(502, "Bad Gateway"), (200, b"<html>"), CUT,
], ids=["429", "500", "502", "garbage", "cut in mid-reply"])
async def test_whatever_telegram_answers_over_the_network_the_question_is_answered_and_counted_once(
    tmp_path: Path, trouble: Any
) -> None:
    with TelegramServer() as telegram:
        telegram.faults = {"sendMessage": [trouble], "getUpdates": [trouble, trouble]}
        async with running(tmp_path, api_url=telegram.url):
            telegram.feed(message(UNPAID))
            await until(lambda: len(telegram.sent) >= (2 if trouble == CUT else 1))
        async with app.opened(settings(tmp_path)) as service:
            portions = [row async for portion in service.store.contacts(YEAR) for row in portion]
    assert len(portions) == 1


@pytest.mark.parametrize("jump", [{"hours": -30}, {"hours": 72}, {"days": -3}])
async def test_a_clock_that_jumps_loses_no_question_and_counts_none_twice(bot: Bot, clock: Clock, jump: dict[str, float]) -> None:
    asked = [message(UNPAID), message(DIVORCE)]
    assert len(await bot.get(*asked)) == 2
    await bot.service.store.beat()
    clock.forward(**jump)
    await bot.service.store.beat()
    await bot.get(*asked)  # delivered again; what Telegram can still deliver is a day old at most
    assert len(await bot.get(message("/help"))) == 1
    rows = [row async for portion in bot.service.store.contacts(YEAR) for row in portion]
    assert len(rows) == 2
    assert await bot.figure("online") == 2


async def test_a_webhook_that_delivers_twice_and_out_of_order_is_answered_once_and_in_order(bot: Bot) -> None:
    first, second, third = message(UNPAID), message(DIVORCE), message("/help")
    gate = asyncio.Event()
    take = bot.application.take

    async def slowly(raw: Any) -> float | None:
        await gate.wait()
        return await take(raw)

    bot.service.inbox.lines.open(slowly)
    transport = httpx.ASGITransport(door(bot.service.inbox.keep, "s", "/telegram"))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        for update in (first, third, second, third, first, second):
            assert (await client.post("/telegram", json=update, headers={SECRET_HEADER: "s"})).status_code == 200
    gate.set()
    await bot.service.inbox.idle()
    assert [said.splitlines()[0][:6] for said in bot.wire.sent()] == ["【老板拖欠工", "【离婚要办什", "怎么用：直接"]
    assert await bot.figure("online") == 2


def named() -> list[str]:
    """Every test that the table of docs/reliability.md names."""
    return re.findall(r"`(tests/\w+\.py::\w+)`", (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8"))


def test_every_fault_in_the_document_names_a_test_that_exists() -> None:
    assert len(named()) >= 20
    there = {
        f"tests/{path.name}::{node.name}"
        for path in (ROOT / "tests").glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert [name for name in named() if name not in there] == []
