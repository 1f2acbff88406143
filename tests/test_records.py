"""bot/ledger/records.py and bot/model/records.py: what people record, on either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.ledger import tables
from bot.ledger.store import Store
from bot.model import (
    Binding,
    Confirmation,
    Effects,
    Invite,
    Mediation,
    Member,
    Period,
    Record,
    Recorded,
    Session,
    may_confirm,
    newest,
)
from tests.township import NOW, TODAY, YEAR, Clock, contact

LECTURE = Session("lecture", NOW, "anna", TODAY, 30, 20, "东村", "乡村", "wages", "spring")
CONFIRMED = Confirmation("word", NOW, "ben", "lecture")
MORE = replace(LECTURE, source="more", headcount=40, corrects="lecture", why="数错了")
MEMBER = Member("m", NOW, "clerk", "张三", "东村", date(2026, 1, 1))
INVITE = Invite("i", NOW, "clerk", "token", "m", NOW + timedelta(days=7))
BINDING = Binding("b", NOW, "anna", "m", "i")
MARCH = Mediation("march", NOW, "clerk", date(2026, 3, 1), date(2026, 3, 31), 5, 4)


async def keep(store: Store, *rows: Record) -> None:
    for row in rows:
        await store.settle(Effects(records=[row]))


async def test_what_is_recorded_is_read_back_as_it_was_written(store: Store) -> None:
    await keep(store, LECTURE, CONFIRMED, MEMBER, INVITE, BINDING, MARCH)
    assert await store.records.everything() == Recorded((LECTURE,), (CONFIRMED,), (MEMBER,), (MARCH,))


async def test_one_update_may_record_together_with_its_contacts(store: Store) -> None:
    await store.settle(Effects(contacts=[contact()], records=[CONFIRMED, LECTURE]))
    assert await store.records.sessions(confirmed=True) == (LECTURE,)


async def test_recording_again_changes_nothing(store: Store) -> None:
    await keep(store, LECTURE, replace(LECTURE, headcount=99), MEMBER, MEMBER, MARCH, MARCH)
    assert await store.records.everything() == Recorded((LECTURE,), (), (MEMBER,), (MARCH,))


async def test_an_open_session_is_one_that_nobody_has_confirmed(store: Store) -> None:
    await keep(store, LECTURE, replace(LECTURE, source="second"), CONFIRMED)
    assert [s.source for s in await store.records.sessions(confirmed=False)] == ["second"]
    assert [s.source for s in await store.records.sessions(confirmed=True)] == ["lecture"]
    assert len(await store.records.sessions()) == 2


async def test_the_one_who_recorded_a_session_cannot_confirm_it(store: Store) -> None:
    await keep(store, LECTURE, replace(CONFIRMED, by="anna"))
    assert (may_confirm(LECTURE, "anna"), may_confirm(LECTURE, "ben")) == (False, True)
    assert await store.records.sessions(confirmed=False) == (LECTURE,)


async def test_a_confirmation_of_nothing_is_not_kept(store: Store) -> None:
    await keep(store, CONFIRMED, LECTURE)
    assert await store.records.sessions(confirmed=True) == ()


async def test_a_corrected_session_stands_in_place_of_the_old_one_and_waits_again(store: Store) -> None:
    await keep(store, LECTURE, CONFIRMED, MORE)
    assert await store.records.sessions() == (MORE,)
    assert await store.records.sessions(confirmed=True) == ()
    assert (await store.records.session("lecture"), await store.records.session("more")) == (None, MORE)
    assert (await store.records.everything()).sessions == (LECTURE, MORE)


async def test_a_withdrawn_session_is_gone_without_a_second_person(store: Store) -> None:
    await keep(store, LECTURE, CONFIRMED, replace(MORE, withdrawn=True))
    assert await store.records.sessions() == ()
    assert await store.records.session("more") is None


async def test_of_two_corrections_of_the_same_row_the_first_stands(store: Store) -> None:
    await keep(store, LECTURE, MORE, replace(MORE, source="other", headcount=50))
    assert await store.records.sessions() == (MORE,)


async def test_a_correction_without_a_reason_is_a_mistake_of_the_program(store: Store) -> None:
    with pytest.raises(ValueError, match="why"):
        await keep(store, LECTURE, replace(MORE, why=" "))


async def test_sessions_are_found_by_period_and_by_who_recorded_them(store: Store) -> None:
    await keep(store, LECTURE, replace(LECTURE, source="b", by="ben", day=date(2025, 12, 31)))
    assert await store.records.sessions(YEAR) == (LECTURE,)
    assert [s.source for s in await store.records.sessions(by="ben")] == ["b"]


async def test_leaving_the_roster_ends_what_the_account_may_do(store: Store) -> None:
    await keep(store, MEMBER, INVITE, BINDING)
    assert await store.records.member("anna", TODAY) == MEMBER
    gone = replace(MEMBER, source="m2", until=TODAY, corrects="m", why="到龄")
    await keep(store, gone)
    assert await store.records.member("anna", TODAY) == gone
    assert await store.records.member("anna", TODAY + timedelta(1)) is None
    assert (await store.records.roster(TODAY), await store.records.roster(TODAY + timedelta(1))) == ({"m": gone}, {})


async def test_an_account_without_a_binding_speaks_for_nobody(store: Store) -> None:
    await keep(store, MEMBER, INVITE, BINDING)
    assert await store.records.member("ben", TODAY) is None


async def test_an_invite_works_once_and_for_a_time(store: Store, clock: Clock) -> None:
    await keep(store, MEMBER, INVITE, replace(INVITE, source="i2", token="second"))
    assert await store.records.invite("token") == INVITE
    await keep(store, BINDING, replace(BINDING, source="b2", by="ben"))
    assert await store.records.invite("token") is None
    assert await store.records.member("ben", TODAY) is None
    clock.forward(days=7)
    assert await store.records.invite("second") is None


async def test_a_new_account_of_a_member_takes_the_place_of_the_old_one(store: Store) -> None:
    await keep(store, MEMBER, INVITE, BINDING, replace(INVITE, source="i2", token="t2"))
    await keep(store, replace(BINDING, source="b2", by="anna-new-phone", invite="i2"))
    assert await store.records.member("anna", TODAY) is None
    assert await store.records.member("anna-new-phone", TODAY) == MEMBER


async def test_mediations_stand_as_corrected_wherever_they_touch_the_period(store: Store) -> None:
    fixed = replace(MARCH, source="fixed", settled=5, corrects="march", why="漏记一起")
    await keep(store, MARCH, replace(MARCH, source="old", first=date(2025, 1, 1), last=date(2025, 1, 31)), fixed)
    assert await store.records.mediations(YEAR) == (fixed,)
    assert await store.records.mediations(Period(date(2026, 3, 31), date(2026, 4, 30), "")) == (fixed,)


async def test_towns_do_not_see_what_the_other_records(store: Store) -> None:
    other = Store(store.engine, "other-town", lambda: NOW)
    await keep(store, LECTURE)
    await keep(other, CONFIRMED, MARCH, MORE)
    assert await store.records.sessions(confirmed=False) == (LECTURE,)
    assert await store.records.mediations(YEAR) == ()
    assert await other.records.sessions() == (MORE,)


async def test_a_forgotten_person_is_in_none_of_the_tables_and_the_rows_stay(store: Store) -> None:
    await keep(store, LECTURE, CONFIRMED, MEMBER, INVITE, BINDING, MARCH)
    for who in ("anna", "ben", "clerk"):
        await store.settle(Effects(person=who, forget=("p",)))
    async with store.engine.connect() as connection:
        names = [n for t in tables.OF.values() for n in (await connection.execute(select(t.c.by))).scalars()]
    assert len(names) == 6
    assert not {"anna", "ben", "clerk"} & {*names}
    assert [replace(s, by="anna") for s in await store.records.sessions(confirmed=True)] == [LECTURE]
    assert await store.records.member("anna", TODAY) is None
    assert await store.records.invite("token") is None


async def test_nobody_may_confirm_what_somebody_forgotten_recorded(store: Store) -> None:
    await keep(store, LECTURE)
    await store.settle(Effects(person="anna", forget=("p",)))
    [left] = await store.records.sessions(confirmed=False)
    await keep(store, replace(CONFIRMED, by="anna"), CONFIRMED)
    assert not may_confirm(left, "ben")
    assert await store.records.sessions(confirmed=False) == (left,)


def test_the_newest_row_of_each_chain_stands_in_the_order_of_the_first_ones() -> None:
    last = replace(MORE, source="last", corrects="more")
    other = replace(LECTURE, source="other")
    assert newest([LECTURE, other, MORE, last]) == {"lecture": last, "other": other}
    assert [*newest([LECTURE, other, MORE, last])] == ["lecture", "other"]
