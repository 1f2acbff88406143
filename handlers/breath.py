"""Lets the loop breathe: understanding a question takes a while, and messages must go out and come in meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class Breath:
    """Of many that become ready at the same moment, lets so many go on as fit into ``most`` seconds; then I/O has its turn.

    Those that wait go on in the order in which they came.
    """

    def __init__(self, most: float = 0.005, now: Callable[[], float] = time.monotonic) -> None:
        self._most, self._now = most, now
        self._since: float | None = None
        """When the first went on since the loop last looked for I/O; None: nobody did."""

    async def take(self) -> None:
        """Return when it is one's turn to be busy."""
        while True:
            now = self._now()
            if self._since is None:
                self._since = now
                asyncio.get_running_loop().call_soon(self._over)  # after the loop has looked for I/O
                return
            if now - self._since < self._most:
                return
            await asyncio.sleep(0)

    def _over(self) -> None:
        self._since = None
