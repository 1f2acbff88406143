"""A line for each chat: in order within it, all of them side by side."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

RawUpdate = Mapping[str, Any]
"""An update as Telegram sends it, decoded from JSON."""

Handle = Callable[[RawUpdate], Awaitable[float | None]]
"""Handles one update to its end and returns None, or the seconds after which it must be tried again."""

MayEnd = Callable[[str], Awaitable[bool]]
"""Asked when a line is empty: True when nothing more is to come, False when something came meanwhile."""

CROWD = 10
"""So many updates of one chat waiting at once are a flood."""


class Lines:
    """Lines in memory; what makes them survive the program stands in :mod:`bot.inbox`."""

    def __init__(self, may_end: MayEnd | None = None) -> None:
        self._may_end = may_end
        self._lines: dict[str, deque[RawUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._handle: Handle | None = None
        self._crowded: Handle | None = None
        self._said: set[str] = set()

    def open(self, handle: Handle, crowded: Handle | None = None) -> None:
        """Begin; ``crowded`` hears once of a chat in whose line :data:`CROWD` updates wait, until that is empty again."""
        self._handle, self._crowded = handle, crowded

    def __contains__(self, chat: object) -> bool:
        return chat in self._lines

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def backlog(self) -> int:
        """How many updates of all chats are not handled to their end."""
        return sum(map(len, self._lines.values()))

    def waiting(self, chat: str) -> int:
        """How many updates of a chat are not handled to their end."""
        return len(self._lines.get(chat, ()))

    def add(self, update: RawUpdate, chat: str | None = None) -> None:
        """Line an update up by its number, behind the one that is being handled; ``chat`` where it is known."""
        chat = chat or chat_of(update)
        line = self._lines.get(chat)
        if line is None:
            self._lines[chat] = deque([update])
            self._start(self._serve(chat))
            return
        at, number = len(line), update["update_id"]
        while at > 1 and line[at - 1]["update_id"] > number:
            at -= 1
        line.insert(at, update)
        if len(line) >= CROWD and self._crowded and chat not in self._said:
            self._said.add(chat)
            self._start(self._say_so(self._crowded, update))

    def cut(self, chat: str) -> None:
        """Forget what waits in a line, but for what is being handled."""
        line = self._lines.get(chat, deque())
        while len(line) > 1:
            line.pop()

    def end(self, chat: str) -> None:
        """Take an empty line away at once, so that whatever comes next begins a new one."""
        self._lines.pop(chat, None)
        self._said.discard(chat)

    def _start(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @staticmethod
    async def _say_so(crowded: Handle, update: RawUpdate) -> None:
        await crowded(update)

    async def _serve(self, chat: str) -> None:
        assert self._handle is not None, "open() comes before add()"
        line = self._lines[chat]
        try:
            while True:
                while line:
                    wait = await self._handle(line[0])
                    if wait is None:
                        line.popleft()
                    else:
                        await asyncio.sleep(wait)
                if self._may_end is None or await self._may_end(chat):
                    return
        finally:
            if self._lines.get(chat) is line:
                self.end(chat)

    async def idle(self) -> None:
        """Return when every line is empty."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self, seconds: float) -> None:
        """Let what is being handled finish for some seconds; the rest is left."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in set(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


def chat_of(update: RawUpdate) -> str:
    """The line an update belongs to: its chat, else its sender, else a line of its own."""
    for payload in update.values():
        if isinstance(payload, Mapping):
            holder = payload.get("message") if isinstance(payload.get("message"), Mapping) else payload
            owner = (holder or {}).get("chat") or payload.get("from") or payload.get("user") or {}
            if isinstance(owner, Mapping) and "id" in owner:
                # Forged ones hold null characters and halves of pairs, which no database takes.
                return str(owner["id"]).replace("\0", "").encode(errors="replace").decode()[:32]
    return f"u{update.get('update_id', '')}"[:32]
