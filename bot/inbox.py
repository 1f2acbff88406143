"""Updates on disk before they are acknowledged; handled in order within a chat, many chats at once."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.statements import Statements
from bot.ledger.writer import Writer

RawUpdate = Mapping[str, Any]
"""An update as Telegram sends it, decoded from JSON."""

Handle = Callable[[RawUpdate], Awaitable[float | None]]
"""Handles one update to its end and returns None, or the seconds after which it must be tried again."""


class Inbox:
    """A durable queue with a line for each chat."""

    def __init__(self, engine: AsyncEngine, writer: Writer, town: str, now: Callable[[], datetime]) -> None:
        self._engine, self._writer, self._town, self._now = engine, writer, town, now
        self._insert = Statements(engine.dialect.name, town).update.returning(tables.inbox.c.update_id)
        self._lines: dict[str, deque[RawUpdate]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._handle: Handle | None = None

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Write updates to disk, then line them up.  Those seen before are ignored.

        Returns once they are durable; raises SQLAlchemy's errors when they are not, so that Telegram sends them again.
        """
        rows = [self._row(u) for u in updates if isinstance(u.get("update_id"), int)]
        if not rows:
            return
        async with self._writer.transaction() as connection:
            fresh = set((await connection.execute(self._insert, rows)).scalars())
        for update in updates:
            if update.get("update_id") in fresh:
                fresh.discard(update["update_id"])
                self._line_up(update)

    def _row(self, update: RawUpdate) -> dict[str, Any]:
        body = json.dumps(update, ensure_ascii=False).encode(errors="replace").decode()  # half a surrogate pair
        known = {"town": self._town, "update_id": update["update_id"], "chat": chat_of(update)}
        return known | {"body": body, "at": self._now(), "done": False}

    async def open(self, handle: Handle) -> None:
        """Start handling, first of all what a previous run left unanswered, in the order in which it arrived."""
        self._handle = handle
        row = tables.inbox.c
        waiting = select(row.body).where(row.town == self._town, ~row.done).order_by(row.update_id)
        async with self._engine.connect() as connection:
            bodies = (await connection.execute(waiting)).scalars().all()
        for body in bodies:
            self._line_up(json.loads(body))

    def _line_up(self, update: RawUpdate) -> None:
        chat = chat_of(update)
        line = self._lines.get(chat)
        if line is not None:
            line.append(update)
            return
        self._lines[chat] = deque([update])
        task = asyncio.create_task(self._serve(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, chat: str) -> None:
        assert self._handle is not None, "open() comes before keep()"
        line = self._lines[chat]
        try:
            while line:
                wait = await self._handle(line[0])
                if wait is None:
                    line.popleft()
                else:
                    await asyncio.sleep(wait)
        finally:
            del self._lines[chat]

    async def idle(self) -> None:
        """Return when every line is empty."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self, seconds: float = 5.0) -> None:
        """Let what is being handled finish for some seconds; the rest stays on disk for the next run."""
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
                return str(owner["id"])[:32]
    return f"u{update.get('update_id', '')}"[:32]
