"""The inbox of one of several programs on one PostgreSQL: each chat is served by one of them at a time.

A program claims a chat in the transaction that writes its update.  Where another holds the chat, the update is left on
disk; the holder looks before it gives the chat back, under a lock on the claim that the writer holds too, so that
nothing is left behind.  A program that died loses its claims after some seconds and the others take over.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot import claims
from bot.claims import Claims
from bot.inbox import Inbox, numbered
from bot.ledger.writer import Writer
from bot.lines import Handle, Lines, RawUpdate, chat_of

LOG = logging.getLogger(__name__)
_AGAIN = 1.0
"""Seconds until a database that failed is asked again."""

Row = Mapping[str, Any]
Keep = tuple[Sequence[Row], asyncio.Future[None]]
Rows = Sequence[tuple[int, str, str]]


class SharedInbox(Inbox):
    """As :class:`Inbox`, for several programs; what arrives together shares a transaction."""

    def __init__(
        self, engine: AsyncEngine, writer: Writer, town: str, now: Callable[[], datetime], seconds: float | None = None
    ) -> None:
        super().__init__(engine, writer, town, now)
        self.lines = Lines(self._may_end)
        self._claims = Claims(town, claims.LEASE if seconds is None else seconds)
        self._known: dict[str, set[int]] = {}
        """Chat that is served here -> numbers of the updates that were lined up since it was claimed."""
        self._sure_until = 0.0
        """Up to this moment of the monotonic clock the claims hold, whatever happens to this program meanwhile."""
        self._keeps: list[Keep] = []
        self._ends: dict[str, asyncio.Future[bool]] = {}
        self._working: asyncio.Task[None] | None = None
        self._renewing: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        """Held from a transaction's begin until the lines have taken in what it found."""

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        """See :meth:`Inbox.keep`; an update for a chat that another program serves is left to that one."""
        rows = [self._row(u) for u in numbered(updates)]
        if rows:
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._keeps.append((rows, done))
            self._work()
            await done

    async def open(self, handle: Handle, crowded: Handle | None = None) -> None:
        """See :meth:`Inbox.open`; of what was left unanswered, takes what no other program serves."""

        async def handle_mine(raw: RawUpdate) -> float | None:
            return await handle(raw) if await self._is_mine(raw) else None

        self.lines.open(handle_mine, crowded)
        await self._renew()
        self._renewing = asyncio.create_task(self._renew_for_ever())

    async def close(self, seconds: float = 5.0) -> None:
        """See :meth:`Inbox.close`; the others may take over at once."""
        await super().close(seconds)
        for task in (self._renewing, self._working):
            if task:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        try:
            async with self._engine.begin() as connection:
                await self._claims.drop_all(connection)
        except SQLAlchemyError as error:
            LOG.warning("chats not given back (%s); they are free in %.0f s", type(error).__name__, self._claims.seconds)

    async def _may_end(self, chat: str) -> bool:
        end: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._ends[chat] = end
        self._work()
        return await end

    async def _is_mine(self, raw: RawUpdate) -> bool:
        """Whether an update that is next in its line may be handled here: this program may have slept meanwhile."""
        while time.monotonic() >= self._sure_until:
            try:
                await self._renew()
            except SQLAlchemyError:
                await asyncio.sleep(_AGAIN)
        return chat_of(raw) in self._known

    async def _renew_for_ever(self) -> None:
        while True:
            await asyncio.sleep(self._claims.seconds / 3)
            try:
                await self._renew()
            except SQLAlchemyError as error:
                LOG.warning("claims not renewed (%s)", type(error).__name__)

    async def _renew(self) -> None:
        """Prolong the claims, and take over what programs that died have left."""
        async with self._turn:
            began = time.monotonic()
            async with self._engine.begin() as connection:
                mine = await self._claims.renew(connection)
            self._sure_until = began + self._claims.seconds
            for chat in self._known.keys() - mine:
                del self._known[chat]
                self.lines.cut(chat)
            async with self._engine.begin() as connection:
                mine |= await self._claims.take_over(connection)
                new = mine - self._known.keys()
                found = await self._claims.waiting(connection, new, ()) if new else ()
            self._line_up(new, found)
        for chat in new - {chat for _, chat, _ in found}:
            self._ends.setdefault(chat, asyncio.get_running_loop().create_future())
            self._work()

    def _work(self) -> None:
        if self._working is None:
            self._working = asyncio.create_task(self._work_off())

    async def _work_off(self) -> None:
        try:
            while self._keeps or self._ends:
                keeps, self._keeps = self._keeps, []
                if keeps:
                    await self._keep_all(keeps)
                ends, self._ends = self._ends, {}
                if ends:
                    await self._end_all(ends)
        finally:
            self._working = None

    async def _keep_all(self, keeps: Sequence[Keep]) -> None:
        rows = sorted((row for keep in keeps for row in keep[0]), key=lambda row: int(row["update_id"]))
        try:
            async with self._turn:
                async with self._engine.begin() as connection:
                    await connection.execute(self._insert, rows)
                    mine = await self._claims.take(connection, {row["chat"] for row in rows})
                    found = await self._waiting(connection, mine)
                self._line_up(mine, found)
        except SQLAlchemyError as error:
            if len(keeps) > 1:
                for keep in keeps:  # by itself, so that a bad row harms nobody else's
                    await self._keep_all([keep])
            else:
                _settle(keeps[0][1], error)
        else:
            self.figures["kept"] += len(rows)
            for _, done in keeps:
                _settle(done, None)

    async def _end_all(self, ends: Mapping[str, asyncio.Future[bool]]) -> None:
        """Give back the chats in which nothing more waits; the others go on."""
        empty = {chat for chat in ends if chat in self._known and not self.lines.waiting(chat)}
        try:
            async with self._turn:
                async with self._engine.begin() as connection:
                    mine = await self._claims.lock(connection, empty)
                    found = await self._waiting(connection, mine)
                    more = {chat for _, chat, _ in found}
                    await self._claims.drop(connection, mine - more)
                for chat in empty - more:
                    self._known.pop(chat, None)
                self._line_up(more, found)
        except SQLAlchemyError as error:
            LOG.warning("chats not given back (%s); trying again", type(error).__name__)
            for end in ends.values():
                asyncio.get_running_loop().call_later(_AGAIN, _settle, end, False)
            return
        for chat, end in ends.items():
            if not self.lines.waiting(chat):
                self.lines.end(chat)
            _settle(end, not self.lines.waiting(chat))

    async def _waiting(self, connection: AsyncConnection, chats: Collection[str]) -> Rows:
        known = {number for chat in chats for number in self._known.get(chat, ())}
        return await self._claims.waiting(connection, chats, known) if chats else ()

    def _line_up(self, chats: Collection[str], rows: Rows) -> None:
        for chat in chats:
            self._known.setdefault(chat, set())
        for number, chat, body in rows:
            if number not in self._known[chat]:
                self._known[chat].add(number)
                self.lines.add(json.loads(body), chat)


def _settle(future: asyncio.Future[Any], what: object) -> None:
    """Tell whoever waits, unless they have given up."""
    if future.done():
        return
    if isinstance(what, Exception):
        future.set_exception(what)
    else:
        future.set_result(what)
