"""What an admin writes for a period -> its first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.model import Period, Problem, Refused

_HOW = "请写成 2026、2026H1（上半年）、2026Q2（第二季度）、2026-05 或 2026-03-01..2026-04-15"
_HALVES = ("上半年", "下半年")
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_MONTHS = tuple(f"{month}月" for month in range(1, 13))
_FORM = re.compile(r"(?P<year>20\d\d)年?(?:[Hh](?P<half>[12])|[Qq](?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")


def period(text: str) -> Period:
    """``2026``, ``2026H1``, ``2026Q2``, ``2026-05`` or two dates.  Raises :class:`Refused` for anything else."""
    text = text.strip()
    if ".." in text:
        first, _, last = text.partition("..")
        return between(first, last)
    found = _FORM.fullmatch(text)
    if not found:
        raise Refused((Problem("时期", f"“{text}”看不懂；{_HOW}"),))
    year = int(found["year"])
    if half := found["half"]:
        return _months(year, 6 * int(half) - 5, 6)
    if quarter := found["quarter"]:
        return _months(year, 3 * int(quarter) - 2, 3)
    if month := found["month"]:
        return _months(year, int(month), 1)
    return _months(year, 1, 12)


def between(first: str, last: str) -> Period:
    """Two dates, both included.  Raises :class:`Refused` when one is no date or they are the wrong way round."""
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError as error:
        raise Refused((Problem("时期", f"“{first}”到“{last}”不是日期；请写成 2026-03-01 的样子"),)) from error
    if end < start:
        raise Refused((Problem("时期", f"结束日期 {end} 早于开始日期 {start}；请对调"),))
    return Period(start, end, f"{start}至{end}")


def before(span: Period) -> Period:
    """The period of the same length that ends the day before: months where it is whole months, else days."""
    end = span.first - timedelta(days=1)
    count = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
    if span.first.day != 1 or (span.last + timedelta(days=1)).day != 1:
        start = span.first - (span.last - span.first) - timedelta(days=1)
        return Period(start, end, f"{start}至{end}")
    year, month = divmod(span.first.year * 12 + span.first.month - 1 - count, 12)
    return _months(year, month + 1, count)


def _months(year: int, month: int, count: int) -> Period:
    """``count`` months from ``month`` on, 1 to 12."""
    after_year, after_month = divmod(year * 12 + month - 1 + count, 12)
    first, last = date(year, month, 1), date(after_year, after_month + 1, 1) - timedelta(days=1)
    part, odd = divmod(month - 1, count)
    names = {12: ("",), 6: _HALVES, 3: _QUARTERS, 1: _MONTHS}.get(count)
    return Period(first, last, f"{first}至{last}" if names is None or odd else f"{year}年{names[part]}")
