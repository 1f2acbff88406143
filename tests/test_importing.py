"""bot/importing and the command ``import``: sheets in, every bad row named, the same file twice changes nothing."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.importing import workbook
from bot.importing.workbook import read
from bot.model import Refused

HEAD = ("编号", "日期", "村", "场所", "主题", "活动", "人数", "资料份数")
LECTURE = ("1", "2026-03-05", "东村", "乡村", "讨薪", "", 40, 60)
MARKET = ("2", datetime(2026, 4, 6), "全镇", "学校", "反诈", "宪法日", 30, None)


def book(path: Path, *rows: Sequence[Any], name: str = "场次", **more: Iterable[Sequence[Any]]) -> str:
    """A workbook with a sheet, and others by name."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for title, lines in {name: rows, **more}.items():
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append(list(line))
    made.save(path)
    return str(path)


def bring(run: Any, path: str, *more: str) -> tuple[int, str, str]:
    code, said, wrong = run("import", path, "--by", "张三", *more)
    return code, said, wrong


def test_sessions_are_imported_and_wait_for_a_second_person(run: Any, place: Path) -> None:
    code, said, _ = bring(run, book(place / "s.xlsx", HEAD, LECTURE, MARKET))
    assert (code, said.splitlines()[0]) == (0, "已导入：新登记 2 行，更正 0 行，没有变化 0 行。")
    _, waiting, _ = run("confirm")
    assert "2026-03-05 东村 乡村 wages 40人 资料60份" in waiting
    assert "2026-04-06 全镇 学校 反诈 宪法日 30人 资料0份" in waiting


def test_importing_again_changes_nothing(run: Any, place: Path) -> None:
    path = book(place / "s.xlsx", HEAD, LECTURE, MARKET)
    bring(run, path)
    assert bring(run, path)[1].splitlines() == ["已导入：新登记 0 行，更正 0 行，没有变化 2 行。"]


def test_a_changed_row_wants_a_reason_and_is_then_a_correction(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE))
    path = book(place / "s.xlsx", HEAD, (*LECTURE[:6], 45, 60))
    code, said, wrong = bring(run, path)
    assert (code, "什么都没有写入" in said) == (2, True)
    assert "第2行: 和已登记的不同（人数 40→45）；要更正，请填“更正原因”或加 --why 原因" in wrong
    code, said, _ = bring(run, path, "--why", "数错了")
    assert (code, said.splitlines()[0]) == (0, "表“场次”第2行：人数 40→45（数错了）")
    assert "更正 0 行，没有变化 1 行" in bring(run, path, "--why", "数错了")[1]
    assert "45人" in run("records", "2026")[1]


def test_a_row_may_say_itself_that_and_why_it_is_withdrawn(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE, MARKET))
    code, said, _ = bring(run, book(place / "s.xlsx", (*HEAD, "作废", "原因"), (*LECTURE, "是", "没有办成")))
    assert (code, "作废 否→是（没有办成）" in said) == (0, True)
    assert run("records", "2026")[1].count("场次") == 1


def test_every_bad_row_is_named_with_its_reason_and_nothing_is_written(run: Any, place: Path) -> None:
    code, said, wrong = bring(run, book(
        place / "s.xlsx", HEAD, LECTURE, (None, "3月5日", "南村", "庙会", "", "", "约40", -1), ("1", "2026-3-6", "", "", "", "", 5, 5),
        ("9", date(2099, 1, 1), "", "", "", "", "=1+1", 5),
    ))
    assert code == 2
    assert [line.partition(": ")[2].partition("；")[0] for line in wrong.splitlines()] == [
        "编号：没有填", "日期：“3月5日”不是日期", "村：“南村”不在 town.yaml 的 villages 里", "场所：“庙会”不在 town.yaml 的 venues 里",
        "人数：“约40”不是整数", "资料份数：“-1”不是整数", "人数：是公式", "编号和表“场次”第2行一样",
    ]
    assert "发现 8 个问题，什么都没有写入" in said
    assert run("records")[1] == ""


def test_a_day_that_has_not_come_yet_is_refused(run: Any, place: Path) -> None:
    assert "2099-01-01 还没有到" in bring(run, book(place / "s.xlsx", HEAD, ("9", date(2099, 1, 1), "", "", "", "", 1, 5)))[2]


