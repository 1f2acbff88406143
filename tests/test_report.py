"""bot/report/: a tally on paper."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model import Line, Outage, Refused, Table, Tally
from bot.report import write
from bot.report.csvfile import csv_files
from bot.report.jsonfile import as_json
from bot.report.markdown import markdown
from bot.report.words import provenance
from tests.township import YEAR

TALLY = Tally(
    town="试验镇",
    period=YEAR,
    lines=(
        Line("online", "线上受教育群众", 12, "人次", "一人一天一张卡片算1人次", "菜单"),
        Line("sheets", "发放宣传资料", None, "份", "人工登记", "消息"),
    ),
    tables=(
        Table("village", "按村统计", ("村", "人次"), (("东村", 8), ("西村", 4)), "同上"),
        Table("unknown", "未能解答", ("主题", "次数"), (), "答不上来的次数"),
    ),
    rules="1",
    knowledge=("k1", "k2"),
    outages=(Outage(datetime(2026, 5, 1, 16, tzinfo=UTC), datetime(2026, 5, 2, 1, 30, tzinfo=UTC)),),
    rows=20,
    rows_hash="abc",
)


def cells(content: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]


def with_cell(cell: str) -> Tally:
    return replace(TALLY, tables=(Table("village", "按村统计", ("村", "人次"), ((cell, 1),), "同上"),))


def test_a_spreadsheet_opens_every_table_as_chinese() -> None:
    files = csv_files(TALLY)
    assert [*files] == ["summary.csv", "village.csv", "unknown.csv"]
    assert all(content.startswith(b"\xef\xbb\xbf") for content in files.values())
    assert cells(files["village.csv"]) == [["村", "人次"], ["东村", "8"], ["西村", "4"]]
    assert files["village.csv"].endswith(b"\r\n")


def test_each_figure_stands_with_unit_rule_and_what_it_leaves_out() -> None:
    assert cells(csv_files(TALLY)["summary.csv"])[1:] == [
        ["线上受教育群众", "12", "人次", "一人一天一张卡片算1人次", "菜单"],
        ["发放宣传资料", "〔待核〕", "份", "人工登记", "消息"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_run_is_shown_instead(cell: str) -> None:
    assert cells(csv_files(with_cell(cell))["village.csv"])[1] == [f"'{cell}", "1"]


@pytest.mark.parametrize("cell", ["东村", "a,b", 'say "x"', "two\nlines", "1-1"])
def test_any_other_cell_is_left_as_it_is(cell: str) -> None:
    assert cells(csv_files(with_cell(cell))["village.csv"])[1] == [cell, "1"]


def test_markdown_says_figures_with_their_rules_and_admits_what_is_not_known() -> None:
    said = markdown(TALLY)
    assert said.startswith("# 试验镇法治宣传教育统计（2026年）\n")
    assert "| 线上受教育群众 | 12 人次 | 一人一天一张卡片算1人次 | 菜单 |" in said
    assert "| 发放宣传资料 | 〔待核〕 份 |" in said
    assert "## 按村统计\n\n算法：同上\n\n| 村 | 人次 |\n| --- | --- |\n| 东村 | 8 |" in said
    assert "## 未能解答\n\n算法：答不上来的次数\n\n本期没有记录。" in said


def test_a_cell_cannot_break_the_table_it_stands_in() -> None:
    assert "| a\\|b c | 1 |" in markdown(with_cell("a|b\nc"))


def test_whoever_checks_the_figures_finds_period_versions_outages_and_hash() -> None:
    assert provenance(TALLY) == (
        "统计时期：2026-01-01 至 2026-12-31（北京时间，含首尾两日）",
        "计数规则第 1 版；知识库版本：k1、k2",
        "停机时段：2026-05-02 00:00 至 2026-05-02 09:30。平台只保留 24 小时的消息，更久的停机会漏掉群众的提问，本表无法补计",
        "读取记录 20 行，校验值 abc",
    )


def test_a_period_without_outages_and_rows_says_none() -> None:
    _, versions, outages, _ = provenance(replace(TALLY, knowledge=(), outages=()))
    assert versions.endswith("知识库版本：无")
    assert outages.startswith("停机时段：无。")


def test_json_holds_every_field() -> None:
    said = json.loads(as_json(TALLY))
    assert said["lines"][0] == {"key": "online", "label": "线上受教育群众", "value": 12, "unit": "人次",
                                "rule": "一人一天一张卡片算1人次", "excludes": "菜单"}
    assert said["period"] == {"first": "2026-01-01", "last": "2026-12-31", "name": "2026年"}
    assert said["outages"] == [{"since": "2026-05-01T16:00:00+00:00", "until": "2026-05-02T01:30:00+00:00"}]


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    paths = write(TALLY, folder)
    assert sorted(paths) == sorted(folder.iterdir())
    assert {path.name for path in paths} == {"report.md", "summary.csv", "village.csv", "unknown.csv"}
    assert (folder / "report.md").read_text(encoding="utf-8") == markdown(TALLY)


def test_writing_again_replaces_the_files(tmp_path: Path) -> None:
    write(TALLY, tmp_path)
    write(with_cell("北村"), tmp_path)
    assert "北村" in (tmp_path / "village.csv").read_text(encoding="utf-8-sig")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="ascii")
    with pytest.raises(Refused, match="写不进去"):
        write(TALLY, tmp_path / "out")


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "unknown.csv").mkdir()
    with pytest.raises(Refused, match="写不进去"):
        write(TALLY, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["unknown.csv"]
