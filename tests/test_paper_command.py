"""bot/commands/paper.py: papers and posters from the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot import app
from bot.commands.common import chosen
from bot.links import code, of_place
from bot.model import Place
from tests.test_main import process
from tests.township import BASE, SHIPPED


@pytest.fixture
def town(place: Path) -> dict[str, Any]:
    """What town.yaml says, with a bot and a campaign."""
    path = place / "town.yaml"
    known: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    known |= {"bot": "mingbai_bot", "campaigns": [{"name": "讨薪行动", "days": "12-01..12-31", "topics": ["wages"]}]}
    path.write_text(yaml.safe_dump(known, allow_unicode=True), encoding="utf-8")
    return known


@pytest.mark.parametrize(("form", "name"), [
    ((), "老板拖欠工资怎么办.pdf"), (("--form", "speaker"), "老板拖欠工资怎么办-大喇叭稿.txt"),
    (("--form", "wechat"), "老板拖欠工资怎么办-微信群文字.txt"),
])
def test_an_entry_is_written_in_the_form_asked_for(run: Any, form: tuple[str, ...], name: str) -> None:
    assert run("paper", "wages/unpaid", *form, "--out", "out") == (0, f"out/{name}\n", "")
    assert Path("out", name).stat().st_size


@pytest.mark.parametrize(("what", "title"), [("wages", "讨薪"), ("讨薪", "讨薪"), ("讨薪行动", "讨薪行动")])
def test_a_topic_and_a_campaign_become_a_booklet(run: Any, town: object, what: str, title: str) -> None:
    assert run("paper", what, "--out", "out") == (0, f"out/{title}法律明白册.pdf\n", "")


def test_a_topic_in_another_form_gives_a_file_for_each_entry(run: Any) -> None:
    assert run("paper", "wages", "--form", "speaker", "--out", "out")[1].count("大喇叭稿.txt") == 2


@pytest.mark.parametrize(("arguments", "what"), [
    (("no/entry", "--out", "out"), "no/entry: 没有这个条目、主题或活动"),
    (("wages/unpaid", "--form", "booklet", "--out", "out"), "一个条目做不成小册子"),
    (("wages/unpaid", "--out", "town.yaml"), "写不进去"),
])
def test_what_cannot_be_printed_is_named(run: Any, arguments: tuple[str, ...], what: str) -> None:
    exit_code, said, wrong = run("paper", *arguments)
    assert (exit_code, said) == (2, "") and what in wrong


def test_a_villages_poster_and_code_are_written_and_the_link_is_told(run: Any, town: dict[str, Any]) -> None:
    village = town["villages"][0]
    _, said, wrong = run("poster", village, "--campaign", "讨薪行动", "--out", "out")
    link, *files = said.splitlines()
    assert wrong == ""
    assert link == f"https://t.me/mingbai_bot?start={of_place(code('village', village), '讨薪行动')}"
    assert files == [f"out/海报-{village}.pdf", f"out/二维码-{village}.png"]


def test_a_school_is_remembered_so_that_its_link_counts(run: Any, town: object) -> None:
    assert run("poster", "镇中心小学", "--kind", "school", "--out", "out")[0] == 0

    async def known() -> Place | None:
        async with app.ledger(chosen()) as ledger:
            return await ledger.records.place(code("school", "镇中心小学"))

    found = asyncio.run(known())
    assert found is not None and found.name == "镇中心小学"


def test_everything_that_is_wrong_with_a_poster_is_named_at_once(run: Any) -> None:
    exit_code, _, wrong = run("poster", "月" * 65, "--campaign", "不存在", "--out", "out")
    assert exit_code == 2
    assert [word for word in ("bot：还没有填", "不是 town.yaml 里的村", "2 到 64 个字", "没有活动“不存在”") if word not in wrong] == []


def test_printing_says_nothing_but_where_the_file_is(place: Path) -> None:
    ran = process(place, "paper", "wages/unpaid", "--out", "out", KNOWLEDGE_DIR=str(BASE))
    assert (ran.stdout, ran.stderr) == ("out/老板拖欠工资怎么办.pdf\n", "")


def test_the_common_entries_of_the_shipped_base_exist() -> None:
    named = yaml.safe_load((SHIPPED / "words" / "inline.yaml").read_text(encoding="utf-8"))["common"]
    assert named and [entry for entry in named if not (SHIPPED / f"{entry}.yaml").exists()] == []
