"""bot/report/: a tally on paper."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.hide import for_the_office, published
from bot.model import Correction, Line, Outage, Period, Refused, Table, Tally
from bot.report import forms, lacking, write
from bot.report.csvfile import csv_files
from bot.report.jsonfile import as_json
from bot.report.markdown import markdown
from bot.report.words import change, paragraph, pending, provenance
from bot.report.zipped import timeless, zipped
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


PAPER = for_the_office(TALLY)


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
        ["线上受教育群众", "12", "人次", "—", "—", "一人一天一张卡片算1人次", "菜单"],
        ["发放宣传资料", "〔待核〕", "份", "—", "—", "人工登记", "消息"],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_run_is_shown_instead(cell: str) -> None:
    assert cells(csv_files(with_cell(cell))["village.csv"])[1] == [f"'{cell}", "1"]


@pytest.mark.parametrize("cell", ["东村", "a,b", 'say "x"', "two\nlines", "1-1"])
def test_any_other_cell_is_left_as_it_is(cell: str) -> None:
    assert cells(csv_files(with_cell(cell))["village.csv"])[1] == [cell, "1"]


def test_markdown_says_figures_with_their_rules_and_admits_what_is_not_known() -> None:
    said = markdown(PAPER)
    assert said.startswith("# 试验镇法治宣传教育统计（2026年）\n")
    assert "| 线上受教育群众 | 12 人次 | 一人一天一张卡片算1人次 | 菜单 |" in said
    assert "| 发放宣传资料 | 〔待核〕 份 |" in said
    assert "## 按村统计\n\n算法：同上\n\n| 村 | 人次 |\n| --- | --- |\n| 东村 | 8 |" in said
    assert "## 未能解答\n\n算法：答不上来的次数\n\n本期没有记录。" in said


def test_a_cell_cannot_break_the_table_it_stands_in() -> None:
    assert "| a\\|b c | 1 |" in markdown(for_the_office(with_cell("a|b\nc")))


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
    said = json.loads(as_json(PAPER))
    assert said["lines"][0] == {"key": "online", "label": "线上受教育群众", "value": 12, "unit": "人次",
                                "rule": "一人一天一张卡片算1人次", "excludes": "菜单", "before": None}
    assert said["internal"] is True
    assert said["period"] == {"first": "2026-01-01", "last": "2026-12-31", "name": "2026年"}
    assert said["outages"] == [{"since": "2026-05-01T16:00:00+00:00", "until": "2026-05-02T01:30:00+00:00"}]


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    paths = write(PAPER, folder)
    assert sorted(paths) == sorted(folder.iterdir())
    assert {path.name for path in paths} == {
        f"内部-{name}" for name in (
            "report.docx", "report.xlsx", "report.md", "summary.csv", "village.csv", "unknown.csv", "chart-village.png",
        )
    }
    assert (folder / "内部-report.md").read_text(encoding="utf-8") == markdown(PAPER)


def test_writing_again_replaces_the_files(tmp_path: Path) -> None:
    write(PAPER, tmp_path)
    write(for_the_office(with_cell("北村")), tmp_path)
    assert "北村" in (tmp_path / "内部-village.csv").read_text(encoding="utf-8-sig")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="ascii")
    with pytest.raises(Refused, match="写不进去"):
        write(PAPER, tmp_path / "out")


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "内部-unknown.csv").mkdir()
    with pytest.raises(Refused, match="写不进去"):
        write(PAPER, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["内部-unknown.csv"]


def before(value: int | None, earlier: int | None) -> Line:
    return Line("online", "线上受教育群众", value, "人次", "", "", before=earlier)


@pytest.mark.parametrize(("value", "earlier", "said"), [
    (12, 9, "增加3"), (9, 12, "减少3"), (9, 9, "持平"), (9, None, "—"), (None, 9, "—"), (0, 0, "持平"),
])
def test_a_figure_is_held_against_the_period_before(value: int | None, earlier: int | None, said: str) -> None:
    assert change(before(value, earlier)) == said


def test_the_paragraph_holds_the_figures_there_are_and_says_which_must_be_filled_in() -> None:
    assert paragraph(TALLY) == (
        "深化普法依法治理。2026年，试验镇落实“谁执法谁普法”普法责任制，发放宣传资料〔待核〕份。"
        "依托“法律明白”问答服务，线上受教育群众12人次。"
    )


def test_whoever_must_fill_in_a_figure_is_named() -> None:
    assert pending(TALLY) == (("发放宣传资料", "司法所普法负责人，依据资料领用登记"),)


def test_markdown_tells_corrections_and_the_period_before() -> None:
    corrected = replace(
        TALLY, before=Period(date(2025, 1, 1), date(2025, 12, 31), "2025年"), lines=(before(12, 9),),
        corrections=(Correction(date(2026, 4, 2), "86改为68", "抄错"),),
    )
    said = markdown(published(corrected, ()))
    assert "- 2026-04-02 86改为68（抄错）" in said
    assert "| 项目 | 数量 | 2025年 | 比上期 | 算法 | 不计入 |" in said
    assert "| 线上受教育群众 | 12 人次 | 9 | 增加3 |" in said


def test_a_published_paper_hides_in_every_form_what_an_internal_one_shows_and_marks() -> None:
    public, internal = forms(published(TALLY, ())), forms(PAPER)
    assert {*internal} == {f"内部-{name}" for name in public} | {"内部-chart-village.png"}
    assert cells(public["village.csv"])[1:] == [["东村", "＊"], ["西村", "＊"]]
    assert "内部" in internal["内部-report.md"].decode()
    assert "内部" not in public["report.md"].decode()


def test_the_same_figures_give_the_same_bytes_in_every_form() -> None:
    assert forms(PAPER) == forms(PAPER)


def test_without_the_extra_the_plain_forms_still_come_and_a_sentence_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for library in ("docx", "docxtpl", "xlsxwriter", "matplotlib"):
        monkeypatch.setitem(sys.modules, library, None)
    assert [*forms(published(TALLY, ()))] == ["report.md", "summary.csv", "village.csv", "unknown.csv"]
    assert [problem.path for problem in lacking()] == ["Word", "Excel", "统计图"]
    assert "pip install 'mingbai[reports]'" in str(lacking()[0])
    with pytest.raises(Refused, match="Word: 没有装报表组件"):
        forms(PAPER, tmp_path / "x.docx")


def test_an_archive_does_not_tell_when_it_was_written() -> None:
    one = zipped({"a": b"1", "b": b"2"})
    assert timeless(one) == one == zipped({"a": b"1", "b": b"2"})
