"""What people type in a cell -> a day, a number, a name; or why it is none.

Each function raises :class:`ValueError` with a sentence for the person who typed it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bot.model import Period, Refused
from bot.period import period

Cell = str | int | float | bool | date | datetime | None
_DAY = re.compile(r"(20\d\d)(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[ T]0?0:00(?::00)?)?")
_DIGITS = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_MONTH = re.compile(r"(20\d\d)(?:[-/.]|年)(\d{1,2})月?")
_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?[人份起名]?")
_EXCEL_DAY_0 = date(1899, 12, 30)
_EXCEL_DAYS = range(36526, 73051)
"""What Excel shows as 2000-01-01 to 2100-01-01 where a cell is not formatted as a date."""
MOST = 1_000_000
"""No figure of a township is larger."""


def words(cell: Cell) -> str:
    """A cell as one line of text, full-width digits and letters as plain ones."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    if text.lstrip().startswith("="):
        raise ValueError("是公式；请复制后“选择性粘贴”为数值")
    return " ".join(unicodedata.normalize("NFKC", text).split())


def day(cell: Cell) -> date:
    """``2026-3-5``, ``2026/3/5``, ``2026年3月5日``, ``20260305`` or a date of Excel's."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = words(cell)
    if text.isdecimal() and int(text) in _EXCEL_DAYS:
        return _EXCEL_DAY_0 + timedelta(days=int(text))
    found = _DAY.fullmatch(text) or _DIGITS.fullmatch(text)
    if not found:
        raise ValueError(f"“{text}”不是日期；请写成 2026-03-05 的样子，年份要写全")
    try:
        return date(*map(int, found.groups()))
    except ValueError as error:
        raise ValueError(f"“{text}”没有这一天；请核对") from error


def month(cell: Cell) -> Period:
    """``2026-3``, ``2026年3月``, or any day of Excel's in the month."""
    if isinstance(cell, (date, datetime)):
        return period(f"{cell:%Y-%m}")
    text = words(cell)
    found = _MONTH.fullmatch(text)
    try:
        return period(f"{found[1]}-{int(found[2]):02d}" if found else text)
    except Refused as error:
        raise ValueError(f"“{text}”不是月份；请写成 2026-03 的样子") from error


def number(cell: Cell) -> int:
    """A whole number from 0 on, also as ``30人`` or ``1,200``."""
    text = words(cell)
    found = _NUMBER.fullmatch(text)
    if not found or isinstance(cell, bool):
        raise ValueError(f"“{text}”不是整数；请写确切的数，不写“约”“多”")
    value = int(found[1].replace(",", ""))
    if value > MOST:
        raise ValueError(f"“{text}”太大；请核对")
    return value


def named(cell: Cell, longest: int = 60) -> str:
    """A short text."""
    text = words(cell)
    if len(text) > longest:
        raise ValueError(f"太长（{len(text)}字，最多{longest}字）；请写短些")
    return text


def one_of(cell: Cell, known: Sequence[str], where: str) -> str:
    """One of the names that town.yaml gives."""
    text = words(cell)
    if text not in known:
        raise ValueError(f"“{text}”不在 town.yaml 的 {where} 里；请写：{'、'.join(known)}")
    return text


def yes(cell: Cell) -> bool:
    """是 or nothing."""
    text = words(cell)
    if text not in ("", "是", "否"):
        raise ValueError(f"“{text}”看不懂；请写“是”或留空")
    return text == "是"


village = partial(one_of, where="villages")
venue = partial(one_of, where="venues")
