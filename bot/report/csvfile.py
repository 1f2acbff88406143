"""A tally as CSV: UTF-8 with BOM, so that WPS and Excel show Chinese, and nothing that starts a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from bot.model import Tally
from bot.report.words import change, number

_STARTS_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""OWASP, CSV Injection: a cell that begins so is run, not shown."""


def csv_files(tally: Tally) -> dict[str, bytes]:
    """File name -> content: ``summary.csv`` and one file a table."""
    head = ("项目", "数量", "单位", "上期", "比上期", "算法", "不计入")
    lines = [
        (li.label, number(li.value), li.unit, "—" if li.before is None else li.before, change(li), li.rule, li.excludes)
        for li in tally.lines
    ]
    files = {"summary.csv": _csv([head, *lines])}
    return files | {f"{table.key}.csv": _csv([table.columns, *table.rows]) for table in tally.tables}


def _csv(rows: Iterable[Iterable[str | int]]) -> bytes:
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\r\n").writerows([_safe(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + sheet.getvalue().encode()


def _safe(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_STARTS_FORMULA) else cell
