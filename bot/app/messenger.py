"""Telegram: the application with its routes, and how its updates come in."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable

from httpx import create_ssl_context
from starlette.types import ASGIApp
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError
from telegram.ext import Application, ContextTypes
from telegram.request import BaseRequest

import handlers
from bot.app.courier import HANDS, Courier
from bot.app.offering import set_commands
from bot.app.opening import Service
from bot.app.page import beside
from bot.config import Settings
from bot.desk import Desk
from bot.flows.office import Office
from bot.model import Problem, Refused
from bot.pace import Pace
from bot.poll import KINDS, Request, poll
from bot.webhook import Look, door, listening, server
from handlers.errors import unforeseen
from handlers.limits import UNLIMITED, Gate, Limits
from handlers.turn import Counter, Turn
from handlers.voice import Voice

LOG = logging.getLogger(__name__)
_WEBHOOK_PATH = "/telegram"
_PAUSE = 1.0
"""Seconds before Telegram is asked again, at first."""


def telegram_application(
    settings: Settings, desk: Desk, office: Office, request: BaseRequest | None = None, gate: Gate | None = None
) -> Counter:
    """PTB's Application with every route; ``request`` replaces the wire, ``gate`` Telegram's limits."""
    # One for both: each would read the authorities' certificates anew.
    secured = {"verify": create_ssl_context()} if request is None else None
    voice = Voice(
        settings.token or "",
        base_url=f"{settings.api_url}/bot",
        base_file_url=f"{settings.api_url}/file/bot",
        request=request or Request(connection_pool_size=64, httpx_kwargs=secured),
        get_updates_request=request or Request(httpx_kwargs=secured),
        gate=gate or Gate(Limits() if settings.limited else UNLIMITED),
    )
    builder = (
        Application.builder()
        .application_class(Counter, _parts(settings, desk, office))
        .bot(voice)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Turn))
    )
    application = builder.build()
    assert isinstance(application, Counter)
    application.add_handlers(list(handlers.ROUTES))
    application.add_error_handler(unforeseen)
    return application


def _parts(settings: Settings, desk: Desk, office: Office) -> dict[str, object]:
    return {"desk": desk, "office": office, "admins": frozenset(settings.town.admins), "staff_chat": settings.town.staff_chat}


async def serve(settings: Settings, service: Service, application: Counter, look: Look, site: ASGIApp | None = None) -> None:
    """Serve Telegram until cancelled, by webhook with ``site`` on its port.

    Raises :class:`Refused` where it will not have the token or the address.
    """
    await _patiently("TELEGRAM_API_URL", application.initialize)
    async with application:
        await application.start()
        await set_commands(application, settings.town.admins, settings.town.staff)
        await service.store.begin_run()
        await service.inbox.open(application.take, application.slow_down)
        version = service.desk.window.shelf.knowledge.version
        LOG.info("serving as @%s with knowledge %s", application.bot.username, version)
        try:
            async with courier_of(service, application).at_work():
                await _served(settings, service, application, look, site)
        finally:
            await service.inbox.close()
            await application.stop()


async def _served(settings: Settings, service: Service, application: Counter, look: Look, site: ASGIApp | None) -> None:
    if settings.webhook_url:
        await _by_webhook(settings, service, application, look, site)
    else:
        await _patiently("WEBHOOK_URL", application.bot.delete_webhook)
        await poll(application.bot.request, f"{settings.api_url}/bot{settings.token}", service.inbox.keep)


def courier_of(service: Service, application: Counter, pace: Pace | None = None, hands: tuple[int, int] | None = None) -> Courier:
    """Who brings letters; ``pace`` and ``hands`` are the usual ones where not given."""
    post, window = service.store.post, service.desk.window

    async def chores() -> None:
        await application.office.expired(service.store)

    return Courier(
        post, application.voice, service.addresses, lambda: window.shelf.knowledge.words.broadcast, chores, pace or Pace(), hands or HANDS
    )


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


async def _by_webhook(settings: Settings, service: Service, application: Counter, look: Look, site: ASGIApp | None) -> None:
    secret = settings.webhook_secret or hashlib.sha256(b"webhook" + settings.secret).hexdigest()
    entrance = door(service.inbox.keep, secret, _WEBHOOK_PATH, look)
    web = server(beside(entrance, site) if site is not None else entrance)
    serving = asyncio.create_task(web.serve(sockets=[listening(settings.host, settings.port)]))
    try:
        address = (settings.webhook_url or "").rstrip("/") + _WEBHOOK_PATH
        tell = application.bot.set_webhook
        await _patiently("WEBHOOK_URL", lambda: tell(address, secret_token=secret, allowed_updates=list(KINDS)))
        await asyncio.shield(serving)
    finally:
        web.should_exit = True
        await serving
