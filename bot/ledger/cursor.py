"""One way to the database's thread and back for a statement: aiosqlite's own cursor takes three."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable
from functools import partial
from typing import Any

import aiosqlite

_CHUNK = 64
Row = tuple[Any, ...]


class Connection(aiosqlite.Connection):
    """aiosqlite's connection; its cursors are made where they are used, and closed only where rows are left in them."""

    def cursor(self) -> Cursor:  # type: ignore[override]  # SQLAlchemy enters it, as it does aiosqlite's
        """Nothing is asked of the database yet."""
        return Cursor(self)

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
        self._made = await self._connection.execute(sql, parameters)
        self._left = self._made.description is not None

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> None:
        """Run a statement once for each row.  Raises sqlite3's errors."""
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


def connection(database: str, **options: Any) -> Connection:
    """A connection that is not open yet, with a thread that ends with the program, as SQLAlchemy makes it."""
    made = Connection(partial(sqlite3.connect, database, **options), _CHUNK)
    made._thread.daemon = True
    return made
