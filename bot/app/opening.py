"""Opens the knowledge, the database and the window between them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.address import Addresses
from bot.ahead import Ahead
from bot.app.talking import Talking
from bot.app.writing import spoken
from bot.clock import utc_now
from bot.config import Settings
from bot.desk import Desk
from bot.flows.held import Held
from bot.flows.office import Office
from bot.identity import Identity
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.links import Home
from bot.model import Problem, Refused
from bot.shared import SharedInbox
from bot.shelf import Shelf
from bot.shelving import MODEL, shelf
from bot.window import Window

__all__ = ["MODEL", "Service", "database", "ledger", "opened", "shelf"]


@dataclass(frozen=True, slots=True)
class Service:
    """The open parts that every way in shares."""

    desk: Desk
    """The window."""
    store: Store
    """The contact log."""
    office: Office
    """The people behind the window."""
    addresses: Addresses
    """Chat numbers under lock and key."""
    inbox: Inbox
    """The durable queue."""
    talking: Talking
    """Puts the conversations together again when town.yaml has changed."""


@contextlib.asynccontextmanager
async def opened(
    settings: Settings, now: Callable[[], datetime] = utc_now, ready: Shelf | None = None, coming: Ahead | None = None
) -> AsyncIterator[Service]:
    """Everything but the way in; ``ready`` is a shelf that was built before, ``coming`` one that is being built.

    Raises :class:`Refused` when knowledge or database cannot be used.
    """
    identity = Identity(settings.secret)
    addresses, held, home = Addresses(settings.secret), Held(now), Home(settings.town.bot)
    ready = ready or (None if coming else shelf(settings.knowledge, settings.town, now))
    awaited = asyncio.create_task(asyncio.to_thread(coming.shelf)) if coming and not ready else None
    engine = await database(settings.database_url)
    try:
        window = Window(ready or await cast("asyncio.Task[Shelf]", awaited), now)
        store = Store(engine, settings.town.id, now)
        desk = Desk(window, store, identity, now, None, (), addresses, held, home, spoken(window))
        talking = Talking(desk, store, identity, addresses, held, home, now)
        # Only programs that are delivered to can be several, and only on a server.
        kind = SharedInbox if settings.webhook_url and engine.dialect.name == "postgresql" else Inbox
        inbox = kind(engine, store.writer, settings.town.id, now)
        yield Service(desk, store, talking.change(settings.town, window.shelf), addresses, inbox, talking)
        await store.scrub()
    finally:
        await engine.dispose()


@contextlib.asynccontextmanager
async def ledger(settings: Settings, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Store]:
    """The contact log alone, for commands that answer nobody.  Raises :class:`Refused` when it cannot be used."""
    engine = await database(settings.database_url)
    try:
        yield Store(engine, settings.town.id, now)
    finally:
        await engine.dispose()


async def database(url: str) -> AsyncEngine:
    """The database behind a URL, with the program's tables.  Raises :class:`Refused` when it cannot be used."""
    shown = url.rpartition("@")[2]
    try:
        engine = connect(url)
    except ImportError as error:
        raise Refused((Problem(shown, f"缺少驱动程序 {error.name}；请安装 mingbai[postgres]"),)) from error
    except (SQLAlchemyError, ValueError) as error:
        raise Refused((Problem("DATABASE_URL", "写法不对；请核对主机、端口和库名"),)) from error
    try:
        await migrate(engine)
    except BaseException as error:
        await engine.dispose()
        if not isinstance(error, SQLAlchemyError):
            raise
        what = f"打不开数据库（{type(error).__name__}）；请检查文件权限、磁盘和 DATABASE_URL"
        raise Refused((Problem(shown, what),)) from error
    return engine
