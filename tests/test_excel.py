"""bot/report/excel.py, read back by another library."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from bot.hide import HIDDEN, for_the_office, published
from bot.model import Paper
from bot.report.excel import workbook
from tests.figures import TALLY

PUBLIC, INTERNAL = published(TALLY, ()), for_the_office(TALLY)


def book(paper: Paper) -> Any:
    return openpyxl.load_workbook(io.BytesIO(workbook(paper)))


def cells(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_summary_comes_first_then_a_sheet_a_table() -> None:
    assert book(PUBLIC).sheetnames == ["总表", "按月份统计", "按村统计", "按活动统计", "待核事项", "更正记录", "核对"]


def test_a_program_finds_on_the_last_sheet_what_it_needs_to_check_the_report() -> None:
    rows = {row[0]: row[1] for row in cells(book(PUBLIC)["核对"])[:8]}
    assert rows == {
        "period_first": "2026-01-01", "period_last": "2026-12-31", "rules": "1", "rows": "70", "rows_hash": "ab" * 32,
        "knowledge": "k1、k2", "town": "试验镇", "internal": "no",
    }
    assert cells(book(INTERNAL)["核对"])[7] == ["internal", "yes"]


def test_figures_are_numbers_and_what_is_not_known_is_said() -> None:
    rows = cells(book(PUBLIC)["总表"])
    assert rows[3] == ["项目", "数量", "单位", "2025年", "比上期", "算法", "不计入"]
    assert rows[4][:5] == ["线上受教育群众", 60, "人次", 50, "增加10"]
    assert rows[6][:5] == ["发放宣传资料", "〔待核〕", "份", "—", "—"]


def test_nothing_that_somebody_wrote_is_run() -> None:
    for row in book(INTERNAL)["按村统计"].iter_rows():
        assert all(cell.data_type in ("s", "n") for cell in row)
    assert cells(book(INTERNAL)["按村统计"])[6][0] == "=1+1"


def test_a_published_workbook_hides_and_an_internal_one_is_marked_on_every_sheet() -> None:
    assert [row[1] for row in cells(book(PUBLIC)["按村统计"])[4:]] == [47, HIDDEN, HIDDEN]
    made = book(INTERNAL)
    assert [row[1] for row in cells(made["按村统计"])[4:]] == [47, 9, 4]
    assert all("内部" in sheet.oddHeader.left.text for sheet in made)
    assert not any("内部" in (sheet.oddHeader.left.text or "") for sheet in book(PUBLIC))


def test_an_empty_table_keeps_its_columns() -> None:
    assert cells(book(PUBLIC)["按活动统计"])[3:] == [["活动", "人次", "人数"], ["本期没有记录。", None, None]]


def test_a_sheet_prints_on_a4_with_its_headings_on_every_page_and_in_sight() -> None:
    sheet = book(PUBLIC)["按村统计"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (9, 0, True)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "B5")


@pytest.mark.parametrize("part", ["xl/charts/chart1.xml", "xl/charts/chart2.xml"])
def test_a_table_with_figures_has_a_chart_that_stays_one(part: str) -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(PUBLIC))) as parts:
        assert part in parts.namelist()
        assert "xl/charts/chart3.xml" not in parts.namelist()


def test_two_tables_of_one_name_and_a_name_that_excel_forbids_get_sheets() -> None:
    twice = tuple(replace(TALLY.tables[0], key=str(n), title="按[村/组]统计" * 4) for n in range(2))
    names = book(for_the_office(replace(TALLY, tables=twice))).sheetnames[1:3]
    assert names[0] != names[1]
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_same_figures_give_the_same_bytes() -> None:
    assert workbook(PUBLIC) == workbook(PUBLIC)
