"""A clock that jumps: minutes of waiting take no time."""

from __future__ import annotations

import asyncio
import heapq
import itertools


class Jumping:
    """Seconds that pass while nothing else is to do."""

    def __init__(self, now: float = 0.0) -> None:
        self.now, self._order = now, itertools.count()
        self._sleeping: list[tuple[float, int, asyncio.Event]] = []

    def __call__(self) -> float:
        """The moment."""
        return self.now

    @property
    def sleeping(self) -> int:
        """How many sleep."""
        return len(self._sleeping)

    async def sleep(self, seconds: float) -> None:
        """Return when the clock has jumped so far."""
        woken = asyncio.Event()
        heapq.heappush(self._sleeping, (self.now + seconds, next(self._order), woken))
        await woken.wait()

    def jump(self) -> bool:
        """To the moment of the next sleeper, and wake all of that moment; False where nobody sleeps."""
        if not self._sleeping:
            return False
        self.now = self._sleeping[0][0]
        while self._sleeping and self._sleeping[0][0] <= self.now:
            heapq.heappop(self._sleeping)[2].set()
        return True
