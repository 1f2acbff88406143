"""bot/period.py: what an admin writes for a span of days."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Refused
from bot.period import before, between, period


@pytest.mark.parametrize(("written", "first", "last", "name"), [
    ("2026", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    (" 2026年 ", date(2026, 1, 1), date(2026, 12, 31), "2026年"),
    ("2026H1", date(2026, 1, 1), date(2026, 6, 30), "2026年上半年"),
    ("2026h2", date(2026, 7, 1), date(2026, 12, 31), "2026年下半年"),
    ("2026Q1", date(2026, 1, 1), date(2026, 3, 31), "2026年第一季度"),
    ("2026q4", date(2026, 10, 1), date(2026, 12, 31), "2026年第四季度"),
    ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028年2月"),
    ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2026年12月"),
    ("2026-03-01..2026-04-15", date(2026, 3, 1), date(2026, 4, 15), "2026-03-01至2026-04-15"),
    ("2026-03-01 .. 2026-03-01", date(2026, 3, 1), date(2026, 3, 1), "2026-03-01至2026-03-01"),
])
def test_years_halves_quarters_months_and_dates_are_understood(
    written: str, first: date, last: date, name: str
) -> None:
    span = period(written)
    assert (span.first, span.last, span.name) == (first, last, name)


@pytest.mark.parametrize("written", ["", "去年", "26", "1999", "2026-13", "2026-00", "2026Q5", "2026H3", "2026-02-30"])
def test_anything_else_is_refused_with_the_forms_that_are_understood(written: str) -> None:
    with pytest.raises(Refused, match=r"2026Q2"):
        period(written)


def test_a_day_that_does_not_exist_is_named() -> None:
    with pytest.raises(Refused, match="2026-02-30"):
        period("2026-02-01..2026-02-30")


def test_dates_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(Refused, match="早于"):
        between("2026-04-15", "2026-03-01")


@pytest.mark.parametrize(("written", "earlier"), [
    ("2026", "2025"), ("2026H1", "2025H2"), ("2026H2", "2026H1"), ("2026Q1", "2025Q4"), ("2026Q3", "2026Q2"),
    ("2026-01", "2025-12"), ("2026-03", "2026-02"), ("2026-02-01..2026-05-31", "2025-10-01..2026-01-31"),
    ("2026-03-01..2026-04-15", "2026-01-14..2026-02-28"), ("2026-03-02..2026-03-02", "2026-03-01..2026-03-01"),
])
def test_the_period_before_is_as_long_and_ends_the_day_before(written: str, earlier: str) -> None:
    assert before(period(written)) == period(earlier)
