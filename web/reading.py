"""Understands questions beside the pages: one thread thinks, while the others are served what is known already."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.desk import Desk
from bot.model import Found

_MOST = 64
"""Questions that wait for the thread at most: the last of them for one or two seconds."""


class Busy(Exception):
    """More questions wait than can be understood in a moment."""


class Reading:
    """A question asked before takes no time; any other 15 to 30 ms of one processor, in a thread of its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._thread = ThreadPoolExecutor(1, "reading")
        self._waiting = 0

    async def found(self, text: str, audience: str | None) -> Found:
        """What a question means.  Raises :class:`Busy` where too many wait."""
        window = self._desk.window
        if known := window.remembered(text, audience):
            return known
        if self._waiting >= _MOST:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, window.understand, text, audience)
        finally:
            self._waiting -= 1
