"""bot/report/charts.py: pictures for phones and for Word."""

from __future__ import annotations

import struct
import warnings
from dataclasses import replace

import pytest

from bot.hide import HIDDEN, for_the_office, published
from bot.model import Table, Tally
from bot.report.charts import caption, charts
from tests.figures import TALLY


def with_table(*rows: tuple[str, int | str]) -> Tally:
    return replace(TALLY, tables=(Table("topic", "按主题统计", ("主题", "人次"), rows, "同上"),))


def test_each_table_with_figures_is_drawn_as_wide_as_a_phone() -> None:
    made = charts(published(TALLY, ()))
    assert [*made] == ["chart-month.png"]
    for picture in made.values():
        assert picture.startswith(b"\x89PNG")
        assert struct.unpack(">I", picture[16:20]) == (1080,)


def test_every_character_has_a_shape_whatever_fonts_the_machine_has() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # the library warns of a missing glyph
        charts(for_the_office(with_table(("农资、农产品与环境", 12), ("彩礼〔待核〕＊—", 3))))


def test_what_is_hidden_is_not_drawn_to_its_height() -> None:
    low, high = (charts(published(with_table(("婚姻", 90), ("讨薪", 30), ("继承", 8 - n), ("邻里", n)), ())) for n in (1, 2))
    assert low == high
    assert charts(for_the_office(with_table(("婚姻", 90), ("讨薪", 8), ("继承", 7)))) != low


def test_a_table_without_two_figures_to_compare_is_not_drawn() -> None:
    assert charts(for_the_office(with_table(("婚姻", 9), ("讨薪", HIDDEN)))) == {}
    assert charts(for_the_office(with_table())) == {}
    assert charts(for_the_office(with_table(("婚姻", HIDDEN), ("讨薪", HIDDEN)))) == {}


@pytest.mark.parametrize(("rows", "said"), [(10, "2026年按主题统计"), (11, "2026年按主题统计（前10位）")])
def test_a_chart_of_the_first_ten_says_so(rows: int, said: str) -> None:
    [table] = with_table(*((f"主题{n}", 20) for n in range(rows))).tables
    assert caption(table, "2026年") == said
