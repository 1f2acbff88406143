"""bot/verify and the command ``verify``: a report against the records, figure by figure."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot import app
from bot.commands.common import chosen
from bot.hide import for_the_office, nests, published
from bot.model import Confirmation, Contact, Effects, Knowledge, Paper, Record, Refused, Session, Tally
from bot.period import period
from bot.report import excel
from bot.verify import differences, stated
from tests.township import NOW, TODAY, YEAR, contact

LECTURE = Session("lecture", NOW, "anna", TODAY, 30, 20, "东村", "乡村", "wages", "spring")
Keep = Callable[..., None]


@pytest.fixture
def keep(run: Any) -> Keep:
    """Records contacts and rows in the database of the folder where the program is run."""

    async def settle(*rows: Contact | Record) -> None:
        async with app.ledger(chosen()) as ledger:
            for row in rows:
                await ledger.settle(Effects(contacts=[row]) if isinstance(row, Contact) else Effects(records=[row]))

    return lambda *rows: asyncio.run(settle(*rows))


@pytest.fixture
def counted(keep: Keep) -> Tally:
    """The tally of a year with a little of everything."""
    keep(*(contact(n, village="东村") for n in range(7)), LECTURE, Confirmation("w", NOW, "ben", "lecture"))
    return asyncio.run(app.tally(chosen(), YEAR))


def workbook(paper: Paper, path: Path) -> Path:
    """The workbook that ``report`` writes."""
    path.write_bytes(excel.workbook(paper))
    return path


def test_a_report_is_equal_as_long_as_nothing_was_added(counted: Tally, run: Any, place: Path) -> None:
    path = place / "report.json"
    path.write_text(run("report", "2026", "--json")[1], encoding="utf-8")
    assert run("verify", str(path)) == (0, "一致：试验镇 2026-01-01 至 2026-12-31 的每个数都和记录相同。\n", "")
    assert run("verify", str(workbook(for_the_office(counted), place / "report.xlsx")))[0] == 0


def test_what_was_recorded_afterwards_is_said_figure_by_figure(counted: Tally, keep: Keep, run: Any, place: Path) -> None:
    path = workbook(for_the_office(counted), place / "report.xlsx")
    keep(contact(99, village="西坡村"), replace(LECTURE, source="l2", headcount=40, corrects="lecture", why="数错了"))
    code, said, _ = run("verify", str(path))
    assert code == 2
    assert {
        "线上受教育群众：报表上 7，现在 8", "线下受教育群众：报表上 30，现在 0", "按村统计：现在有“西坡村 1 1”，报表上没有",
    } <= {*said.splitlines()}
    assert "场次清单：报表上的“2026-11-25 东村 乡村 讨薪 spring 30 20”现在没有" in said


def test_a_figure_that_was_changed_in_the_file_is_found(counted: Tally, place: Path) -> None:
    path = workbook(for_the_office(counted), place / "report.xlsx")
    book = openpyxl.load_workbook(path)
    book["按村统计"].cell(5, 2, 700)
    book["总表"].cell(5, 2, 700)
    book.save(path)
    assert differences(stated(path), counted) == (
        "线上受教育群众：报表上 700，现在 7", "按村统计：报表上的“东村 700 7”现在没有", "按村统计：现在有“东村 7 7”，报表上没有",
    )


def test_a_published_report_is_equal_with_its_small_figures_hidden(
    counted: Tally, keep: Keep, place: Path, base: Knowledge
) -> None:
    keep(contact(50, village="西坡村"))
    now = asyncio.run(app.tally(chosen(), YEAR))
    path = workbook(published(now, nests(base)), place / "report.xlsx")
    assert ("按村统计", "西坡村 1 1") not in {(t, " ".join(map(str, row))) for t, rows in stated(path).tables.items() for row in rows}
    assert differences(stated(path), now) == ()
    told = differences(replace(stated(path), internal=True), now)
    assert "按村统计：现在有“西坡村 1 1”，报表上没有" in told


def test_other_rules_are_told_from_other_records(counted: Tally, place: Path) -> None:
    path = workbook(for_the_office(replace(counted, rules="1")), place / "report.xlsx")
    assert differences(stated(path), counted) == ("计数规则：报表上 1，现在 2",)


def test_a_report_of_another_town_is_refused(counted: Tally, run: Any, place: Path) -> None:
    code, _, wrong = run("verify", str(workbook(for_the_office(replace(counted, town="邻镇")), place / "report.xlsx")))
    assert (code, "这是“邻镇”的报表" in wrong) == (2, True)


@pytest.mark.parametrize(("name", "content"), [
    ("a.xlsx", b"x"), ("a.json", b"[]"), ("a.json", b"{}"), ("a.json", b'{"town": 1, "period": 2}'), ("a.json", b"\xff"),
])
def test_what_is_no_report_is_said_to_be_none(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Refused, match="不是本程序写的"):
        stated(tmp_path / name)
    with pytest.raises(Refused, match="打不开"):
        stated(tmp_path / "none.xlsx")


def test_a_workbook_without_the_sheet_for_checking_is_no_report(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match="不是本程序写的"):
        stated(tmp_path / "a.xlsx")


def test_the_countys_report_adds_up_the_towns_of_its_database(counted: Tally, run: Any, place: Path) -> None:
    town = (place / "town.yaml").read_text(encoding="utf-8")
    (place / "town.yaml").write_text(
        town.replace("id: test-town", "id: next-town").replace("试验镇", "邻镇") + "towns: {test-town: 试验镇}\n", encoding="utf-8",
    )
    asyncio.run(_one_contact())
    code, said, _ = run("report", "2026", "--json", "--county")
    made = json.loads(said)
    assert (code, made["town"], made["lines"][0]["value"]) == (0, "试验县", 8)
    assert [row[:2] for row in next(t for t in made["tables"] if t["key"] == "town")["rows"]] == [["邻镇", 1], ["试验镇", 7]]
    (place / "county.json").write_text(said, encoding="utf-8")
    assert run("verify", str(place / "county.json"))[0] == 0


async def _one_contact() -> None:
    async with app.ledger(chosen()) as ledger:
        await ledger.settle(Effects(contacts=[contact(1)]))


def test_a_county_without_a_town_is_said_to_have_none(run: Any) -> None:
    code, _, wrong = run("report", "2026", "--json", "--county")
    assert (code, "还没有一个乡镇的记录" in wrong) == (2, True)


def test_a_period_of_two_dates_is_verified_as_well(counted: Tally, run: Any, place: Path) -> None:
    made = asyncio.run(app.tally(chosen(), period("2026-11-01..2026-11-25")))
    assert run("verify", str(workbook(for_the_office(made), place / "report.xlsx")))[0] == 0
