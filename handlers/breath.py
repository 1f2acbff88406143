"""Lets the loop breathe: understanding a question takes a while, and messages must go out and come in meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable


class Breath:
    """Of many that become ready at the same moment, lets so many go on as fit into ``most`` seconds; then I/O has its turn.

    Those that wait go on in the order in which they came.
    """

    def __init__(self, most: float = 0.005, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._since: float | None = None
        """When the first went on since the loop last looked for I/O; None: nobody did."""
        self._went = 0
        """How many have gone on since then."""
        self._waiting = deque[asyncio.Future[None]]()

    async def take(self) -> None:
        """Return when it is one's turn to be busy."""
        now = self._now()
        if self._since is None:
            self._since, self._went = now, 0
            asyncio.get_running_loop().call_soon(self._over)  # after the loop has looked for I/O
        elif self._waiting or now - self._since >= self._most:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            await turn
            return
        self._went += 1

    def _over(self) -> None:
        assert self._since is not None, "somebody went on"
        now = self._now()
        # As many as would have fitted, going by those that went on just now.
        many = self._went * self._most / max(now - self._since, self._most / 100)
        self._since, self._went = None, 0
        while self._waiting and self._went < max(many, 1):
            turn = self._waiting.popleft()
            if not turn.done():  # whoever waited may have given up
                turn.set_result(None)
                self._since, self._went = now, self._went + 1
        if self._since is not None:
            asyncio.get_running_loop().call_soon(self._over)
