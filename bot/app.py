"""Composition root: opens everything, hands each part what it needs, closes everything."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import secrets
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest, HTTPXRequest

import handlers
from bot.clock import local_day, utc_now
from bot.config import Settings, Town
from bot.desk import Desk
from bot.entries import load
from bot.identity import Identity
from bot.inbox import Inbox
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.model import Knowledge, Problem, Refused, Unavailable
from bot.poll import KINDS, poll
from bot.terminal import chat, typed
from bot.understand import Reader
from bot.webhook import door, listening, server
from bot.window import Shelf, Window
from handlers.turn import Counter, Turn
from handlers.voice import Voice

LOG = logging.getLogger(__name__)
_BEAT = 60.0
"""Seconds between signs of life."""
MODEL = Path(__file__).parent.parent / "model"
"""What ``python -m bot train`` made of the knowledge."""
_WEBHOOK_PATH = "/telegram"


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
async def opened(
    settings: Settings, now: Callable[[], datetime] = utc_now, ready: Shelf | None = None
) -> AsyncIterator[Service]:
    """Everything but the way in; ``ready`` is a shelf that was built before.

    Raises :class:`Refused` when knowledge or database cannot be used.
    """
    identity = Identity(settings.secret)
    window = Window(ready or shelf(settings.knowledge, settings.town, now), now)
    engine = await _database(settings.database_url)
    try:
        town = settings.town
        store = Store(engine, town.id, now)
        uncounted = frozenset(identity.person(account) for account in (*town.staff, *town.admins))
        desk = Desk(window, store, identity, now, uncounted)
        yield Service(desk, store, Inbox(engine, store.writer, town.id, now))
        await store.scrub()
    finally:
        await engine.dispose()


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


def telegram_application(settings: Settings, desk: Desk, request: BaseRequest | None = None) -> Counter:
    """PTB's Application with every route; ``request`` replaces the wire."""
    voice = Voice(
        settings.token or "",
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request or HTTPXRequest(connection_pool_size=64),
        get_updates_request=request or HTTPXRequest(),
    )
    builder = (
        Application.builder()
        .application_class(Counter, {"desk": desk, "admins": frozenset(settings.town.admins)})
        .bot(voice)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Turn))
    )
    application = builder.build()
    assert isinstance(application, Counter)
    application.add_handlers(list(handlers.ROUTES))
    return application


async def run(settings: Settings) -> None:
    """Serve until told to stop: Telegram where there is a token, the terminal where there is none."""
    if settings.token is None:
        print("没有设置 TELEGRAM_TOKEN：在终端里打开同样的服务。")
        await run_chat(settings)
        return
    async with opened(settings) as service:
        application = telegram_application(settings, service.desk)
        await _until_stopped(settings, service, _serve(settings, service, application))


async def run_chat(settings: Settings) -> None:
    """The chat in the terminal."""
    async with opened(settings) as service:
        await service.store.begin_run()
        await chat(service.desk, typed(), secrets.token_hex(8))


async def _serve(settings: Settings, service: Service, application: Counter) -> None:
    await _patiently("TELEGRAM_API_URL", application.initialize)
    async with application:
        await application.start()
        await _set_commands(application, settings.town.admins)
        await service.store.begin_run()
        await service.inbox.open(application.take)
        version = service.desk.window.shelf.knowledge.version
        LOG.info("serving as @%s with knowledge %s", application.bot.username, version)
        try:
            if settings.webhook_url:
                await _by_webhook(settings, service, application)
            else:
                await _patiently("WEBHOOK_URL", application.bot.delete_webhook)
                await poll(application.bot.request, f"{settings.api_url}/bot{settings.token}", service.inbox.keep)
        finally:
            await service.inbox.close()
            await application.stop()


_PAUSE = 1.0
"""Seconds before Telegram is asked again, at first."""


async def _patiently(said_by: str, call: Callable[[], Awaitable[object]]) -> None:
    """Call Telegram until it answers.  Raises :class:`Refused` where it will not have the token, or what ``said_by`` says."""
    pause = _PAUSE
    while True:
        try:
            await call()
            return
        except (InvalidToken, Forbidden) as error:
            what = "Telegram 不认这个口令；请向 BotFather 核对后重新设置"
            raise Refused((Problem("TELEGRAM_TOKEN", what),)) from error
        except BadRequest as error:
            raise Refused((Problem(said_by, f"Telegram 不接受（{error.message}）；请改正"),)) from error
        except TelegramError as error:
            LOG.warning("Telegram does not answer (%s); trying again in %.0f s", type(error).__name__, pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 60.0)


async def _set_commands(application: Counter, admins: tuple[int, ...]) -> None:
    scopes = [
        (handlers.EVERYBODY, BotCommandScopeAllPrivateChats()),
        (handlers.GROUPS, BotCommandScopeAllGroupChats()),
        *((handlers.ADMINS, BotCommandScopeChat(admin)) for admin in admins),
    ]
    for commands, scope in scopes:
        try:
            await application.bot.set_my_commands(commands, scope)
        except TelegramError as error:
            LOG.warning("commands not set for %s (%s); the bot goes on", scope.type, type(error).__name__)


async def _by_webhook(settings: Settings, service: Service, application: Counter) -> None:
    secret = settings.webhook_secret or hashlib.sha256(b"webhook" + settings.secret).hexdigest()
    web = server(door(service.inbox.keep, secret, _WEBHOOK_PATH))
    serving = asyncio.create_task(web.serve(sockets=[listening(settings.host, settings.port)]))
    try:
        address = (settings.webhook_url or "").rstrip("/") + _WEBHOOK_PATH
        tell = application.bot.set_webhook
        await _patiently("WEBHOOK_URL", lambda: tell(address, secret_token=secret, allowed_updates=list(KINDS)))
        await asyncio.shield(serving)
    finally:
        web.should_exit = True
        await serving


async def _until_stopped(settings: Settings, service: Service, work: Coroutine[Any, Any, None]) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: _reload(settings, service.desk))
    serving = asyncio.create_task(work)
    beating = asyncio.create_task(_beat(settings, service))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (serving, beating, stopping):
        task.cancel()
    results = await asyncio.gather(serving, beating, stopping, return_exceptions=True)
    if isinstance(results[0], Exception):
        raise results[0]


async def _beat(settings: Settings, service: Service) -> None:
    day = local_day(utc_now())
    while True:
        await asyncio.sleep(_BEAT)
        try:
            await service.store.beat()
        except Unavailable:
            LOG.warning("no sign of life written: the database is unavailable")
        if (today := local_day(utc_now())) != day:
            # A law may have ceased to hold overnight.
            day = today
            _reload(settings, service.desk)


def _reload(settings: Settings, desk: Desk) -> None:
    """Swap the knowledge for what is on disk now; a broken one is refused and the old one goes on serving."""
    try:
        desk.window.shelf = shelf(settings.knowledge, settings.town)
        LOG.info("knowledge %s is being served", desk.window.shelf.knowledge.version)
    except Refused as refused:
        for problem in refused.problems:
            LOG.error("not reloaded: %s", problem)
