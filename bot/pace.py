"""Keeps what is sent under a rate, and silent when Telegram asks for it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable
from contextlib import suppress

PER_SECOND = 25.0
"""Letters a second: Telegram allows 30 messages to different chats, and the answers to residents go first."""
_CATCH_UP = 0.08
"""Seconds of delay that are made good at most."""


class Pace:
    """Hands out turns, so many a second."""

    def __init__(self, per_second: float = PER_SECOND, clock: Callable[[], float] = time.monotonic) -> None:
        """``per_second`` may be infinite."""
        self._gap = 0.0 if math.isinf(per_second) else 1.0 / per_second
        self._clock, self._over = clock, asyncio.Event()
        self._next = self._silent_until = -math.inf

    async def turn(self) -> None:
        """Return when the next letter may be sent, or at once when there is to be none."""
        mine = max(self._next, self._clock() - _CATCH_UP)
        self._next = mine + self._gap
        while not self._over.is_set() and (wait := max(mine, self._silent_until) - self._clock()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), wait)

    def hold(self, seconds: float) -> None:
        """No turn for so many seconds, also for those that wait for theirs."""
        self._silent_until = max(self._silent_until, self._clock() + seconds)
        self._next = max(self._next, self._silent_until)

    def end(self) -> None:
        """Nobody waits any longer."""
        self._over.set()
