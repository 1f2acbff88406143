"""A tally as an Excel workbook: a summary, a sheet a table with its chart, the rules, and what a program checks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING

from bot.hide import HIDDEN
from bot.model import Paper, Table
from bot.report.sentences import INTERNAL, INTERNAL_NOTE, NO_ROWS, PUBLIC_NOTE
from bot.report.words import PENDING, change, checks, outages, pending, title

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

SUMMARY, PENDINGS, CORRECTIONS, CHECKS = "总表", "待核事项", "更正记录", "核对"
_SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What somebody wrote is shown, never run, linked or read as a number."""
_A4 = 9
_HEAD_ROW = 3
"""Headings stand below title, rule and an empty row."""
_SHORT = 6
"""Characters up to which words behind the first column stand in the middle: units, changes."""
_LINE = 16
"""Points of a line; a file that does not say how high a row is shows only the first."""
_NOT_DRAWN = frozenset(("useful", "sessions", "mediations", "town"))
_DRAWN_ROWS = 12
_LONG = ("算法", "不计入", "由谁核实填写", "更正内容", "原因", "问题")
"""Headings over sentences."""


def workbook(paper: Paper) -> bytes:
    """The file's content."""
    from xlsxwriter import Workbook  # an optional part, which starting the bot must not wait for

    out = io.BytesIO()
    tally = paper.tally
    with Workbook(out, _SAFE) as book:
        made = datetime.combine(tally.period.last, time())
        book.set_properties({"title": title(tally), "company": tally.town, "created": made})
        sheets = _Sheets(book, paper)
        sheets.summary()
        for table in tally.tables:
            sheets.table(table)
        sheets.grid(PENDINGS, PENDINGS, "标〔待核〕的数由有关单位核实后填写", ("项目", "由谁核实填写"), pending(tally))
        rows = [(c.on.isoformat(), c.what, c.why) for c in tally.corrections]
        sheets.grid(CORRECTIONS, CORRECTIONS, "更正只追加，原记录保留", ("日期", "更正内容", "原因"), rows)
        sheets.checks()
    return out.getvalue()


