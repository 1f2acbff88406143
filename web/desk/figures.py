"""The year's figures, counted once for everybody who looks within a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.desk import Desk
from bot.hide import for_the_office, nests, published
from bot.model import Paper, Period
from bot.period import period

_FRESH = timedelta(minutes=1)


class Figures:
    """Two papers of one counting: what may be shown to everybody, and what stays in the office."""

    def __init__(self, desk: Desk, now: Callable[[], datetime]) -> None:
        self._desk, self._now = desk, now
        self._lock = asyncio.Lock()
        self._papers: dict[bool, Paper] = {}
        self._since: datetime | None = None

    async def paper(self, internal: bool) -> Paper:
        """This year's, as the report has it.  Raises :class:`bot.model.Unavailable` when it cannot be counted."""
        async with self._lock:
            year = period(str(self._desk.today().year))
            held = self._papers.get(internal)
            if held is None or self._since is None or self._now() - self._since > _FRESH or held.tally.period != year:
                self._papers = await self._counted(year)
                self._since = self._now()
            return self._papers[internal]

    async def _counted(self, year: Period) -> dict[bool, Paper]:
        tally = await self._desk.tally(year)
        known = nests(self._desk.window.shelf.knowledge)
        # In a thread: what to hide can take a second to find, and residents are waiting.
        return {True: for_the_office(tally), False: await asyncio.to_thread(published, tally, known)}

    def drop(self) -> None:
        """Something was done: the next look counts again."""
        self._since = None
