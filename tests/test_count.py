"""bot/count: the counting rules, on rows read back from either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.count import tally, tally_of_county
from bot.ledger.store import Store
from bot.model import (
    Confirmation,
    Contact,
    Correction,
    Effects,
    Knowledge,
    Mediation,
    Member,
    Period,
    Record,
    Session,
    Tally,
)
from tests.township import NOW, TODAY, YEAR, contact

LECTURE = Session("lecture", NOW, "anna", TODAY, 30, 20, "东村", "乡村", "wages", "spring")
HELD = (LECTURE, Confirmation("word", NOW, "ben", "lecture"))


async def keep(store: Store, *rows: Record) -> None:
    for row in rows:
        await store.settle(Effects(records=[row]))


async def counted(store: Store, base: Knowledge, *rows: Contact) -> Tally:
    await store.settle(Effects(contacts=[*rows]))
    return await tally("试验镇", YEAR, store, base)


def figures(made: Tally) -> dict[str, int | None]:
    return {line.key: line.value for line in made.lines}


def table(made: Tally, key: str) -> list[tuple[Any, ...]]:
    return [*next(t for t in made.tables if t.key == key).rows]


async def test_a_person_who_sees_the_same_card_twice_a_day_is_one_contact(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, contact(1, pseudonym="p"), contact(2, pseudonym="p"))
    assert (figures(made)["online"], figures(made)["people"]) == (1, 1)


async def test_another_day_another_card_and_another_person_each_count(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base, contact(1, pseudonym="p"), contact(2, pseudonym="p", day=TODAY + timedelta(1)),
        contact(3, pseudonym="p", entry="wages/overtime"), contact(4, pseudonym="q"),
    )
    assert (figures(made)["online"], figures(made)["people"]) == (4, 2)


async def test_who_has_no_pseudonym_is_a_look_each_time_and_never_a_person(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base, contact(1, pseudonym=""), contact(2, pseudonym=""), contact(3, pseudonym="p"), contact(4, pseudonym="", channel="web"),
    )
    assert (figures(made)["online"], figures(made)["people"]) == (4, 1)
    assert table(made, "channel") == [("私聊", 3, 1), ("网页", 1, 0)]


async def test_staff_and_test_accounts_count_nowhere(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, *(
        contact(n, counted=False, kind=kind) for n, kind in enumerate(("answer", "unknown", "emergency", "feedback"))
    ))
    assert [v for v in figures(made).values() if v] == []
    assert all(t.rows == () for t in made.tables)
    assert made.rows == 4


async def test_every_dont_know_counts_under_its_nearest_topic(store: Store, base: Knowledge) -> None:
    missed = {"kind": "unknown", "entry": None, "outcome": "unknown", "pseudonym": "p"}
    made = await counted(
        store, base, contact(1, **missed), contact(2, **missed), contact(3, **missed | {"topic": None}),
        contact(4, **missed | {"topic": "tax"}),
    )
    assert figures(made)["unknown"] == 4
    assert table(made, "unknown") == [("讨薪", 2), ("tax", 1), ("看不出主题", 1)]


async def test_emergencies_are_one_total_and_stand_in_no_table(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, contact(1, kind="emergency", pseudonym="", topic=None, entry=None))
    assert figures(made)["emergencies"] == 1
    assert figures(made)["online"] == 0
    assert all(t.rows == () for t in made.tables)


async def test_only_the_last_rating_of_a_person_a_day_and_a_card_counts(store: Store, base: Knowledge) -> None:
    rated = {"kind": "feedback", "pseudonym": "p"}
    made = await counted(
        store, base, contact(1, **rated, outcome="useful"), contact(2, **rated, outcome="useless"),
        contact(3, kind="feedback", outcome="useful"),
    )
    assert table(made, "useful") == [("讨薪", 1, 1)]
    assert figures(made)["online"] == 0


async def test_each_table_says_how_often_and_how_many_people(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base,
        contact(1, pseudonym="p", audience="elderly", village="东村", channel="group"),
        contact(2, pseudonym="p", audience="elderly", entry="wages/overtime", channel="terminal"),
        contact(3, pseudonym="q", entry="marriage/divorce", topic="marriage", day=date(2026, 2, 1)),
    )
    assert table(made, "month") == [("2026年02月", 1, 1), ("2026年11月", 2, 1)]
    assert table(made, "audience") == [("老年人", 2, 1), ("未说明", 1, 1)]
    assert table(made, "topic") == [("讨薪", 2, 1), ("婚姻", 1, 1)]
    assert table(made, "village") == [("未说明", 2, 2), ("东村", 1, 1)]
    assert table(made, "channel") == [("私聊", 1, 1), ("终端", 1, 1), ("群聊", 1, 1)]
    assert len(table(made, "entry")) == 3


async def test_an_entry_that_has_left_the_base_is_still_counted_under_its_id(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, contact(1, entry="old/gone", topic="old"))
    assert table(made, "entry") == [("old/gone", 1, 1)]
    assert table(made, "topic") == [("old", 1, 1)]


async def test_what_the_bot_cannot_know_has_no_figure(store: Store, base: Knowledge) -> None:
    made = figures(await counted(store, base, contact()))
    assert [key for key, value in made.items() if value is None] == [
        "offline", "events", "sheets", "volunteers", "disputes", "settled",
    ]


async def test_only_days_of_the_period_are_counted_first_and_last_included(store: Store, base: Knowledge) -> None:
    days = (date(2025, 12, 31), YEAR.first, YEAR.last, date(2027, 1, 1))
    made = await counted(store, base, *(contact(n, day=day) for n, day in enumerate(days)))
    assert figures(made)["online"] == 2


async def test_counting_again_gives_the_same_hash_and_another_row_another(store: Store, base: Knowledge) -> None:
    first = await counted(store, base, contact(1))
    again = await counted(store, base)
    more = await counted(store, base, contact(2))
    assert first == again
    assert (more.rows, more.rows_hash != first.rows_hash) == (2, True)


async def test_the_hash_of_the_rows_is_the_same_whatever_the_database(store: Store, base: Knowledge) -> None:
    at = datetime(2026, 3, 1, 23, 59, 59, 123456, tzinfo=UTC)
    made = await counted(store, base, contact(1), contact(2, at=at, audience="youth", village="东村"))
    assert made.rows_hash == "44e95b132a219d31e752832b1316f8c16abf83d59d86ff03038171ca0104c49a"


async def test_the_hash_covers_every_field_but_who_it_was(store: Store, base: Knowledge) -> None:
    plain = await counted(store, base, contact(1))
    hashes = set[str]()
    changes: list[dict[str, Any]] = [
        {"at": NOW + timedelta(microseconds=1)}, {"day": TODAY - timedelta(1)}, {"channel": "group"},
        {"kind": "feedback"}, {"counted": False}, {"audience": "youth"}, {"village": "东村"}, {"topic": "x"},
        {"entry": "x/y"}, {"outcome": "opened"}, {"campaign": "c"}, {"on_behalf": True}, {"knowledge": "k2"},
    ]
    changes.append({"place": "村口"})
    for number, change in enumerate(changes):
        other = Store(store.engine, f"town-{number}", lambda: NOW)
        hashes.add((await counted(other, base, contact(1, **change))).rows_hash)
    assert len(hashes - {plain.rows_hash}) == len(changes)
    renamed = Store(store.engine, "renamed", lambda: NOW)
    assert (await counted(renamed, base, contact(1, pseudonym="other"))).rows_hash == plain.rows_hash


async def test_the_report_names_the_versions_that_answered_in_their_order(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base, contact(1, knowledge="b"), contact(2, knowledge="a"), contact(3, knowledge="b"),
        contact(4, knowledge=""),
    )
    assert made.knowledge == ("b", "a")


async def test_a_kind_that_the_rules_do_not_know_counts_nowhere(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, contact(1, kind="learned"), contact(2, kind="answer", entry=None))
    assert [v for v in figures(made).values() if v] == []
    assert all(t.rows == () for t in made.tables)


async def test_cards_delivered_and_questions_handed_over_count_each(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base, contact(1, kind="delivered", pseudonym=""), contact(2, kind="delivered", pseudonym=""),
        contact(3, kind="referred", entry=None, outcome="answered"), contact(5, kind="referred", outcome="expired"),
        contact(4, kind="delivered", counted=False),
    )
    assert (figures(made)["delivered"], figures(made)["referred"], figures(made)["online"]) == (2, 1, 0)


async def test_contacts_are_told_apart_by_office_campaign_and_place(store: Store, base: Knowledge) -> None:
    made = await counted(
        store, base, contact(1, campaign="国家安全日", place="村口"), contact(2, entry="marriage/divorce"),
        contact(3, entry="old/gone"),
    )
    assert table(made, "owner") == [("劳动监察大队", 1, 1), ("司法所", 1, 1), ("未说明", 1, 1)]
    assert table(made, "campaign") == [("不属于活动", 2, 2), ("国家安全日", 1, 1)]
    assert table(made, "place") == [("不是从张贴的链接或二维码来", 2, 2), ("村口", 1, 1)]


async def test_every_table_that_adds_up_adds_up_to_its_line(store: Store, base: Knowledge) -> None:
    await keep(store, *HELD, Mediation("m", NOW, "clerk", date(2026, 3, 1), date(2026, 3, 31), 5, 4))
    made = await counted(store, base, *(contact(n, village=f"{n % 2}村", kind="answer") for n in range(5)), contact(
        9, kind="unknown", entry=None))
    for t in (t for t in made.tables if t.sums_to):
        column = next(i for i, cell in enumerate(t.rows[0]) if isinstance(cell, int))
        assert sum(int(row[column]) for row in t.rows) == figures(made)[t.sums_to or ""], t.key
    assert len([t for t in made.tables if t.sums_to]) == 14


async def test_only_confirmed_sessions_that_stand_count(store: Store, base: Knowledge) -> None:
    await keep(store, *HELD, replace(LECTURE, source="waiting", headcount=500))
    await keep(store, replace(LECTURE, source="gone", headcount=70), Confirmation("w2", NOW, "ben", "gone"))
    await keep(store, replace(LECTURE, source="gone2", corrects="gone", why="没有办", withdrawn=True))
    made = await counted(store, base)
    assert [figures(made)[k] for k in ("offline", "events", "sheets")] == [30, 1, 20]
    assert table(made, "sessions") == [("2026-11-25", "东村", "乡村", "讨薪", "spring", 30, 20)]
    assert table(made, "venue") == [("乡村", 30, 1, 20)]
    assert table(made, "offline_village") == [("东村", 30, 1, 20)]
    rule = next(line.rule for line in made.lines if line.key == "offline")
    assert rule.endswith("另有1场没有经第二人确认，没有计入")


async def test_sessions_that_nobody_confirmed_count_nought_which_is_not_the_same_as_none(store: Store, base: Knowledge) -> None:
    await keep(store, LECTURE)
    assert figures(await counted(store, base))["offline"] == 0


async def test_the_roster_counts_on_the_last_day_of_the_period(store: Store, base: Knowledge) -> None:
    day = date(2026, 3, 1)
    member = Member("m", NOW, "clerk", "张三", "东村", day, until=date(2026, 6, 30))
    await keep(store, member, replace(member, source="n", name="李四", until=None), replace(member, source="x", withdrawn=True))
    eve = day - timedelta(1)
    spans = [Period(eve, eve, ""), Period(day, day, ""), Period(day, date(2026, 6, 30), ""), YEAR]
    made = [figures(await tally("试验镇", span, store, base))["volunteers"] for span in spans]
    assert made == [0, 2, 2, 1]


async def test_disputes_come_from_lines_within_the_period(store: Store, base: Knowledge) -> None:
    march = Mediation("m", NOW, "clerk", date(2026, 3, 1), date(2026, 3, 31), 5, 4)
    await keep(store, march, replace(march, source="a", first=date(2026, 4, 1), last=date(2026, 4, 30), found=2, settled=2))
    made = await counted(store, base)
    assert (figures(made)["disputes"], figures(made)["settled"]) == (7, 6)
    assert table(made, "mediations") == [("2026-03-01至2026-03-31", "全镇", 5, 4), ("2026-04-01至2026-04-30", "全镇", 2, 2)]


async def test_a_line_of_the_ledger_that_reaches_beyond_the_period_leaves_the_figure_open(store: Store, base: Knowledge) -> None:
    await keep(store, Mediation("m", NOW, "clerk", date(2026, 3, 1), date(2026, 4, 30), 5, 4))
    march = await tally("试验镇", Period(date(2026, 3, 1), date(2026, 3, 31), ""), store, base)
    assert figures(march)["disputes"] is None
    assert "1行台账跨越" in next(line.rule for line in march.lines if line.key == "settled")


async def test_each_figure_stands_beside_that_of_the_period_before(store: Store, base: Knowledge) -> None:
    await keep(store, *HELD)
    may, april = date(2026, 5, 5), date(2026, 4, 5)
    await counted(store, base, contact(1, day=may), contact(2, day=april), contact(3, day=april))
    made = await tally("试验镇", Period(date(2026, 5, 1), date(2026, 5, 31), "2026年5月"), store, base)
    assert made.before == Period(date(2026, 4, 1), date(2026, 4, 30), "2026年4月")
    before = {line.key: line.before for line in made.lines}
    assert (figures(made)["online"], before["online"], before["emergencies"], before["offline"]) == (1, 2, 0, None)


async def test_before_the_bot_was_there_nothing_is_known_not_nought(store: Store, base: Knowledge) -> None:
    made = await counted(store, base, contact(1))
    assert {line.before for line in made.lines} == {None}


async def test_corrections_of_the_period_are_listed_with_their_reason(store: Store, base: Knowledge) -> None:
    march = Mediation("m", NOW, "clerk", date(2026, 3, 1), date(2026, 3, 31), 5, 4)
    old = replace(march, source="o", first=date(2025, 3, 1), last=date(2025, 3, 31))
    member = Member("p", NOW, "clerk", "张三", "东村", date(2026, 1, 1))
    await keep(
        store, *HELD, march, old, member, replace(LECTURE, source="l2", headcount=40, corrects="lecture", why="数错了"),
        replace(march, source="m2", corrects="m", why="重复", withdrawn=True),
        replace(old, source="o2", corrects="o", why="去年的事", found=9),
        replace(member, source="p2", corrects="p", why="到龄", until=date(2026, 6, 30)),
        replace(member, source="p3", corrects="p2", why="记错日期", until=date(2026, 5, 31)),
    )
    made = await counted(store, base)
    assert made.corrections == (
        Correction(TODAY, "场次 2026-11-25 东村：人数 30→40", "数错了"),
        Correction(TODAY, "调解台账 2026-03-01至2026-03-31 全镇：作废", "重复"),
        Correction(TODAY, "名册 东村1人：离册 无→2026-06-30", "到龄"),
    )


async def test_the_hash_covers_what_people_recorded_but_not_who(store: Store, base: Knowledge) -> None:
    member = Member("m", NOW, "clerk", "张三", "东村", date(2026, 1, 1))
    march = Mediation("d", NOW, "clerk", date(2026, 3, 1), date(2026, 3, 31), 5, 4)
    hashes = list[str]()
    for row in (LECTURE, HELD[1], member, march, replace(march, source="d2", corrects="d", why="重复", withdrawn=True)):
        await keep(store, row)
        hashes.append((await counted(store, base)).rows_hash)
    assert len({*hashes}) == 5
    for who in ("anna", "ben", "clerk"):
        await store.settle(Effects(person=who, forget=("p",)))
    await keep(store, replace(member, source="m2", corrects="m", why="到龄", until=date(2027, 5, 1)))
    assert (await counted(store, base)).rows_hash == hashes[-1]


async def test_a_county_is_the_sum_of_its_towns(store: Store, base: Knowledge) -> None:
    other = Store(store.engine, "other-town", lambda: NOW)
    await keep(store, *HELD)
    await other.settle(Effects(contacts=[contact(1, village="东村"), contact(2, kind="unknown", topic="marriage", entry=None)]))
    one = await counted(store, base, contact(1, village="东村"), contact(2, day=date(2026, 1, 1)))
    made = tally_of_county("试验县", [one, await tally("邻镇", YEAR, other, base)])
    assert [figures(made)[k] for k in ("online", "people", "offline", "disputes", "unknown")] == [3, 3, 30, None, 1]
    assert "1个乡镇没有数，没有计入" in next(line.rule for line in made.lines if line.key == "offline")
    assert table(made, "town")[0] == ("试验镇", 2, 2, 30, 1, "〔待核〕")
    assert table(made, "month") == [("2026年01月", 1, 1), ("2026年11月", 2, 2)]
    assert table(made, "village") == [("试验镇东村", 1, 1), ("试验镇未说明", 1, 1), ("邻镇东村", 1, 1)]
    assert table(made, "topic") == [("讨薪", 3, 3)]
    assert table(made, "sessions")[0][1] == "试验镇东村"
    assert (made.rows, made.town, made.period) == (one.rows + 2, "试验县", YEAR)
