"""bot/hide/: what is printed does not give away what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import count
from bot.hide import HIDDEN, Nest, for_the_office, hide, nests, published
from bot.hide.cells import alone
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.model import Correction, Effects, Knowledge, Line, Table, Tally
from tests.attack import Reader
from tests.township import NOW, YEAR, contact

Row = tuple[int, str, str, str]
"""Person, entry, village, month."""
NOBODY = -1
"""The person behind a contact without a pseudonym."""
ENTRIES = {f"问{n}": (f"题{n // 3}", f"办{n * n % 3}") for n in range(9)}
"""Entry -> its topic and its office, which cross."""
NESTS = (
    Nest("entry", "topic", {entry: topic for entry, (topic, _) in ENTRIES.items()}),
    Nest("entry", "owner", {entry: owner for entry, (_, owner) in ENTRIES.items()}),
)
MONTHS = ["2026年01月", "2026年02月", "2026年03月"]
ONE_ROW_EACH = ("village",)


def table(key: str, heading: str, rows: list[Row], name: Callable[[Row], str]) -> Table:
    names = sorted({name(row) for row in rows})
    counted = [(n, sum(name(r) == n for r in rows), len({r[0] for r in rows if name(r) == n} - {NOBODY})) for n in names]
    if key != "month":
        counted.sort(key=lambda row: (-row[1], row[0]))
    return Table(key, key, (heading, "人次", "人数"), tuple(counted), "算法", sums_to="online")


def counted(rows: list[Row]) -> Tally:
    people = len({row[0] for row in rows} - {NOBODY})
    return Tally(
        town="试验镇",
        period=YEAR,
        lines=(
            Line("online", "线上受教育群众", len(rows), "人次", "", ""),
            Line("people", "服务人数", people, "人", "", ""),
        ),
        tables=(
            table("month", "月份", rows, lambda r: r[3]),
            table("topic", "主题", rows, lambda r: ENTRIES[r[1]][0]),
            table("village", "村", rows, lambda r: r[2]),
            table("owner", "责任单位", rows, lambda r: ENTRIES[r[1]][1]),
            table("entry", "问题", rows, lambda r: r[1]),
        ),
        rules="1", knowledge=(), outages=(), rows=len(rows), rows_hash="abc",
    )


@st.composite
def townships(draw: st.DrawFn) -> Tally:
    """A few busy questions and many rare ones; each person lives in one village."""
    people = draw(st.integers(3, 30))
    homes = draw(st.lists(st.sampled_from(["东村", "西村", "南村", "北村"]), min_size=people, max_size=people))
    often = draw(st.lists(st.integers(0, 14), min_size=len(ENTRIES), max_size=len(ENTRIES)))
    rows: list[Row] = []
    for entry, times in zip(ENTRIES, often, strict=True):
        askers = draw(st.lists(st.integers(NOBODY, people - 1), min_size=times, max_size=times))
        rows += [(asker, entry, homes[asker], draw(st.sampled_from(MONTHS))) for asker in askers]
    return counted(rows or [(0, "问0", "东村", "2026年01月")])


def tables(tally: Tally) -> Iterator[tuple[Table, list[int]]]:
    for one in tally.tables:
        yield one, [int(row[1]) for row in one.rows if row[1] != HIDDEN]


@settings(max_examples=20, deadline=None)
@given(townships())
def test_no_reader_can_tell_a_hidden_figure_nor_that_it_was_small_and_contacts_have_five_values(tally: Tally) -> None:
    shown = hide(tally, NESTS)
    for belief, fewest in product(((), ONE_ROW_EACH), (0, 1)):
        for cell, least, most in Reader(shown, NESTS, belief, fewest).ranges():
            assert least < most, f"{cell} is {least}"
            assert most >= 5, f"{cell} is at most {most}"
            assert cell[1] > 1 or most - least >= 4, f"{cell} is {least} to {most}"


@settings(max_examples=30, deadline=None)
@given(townships())
def test_no_small_figure_is_printed_and_what_is_printed_is_true(tally: Tally) -> None:
    shown = hide(tally, NESTS)
    for before, after in zip(tally.tables, shown.tables, strict=True):
        known = {row[0]: row for row in before.rows}
        assert after.columns == before.columns
        assert all(cell == HIDDEN or (cell >= 5 and cell == known[row[0]][c]) for row in after.rows for c, cell in enumerate(row) if c)
        assert not after.rows or {row[0] for row in after.rows} == set(known)
    assert (shown.lines, shown.rows_hash) == (tally.lines, tally.rows_hash)


@settings(max_examples=20, deadline=None)
@given(townships())
def test_before_anything_is_hidden_each_table_adds_up_to_its_line(tally: Tally) -> None:
    lines = {line.key: line.value for line in tally.lines}
    assert all(sum(figures) == lines[one.sums_to or ""] for one, figures in tables(tally))


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4))
def test_even_a_reader_who_knows_how_it_is_hidden_cannot_tell_a_figure(values: list[int]) -> None:
    hidden = alone(values)
    if not hidden:
        return
    left = sum(values[row] for row in hidden)
    worlds = []
    for cuts in combinations(range(1, left), len(hidden) - 1):
        parts = [b - a for a, b in zip((0, *cuts), (*cuts, left), strict=True)]
        world = list(values)
        for row, part in zip(sorted(hidden), parts, strict=True):
            world[row] = part
        if alone(world) == hidden:
            worlds.append(world)
    assert all(len({world[row] for world in worlds}) > 1 for row in hidden)


def one_table(*rows: tuple[str, int, int], key: str = "village", heading: str = "村", sums_to: str | None = "online") -> Tally:
    tally = counted([(person, "问0", "东村", "2026年01月") for person in range(30)])
    return replace(tally, tables=(Table(key, "按村统计", (heading, "人次", "人数"), rows, "算法", sums_to=sums_to),))


def shown(tally: Tally, known: tuple[Nest, ...] = ()) -> list[tuple[str | int, ...]]:
    return [*hide(tally, known).tables[0].rows]


def test_the_smallest_figure_that_may_be_seen_is_hidden_with_the_small_one() -> None:
    assert shown(one_table(("东村", 40, 20), ("西村", 9, 9), ("南村", 8, 7), ("北村", 3, 1))) == [
        ("东村", 40, 20), ("西村", 9, 9), ("北村", HIDDEN, HIDDEN), ("南村", HIDDEN, HIDDEN),
    ]


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    tally = one_table(("东村", 40, 20), ("西村", 9, 9))
    assert hide(tally) == tally


def test_small_figures_that_are_all_one_are_not_told_by_their_sum() -> None:
    assert shown(one_table(("东村", 40, 20), ("西村", 30, 9), ("南村", 1, 1), ("北村", 1, 1)))[0] == ("东村", 40, 20)
    assert [row[1] for row in shown(one_table(("东村", 40, 20), ("西村", 30, 9), ("南村", 1, 1), ("北村", 1, 1)))] == [40, *[HIDDEN] * 3]


def test_a_table_too_small_to_be_hidden_in_is_not_published_and_says_so() -> None:
    [table] = hide(one_table(("东村", 2, 2), ("西村", 1, 1))).tables
    assert table.rows == ()
    assert table.columns == ("村", "人次", "人数")
    assert "不对外公布" in table.rule


def test_the_order_of_the_rows_does_not_tell_how_large_a_hidden_figure_is() -> None:
    rows = (("丙村", 40, 20), ("乙村", 8, 6), ("丁村", 4, 4), ("甲村", 1, 1))
    assert [row[0] for row in shown(one_table(*rows))] == ["丙村", "丁村", "乙村", "甲村"]
    assert [row[0] for row in shown(one_table(("丙村", 40, 20), ("乙村", 8, 6), ("甲村", 1, 1)))] == ["丙村", "乙村", "甲村"]


def test_months_stay_in_their_order() -> None:
    rows = (("2026年01月", 1, 1), ("2026年02月", 40, 20), ("2026年03月", 9, 9))
    assert [row[0] for row in shown(one_table(*rows, key="month", heading="月份"))] == [row[0] for row in rows]


def test_few_people_behind_many_contacts_are_hidden_though_the_contacts_are_not() -> None:
    assert shown(one_table(("东村", 40, 20), ("西村", 30, 9), ("南村", 20, 2))) == [
        ("东村", 40, 20), ("西村", 30, HIDDEN), ("南村", 20, HIDDEN),
    ]


def test_that_a_rows_contacts_were_nobodys_does_not_follow_from_the_other_rows() -> None:
    tally = one_table(("东村", 30, 20), ("西村", 27, 0), ("南村", 26, 19), ("北村", 17, 15))
    lines = {"online": 100, "people": 54}
    tally = replace(tally, lines=tuple(replace(line, value=lines[line.key]) for line in tally.lines))
    assert [row[2] for row in shown(tally)].count(HIDDEN) == 2


def test_votes_on_a_topic_whose_contacts_are_hidden_are_hidden_too() -> None:
    tally = one_table(("讨薪", 40, 20), ("婚姻", 7, 6), ("继承", 3, 1), key="topic", heading="主题")
    useful = Table("useful", "有用没用", ("主题", "有用", "没用"), (("婚姻", 6, 6), ("交通", 7, 7), ("讨薪", 20, 20)), "算法")
    assert hide(replace(tally, tables=(*tally.tables, useful))).tables[1].rows == (
        ("讨薪", 20, 20), ("交通", HIDDEN, HIDDEN), ("婚姻", HIDDEN, HIDDEN),
    )


def test_when_hardly_anybody_was_served_no_breakdown_is_published() -> None:
    made = hide(counted([(n % 4, f"问{n % 9}", "东村", "2026年01月") for n in range(120)]))
    assert all(table.rows == () for table in made.tables)


def test_votes_that_add_up_to_nothing_printed_are_all_hidden_but_their_topics_stay() -> None:
    useful = Table("useful", "有用没用", ("主题", "有用", "没用"), (("婚姻", 1, 0), ("交通", 1, 1)), "算法")
    assert hide(replace(one_table(), tables=(useful,))).tables[0].rows == (("交通", HIDDEN, HIDDEN), ("婚姻", HIDDEN, HIDDEN))


def test_a_second_figure_of_small_numbers_is_hidden_whole_and_the_first_stays() -> None:
    rows = (("一季度", "东村", 9, 1), ("二季度", "东村", 8, 0))
    ledger = Table("mediations", "调解台账", ("起止", "村", "排查", "化解"), rows, "算法", sums_to="disputes")
    assert hide(replace(one_table(), tables=(ledger,))).tables[0].rows == (("一季度", "东村", 9, HIDDEN), ("二季度", "东村", 8, HIDDEN))


def test_how_many_sessions_there_were_is_no_secret() -> None:
    table = Table("venue", "按场地统计", ("场地", "场次"), (("村委会", 1), ("集市", 2)), "算法", sums_to="sessions")
    tally = replace(one_table(), tables=(table,))
    assert hide(tally) == tally


def test_a_column_that_names_another_tables_rows_nests_in_it() -> None:
    sessions = Table("sessions", "线下场次", ("日期", "地点", "人次"), (
        ("2026-03-01", "村委会", 30), ("2026-03-02", "村委会", 3), ("2026-03-03", "集市", 50), ("2026-03-04", "集市", 60),
    ), "算法", sums_to="offline")
    places = Table("place", "按地点统计", ("地点", "人次"), (("集市", 110), ("村委会", 33)), "算法", sums_to="offline")
    made = {t.key: t.rows for t in hide(replace(one_table(), tables=(sessions, places))).tables}
    assert [row[2] for row in made["sessions"]] == [HIDDEN, HIDDEN, 50, 60]
    assert made["place"] == places.rows


@pytest.mark.parametrize(("headcounts", "said"), [
    ((30, 40), "场次 2026-03-15 东村：日期 2026-03-14→2026-03-15，现场人数 86→68，资料 ＊→＊，村 无→东村"),
    ((3, 40), "场次 2026-03-15 东村：日期 2026-03-14→2026-03-15，现场人数 ＊→＊，资料 ＊→＊，村 无→东村"),
])
def test_a_correction_does_not_tell_what_its_table_hides(headcounts: tuple[int, int], said: str) -> None:
    rows = tuple((f"2026-03-{n}", count) for n, count in enumerate(headcounts, 15))
    sessions = Table("sessions", "场次清单", ("日期", "人次"), rows, "算法", sums_to="offline")
    what = "场次 2026-03-15 东村：日期 2026-03-14→2026-03-15，现场人数 86→68，资料 无→4，村 无→东村"
    made = hide(replace(one_table(), tables=(sessions,), corrections=(Correction(date(2026, 4, 2), what, "抄错"),)))
    assert made.corrections == (Correction(date(2026, 4, 2), said, "抄错"),)


async def test_a_published_report_of_real_rows_still_tells_questions_topics_and_offices(tmp_path: Path, base: Knowledge) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'test.db'}")
    await migrate(engine)
    store = Store(engine, "test-town", lambda: NOW)
    entries = [*base.entries.values()]
    rows = [contact(n, entry=e.id, topic=e.topic, pseudonym=f"p{n % 30}")
            for n, e in enumerate(e for k, e in enumerate(entries) for _ in range(2 + 7 * k))]
    gone = [contact(1000 + n, entry="old/gone", topic="old", pseudonym=f"q{n}") for n in range(9)]
    await store.settle(Effects(contacts=rows + gone))
    tally = await count.tally("试验镇", YEAR, store, base)
    await engine.dispose()
    made = {table.key: table for table in hide(tally, nests(base)).tables}
    assert len(made["entry"].rows) == len(entries) + 1
    assert {"topic", "owner", "month"} <= {key for key, table in made.items() if any(row[1] != HIDDEN for row in table.rows)}


def test_a_county_prints_the_totals_of_its_towns_and_leaves_villages_to_them() -> None:
    rows = (("甲镇", 40, 20), ("乙镇", 2, 1))
    towns = Table("town", "按乡镇统计", ("乡镇", "线上受教育群众", "服务人数"), rows, "算法", sums_to="online")
    tally = one_table(("甲镇东村", 40, 20), ("乙镇西村", 2, 1))
    made = hide(replace(tally, tables=(towns, *tally.tables))).tables
    assert made[0] == towns
    assert (made[1].rows, made[1].rule) == ((), "算法；见各乡镇自己的报表，县里的本表不对外公布")


def test_a_finer_table_that_does_not_add_up_to_the_coarser_one_is_not_published() -> None:
    rows: list[Row] = [(n, f"问{n % 9}", "东村", "2026年01月") for n in range(120)]
    wrong = Nest("entry", "topic", dict.fromkeys(ENTRIES, "题0"))
    made = {t.key: t for t in hide(counted(rows), (wrong,)).tables}
    assert made["entry"].rows == ()
    assert made["topic"].rows != ()


def test_the_knowledge_base_tells_topic_and_office_of_each_question(base: Knowledge) -> None:
    topic, owner = nests(base)
    entry = base.entries["wages/unpaid"]
    assert (topic.table, topic.within, topic.parent[entry.question]) == ("entry", "topic", "讨薪")
    assert owner.parent[entry.question] == base.helpers[entry.owner].name
    assert topic.parent["wages/gone"] == "讨薪"
    assert topic.parent["未说明"] == "未说明"


def test_a_paper_for_the_office_shows_all_and_says_that_it_does() -> None:
    tally = one_table(("东村", 2, 2), ("西村", 1, 1))
    assert (for_the_office(tally).tally, for_the_office(tally).internal) == (tally, True)
    assert (published(tally, ()).tally, published(tally, ()).internal) == (hide(tally), False)


@pytest.mark.parametrize("values", [[4, 30], [1, 1, 1, 30], [2, 2, 30, 40]])
def test_hidden_rows_hold_enough_for_each_to_be_five(values: list[int]) -> None:
    hidden = alone(values) or set()
    assert len(hidden) >= 2
    assert sum(values[row] for row in hidden) - len(hidden) >= 4
