"""Opens the database behind a URL."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.ledger.cursor import connection
from bot.model import Unavailable

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


def connect(url: str) -> AsyncEngine:
    """An engine for ``sqlite:///file`` or ``postgresql://…``.  Nothing is opened yet."""
    made = make_url(url)
    # No more connections than are kept: opening one costs more than waiting for one.
    wanted = made.set(drivername=_DRIVERS.get(made.drivername, made.drivername))
    pool: dict[str, Any] = {"pool_size": 5, "max_overflow": 0}
    if wanted.get_backend_name() == "sqlite":
        # Every transaction here ends before its connection goes back: another rollback would only wait for its thread.
        pool |= {"pool_reset_on_return": None, "connect_args": {"async_creator_fn": connection}}
    engine = create_async_engine(wanted, **pool)
    event.listen(engine.sync_engine, "do_connect", _connected)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _sqlite_settings)
        # Many rows in one step: between two steps the connection's thread waits until the loop's has nothing to do.
        engine.sync_engine.dialect.use_insertmanyvalues_wo_returning = True
    return engine


def file_of(url: str | URL) -> Path | None:
    """Where an SQLite database lies; None for a server's."""
    made = make_url(url)
    return Path(made.database) if made.get_backend_name() == "sqlite" and made.database else None


class _OrUnavailable:
    def __enter__(self) -> None: ...

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, SQLAlchemyError):
            raise Unavailable from error


_HERE = _OrUnavailable()


def or_unavailable() -> AbstractContextManager[None]:
    """Turns the database's errors into :class:`Unavailable`."""
    return _HERE


def _connected(dialect: Any, _: object, arguments: Any, options: Any) -> Any:
    """A connection; a server that cannot be reached is a database error like any other."""
    try:
        return dialect.connect(*arguments, **options)
    except OSError as error:
        raise OperationalError("connect", None, error) from error


def _sqlite_settings(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    # secure_delete: what a resident wrote is overwritten, not merely unlinked, once it is answered.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