def test_a_number_that_was_given_to_another_session_is_refused_whatever_the_reason(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE))
    code, _, wrong = bring(run, book(place / "s.xlsx", HEAD, ("1", *MARKET[1:])), "--why", "改")
    assert (code, "编号已经是另一场的（2026-03-05 东村）" in wrong) == (2, True)


def test_a_session_that_looks_like_a_recorded_one_is_pointed_out(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE))
    code, said, _ = bring(run, book(place / "t.xlsx", HEAD, ("7", *LECTURE[1:])))
    assert (code, "提醒：2026-03-05 东村 已经登记过一场（40人）" in said) == (0, True)


def test_titles_sums_explanations_and_columns_without_use_are_no_hindrance(run: Any, place: Path) -> None:
    rows = [("试验镇普法场次", None), (), (*HEAD, "备注"), (*LECTURE, "天晴"), (), ("合计", None, None, None, None, None, 40, 60)]
    code, said, _ = bring(run, book(place / "s.xlsx", *rows, 说明=[("随便写",)]))
    assert (code, said.splitlines()[:2]) == (0, ["没有用到的列：场次：备注", "已导入：新登记 1 行，更正 0 行，没有变化 0 行。"])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_csv_is_read_as_wps_and_excel_write_it(run: Any, place: Path, encoding: str) -> None:
    text = "序号,活动日期,村名,参加人数\r\n1,2026/3/5,东村,\"1,200\"\r\n"
    (place / "s.csv").write_bytes(text.encode(encoding))
    assert "新登记 1 行" in bring(run, str(place / "s.csv"))[1]
    assert "1200人" in run("records", "2026")[1]


def test_the_roster_is_imported_and_leaving_it_is_a_correction(run: Any, place: Path) -> None:
    head, zhang = ("姓名", "村", "入册", "离册"), ("张三", "东村", "2025-01-01", None)
    bring(run, book(place / "r.xlsx", head, zhang, ("李四", "西坡村", "2025年1月1日", None)))
    path = book(place / "r.xlsx", head, (*zhang[:3], "2026-01-31"), ("李四", "西坡村", "2025.1.1", None))
    assert "离册 无→2026-01-31（到龄）" in bring(run, path, "--why", "到龄")[1]
    report = run("report", "2026", "--json")[1]
    assert '"label": "法律明白人",\n      "value": 1' in report


def test_mediations_are_imported_by_month_or_by_days(run: Any, place: Path) -> None:
    head = ("编号", "月份", "首日", "末日", "排查起数", "化解起数")
    code, said, wrong = bring(run, book(
        place / "m.xlsx", head, (1, "2026-03", None, None, 5, 4), (2, None, "2026-4-1", "2026-4-15", 2, 2), name="调解",
    ))
    assert (code, "新登记 2 行" in said, wrong) == (0, True, "")
    assert "2026-03-01至2026-03-31 全镇 排查5起 化解4起" in run("records", "2026")[1]
    wrong = bring(run, book(place / "m.xlsx", head, (3, None, "2026-4-1", None, 5, 4), (4, None, "2026-4-2", "2026-4-1", 5, 4)))[2]
    assert ["缺少日期" in wrong, "末日早于首日" in wrong] == [True, True]


def test_a_sheet_of_no_known_kind_is_named_with_the_headings_it_needs(run: Any, place: Path) -> None:
    code, _, wrong = bring(run, book(place / "x.xlsx", ("甲", "乙"), (1, 2), name="别的"))
    assert (code, wrong.startswith("表“别的”: 认不出是什么表；表头要有（场次：编号、日期、人数")) == (2, True)
    assert bring(run, book(place / "x.xlsx", HEAD, LECTURE), "--kind", "名册")[0] == 2


def test_an_empty_file_is_said_to_be_empty(run: Any, place: Path) -> None:
    assert "里面一行都没有" in bring(run, book(place / "x.xlsx", HEAD))[2]


def test_checking_alone_writes_nothing(run: Any, place: Path) -> None:
    code, said, _ = run("import", book(place / "s.xlsx", HEAD, LECTURE), "--check")
    assert (code, said.splitlines()[0]) == (0, "可以导入：新登记 1 行，更正 0 行，没有变化 0 行。")
    assert run("records")[1] == ""


