"""Opens the knowledge, the database and the window between them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.desk import Desk
from bot.entries import load
from bot.flows import Flow
from bot.flows.behalf import Behalf
from bot.flows.bind import Bind
from bot.flows.draft import Form
from bot.flows.invite import Invitations
from bot.flows.paper import Paper
from bot.flows.session import Recording
from bot.flows.sessions import Open
from bot.flows.share import Share
from bot.flows.start import Start
from bot.flows.village import Village
from bot.identity import Identity
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.links import Address
from bot.model import Knowledge, Problem, Refused, Words
from bot.paper.press import Press
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
    return Shelf(knowledge, _with_offices(knowledge, town), Reader(knowledge, MODEL), town.name)


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
    engine = await database(settings.database_url)
    try:
        town = settings.town
        store = Store(engine, town.id, now)
        address = Address(town.bot)
        press = Press(lambda: window.shelf, lambda: local_day(now()), address)
        flows = (*_flows(window, town, store, now), *_carried(window, town, store, now, identity, press))
        desk = Desk(window, store, identity, now, _roles(town, identity), flows, town.campaigns, address)
        yield Service(desk, store, Inbox(engine, store.writer, town.id, now))
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


def _roles(town: Town, identity: Identity) -> dict[str, frozenset[str]]:
    staff = {identity.person(account): frozenset({"staff"}) for account in town.staff}
    return staff | {identity.person(account): frozenset({"staff", "admin"}) for account in town.admins}


def _flows(window: Window, town: Town, store: Store, now: Callable[[], datetime]) -> tuple[Flow, ...]:
    """Every conversation.  What it says is looked up each time, because the knowledge may have been swapped."""

    def words() -> Words:
        return window.shelf.knowledge.words

    def topics() -> Mapping[str, str]:
        return {t.id: t.name for t in window.shelf.knowledge.topics.values()}

    form = Form(town.villages, town.venues, topics, town.campaigns)
    return (
        Village(town.villages, lambda: words().village),
        Recording(form, words, store.records, now),
        Open(form, words, store.records, now),
    )


def _carried(
    window: Window, town: Town, store: Store, now: Callable[[], datetime], identity: Identity, press: Press
) -> tuple[Flow, ...]:
    """What volunteers carry into the village, and how they become volunteers."""

    def words() -> Words:
        return window.shelf.knowledge.words

    records, villages, campaigns = store.records, town.villages, town.campaigns
    bind = Bind(identity.source, words, records, now)
    return (
        Paper(lambda: window.shelf, press, campaigns),
        Share(town.name, villages, campaigns, words, records, press, now),
        Invitations(town.name, press.address, identity.source, words, records, now),
        bind,
        Behalf(window, villages),
        Start(window, villages, campaigns, records, bind),
    )


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
