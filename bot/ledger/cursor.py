"""One way to the database's thread and back for a statement, or for a transaction: aiosqlite's own cursor takes three a statement."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite

_CHUNK = 64
_TELLS_NOTHING = ("INSERT", "UPDATE", "DELETE")
"""How a statement begins that gives no rows, unless it asks for them."""
Row = tuple[Any, ...]
_Step = Callable[[], Any]


class Connection(aiosqlite.Connection):
    """aiosqlite's connection; its cursors are made where they are used, and closed only where rows are left in them."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it, as it does aiosqlite's
        """Nothing is asked of the database yet."""
        return Cursor(self)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._steps: list[_Step] | None = None
        """What waits for the end of the transaction; None where nothing may wait."""

    def gather(self) -> None:
        """Until the transaction ends, statements that give no rows wait for the next that does, or for the commit.

        They go to the thread with it: while the loop is busy, nothing waits there with a lock in its hand.  How many rows they
        change nobody learns, and their errors come with what they waited for.
        """
        self._steps = []

    def waits(self, sql: str, step: Callable[..., Any], parameters: Any) -> bool:
        """Whether a statement was put off."""
        if self._steps is None or not sql.startswith(_TELLS_NOTHING) or "RETURNING" in sql:
            return False
        self._steps.append(partial(step, sql, parameters))
        return True

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """As aiosqlite's, after what waits."""
        if self._steps:
            steps, self._steps = [*self._steps, partial(fn, *args, **kwargs)], []
            return await super()._execute(_run, steps)  # type: ignore[no-untyped-call]  # aiosqlite's own
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]  # aiosqlite's own

    async def commit(self) -> None:
        """End the transaction with all that waits.  What cannot be done at all is undone: SQLAlchemy does not, after a commit."""
        try:
            await super().commit()
        except sqlite3.Error:
            await self.rollback()
            raise
        finally:
            self._steps = None

    async def rollback(self) -> None:
        """End the transaction; what waits is never done."""
        self._steps = None
        await super().rollback()

    async def close(self) -> None:
        """A connection given up within a transaction would keep its lock for as long as a cursor of it is anywhere."""
        try:
            if self._connection is not None:
                await self.rollback()
        finally:
            await super().close()


class Cursor:
    """What SQLAlchemy asks of an asynchronous cursor."""

    arraysize = 1
    """Rows that :meth:`fetchmany` gives unless told."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._made: aiosqlite.Cursor | None = None
        self._left = False
        """Whether rows may still be in it, which hold the database as it was."""

    async def __aenter__(self) -> Cursor:
        return self

    @property
    def description(self) -> Any:
        """The columns of the rows; None where a statement has none."""
        return self._made.description if self._made else None

    @property
    def rowcount(self) -> int:
        """How many rows a statement changed, -1 where that is unknown."""
        return self._made.rowcount if self._made else -1

    @property
    def lastrowid(self) -> int | None:
        """The key of the row that was inserted last, None before any was."""
        return self._made.lastrowid if self._made else None

    async def execute(self, sql: str, parameters: Iterable[Any] = ()) -> None:
        """Run a statement.  Raises sqlite3's errors."""
        if self._connection.waits(sql, self._connection._conn.execute, parameters):
            return
        self._made = await self._connection.execute(sql, parameters)
        self._left = self._made.description is not None

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Run a statement once for each row.  Raises sqlite3's errors."""
        if not self._connection.waits(sql, self._connection._conn.executemany, parameters):
            self._made = await self._connection.executemany(sql, parameters)

    async def fetchone(self) -> Row | None:
        """The next row."""
        return await self._made.fetchone() if self._made else None  # type: ignore[return-value]  # a row is a tuple

    async def fetchmany(self, size: int | None = None) -> Iterable[Row]:
        """The next rows."""
        return await self._made.fetchmany(size) if self._made else []  # type: ignore[return-value]  # a row is a tuple

    async def fetchall(self) -> Iterable[Row]:
        """All rows that are left."""
        rows = await self._made.fetchall() if self._made else []
        self._left = False
        return rows  # type: ignore[return-value]  # a row is a tuple

    def __aiter__(self) -> AsyncIterator[Row]:
        assert self._made, "a statement comes first"
        return self._made.__aiter__()  # type: ignore[return-value]  # a row is a tuple

    async def close(self) -> None:
        """Let go of rows that nobody fetched; without any there is nothing to do."""
        if self._made and self._left:
            self._left = False
            await self._made.close()


def _run(steps: Sequence[_Step]) -> Any:
    """In the database's thread: one after the other; what the last gives."""
    for step in steps:
        found = step()
    return found


def connection(database: str, **options: Any) -> Connection:
    """A connection that is not open yet, with a thread that ends with the program, as SQLAlchemy makes it."""
    made = Connection(partial(sqlite3.connect, database, **options), _CHUNK)
    made._thread.daemon = True
    return made
