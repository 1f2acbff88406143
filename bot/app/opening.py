"""Opens the knowledge, the database and the window between them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import fear
from bot.address import Addresses
from bot.app.talking import Talking
from bot.app.writing import spoken
from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.desk import Desk
from bot.entries import load
from bot.flows.held import Held
from bot.flows.office import Office
from bot.identity import Identity
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.links import Home
from bot.model import Knowledge, Problem, Refused
from bot.shared import SharedInbox
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
    office: Office
    """The people behind the window."""
    addresses: Addresses
    """Chat numbers under lock and key."""
    inbox: Inbox
    """The durable queue."""
    talking: Talking
    """Puts the conversations together again when town.yaml has changed."""


def shelf(folder: Path, town: Town, now: Callable[[], datetime] = utc_now) -> Shelf:
    """The knowledge base of today, with the township's offices.  Raises :class:`Refused` with every problem."""
    knowledge = load(folder, local_day(now()))
    if problems := tuple(_unknown_of_town(knowledge, town)):
        raise Refused(problems)
    offices, reader = _with_offices(knowledge, town), Reader(knowledge, MODEL)
    return Shelf(knowledge, offices, fear.load(MODEL), reader, town.name, town.campaigns, town.mediators)


def _unknown_of_town(knowledge: Knowledge, town: Town) -> Iterator[Problem]:
    """What town.yaml names that the knowledge does not have."""
    hint = "办公室的键要和 knowledge/helpers.yaml 的 offices 一样；请改正"
    yield from (Problem("town.yaml", f"offices.{o}：不认识；{hint}") for o in town.offices if o not in knowledge.helpers)
    for campaign in town.campaigns:
        for topic in (t for t in campaign.topics if t not in knowledge.topics):
            yield Problem("town.yaml", f"campaigns（{campaign.name}）：主题“{topic}”不认识；请写 knowledge/topics.yaml 里的键")


def _with_offices(knowledge: Knowledge, town: Town) -> dict[str, Any]:
    helpers = dict(knowledge.helpers)
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
    addresses, held, home = Addresses(settings.secret), Held(now), Home(settings.town.bot)
    window = Window(ready or shelf(settings.knowledge, settings.town, now), now)
    engine = await database(settings.database_url)
    try:
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
