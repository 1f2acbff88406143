"""Updates on disk before they are acknowledged; handled in order within a chat, many chats at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
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
        sql = statements(engine.dialect.name, town)
        self._insert, self._seen = sql.update, sql.seen
        self._highest = _LARGEST
        """The highest number so far: one above it is new, others are looked for.  Before it is known none is above."""
        self.lines = Lines()
        self.figures = {"kept": 0}
        """How many updates were written."""

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """Write updates to disk, then line them up.  Those seen before are ignored.

        Returns once they are durable; raises SQLAlchemy's errors when they are not, so that Telegram sends them again.
        """
        if updates := numbered(updates):
            # Whoever keeps them may give up meanwhile: what is on disk is lined up all the same.
            await asyncio.shield(self._keep(updates))

    async def _keep(self, updates: Sequence[RawUpdate]) -> None:
        given = {u["update_id"]: u for u in reversed(updates)}
        new, self._highest = min(given) > self._highest, max(self._highest, *given)
        seen, rows = set[int](), {number: self._row(update) for number, update in given.items()}
        async with self._writer.blind() as connection:
            if not new:
                seen |= set((await connection.execute(self._seen, {"numbers": list(given)})).scalars())
            await connection.execute(self._insert, [*rows.values()])
        for number in sorted(given.keys() - seen):
            self.figures["kept"] += 1
            self.lines.add(given[number], rows[number]["chat"])

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
            highest = await connection.scalar(select(func.max(row.update_id)).where(row.town == self._town))
        self._highest = -_LARGEST if highest is None else highest
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

