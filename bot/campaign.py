"""Which campaign runs on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from bot.model import Campaign

_DAYS = re.compile(r"(\d\d)-(\d\d)(?:\.\.(\d\d)-(\d\d))?")
_LEAP = 2024
"""A year that has every day that any year has."""


@lru_cache(maxsize=256)
def span(days: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """First and last month and day of ``05-01..05-31``; None where it cannot be read or names no day."""
    read = _DAYS.fullmatch(days.strip())
    if read is None:
        return None
    first = (int(read[1]), int(read[2]))
    last = (int(read[3]), int(read[4])) if read[3] else first
    try:
        date(_LEAP, *first), date(_LEAP, *last)
    except ValueError:
        return None
    return first, last


def running(campaigns: Iterable[Campaign], day: date, audience: str | None = None) -> Campaign | None:
    """The campaign of ``day`` for an audience; of several the shortest, since a day within a month is the occasion.

    Whoever has not said what audience they belong to is invited to every campaign.
    """
    now = [c for c in campaigns if _runs(c, day) and (audience is None or not c.audiences or audience in c.audiences)]
    return min(now, key=_length, default=None)


def _runs(campaign: Campaign, day: date) -> bool:
    found = span(campaign.days)
    if found is None:
        return False
    (first, last), today = found, (day.month, day.day)
    return first <= today <= last if first <= last else today >= first or today <= last


def _length(campaign: Campaign) -> timedelta:
    found = span(campaign.days)
    assert found is not None, "a campaign that runs has days"
    first, last = (date(_LEAP, *end) for end in found)
    return (last - first) % timedelta(366)  # over New Year it goes on in the next year; as many days as the leap year has
