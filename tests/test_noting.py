"""bot/noting.py: what a visit adds to the contact log."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model import Asker, Campaign
from bot.window import Window
from tests.township import NOW, UNPAID, stock

ASKER = Asker("person", "pseudonym", "farmers", "东村", "telegram", menu=("topics", "o:wages/unpaid", "none"))


@pytest.fixture(scope="module")
def window() -> Window:
    """A window that stands still in time."""
    return Window(stock(), lambda: NOW)


def test_staff_are_answered_and_marked_as_not_counted(window: Window) -> None:
    reply = window.ask(replace(ASKER, counted=False), UNPAID, "mark")
    assert reply.contact is not None and not reply.contact.counted


def test_a_card_that_was_passed_on_is_noted_without_the_person(window: Window) -> None:
    noted = window.delivered(ASKER, "wages/unpaid", "mark")
    assert noted is not None
    assert (noted.kind, noted.entry, noted.pseudonym, noted.audience, noted.village) == ("delivered", "wages/unpaid", "", None, None)


def test_a_card_that_is_none_is_not_noted(window: Window) -> None:
    assert window.delivered(ASKER, "wages/forged", "mark") is None


def test_what_is_asked_on_the_day_of_a_campaign_about_it_is_noted_under_its_name() -> None:
    day = f"{NOW:%m-%d}"
    window = Window(replace(stock(), campaigns=(Campaign("讨薪日", day, ("wages",)),)), lambda: NOW)
    asked = window.ask(replace(ASKER, audience=None), UNPAID, "mark").contact
    assert asked is not None
    assert asked.campaign == "讨薪日"


def test_what_merely_happened_has_nobody_in_it(window: Window) -> None:
    row = window.happened("inline", "mark", "match", NOW, counted=False)
    assert (row.pseudonym, row.audience, row.village, row.counted) == ("", None, None, False)
