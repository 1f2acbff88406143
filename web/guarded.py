"""Which pages somebody may have to leave in a hurry."""

from __future__ import annotations

from bot.model import Knowledge

EXIT = "https://www.weather.com.cn/"
"""Where the quick exit leads: the weather, which anybody may be looking at."""
_TOPIC = "violence"
_HELPLINES = {"12338", "12355"}
"""Those of women and of young people: a danger that calls them is one from a person who may stand beside the screen."""


def guarded(base: Knowledge, entry: str) -> bool:
    """Whether the page of an entry needs a quick exit, and a title that says nothing."""
    near = (danger for danger in base.emergencies if _HELPLINES & {*danger.calls})
    return entry.startswith(f"{_TOPIC}/") or any(entry in danger.entries for danger in near)
