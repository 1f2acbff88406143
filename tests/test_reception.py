"""bot/reception.py: who stands at the window, under what names."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.ledger.store import Store
from bot.model import Asker, Effects
from bot.window import Window
from tests.township import IDENTITY, Clock, stock


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A window with the contact log beside it."""
    window = Window(stock(), clock)
    return Desk(window, store, IDENTITY, clock, {IDENTITY.person(42): frozenset({"staff"})})


async def test_a_stranger_stands_at_the_window_under_two_hashes(desk: Desk) -> None:
    assert await desk.asker(7, "telegram") == Asker(IDENTITY.person(7), IDENTITY.pseudonym(7, 2026))


async def test_what_a_person_chose_is_known_the_next_time(desk: Desk) -> None:
    await desk.settle(Effects(person=IDENTITY.person(7), audience="youth", menu=("topics",)))
    asker = await desk.asker(7, "group")
    assert (asker.audience, asker.menu, asker.channel) == ("youth", ("topics",), "group")


async def test_in_beijings_new_year_a_person_gets_a_new_name_and_keeps_the_settings(desk: Desk, clock: Clock) -> None:
    await desk.settle(Effects(person=IDENTITY.person(7), audience="youth"))
    clock.now = clock.now.replace(month=12, day=31, hour=16)
    asker = await desk.asker(7, "telegram")
    assert (asker.pseudonym, asker.audience) == (IDENTITY.pseudonym(7, 2027), "youth")


async def test_staff_are_known_by_their_hash(desk: Desk) -> None:
    assert not (await desk.asker(42, "telegram")).counted
