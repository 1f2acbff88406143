"""bot/app/reloading.py and /reload: changed knowledge and a changed town.yaml are taken in together, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app.reloading import Reloading
from tests.bases import changed, terse
from tests.township import ADMIN, UNPAID, Bot, serving, settings
from tests.wire import Wire, message

NEW = "新的结论。"


@pytest.fixture
async def bot(tmp_path: Path, wire: Wire) -> AsyncIterator[Bot]:
    """A running bot with a base and a town.yaml of its own."""
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    chosen = settings(tmp_path, knowledge=terse(tmp_path), town_file=tmp_path / "town.yaml")
    async with serving(chosen, wire) as running:
        running.application.reload = Reloading(chosen, running.service, running.application)
        yield running


TOWN = f"id: test-town\nname: 试验镇\ncounty: 试验县\nvillages: [东村]\nadmins: [{ADMIN}]\nstaff: [43]\n"


def edit(folder: Path, town: str = TOWN) -> None:
    changed(folder / "knowledge/wages/unpaid.yaml", {"answer": {"short": NEW}})
    (folder / "town.yaml").write_text(town, encoding="utf-8")


async def test_an_admin_takes_in_what_was_changed(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path, TOWN.replace("试验镇", "改名镇"))
    [said] = await bot.get(message("/reload", person=ADMIN))
    assert said.startswith("换好了：知识库 ")
    assert NEW in (await bot.get(message(UNPAID)))[0]
    assert "改名镇" in (await bot.get(message("/start")))[0]


async def test_of_a_broken_edit_every_problem_is_named_and_the_old_goes_on(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path, TOWN + "vilages: [东村]\n")
    (tmp_path / "knowledge/wages/overtime.yaml").write_text("question: [", encoding="utf-8")
    (tmp_path / "knowledge/topics.yaml").write_text("[", encoding="utf-8")
    [said] = await bot.get(message("/reload", person=ADMIN))
    assert said.startswith("没有换，原来的继续用")
    assert all(part in said for part in ("town.yaml: vilages", "knowledge/wages/overtime.yaml: ", "topics.yaml"))
    assert NEW not in (await bot.get(message(UNPAID)))[0]


async def test_good_knowledge_waits_for_a_good_town(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path, "id: [\n")
    await bot.get(message("/reload", person=ADMIN))
    assert NEW not in (await bot.get(message(UNPAID)))[0]


async def test_the_id_that_stands_on_every_row_cannot_change(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path, TOWN.replace("test-town", "other"))
    [said] = await bot.get(message("/reload", person=ADMIN))
    assert "id：开始统计后不能改" in said


async def test_whoever_town_yaml_names_is_an_admin_from_then_on_and_nobody_else(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path, TOWN.replace(f"[{ADMIN}]", "[77]"))
    await bot.get(message("/reload", person=ADMIN))
    assert await bot.get(message("/reload", person=ADMIN)) == ["这个功能只给管理员用。"]
    assert (await bot.get(message("/reload", person=77)))[0].startswith("换好了")
    assert any("77" in str(call["scope"]) for call in bot.wire.asked("setMyCommands"))
    await bot.get(message(UNPAID, person=77), message(UNPAID, person=ADMIN))
    assert await bot.figure("online") == 1


async def test_people_are_answered_while_it_is_read(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path)
    assert bot.application.reload
    reloading = asyncio.ensure_future(bot.application.reload())
    while not reloading.done():
        assert len(await bot.get(message("/help"))) == 1
    assert reloading.result() == ()


async def test_two_at_once_come_one_after_the_other(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path)
    assert bot.application.reload
    assert [*await asyncio.gather(bot.application.reload(), bot.application.reload())] == [(), ()]


async def test_nobody_but_an_admin_reloads(bot: Bot, tmp_path: Path) -> None:
    edit(tmp_path)
    assert await bot.get(message("/reload"), message("/reload", person=43)) == ["这个功能只给管理员用。"] * 2
    assert NEW not in (await bot.get(message(UNPAID)))[0]
