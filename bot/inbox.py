"""Updates on disk before they are acknowledged; handled in order within a chat, many chats at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ledger import tables
from bot.ledger.statements import statements
from bot.ledger.writer import Writer
from bot.lines import Handle, Lines, RawUpdate, chat_of

__all__ = ["Handle", "Inbox", "RawUpdate", "chat_of", "numbered"]

_encode = json.JSONEncoder(ensure_ascii=False).encode
_LARGEST = 2**63
"""Numbers of updates lie below; larger ones fit no database."""


class Inbox:
    """A durable queue with a line for each chat, of the only program on its database."""

    def __init__(self, engine: AsyncEngine, writer: Writer, town: str, now: Callable[[], datetime]) -> None:
        self._engine, self._writer, self._town, self._now = engine, writer, town, now
        self._insert = statements(engine.dialect.name, town).update
        self._insert_fresh = self._insert.returning(tables.inbox.c.update_id)
        self.lines = Lines()
        self.figures = {"kept": 0}
        """How many updates were written."""

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Write updates to disk, then line them up.  Those seen before are ignored.

        Returns once they are durable; raises SQLAlchemy's errors when they are not, so that Telegram sends them again.
        """
        updates = numbered(updates)
        if not updates:
            return
        async with self._writer.transaction() as connection:
            fresh = set((await connection.execute(self._insert_fresh, [self._row(u) for u in updates])).scalars())
        for update in updates:
            if update["update_id"] in fresh:
                fresh.discard(update["update_id"])
                self.figures["kept"] += 1
                self.lines.add(update)

    def _row(self, update: RawUpdate) -> dict[str, Any]:
        try:
            body = _encode(update).encode(errors="replace").decode()  # half a surrogate pair
        except RecursionError:
            body = json.dumps({"update_id": update["update_id"]})  # nested as nothing of Telegram's is
        known = {"town": self._town, "update_id": update["update_id"], "chat": chat_of(update)}
        return known | {"body": body, "at": self._now(), "done": False}

    async def open(self, handle: Handle, crowded: Handle | None = None) -> None:
        """Start handling, first of all what a previous run left unanswered, in the order of its numbers."""
        self.lines.open(handle, crowded)
        row = tables.inbox.c
        waiting = select(row.body).where(row.town == self._town, ~row.done).order_by(row.update_id)
        async with self._engine.connect() as connection:
            bodies = (await connection.execute(waiting)).scalars().all()
        for body in bodies:
            self.lines.add(json.loads(body))

    async def idle(self) -> None:
        """Return when every line is empty."""
        await self.lines.idle()

    async def close(self, seconds: float = 5.0) -> None:
        """Let what is being handled finish for some seconds; the rest stays on disk for the next run."""
        await self.lines.close(seconds)


def numbered(updates: Sequence[RawUpdate]) -> list[RawUpdate]:
    """Those that have the number of an update, in its order."""
    good = [u for u in updates if type(u.get("update_id")) is int and -_LARGEST <= u["update_id"] < _LARGEST]
    return sorted(good, key=lambda u: int(u["update_id"]))

