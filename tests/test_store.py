"""bot/ledger/store.py: the contact log, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.inbox import Inbox
from bot.ledger import tables
from bot.ledger.connect import connect
from bot.ledger.store import Store
from bot.model import Contact, Effects, Period, Person, Unavailable
from tests.township import NOW, TODAY, YEAR, Clock, contact


async def rows(store: Store, period: Period = YEAR) -> list[Contact]:
    return [row async for portion in store.contacts(period) for row in portion]


async def size(store: Store, table: object) -> int:
    async with store.engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()  # type: ignore[arg-type]


async def test_a_contact_is_read_back_as_it_was_written(store: Store) -> None:
    full = contact(1, audience="youth", village="东村", campaign="c", on_behalf=True)
    bare = contact(2, audience=None, topic=None, entry=None, outcome=None)
    await store.settle(Effects(contacts=[full, bare]))
    assert await rows(store) == [full, bare]


async def test_the_same_message_is_never_recorded_twice(store: Store) -> None:
    await store.settle(Effects(contacts=[contact(1)]))
    await store.settle(Effects(contacts=[contact(1, entry="wages/overtime")]))
    assert [row.entry for row in await rows(store)] == ["wages/unpaid"]


async def test_a_message_may_leave_rows_of_two_kinds(store: Store) -> None:
    await store.settle(Effects(contacts=[contact(1), contact(1, kind="feedback")]))
    assert len(await rows(store)) == 2


async def test_towns_in_one_database_do_not_see_each_other(store: Store) -> None:
    other = Store(store.engine, "other-town", lambda: NOW)
    await store.settle(Effects(contacts=[contact(1)], person="p", audience="youth", menu=("topics",), messages=[1]))
    await store.begin_run()
    await other.settle(Effects(contacts=[contact(1)]))
    await other.settle(Effects(person="p", forget=("p1",)))
    await other.beat()
    assert await rows(store) == [contact(1)]
    assert await store.person("p") == Person("youth", None, ("topics",))
    assert await store.clearable("p") == [1]
    assert await other.person("p") == Person()


async def test_settings_and_menu_of_a_person_are_remembered_apart_from_each_other(store: Store) -> None:
    await store.settle(Effects(person="p", menu=("topics", "none")))
    await store.settle(Effects(person="p", audience="elderly"))
    assert await store.person("p") == Person("elderly", None, ("topics", "none"))
    await store.settle(Effects(person="p", menu=()))
    assert await store.person("p") == Person("elderly", None, ())
    await store.settle(Effects(person="p", audience=""))
    assert await store.person("p") == Person(None, None, ())


async def test_what_is_remembered_outlives_the_program(store: Store) -> None:
    await store.settle(Effects(person="p", audience="elderly", menu=("topics",)))
    assert await Store(store.engine, store.town, lambda: NOW).person("p") == Person("elderly", None, ("topics",))


async def test_a_crowd_larger_than_memory_is_still_known(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ledger.people._REMEMBERED", 2)
    for who in "abc":
        await store.settle(Effects(person=who, audience="youth"))
    assert [(await store.person(who)).audience for who in "abca"] == ["youth"] * 4


async def test_message_numbers_can_be_cleared_for_48_hours(store: Store, clock: Clock) -> None:
    await store.settle(Effects(person="p", messages=[3, 1]))
    clock.forward(hours=47)
    await store.settle(Effects(person="p", messages=[5, 3]))
    assert await store.clearable("p") == [1, 3, 5]
    clock.forward(hours=2)
    assert await store.clearable("p") == [5]


async def test_cleared_numbers_are_dropped_and_the_reply_about_it_is_kept(store: Store) -> None:
    await store.settle(Effects(person="p", messages=[1, 2]))
    await store.settle(Effects(person="p", cleared=True, messages=[3]))
    assert await store.clearable("p") == [3]


async def test_forgetting_keeps_the_counts_and_loses_the_person(store: Store) -> None:
    mine = [contact(1, pseudonym="me"), contact(2, pseudonym="me", entry="wages/overtime")]
    await store.settle(Effects(contacts=[*mine, contact(3)], person="p", audience="youth", menu=("topics",), messages=[1]))
    await store.settle(Effects(person="p", forget=("me", "me-last-year"), messages=[2]))
    left = await rows(store)
    assert [(row.day, row.entry) for row in left] == [(TODAY, "wages/unpaid"), (TODAY, "wages/overtime"), (TODAY, "wages/unpaid")]
    assert left[0].pseudonym == left[1].pseudonym != "me"
    assert not {row.source for row in left} & {"s1", "s2"}
    assert left[2] == contact(3)
    assert await store.person("p") == Person()
    assert await store.clearable("p") == []


async def test_two_forgotten_people_stay_two_people(store: Store) -> None:
    await store.settle(Effects(contacts=[contact(1, pseudonym="a"), contact(2, pseudonym="b")]))
    await store.settle(Effects(person="pa", forget=("a",)))
    await store.settle(Effects(person="pb", forget=("b",)))
    assert len({row.pseudonym for row in await rows(store)}) == 2


async def test_nothing_left_behind_writes_nothing(store: Store) -> None:
    await store.settle(Effects())
    assert await rows(store) == []


async def test_a_settled_update_leaves_neither_chat_nor_words(store: Store, clock: Clock) -> None:
    inbox = Inbox(store.engine, store.writer, store.town, clock)
    handled = list[object]()

    async def handle(update: object) -> None:
        handled.append(update)

    await inbox.open(handle)
    await inbox.keep([{"update_id": 5, "message": {"chat": {"id": 7}, "text": "悄悄话"}}])
    await inbox.idle()
    await store.settle(Effects(contacts=[contact()]), 5)
    async with store.engine.connect() as connection:
        row = (await connection.execute(select(tables.inbox))).one()
    assert (row.update_id, row.chat, row.body, row.done) == (5, "", "", True)


async def test_numbers_of_handled_updates_and_messages_are_dropped_after_48_hours(store: Store, clock: Clock) -> None:
    inbox = Inbox(store.engine, store.writer, store.town, clock)

    async def handle(_: object) -> None:
        pass

    await inbox.open(handle)
    await inbox.keep([{"update_id": n, "message": {"chat": {"id": 7}}} for n in (1, 2)])
    await inbox.idle()
    await store.settle(Effects(person="p", messages=[1]), 1)
    clock.forward(hours=49)
    await store.beat()
    assert await size(store, tables.messages) == 0
    async with store.engine.connect() as connection:
        waiting = (await connection.execute(select(tables.inbox.c.update_id))).scalars().all()
    assert waiting == [2]


async def test_a_silence_of_more_than_ten_minutes_is_an_outage(store: Store, clock: Clock) -> None:
    await store.begin_run()
    clock.forward(hours=1)
    await store.beat()
    clock.forward(minutes=9)
    await store.begin_run()
    clock.forward(hours=3)
    await store.begin_run()
    [gap] = await store.outages(YEAR)
    assert (gap.since, gap.until) == (clock.now.replace(hour=3, minute=9), clock.now)


async def test_outages_of_other_periods_are_not_shown(store: Store, clock: Clock) -> None:
    await store.begin_run()
    clock.forward(hours=3)
    await store.begin_run()
    assert len(await store.outages(Period(TODAY, TODAY, ""))) == 1
    assert await store.outages(Period(YEAR.first, YEAR.first, "")) == ()


async def test_an_emergency_leaves_nothing_in_the_write_ahead_log(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(tables.metadata.create_all)
    store = Store(engine, "t", lambda: NOW)
    await store.settle(Effects(contacts=[contact(1)]))
    assert (tmp_path / "x.db-wal").stat().st_size > 0
    await store.settle(Effects(contacts=[contact(2, kind="emergency")]))
    assert (tmp_path / "x.db-wal").stat().st_size == 0
    await engine.dispose()


async def test_a_database_that_is_gone_is_said_to_be_unavailable(store: Store) -> None:
    async with store.engine.begin() as connection:
        for table in ("contacts", "people"):
            await connection.execute(text(f"drop table {table}"))
    with pytest.raises(Unavailable):
        await store.settle(Effects(contacts=[contact()]))
    with pytest.raises(Unavailable):
        await store.person("p")


async def test_a_server_that_cannot_be_reached_is_said_to_be_unavailable() -> None:
    store = Store(connect("postgresql://nobody@127.0.0.1:1/nothing"), "t", lambda: NOW)
    with pytest.raises(Unavailable):
        await store.settle(Effects(contacts=[contact()]))
    with pytest.raises(Unavailable):
        await store.person("p")


async def test_effects_that_cannot_be_written_are_written_not_even_in_part(store: Store) -> None:
    bad = replace(contact(2), channel=None)  # type: ignore[arg-type]
    with pytest.raises(Unavailable):
        await store.settle(Effects(contacts=[contact(1), bad], person="p", audience="youth"))
    assert await rows(store) == []
    assert await store.person("p") == Person()


async def test_sqlite_is_opened_so_that_a_written_row_survives_a_power_cut(tmp_path: Path) -> None:
    engine: AsyncEngine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    async with engine.connect() as connection:
        settings = {
            name: (await connection.execute(text(f"pragma {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    await engine.dispose()
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
