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

Statement = tuple[Executable, Sequence[Mapping[str, Any]]]
"""A statement and the rows it runs on.  The same statement of several jobs runs once on all their rows."""


@dataclass(slots=True)
class _Job:
    statements: Sequence[Statement]
    done: asyncio.Future[None]


class Writer:
    """Group commit: each job is durable when its call returns, and many jobs share one disk flush."""

    def __init__(self, engine: AsyncEngine, most: int = 256) -> None:
        self._engine, self._most = engine, most
        self._waiting: list[_Job] = []
        self._lock = asyncio.Lock()

    async def write(self, statements: Sequence[Statement]) -> None:
        """Run the statements in one transaction.  Raises SQLAlchemy's errors when they cannot be written."""
        job = _Job(statements, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        async with self._lock:
            if not job.done.done():
                await self._flush()
        await job.done

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A transaction of one's own, for what does not fit into statements."""
        async with self._lock, self._engine.begin() as connection:
            yield connection

    async def _flush(self) -> None:
        jobs, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            await self._commit(jobs)
        except SQLAlchemyError:
            for job in jobs:
                await self._alone(job)
        except asyncio.CancelledError:
            self._waiting = [*jobs, *self._waiting]  # the next in line writes them
            raise
        else:
            for job in jobs:
                job.done.set_result(None)

    async def _alone(self, job: _Job) -> None:
        """One job by itself, so that a bad row harms nobody else's."""
        try:
            await self._commit([job])
        except SQLAlchemyError as error:
            job.done.set_exception(error)
        else:
            job.done.set_result(None)

    async def _commit(self, jobs: Sequence[_Job]) -> None:
        merged: dict[Executable, list[Mapping[str, Any]]] = {}
        for job in jobs:
            for statement, rows in job.statements:
                merged.setdefault(statement, []).extend(rows)
        async with self._engine.begin() as connection:
            for statement, rows in merged.items():
                await connection.execute(statement, rows)
