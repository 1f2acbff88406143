"""bot/desk.py: what is said and recorded, and what it adds up to."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.ledger.store import Store
from bot.model import Effects
from bot.window import Window
from tests.township import IDENTITY, UNPAID, YEAR, Clock, stock


@pytest.fixture
def desk(store: Store, clock: Clock) -> Desk:
    """A window with the contact log beside it."""
    window = Window(stock(), clock)
    return Desk(window, store, IDENTITY, clock, {IDENTITY.person(42): frozenset({"staff"})})


async def test_a_recorded_reply_is_counted(desk: Desk) -> None:
    asker = await desk.asker(7, "telegram")
    reply = desk.window.ask(asker, UNPAID, desk.source("message", 7, 1))
    assert reply.contact is not None
    await desk.settle(Effects(contacts=[reply.contact]))
    tally = await desk.tally(YEAR)
    assert (tally.town, tally.lines[0].value) == ("试验镇", 1)


async def test_a_forgotten_person_asks_again_as_a_new_one_and_the_old_count_stays(desk: Desk) -> None:
    for number in (1, 2):
        asker = await desk.asker(7, "telegram")
        reply = desk.window.ask(asker, UNPAID, desk.source("message", 7, number))
        assert reply.contact is not None
        await desk.settle(Effects(contacts=[reply.contact]))
        before = (await desk.tally(YEAR)).rows_hash
        await desk.settle(Effects(person=asker.person, forget=desk.pseudonyms(7)))
        assert (await desk.tally(YEAR)).rows_hash == before
    assert [line.value for line in (await desk.tally(YEAR)).lines[:2]] == [2, 2]