class _Sheets:
    """The workbook being written."""

    def __init__(self, book: Workbook, paper: Paper) -> None:
        self._book, self._paper = book, paper
        edge = {"font_name": "宋体", "font_size": 11, "border": 1, "valign": "vcenter"}
        self._title = book.add_format({"font_name": "黑体", "font_size": 16, "valign": "vcenter"})
        self._note = book.add_format({"font_name": "宋体", "font_size": 10, "font_color": "#555555", "text_wrap": True, "valign": "top"})
        self._head = book.add_format({**edge, "font_name": "黑体", "bg_color": "#E8EEF4", "align": "center", "text_wrap": True})
        self._words = book.add_format({**edge, "text_wrap": True})
        self._mark = book.add_format({**edge, "align": "center"})
        self._figure = book.add_format({**edge, "num_format": "#,##0", "align": "right"})
        self._code = book.add_format({**edge, "num_format": "@", "text_wrap": True})
        self._names: set[str] = set()

    def summary(self) -> None:
        """The lines, with the period before where there is one."""
        tally = self._paper.tally
        before = tally.before.name if tally.before else "上期"
        columns = ("项目", "数量", "单位", before, "比上期", "算法", "不计入")
        rows = [(li.label, _or(li.value, PENDING), li.unit, _or(li.before, "—"), change(li), li.rule, li.excludes) for li in tally.lines]
        note = INTERNAL_NOTE if self._paper.internal else PUBLIC_NOTE
        self.grid(SUMMARY, title(tally), note, columns, rows)

    def table(self, table: Table) -> None:
        """A breakdown with its chart beside it."""
        sheet = self.grid(table.title, table.title, f"算法：{table.rule}", table.columns, table.rows)
        rows = [n for n, row in enumerate(table.rows[:_DRAWN_ROWS]) if len(row) > 1 and isinstance(row[1], int)]
        if not rows or table.key in _NOT_DRAWN:
            return
        last = min(len(table.rows), _DRAWN_ROWS)
        upright = table.key == "month"
        chart = self._book.add_chart({"type": "column" if upright else "bar"})
        name = sheet.get_name()
        chart.add_series({
            "name": table.columns[1],
            "categories": [name, _HEAD_ROW + 1, 0, _HEAD_ROW + last, 0],
            "values": [name, _HEAD_ROW + 1, 1, _HEAD_ROW + last, 1],
            "fill": {"color": "#1F5F99"},
            "data_labels": {"value": True},
            "gap": 60,
        })  # fmt: skip
        chart.set_title({"name": table.title, "name_font": {"name": "黑体", "size": 14, "bold": False}})
        chart.set_legend({"none": True})
        value, category = ("y", "x") if upright else ("x", "y")
        getattr(chart, f"set_{value}_axis")({"visible": False, "major_gridlines": {"visible": False}})
        getattr(chart, f"set_{category}_axis")({"reverse": not upright, "num_font": {"name": "宋体", "size": 10}})
        chart.set_size({"width": 620, "height": max(300, 60 + 34 * last)})
        sheet.insert_chart(_HEAD_ROW + 1, len(table.columns) + 1, chart)

    def checks(self) -> None:
        """Keys and values as text, from the first row on, for ``verify``; below them what people read."""
        sheet = self._sheet(CHECKS)
        rows = checks(self._paper)
        for number, (key, value) in enumerate(rows):
            sheet.write_string(number, 0, key, self._code)
            sheet.write_string(number, 1, value, self._code)
        sheet.write_string(len(rows) + 1, 0, "停机时段", self._note)
        sheet.write_string(len(rows) + 1, 1, outages(self._paper.tally), self._note)
        sheet.write_string(len(rows) + 2, 0, "核对方法", self._note)
        sheet.write_string(len(rows) + 2, 1, "用同一个数据库运行 python -m bot verify 这个文件", self._note)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 76)

    def grid(self, name: str, head: str, note: str, columns: Sequence[str], rows: Sequence[Sequence[str | int]]) -> Worksheet:
        """Title, note, headings, rows; ready to print."""
        sheet = self._sheet(name)
        mark = f"【{INTERNAL}】" if self._paper.internal else ""
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, mark + head, self._title)
        last = max(len(columns) - 1, 1)
        sheet.merge_range(1, 0, 1, last, "", self._note)
        sheet.write_string(1, 0, note, self._note)
        sheet.set_row(1, 30 if len(note) < 60 else 46)
        widths = [_width(heading, [row[column] for row in rows]) for column, heading in enumerate(columns)]
        for column, heading in enumerate(columns):
            sheet.write_string(_HEAD_ROW, column, heading, self._head)
            sheet.set_column(column, column, widths[column])
        for number, row in enumerate(rows, _HEAD_ROW + 1):
            sheet.set_row(number, _LINE * max(-(-_columns(cell) // (width - 2)) for cell, width in zip(row, widths, strict=True)))
            for column, cell in enumerate(row):
                self._cell(sheet, number, column, cell)
        if not rows:
            sheet.write_string(_HEAD_ROW + 1, 0, NO_ROWS, self._note)
        sheet.freeze_panes(_HEAD_ROW + 1, 1)
        sheet.repeat_rows(_HEAD_ROW)
        return sheet

    def _cell(self, sheet: Worksheet, row: int, column: int, cell: str | int) -> None:
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, self._figure)
        elif cell in (HIDDEN, PENDING, "—"):
            sheet.write_string(row, column, cell, self._figure)
        else:
            sheet.write_string(row, column, cell, self._mark if column and len(cell) <= _SHORT else self._words)

    def _sheet(self, wanted: str) -> Worksheet:
        clean = "".join("·" if c in "[]:*?/\\'" else c for c in wanted)[:28] or "表"
        name = next(n for n in (clean, *(f"{clean}{k}" for k in range(2, 99))) if n not in self._names)
        self._names.add(name)
        sheet = self._book.add_worksheet(name)
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.6, top=0.9, bottom=0.8)
        if self._paper.internal:
            sheet.set_tab_color("#C00000")
        mark = f'&L&"黑体"{INTERNAL}' if self._paper.internal else ""
        town = self._paper.tally.town.replace("&", "&&")
        sheet.set_header(f"{mark}&R{town} {self._paper.tally.period.name}")
        sheet.set_footer("&C— &P —")
        return sheet


def _or(value: int | None, word: str) -> str | int:
    return word if value is None else value


def _width(heading: str, cells: Sequence[str | int]) -> float:
    """Columns of the sheet, two for each Chinese character of the longest cell."""
    longest = max(map(_columns, (heading, *cells)))
    return float(min(max(longest + 3, 10), 44 if heading in _LONG else 34))


def _columns(cell: str | int) -> int:
    """How wide a cell prints, in Latin letters."""
    return sum(1 + (c > "\xff") for c in str(cell))
