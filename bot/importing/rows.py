"""Rows of a sheet -> what they say, or every reason why some cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.importing.cells import Cell, words
from bot.importing.kinds import Column, Kind
from bot.importing.workbook import Sheet
from bot.model import Problem

_TITLES = 10
"""Headings stand in one of the first rows: people put a title above them."""
_SUMS = ("合计", "总计", "小计")
_EXPLAINS = "说明"
"""A sheet of this name is for people."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a row says."""

    where: str
    """Sheet and row, for people."""
    kind: Kind
    """The kind of its sheet."""
    fields: Mapping[str, Any]
    """Field of the record -> value, where the row has one; ``number`` and ``why`` with them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file."""

    rows: tuple[Said, ...]
    """Good rows."""
    problems: tuple[Problem, ...]
    """What is wrong; while there is anything, nothing may be written."""
    unused: tuple[str, ...]
    """Headings that mean nothing here."""


def understand(sheets: Sequence[Sheet], kinds: Sequence[Kind], today: date) -> Reading:
    """Every row of every sheet."""
    rows, problems, unused = list[Said](), list[Problem](), list[str]()
    for sheet in sheets:
        if sheet.name == _EXPLAINS or not sheet.rows:
            continue
        found = _headings(sheet, kinds)
        if found is None:
            known = "；".join(f"{k.name}：{'、'.join(c.heading for c in k.columns if c.needed)}" for k in kinds)
            problems.append(Problem(f"表“{sheet.name}”", f"认不出是什么表；表头要有（{known}），可以先用 --template 写出空表"))
            continue
        kind, columns, start, extra = found
        unused += [f"{sheet.name}：{heading}" for heading in extra]
        for number, cells in sheet.rows:
            if number <= start or _is_sum(cells):
                continue
            said = _said(kind, columns, cells, f"表“{sheet.name}”第{number}行", today)
            if isinstance(said, Said):
                rows.append(said)
            else:
                problems += said
    if not rows and not problems:
        problems.append(Problem("文件", "里面一行都没有；请填好再导入"))
    return Reading(tuple(rows), (*problems, *_twice(rows)), tuple(unused))


def _headings(sheet: Sheet, kinds: Sequence[Kind]) -> tuple[Kind, dict[int, Column], int, list[str]] | None:
    """The kind, columns by place, the number of the row of headings, and headings without use."""
    for number, cells in sheet.rows[:_TITLES]:
        names = [str(cell).strip() if cell is not None else "" for cell in cells]
        for kind in kinds:
            columns = {place: column for place, name in enumerate(names) if (column := kind.heading(name))}
            if {c.field for c in kind.columns if c.needed} <= {c.field for c in columns.values()}:
                return kind, columns, number, [name for place, name in enumerate(names) if name and place not in columns]
    return None


def _is_sum(cells: Sequence[Cell]) -> bool:
    first = next((str(cell).strip() for cell in cells if cell is not None and str(cell).strip()), "")
    return first in _SUMS


def _said(kind: Kind, columns: Mapping[int, Column], cells: Sequence[Cell], where: str, today: date) -> Said | list[Problem]:
    fields, problems = dict[str, Any](), list[Problem]()
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else None
        try:
            if words(cell):
                fields[column.field] = column.read(cell)
            elif column.needed:
                problems.append(Problem(where, f"{column.heading}：没有填；请补上"))
        except ValueError as error:
            problems.append(Problem(where, f"{column.heading}：{error}"))
    if month := fields.pop("month", None):
        fields = {"first": month.first, "last": month.last} | fields
    if not problems:
        problems += [Problem(where, fault) for fault in (kind.check(fields), *_ahead(fields, today)) if fault]
    return problems or Said(where, kind, fields)


def _ahead(fields: Mapping[str, Any], today: date) -> Iterator[str]:
    for name in ("day", "first"):
        if name in fields and fields[name] > today:
            yield f"日期 {fields[name]} 还没有到；请核对年份"


def _twice(rows: Sequence[Said]) -> Iterator[Problem]:
    seen = dict[tuple[str, str], Said]()
    for row in rows:
        key = (row.kind.name, row.kind.key(row.fields))
        if key in seen:
            what = "姓名和村" if row.kind.name == "名册" else "编号"
            yield Problem(row.where, f"{what}和{seen[key].where}一样；请改成不一样的，或删去一行")
        seen.setdefault(key, row)
