"""When a message may go out: Telegram's limits, chat by chat, and no chat waits for another's.

Each limit is a moment that moves on with every message (the generic cell rate algorithm, ATM Forum 1996): one number
a chat.  What waits for the limit of all stands in one queue, the urgent before the rest, each in the order in which they
ask; since a chat asks for its next message only after the one before has gone, whoever has many to send holds up nobody.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

Chat = int | str
_REMEMBERED = 20_000
"""Chats in memory at most before those at rest are dropped."""
_REFUSED_ALL = 3
"""When so many chats in a row are told to wait, it is not about the chats: everybody waits."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, then one in so many seconds."""

    every: float
    """Seconds between two messages in the long run."""
    burst: int
    """Messages that may go out at once after a rest."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits: 30 messages a second overall, 1 a second a chat, 20 a minute a group."""

    overall: Rate = Rate(1 / 26, 4)
    """4 and 26 make 30 in the first second."""
    chat: Rate = Rate(1.0, 3)
    """Telegram bears short bursts in a private chat."""
    group: Rate = Rate(4.0, 5)
    """5 and 15 make 20 in the first minute."""


UNLIMITED = Limits(Rate(0, 1), Rate(0, 1), Rate(0, 1))
"""For a test server that has no limits."""


class Gate:
    """Tells each message when to go."""

    def __init__(
        self,
        limits: Limits | None = None,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """``now`` gives seconds of a clock that never jumps."""
        self._limits, self._now, self._sleep = limits or Limits(), now, sleep
        self._chats: dict[Chat, float] = {}
        """Chat -> the moment up to which its messages are spaced."""
        self._all = self._held = now()
        self._refused: set[Chat] = set()
        self._queue: list[tuple[bool, int, asyncio.Future[None]]] = []
        """What waits for the limit of all: a heap, False (urgent) before True, then by number."""
        self._number = itertools.count()
        self._letting: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        """Whether messages wait for the overall limit, so that what is only nice to have should not be sent."""
        return bool(self._queue)

    async def turn(self, chat: Chat, urgent: bool = False) -> None:
        """Return when a message to ``chat`` may go out; an urgent one goes before all others that wait."""
        if wait := self._of_chat(chat):
            await self._sleep(wait)
        if not self._queue and not self._until():
            self._all = max(self._all, self._now()) + self._limits.overall.every
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (not urgent, next(self._number), turn))
        self._letting = self._letting or asyncio.create_task(self._let_go())
        await turn

    async def _let_go(self) -> None:
        """One after the other, as the limit of all allows."""
        while self._queue:
            if wait := self._until():
                await self._sleep(wait)
                continue
            turn = heapq.heappop(self._queue)[-1]
            if not turn.done():  # whoever waited may have given up
                turn.set_result(None)
                self._all = max(self._all, self._now()) + self._limits.overall.every
        self._letting = None

    def _of_chat(self, chat: Chat) -> float:
        now, rate = self._now(), self._limits.group if _is_group(chat) else self._limits.chat
        if len(self._chats) >= _REMEMBERED:
            self._chats = {other: moment for other, moment in self._chats.items() if moment > now}
        moment = max(self._chats.get(chat, now), now)
        self._chats[chat] = moment + rate.every
        return max(0.0, moment - (rate.burst - 1) * rate.every - now)

    def _until(self) -> float:
        """Seconds until the limit of all lets the next one go."""
        now, rate = self._now(), self._limits.overall
        return max(0.0, self._all - (rate.burst - 1) * rate.every - now, self._held - now)

    def refused(self, chat: Chat, seconds: float) -> None:
        """Telegram told ``chat`` to wait: it waits, and the others only when they are told so too."""
        rate = self._limits.group if _is_group(chat) else self._limits.chat
        until = self._now() + seconds
        # As if it had just used up its burst: the next goes at ``until``.
        self._chats[chat] = max(self._chats.get(chat, 0.0), until + (rate.burst - 1) * rate.every)
        self._refused.add(chat)
        if len(self._refused) >= _REFUSED_ALL:
            self._held = max(self._held, until)
            self._refused.clear()

    def accepted(self) -> None:
        """Telegram took a message: there is no flood of all."""
        if self._refused:
            self._refused.clear()


def _is_group(chat: Chat) -> bool:
    return isinstance(chat, int) and chat < 0
