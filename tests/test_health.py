"""bot/health.py and the health command: what is well, and what an admin should do."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.__main__ import main
from bot.clock import utc_now
from bot.health import as_dict, as_text, concerns, ill, look
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.model import Health, Knowledge
from bot.webhook import listening
from tests.test_inbox import update
from tests.township import BASE, NOW, ROOT, TODAY, Clock

WELL = Health(NOW, writable=True, last_sign=NOW, knowledge="k1", entries=6, free=10**10)


async def test_it_sees_signs_of_life_what_came_last_and_what_waits(
    engine: AsyncEngine, store: Store, clock: Clock, base: Knowledge
) -> None:
    await store.begin_run()
    inbox = Inbox(engine, store.writer, "test-town", clock)
    inbox.lines.open(lambda _: asyncio.sleep(3600))
    await inbox.keep([update(1)])
    clock.forward(minutes=3)
    await inbox.keep([update(2)])
    seen = await look(engine, "test-town", clock(), base)
    assert (seen.writable, seen.last_sign, seen.last_update) == (True, NOW, clock())
    assert (seen.backlog, seen.oldest) == (2, NOW)
    assert (seen.knowledge, seen.entries) == (base.version, len(base.entries))
    await inbox.close(0)


async def test_another_towns_rows_are_none_of_its_business(engine: AsyncEngine, clock: Clock, base: Knowledge) -> None:
    await Store(engine, "other", clock).begin_run()
    seen = await look(engine, "test-town", clock(), base)
    assert (seen.writable, seen.last_sign, seen.backlog) == (True, None, 0)


async def test_a_database_without_tables_is_not_writable(database: str, base: Knowledge) -> None:
    engine = connect(database)
    assert not (await look(engine, "t", NOW, base)).writable
    await engine.dispose()


async def test_a_server_that_is_away_is_not_writable(base: Knowledge) -> None:
    engine = connect("postgresql://nobody@127.0.0.1:1/nothing")
    assert not (await look(engine, "t", NOW, base)).writable


async def test_a_disk_that_is_full_is_not_writable(tmp_path: Path, base: Knowledge) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    await migrate(engine)
    await Store(engine, "t", lambda: NOW).begin_run()
    assert (await look(engine, "t", NOW, base)).writable
    async with engine.connect() as connection:
        await connection.execute(text("pragma query_only = on"))  # as a file system that was mounted read-only
        await connection.commit()
    assert not (await look(engine, "t", NOW, base)).writable
    await engine.dispose()


@pytest.mark.parametrize(("change", "why"), [
    ({"writable": False}, "数据库读写不了"),
    ({"last_sign": None}, "没有动静（最后一次：没有）"),
    ({"last_sign": NOW - timedelta(minutes=6)}, "没有动静（最后一次：2026-11-25 09:54:00）"),
    ({"oldest": NOW - timedelta(minutes=11), "backlog": 3}, "有 3 条消息没回，最早的等了 11 分钟"),
])
def test_what_is_ill_is_said_with_what_to_do(change: dict[str, Any], why: str) -> None:
    [said] = ill(replace(WELL, **change))
    assert why in said
    assert "；请" in said
    assert as_dict(replace(WELL, **change))["well"] is False
    assert why in as_text(replace(WELL, **change))


def test_what_is_well_is_not_ill() -> None:
    assert ill(WELL) == ()
    assert ill(replace(WELL, oldest=NOW - timedelta(minutes=9), last_sign=NOW - timedelta(minutes=4))) == ()
    assert concerns(WELL) == {}


def test_what_needs_an_admin_is_named_entry_by_entry() -> None:
    many = tuple(f"wages/e{n}" for n in range(9))
    said = concerns(replace(WELL, withheld=("a/b",), due=many, free=10**8, oldest=NOW - timedelta(hours=1), backlog=2))
    assert [key.partition(":")[0] for key in said] == ["withheld", "due", "backlog", "disk"]
    assert "停用了 a/b（1 个条目）" in next(iter(said.values()))
    assert "wages/e4等 9 个条目" in [*said.values()][1]


def test_a_matter_keeps_its_key_while_it_is_the_same_and_gets_another_when_more_is_wrong() -> None:
    one, again, more = (next(iter(concerns(replace(WELL, withheld=ids)))) for ids in (("a", "b"), ("b", "a"), ("a", "c")))
    assert one == again != more


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str) -> Path:
    """A folder where the program is run, with a database of either kind."""
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "KNOWLEDGE_DIR": str(BASE), "TOWN_FILE": str(ROOT / "tests" / "town.yaml"), "DATABASE_URL": database, "MINGBAI_SECRET": "k" * 32,
    }.items():
        monkeypatch.setenv(name, value)
    return tmp_path


async def begin(database: str, **ago: float) -> None:
    engine = connect(database)
    await migrate(engine)
    await Store(engine, "test-town", lambda: utc_now() - timedelta(**ago)).begin_run()
    await engine.dispose()


async def asked(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    code = await asyncio.to_thread(main, ["health", *options])
    said = capsys.readouterr()
    return code, said.out + said.err


async def test_the_command_says_that_all_is_well(place: Path, database: str, capsys: pytest.CaptureFixture[str]) -> None:
    await begin(database)
    code, said = await asked(capsys)
    assert code == 0, said
    assert "数据库：能写" in said
    code, said = await asked(capsys, "--json")
    assert (code, json.loads(said)["well"], json.loads(said)["backlog"]) == (0, True, 0)


async def test_the_command_ends_with_one_when_nothing_stirs(
    place: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await begin(database, minutes=20)
    code, said = await asked(capsys)
    assert (code, "没有动静" in said) == (1, True)


async def test_the_command_asks_its_own_programs_door_too(
    place: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await begin(database)
    with contextlib.closing(listening("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    monkeypatch.setenv("HEALTH_PORT", str(port))
    code, said = await asked(capsys)
    assert (code, f"127.0.0.1:{port} 端口没有回答" in said) == (1, True)


def test_without_a_database_there_is_nothing_to_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KNOWLEDGE_DIR", str(BASE))
    monkeypatch.setenv("TOWN_FILE", str(ROOT / "tests" / "town.yaml"))
    assert main(["health"]) == 2
    assert "还没有数据库" in capsys.readouterr().err
    assert not (tmp_path / "data" / "mingbai.db").exists()


def test_the_day_of_checking_has_passed_only_after_it(base: Knowledge) -> None:
    entry = next(iter(base.entries.values()))
    assert entry.again_by > TODAY
