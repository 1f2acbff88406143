"""What an admin writes for a period -> its first and last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.model import Period, Problem, Refused

_HOW = "请写成 2026、2026H1（上半年）、2026Q2（第二季度）、2026-05 或 2026-03-01..2026-04-15"
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
        return _months(year, 1 + 6 * (int(half) - 1), 6, f"{year}年{'上' if half == '1' else '下'}半年")
    if quarter := found["quarter"]:
        return _months(year, 1 + 3 * (int(quarter) - 1), 3, f"{year}年第{'一二三四'[int(quarter) - 1]}季度")
    if month := found["month"]:
        return _months(year, int(month), 1, f"{year}年{int(month)}月")
    return _months(year, 1, 12, f"{year}年")


def between(first: str, last: str) -> Period:
    """Two dates, both included.  Raises :class:`Refused` when one is no date or they are the wrong way round."""
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError as error:
        raise Refused((Problem("时期", f"“{first}”到“{last}”不是日期；请写成 2026-03-01 的样子"),)) from error
    if end < start:
        raise Refused((Problem("时期", f"结束日期 {end} 早于开始日期 {start}；请对调"),))
    return Period(start, end, f"{start}至{end}")


def _months(year: int, first: int, count: int, name: str) -> Period:
    after = date(year + (first + count > 12), (first + count - 1) % 12 + 1, 1)
    return Period(date(year, first, 1), after - timedelta(days=1), name)
