"""Makes sure that a database is served by one poller, or by webhook programs only."""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import logging
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ledger.connect import connect, file_of
from bot.model import Problem, Refused

LOG = logging.getLogger(__name__)
_LOOK = 20.0
"""Seconds between two looks whether the lock is still held."""


@asynccontextmanager
async def alone(url: str, town: str, several: bool = False) -> AsyncIterator[asyncio.Task[None]]:
    """Hold the right to serve ``town`` from the database at ``url``; ``several`` programs may share a PostgreSQL.

    Yields a task that ends only when the right was lost to another program.  Raises :class:`Refused` where another
    program serves already.  The lock ends with the process, whatever ends that.
    """
    if file := file_of(url):
        with _file(file.with_name(f"{file.name}.lock")):
            async with _watched(_nothing_happens()) as watch:
                yield watch
        return
    engine = connect(url)
    lock = _Lock(engine, town, several)
    try:
        await lock.take()
        async with _watched(lock.hold()) as watch:
            yield watch
    finally:
        await lock.drop()
        await engine.dispose()


@asynccontextmanager
async def _watched(work: Coroutine[Any, Any, None]) -> AsyncIterator[asyncio.Task[None]]:
    watch = asyncio.create_task(work)
    try:
        yield watch
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


async def _nothing_happens() -> None:
    await asyncio.Event().wait()


def _refused(why: str) -> Refused:
    return Refused((Problem("DATABASE_URL", f"这个数据库上另有一个程序在收消息（{why}）；请先停掉那一个再启动"),))


def _file(path: Path) -> IO[bytes]:
    file = path.open("ab")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise _refused(path.name) from error
    return file


class _Lock:
    """An advisory lock: exclusive for a poller, shared for programs that are delivered to."""

    def __init__(self, engine: AsyncEngine, town: str, several: bool) -> None:
        self._engine = engine
        kind = "_shared" if several else ""
        self._try = text(f"select pg_try_advisory_lock{kind}(:key)")
        self._key = int.from_bytes(hashlib.sha256(f"mingbai:{town}".encode()).digest()[:8], "big", signed=True)
        self._connection: AsyncConnection | None = None

    async def take(self) -> None:
        """Take the lock on a connection that stays open.  Raises :class:`Refused`, and SQLAlchemy's errors."""
        opened = await self._engine.connect()
        self._connection = await opened.execution_options(isolation_level="AUTOCOMMIT")
        if not (await self._connection.execute(self._try, {"key": self._key})).scalar_one():
            raise _refused("PostgreSQL 锁")

    async def drop(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(SQLAlchemyError):
                await connection.invalidate()  # a lock of a session must not go back into the pool with it
            await connection.close()

    async def hold(self) -> None:
        """Take the lock again whenever the connection was cut.  Raises :class:`Refused` where another was quicker."""
        while True:
            await asyncio.sleep(_LOOK)
            try:
                if self._connection is None:
                    await self.take()
                else:
                    await self._connection.execute(text("select 1"))
            except SQLAlchemyError as error:
                LOG.warning("the lock on the database was cut (%s); taking it again", type(error).__name__)
                await self.drop()
