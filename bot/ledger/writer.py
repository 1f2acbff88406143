"""One writer for one database: what arrives while a transaction is on its way shares the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.ledger.cursor import Connection


@dataclass(frozen=True, slots=True, eq=False)
class ForAll:
    """A statement that runs once for many rows: it takes the values of one parameter as a list."""

    statement: Executable
    """What runs."""
    parameter: str
    """The one parameter, which is expanding."""


Statement = tuple[Executable | ForAll, Sequence[Mapping[str, Any]]]
"""A statement and the rows it runs on.  The same statement of several jobs runs once on all their rows."""


@dataclass(slots=True)
class _Job:
    statements: Sequence[Statement]
    done: asyncio.Future[None]

    def end(self, error: Exception | None = None) -> None:
        """Tell the caller, unless they have given up."""
        if self.done.done():
            return
        if error is None:
            self.done.set_result(None)
        else:
            self.done.set_exception(error)


_GATHERS = 0.008
"""Seconds for which many jobs gather before they are written: a transaction costs as much as to handle three updates."""


class Writer:
    """Group commit: each job is durable when its call returns, and many jobs share one disk flush."""

    def __init__(self, engine: AsyncEngine, most: int = 256) -> None:
        self._engine, self._most = engine, most
        self._waiting: list[_Job] = []
        self._lock = asyncio.Lock()
        self._writing: asyncio.Task[None] | None = None

    async def write(self, statements: Sequence[Statement]) -> None:
        """Run the statements in one transaction.  Raises SQLAlchemy's errors when they cannot be written."""
        job = _Job(statements, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        await job.done

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction of one's own, for what does not fit into statements."""
        async with self._lock, self._engine.begin() as connection:
            yield connection

    @asynccontextmanager
    async def blind(self) -> AsyncIterator[AsyncConnection]:
        """The same for whoever does not look at how many rows a statement changed: SQLite does all of it at once, at its end."""
        async with self.transaction() as connection:
            _gather(connection)
            yield connection

    async def _write_all(self) -> None:
        jobs: Sequence[_Job] = ()
        try:
            while self._waiting:
                if len(jobs) > 1:  # whoever comes alone is written at once
                    await asyncio.sleep(_GATHERS)
                async with self._lock:
                    jobs, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
                    await self._flush(jobs)
        finally:
            self._writing = None

    async def _flush(self, jobs: Sequence[_Job]) -> None:
        try:
            await self._commit(jobs)
        except SQLAlchemyError as error:
            if len(jobs) == 1:
                jobs[0].end(error)
            else:
                for job in jobs:  # by itself, so that a bad row harms nobody else's
                    await self._flush([job])
        else:
            for job in jobs:
                job.end()

    async def _commit(self, jobs: Sequence[_Job]) -> None:
        merged: dict[Executable | ForAll, list[Mapping[str, Any]]] = {}
        for job in jobs:
            for statement, rows in job.statements:
                merged.setdefault(statement, []).extend(rows)
        async with self._engine.begin() as connection:
            _gather(connection)
            for statement, rows in merged.items():
                if isinstance(statement, ForAll):
                    values = [row[statement.parameter] for row in rows]
                    await connection.execute(statement.statement, {statement.parameter: values})
                else:
                    await connection.execute(statement, rows)


def _gather(connection: AsyncConnection) -> None:
    assert connection.sync_connection, "it is open"
    driver = connection.sync_connection.connection.driver_connection
    if isinstance(driver, Connection):
        driver.gather()
