"""Time as the township counts it: Beijing time, which has had no summer time since 1991."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The calendar day of an aware moment in Beijing."""
    return moment.astimezone(BEIJING).date()
