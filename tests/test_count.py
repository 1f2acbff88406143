"""bot/count.py: the counting rules, on rows read back from either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.count import tally
from bot.ledger.store import Store
from bot.model import Contact, Effects, Knowledge, Tally
from tests.township import NOW, TODAY, YEAR, contact


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
    assert made.rows_hash == "d9ac52699b48"


async def test_the_hash_covers_every_field_but_who_it_was(store: Store, base: Knowledge) -> None:
    plain = await counted(store, base, contact(1))
    hashes = set[str]()
    changes: list[dict[str, Any]] = [
        {"at": NOW + timedelta(microseconds=1)}, {"day": TODAY - timedelta(1)}, {"channel": "group"},
        {"kind": "feedback"}, {"counted": False}, {"audience": "youth"}, {"village": "东村"}, {"topic": "x"},
        {"entry": "x/y"}, {"outcome": "opened"}, {"campaign": "c"}, {"on_behalf": True}, {"knowledge": "k2"},
    ]
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
