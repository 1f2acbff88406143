"""bot/importing/cells.py: what people type in a cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from bot.importing import cells
from bot.period import period

MARCH_5 = date(2026, 3, 5)


@pytest.mark.parametrize("typed", [
    "2026-3-5", "2026-03-05", "2026/3/5", "2026.3.5", "2026年3月5日", "２０２６年３月５日", " 2026年3月5日 ", "20260305",
    "2026-03-05 00:00:00", 20260305, 46086, 46086.0, "46086", MARCH_5, datetime(2026, 3, 5, 9, 30),
])
def test_a_day_is_understood_as_people_type_it(typed: Any) -> None:
    assert cells.day(typed) == MARCH_5


@pytest.mark.parametrize("typed", ["3月5日", "26-3-5", "2026-3", "昨天", "2026-3-5至3-6", "", True, 5, "1926-3-5"])
def test_what_may_be_another_day_is_no_day(typed: Any) -> None:
    with pytest.raises(ValueError, match="不是日期"):
        cells.day(typed)


def test_a_day_that_the_calendar_does_not_have_is_named() -> None:
    with pytest.raises(ValueError, match="没有这一天"):
        cells.day("2026-2-30")


@pytest.mark.parametrize("typed", ["2026-3", "2026-03", "2026年3月", "2026/3", date(2026, 3, 31)])
def test_a_month_is_understood_as_people_type_it(typed: Any) -> None:
    assert cells.month(typed) == period("2026-03")


@pytest.mark.parametrize("typed", ["三月", "2026-13", "3月"])
def test_what_is_no_month_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(ValueError, match="不是月份"):
        cells.month(typed)


@pytest.mark.parametrize(("typed", "value"), [
    (30, 30), (30.0, 30), ("30", 30), ("３０", 30), ("30人", 30), ("1,200", 1200), ("1，200份", 1200), (" 0 ", 0), ("5起", 5),
])
def test_a_number_is_understood_as_people_type_it(typed: Any, value: int) -> None:
    assert cells.number(typed) == value


@pytest.mark.parametrize("typed", ["约30", "30多", "-1", -1, 1.5, "1.5", "三十", "1,20", True, "30-40", "１e3", "2000000"])
def test_what_is_no_exact_figure_is_refused(typed: Any) -> None:
    with pytest.raises(ValueError, match="不是整数|太大"):
        cells.number(typed)


@pytest.mark.parametrize("read", [cells.day, cells.month, cells.number, cells.named, cells.yes])
def test_a_formula_is_never_taken_for_its_value(read: Callable[[str], object]) -> None:
    with pytest.raises(ValueError, match="是公式"):
        read("=SUM(A1:A9)")


def test_a_name_is_one_line_and_not_too_long() -> None:
    assert cells.named(" 宪法\n宣传　周 ") == "宪法 宣传 周"
    assert cells.named(3.0) == "3"
    with pytest.raises(ValueError, match="太长"):
        cells.named("长" * 61)


def test_only_names_of_the_township_are_taken() -> None:
    assert cells.village("东村", ["东村", "西村"]) == "东村"
    with pytest.raises(ValueError, match="不在 town.yaml 的 villages 里；请写：东村、西村"):
        cells.village("南村", ["东村", "西村"])


def test_yes_is_said_with_one_word() -> None:
    assert [cells.yes(cell) for cell in ("是", "否", None)] == [True, False, False]
    with pytest.raises(ValueError, match="看不懂"):
        cells.yes("也许")
