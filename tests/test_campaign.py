"""bot/campaign.py: which campaign runs on a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.campaign import running, span
from bot.clock import local_day, utc_now
from bot.entries import load
from bot.model import Campaign
from bot.town import read_town
from tests.township import ROOT, SHIPPED

MONTH, DAY = Campaign("民法典宣传月", "05-01..05-31"), Campaign("母亲节", "05-10")
WINTER = Campaign("冬季讨薪", "12-20..01-10", audiences=("farmers",))
ALL = (MONTH, DAY, WINTER)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 30), None), (date(2026, 5, 1), "民法典宣传月"), (date(2026, 5, 31), "民法典宣传月"),
        (date(2026, 6, 1), None), (date(2026, 5, 10), "母亲节"), (date(2026, 12, 19), None), (date(2026, 12, 20), "冬季讨薪"),
        (date(2027, 1, 1), "冬季讨薪"), (date(2027, 1, 10), "冬季讨薪"), (date(2027, 1, 11), None),
    ],
)
def test_it_runs_on_its_days_each_year_and_a_day_goes_before_a_month(day: date, name: str | None) -> None:
    found = running(ALL, day)
    assert (found.name if found else None) == name


def test_it_is_for_its_audiences_and_for_whoever_has_not_said() -> None:
    day = date(2026, 12, 31)
    assert [running(ALL, day, a) for a in ("farmers", None, "elderly")] == [WINTER, WINTER, None]


@pytest.mark.parametrize("days", ["", "5-1", "13-01", "02-30", "05-01..", "05-01..05-32", "05-01..06-31", "2026-05-01", "五月"])
def test_days_that_do_not_exist_are_none(days: str) -> None:
    assert span(days) is None


@given(st.dates(date(2020, 1, 1), date(2032, 12, 31)), st.integers(0, 364))
def test_a_span_holds_its_first_and_its_last_day(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    campaign = Campaign("活动", f"{first:%m-%d}..{last:%m-%d}")
    assert running((campaign,), first) and running((campaign,), last)


def test_every_shipped_campaign_has_topics_of_the_base_and_enough_questions() -> None:
    base = load(SHIPPED, local_day(utc_now()))
    for campaign in read_town(ROOT / "town.yaml").campaigns:
        assert set(campaign.topics) <= base.topics.keys(), campaign.name
        asked = [item for key, items in base.quiz.items() if campaign.about(base.entries[key].topic) for item in items]
        assert len(asked) >= 3, campaign.name
