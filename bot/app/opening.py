"""Opens the knowledge, the database and the window between them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import fear
from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.desk import Desk
from bot.entries import load
from bot.flows import Flow
from bot.flows.village import Village
from bot.identity import Identity
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.model import Knowledge, Problem, Refused
from bot.town import Town
from bot.understand import Reader
from bot.window import Shelf, Window

MODEL = Path(__file__).parent.parent.parent / "model"
"""What ``python -m bot train`` made of the knowledge."""


@dataclass(frozen=True, slots=True)
class Service:
    """The open parts that every way in shares."""

    desk: Desk
    """The window."""
    store: Store
    """The contact log."""
    inbox: Inbox
    """The durable queue."""


def shelf(folder: Path, town: Town, now: Callable[[], datetime] = utc_now) -> Shelf:
    """The knowledge base of today, with the township's offices.  Raises :class:`Refused` with every problem."""
    knowledge = load(folder, local_day(now()))
    return Shelf(knowledge, _with_offices(knowledge, town), fear.load(MODEL), Reader(knowledge, MODEL), town.name)


def _with_offices(knowledge: Knowledge, town: Town) -> dict[str, Any]:
    helpers = dict(knowledge.helpers)
    unknown = [o for o in town.offices if o not in helpers]
    if unknown:
        hint = "办公室的键要和 knowledge/helpers.yaml 的 offices 一样；请改正"
        raise Refused(tuple(Problem("town.yaml", f"offices.{o}：不认识；{hint}") for o in unknown))
    for key, office in town.offices.items():
        usual = helpers[key]
        local = {"name": office.name or usual.name, "phone": office.phone, "hours": office.hours or usual.hours}
        helpers[key] = replace(usual, **local)  # type: ignore[arg-type]
    return helpers


@contextlib.asynccontextmanager
async def opened(settings: Settings, now: Callable[[], datetime] = utc_now, ready: Shelf | None = None) -> AsyncIterator[Service]:
    """Everything but the way in; ``ready`` is a shelf that was built before.

    Raises :class:`Refused` when knowledge or database cannot be used.
    """
    identity = Identity(settings.secret)
    window = Window(ready or shelf(settings.knowledge, settings.town, now), now)
    engine = await _database(settings.database_url)
    try:
        town = settings.town
        store = Store(engine, town.id, now)
        desk = Desk(window, store, identity, now, _roles(town, identity), _flows(window, town))
        yield Service(desk, store, Inbox(engine, store.writer, town.id, now))
        await store.scrub()
    finally:
        await engine.dispose()


def _roles(town: Town, identity: Identity) -> dict[str, frozenset[str]]:
    staff = {identity.person(account): frozenset({"staff"}) for account in town.staff}
    return staff | {identity.person(account): frozenset({"staff", "admin"}) for account in town.admins}


def _flows(window: Window, town: Town) -> tuple[Flow, ...]:
    """Every conversation.  What it says is looked up each time, because the knowledge may have been swapped."""
    return (Village(town.villages, lambda: window.shelf.knowledge.words.village),)


async def _database(url: str) -> AsyncEngine:
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
