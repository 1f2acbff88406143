"""bot/clock.py: Beijing days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.clock import local_day, utc_now


def test_the_day_begins_at_midnight_in_beijing() -> None:
    assert local_day(datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC)) == date(2026, 12, 31)
    assert local_day(datetime(2026, 12, 31, 16, 0, tzinfo=UTC)) == date(2027, 1, 1)


def test_the_moment_says_that_it_is_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)
