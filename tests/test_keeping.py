"""bot/app/keeping.py and its commands: records in another database, in a file, and back, none lost and none doubled."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import app
from bot.config import Settings
from bot.inbox import Inbox
from bot.ledger import tables
from bot.ledger.store import Store
from bot.model import Confirmation, Effects, Mediation, Member, Refused, Session
from tests.conftest import empty
from tests.township import NOW, SECRET, TODAY, YEAR, Clock, contact, settings

LECTURE = Session("lecture", NOW, "anna", TODAY, 30, 20, "东村", "乡村", "wages", "spring")
EVERYTHING = (
    LECTURE, Confirmation("w", NOW, "ben", "lecture"), Member("m", NOW, "clerk", "张三", "东村", TODAY),
    Mediation("d", NOW, "clerk", TODAY, TODAY, 5, 4),
)


def quiet(_: str) -> None:
    """Says nothing of how far it is."""


async def _nothing(_: object) -> None:
    """Leaves an update unanswered."""


async def fill(store: Store, clock: Clock) -> None:
    """A little of everything, somebody forgotten, and another town."""
    await store.begin_run()
    for number in range(25):
        await store.settle(Effects(contacts=[contact(number, day=TODAY - timedelta(number % 3 * 200))], person=f"p{number}",
                                   audience="youth", menu=("topics",), messages=[number]))
    await store.settle(Effects(records=[*EVERYTHING]))
    await store.settle(Effects(person="p3", forget=("p3",)))
    inbox = Inbox(store.engine, store.writer, store.town, clock)
    await inbox.open(_nothing)
    await inbox.keep([{"update_id": 1, "message": {"chat": {"id": 7}}}])
    await inbox.idle()
    await Store(store.engine, "other-town", clock).settle(Effects(contacts=[contact(1)], records=[LECTURE]))


async def everything(engine: AsyncEngine, town: str) -> dict[str, list[Any]]:
    """Every row of a town but for its number."""
    async with engine.connect() as connection:
        return {
            t.name: [tuple(r) for r in await connection.execute(
                select(*(c for c in t.c if c.name != "id")).where(t.c.town == town).order_by(*(c for c in t.primary_key.columns))
            )]
            for t in tables.metadata.sorted_tables
        }


@pytest.fixture
def given(made: str, tmp_path: Path) -> Settings:
    """Settings of a town with a database of either kind."""
    return settings(tmp_path, database_url=made)


@pytest.fixture
async def filled(given: Settings, clock: Clock) -> AsyncIterator[AsyncEngine]:
    """Its database with something in it."""
    engine = await app.database(given.database_url)
    await fill(Store(engine, given.town.id, clock), clock)
    yield engine
    await engine.dispose()


@pytest.fixture
async def other(request: pytest.FixtureRequest, tmp_path: Path, given: Settings) -> AsyncIterator[tuple[str, AsyncEngine]]:
    """An empty database of the other kind."""
    sqlite = given.database_url.startswith("sqlite")
    url = await empty(request.getfixturevalue("postgres")) if sqlite else f"sqlite:///{tmp_path / 'other.db'}"
    engine = await app.database(url)
    yield url, engine
    await engine.dispose()


async def test_a_town_moves_to_the_other_kind_of_database_row_by_row(
    given: Settings, filled: AsyncEngine, other: tuple[str, AsyncEngine]
) -> None:
    url, engine = other
    moved = await app.move(given, url, quiet)
    before, after = await everything(filled, given.town.id), await everything(engine, given.town.id)
    assert after == before
    assert moved == sum(map(len, before.values())) > 70
    assert (await everything(engine, "other-town"))["contacts"] == []


async def test_moving_again_moves_only_what_has_come_since(
    given: Settings, filled: AsyncEngine, other: tuple[str, AsyncEngine], clock: Clock
) -> None:
    url, engine = other
    await app.move(given, url, quiet)
    assert await app.move(given, url, quiet) == 0
    await Store(filled, given.town.id, clock).settle(Effects(contacts=[contact(99)]))
    assert await app.move(given, url, quiet) == 1
    assert await everything(engine, given.town.id) == await everything(filled, given.town.id)


async def test_a_database_with_other_rows_of_the_town_is_refused_and_left_alone(
    given: Settings, filled: AsyncEngine, other: tuple[str, AsyncEngine], clock: Clock
) -> None:
    url, engine = other
    await Store(engine, given.town.id, clock).settle(Effects(contacts=[contact(77, entry="x/y")]))
    there = await everything(engine, given.town.id)
    with pytest.raises(Refused, match="contacts 里已经有本乡镇别的记录"):
        await app.move(given, url, quiet)
    assert await everything(engine, given.town.id) == there


async def test_forgetting_works_on_after_a_move(
    given: Settings, filled: AsyncEngine, other: tuple[str, AsyncEngine], clock: Clock
) -> None:
    url, engine = other
    await app.move(given, url, quiet)
    store = Store(engine, given.town.id, clock)
    for number in range(25):
        await store.settle(Effects(person=f"p{number}", forget=(f"p{number}",)))
    assert len([row async for portion in store.contacts(YEAR) for row in portion]) == 17


async def test_a_backup_is_restored_into_any_database_with_the_secret(
    given: Settings, filled: AsyncEngine, other: tuple[str, AsyncEngine], tmp_path: Path
) -> None:
    path, url, engine = tmp_path / "b.db", *other
    rows = await app.backup(given, path, quiet)
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("b.db")] == ["b.db"]
    assert path.stat().st_mode & 0o077 == 0
    content, home = path.read_bytes(), tmp_path / "home"
    (home / "data").mkdir(parents=True)
    (home / "data" / "secret").write_bytes(b"n" * 32)
    assert await app.restore(replace(given, database_url=url), path, {}, home, quiet, force=False) == rows
    assert await everything(engine, given.town.id) == await everything(filled, given.town.id)
    assert [(home / "data" / name).read_bytes() for name in ("secret", "secret.before")] == [SECRET, b"n" * 32]
    assert path.read_bytes() == content


async def test_only_by_force_is_a_backup_put_in_the_place_of_rows(
    given: Settings, filled: AsyncEngine, tmp_path: Path, clock: Clock
) -> None:
    path, store = tmp_path / "b.db", Store(filled, given.town.id, clock)
    await app.backup(given, path, quiet)
    before = await everything(filled, given.town.id)
    await store.settle(Effects(contacts=[contact(99)]))
    with pytest.raises(Refused, match="--force"):
        await app.restore(given, path, {}, tmp_path, quiet, force=False)
    (tmp_path / "data").mkdir()
    await app.restore(given, path, {}, tmp_path, quiet, force=True)
    assert await everything(filled, given.town.id) == before
    assert len((await everything(filled, "other-town"))["contacts"]) == 1


async def test_a_backup_never_overwrites_a_file_and_leaves_no_draft(given: Settings, filled: AsyncEngine, tmp_path: Path) -> None:
    path = tmp_path / "b.db"
    path.write_bytes(b"precious")
    with pytest.raises(Refused, match="已经有这个文件"):
        await app.backup(given, path, quiet)
    with pytest.raises(Refused, match="写不进去"):
        await app.backup(given, tmp_path / "none" / "b.db", quiet)
    assert path.read_bytes() == b"precious"


async def test_another_towns_backup_and_another_secret_are_refused_together(
    given: Settings, filled: AsyncEngine, tmp_path: Path
) -> None:
    path = tmp_path / "b.db"
    await app.backup(given, path, quiet)
    elsewhere = replace(given, town=replace(given.town, id="elsewhere"))
    with pytest.raises(Refused) as refused:
        await app.restore(elsewhere, path, {"MINGBAI_SECRET": "x" * 32}, tmp_path, quiet, force=True)
    assert [problem.path for problem in refused.value.problems] == ["MINGBAI_SECRET", str(path)]


async def test_a_file_that_is_no_backup_is_refused(given: Settings, filled: AsyncEngine, tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database", encoding="ascii")
    sqlite3.connect(tmp_path / "empty.db").close()
    for name, said in (("text.db", "打不开数据库"), ("empty.db", "不是 backup 写出的文件"), ("none.db", "打不开")):
        with pytest.raises(Refused, match=said):
            await app.restore(given, tmp_path / name, {}, tmp_path, quiet, force=True)


def test_from_the_command_line_a_report_is_the_same_after_backup_and_restore(
    run: Any, place: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    (place / "s.csv").write_text("编号,日期,人数\n1,2026-03-05,40\n", encoding="utf-8")
    run("import", "s.csv", "--by", "张三")
    run("confirm", "--all", "--by", "李四")
    (place / "report.json").write_text(run("report", "2026", "--json")[1], encoding="utf-8")
    code, said, _ = run("backup", "b.db")
    assert (code, said.startswith("备份了 2 行和密钥")) == (0, True)
    assert run("restore", "b.db")[0] == 2
    assert "搬了 2 行" in run("move", "--to", f"sqlite:///{place / 'new.db'}")[1]
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{place / 'third.db'}")
    (place / "data" / "secret").unlink()
    assert run("verify", "report.json")[0] == 2
    code, said, _ = run("restore", "b.db")
    assert (code, said.startswith("恢复了 2 行")) == (0, True)
    assert run("verify", "report.json")[0] == 0