def test_whoever_imports_signs(run: Any, place: Path) -> None:
    code, _, wrong = run("import", book(place / "s.xlsx", HEAD, LECTURE))
    assert (code, "--by 姓名" in wrong) == (2, True)


def test_a_filled_in_template_is_taken(run: Any, place: Path) -> None:
    code, said, _ = run("import", "--template", str(place / "空表"))
    assert (code, [Path(line).name for line in said.split()]) == (0, ["场次.xlsx", "名册.xlsx", "调解.xlsx"])
    path = place / "空表" / "场次.xlsx"
    made = openpyxl.load_workbook(path)
    made["场次"].append([1, "2026-3-5", "东村", None, None, None, 40, 60])
    made.save(path)
    assert "新登记 1 行" in bring(run, str(path))[1]


def test_a_long_file_says_how_far_it_has_got(run: Any, place: Path) -> None:
    lines = "".join(f"{n},2026-03-05,1\n" for n in range(4100))
    (place / "s.csv").write_text("编号,日期,人数\n" + lines, encoding="utf-8")
    code, said, wrong = bring(run, str(place / "s.csv"))
    assert (code, "新登记 4100 行" in said) == (0, True)
    assert wrong.splitlines() == ["表“s.csv”：已读 2000 行", "表“s.csv”：已读 4000 行", "正在写入 4100 行"]


def test_a_file_that_cannot_be_a_sheet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusal(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(Refused) as refused:
            read(path, print)
        return str(refused.value)

    with pytest.raises(Refused, match="打不开"):
        read(tmp_path / "none.xlsx", print)
    assert "只认 .xlsx 和 .csv" in refusal("a.xls", b"x")
    assert "不是完好的表格文件" in refusal("a.xlsx", b"no workbook")
    assert "文字编码认不出" in refusal("a.csv", b"\xff\xff\xff")
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"\0" * 10_000)
    assert "不是完好的表格文件" in refusal("c.xlsx", (tmp_path / "b.zip").read_bytes())
    monkeypatch.setattr(workbook, "UNPACKED", 5_000)
    assert "展开后太大" in refusal("c.xlsx", (tmp_path / "b.zip").read_bytes())
    monkeypatch.setattr(workbook, "ROWS", 3)
    assert "超过 3 行" in refusal("a.csv", b"a\n" * 4)
    monkeypatch.setattr(workbook, "LARGEST", 3)
    assert "太大" in refusal("a.csv", b"abcd")


def test_two_people_and_a_correction_on_the_command_line(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE, MARKET))
    mark = run("confirm")[1].split()[0]
    assert "同一个人登记的" in run("confirm", mark, "--by", "张三")[2]
    assert "已确认 0 场，共 0 人次；还有 2 场待确认" in run("confirm", "--all", "--by", "张三")[1]
    assert "已确认 1 场，共 40 人次；还有 1 场待确认" in run("confirm", mark, "--by", "李四")[1]
    assert "没有这一条" in run("confirm", mark, "--by", "李四")[2]
    code, said, _ = run("correct", mark, "--by", "王五", "--why", "重数", "--headcount", "44人")
    assert (code, "40人" in said, "44人" in said) == (0, True, True)
    assert run("records", "2026")[1].count("待确认") == 2
    assert run("correct", mark, "--by", "王五", "--why", "重数", "--headcount", "45")[0] == 2


def test_what_cannot_be_corrected_is_said(run: Any, place: Path) -> None:
    bring(run, book(place / "s.xlsx", HEAD, LECTURE))
    mark = run("confirm")[1].split()[0]
    code, _, wrong = run("correct", mark, "--by", "王五", "--why", "重数", "--headcount", "约", "--found", "3")
    assert (code, "不是整数" in wrong, "这一条没有排查" in wrong) == (2, True, True)
    assert "没有写要改什么" in run("correct", mark, "--by", "王五", "--why", "重数")[2]
    assert "请写上原因" in run("correct", mark, "--by", "王五", "--why", " ", "--withdraw")[2]
    assert run("correct", mark, "--by", "王五", "--why", "没有办", "--withdraw")[0] == 0
    assert run("records", "2026")[1] == ""
    assert run("confirm")[1] == "没有待确认的场次。\n"
