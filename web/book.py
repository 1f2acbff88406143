"""Records what was shown, once it was; what cannot be written now is written when the database is back."""

from __future__ import annotations

import asyncio
import logging
from collections import deque

from bot.desk import Desk
from bot.model import Effects, Unavailable

LOG = logging.getLogger(__name__)
_PAUSE = 2.0
"""Seconds before the database is tried again."""
_MOST = 10_000
"""Contacts that wait in memory at most; beyond them the oldest are lost."""


class Book:
    """The way to the contact log.  A resident who stands before an answer never waits for the database."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._waiting: deque[Effects] = deque(maxlen=_MOST)
        self._trying: asyncio.Task[None] | None = None

    async def write(self, effects: Effects) -> None:
        """Write down what was shown, now or later."""
        try:
            await self._desk.settle(effects)
        except Unavailable:
            LOG.warning("a contact waits: the database is unavailable")
            self._waiting.append(effects)
            if self._trying is None:
                self._trying = asyncio.create_task(self._try_again())

    async def _try_again(self) -> None:
        while self._waiting:
            await asyncio.sleep(_PAUSE)
            try:
                await self._desk.settle(self._waiting[0])
            except Unavailable:
                continue
            self._waiting.popleft()
        self._trying = None
