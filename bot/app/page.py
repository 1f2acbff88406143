"""The page for residents and for the office beside whatever else is served: the same process, the same desk, the same log."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app.opening import Service
from bot.app.reloading import Reloading
from bot.clock import utc_now
from bot.config import Settings
from bot.model import Problem, Refused
from bot.near import near
from bot.webhook import listening, server
from handlers.turn import Counter

_HEALTH = "/healthz"


def wanted(settings: Settings) -> bool:
    """Whether the page is served: where somebody said so, or where nobody did and there is no Telegram."""
    said = settings.page.on
    return settings.token is None if said is None else said


def page(settings: Settings, service: Service, reload: Reloading, application: Counter | None) -> ASGIApp:
    """The site with the office's desk; /desk then makes links to it.  Raises :class:`Refused` where what draws it is not installed."""
    try:
        from web import site  # templates and codes: an extra that a bot without a page does without
        from web.desk import Means, desk, link
        from web.season import season
    except ImportError as error:
        what = f"缺少 {error.name}；请安装 mingbai[web]，或者写 WEB=off"
        raise Refused((Problem("WEB", what),)) from error
    means = Means(settings.secret, settings.page, utc_now, settings.knowledge, reload, lambda: reload.town, settings.laws)
    if application is not None:

        async def make(role: str, person: str) -> str:
            return address(settings) + await link(settings.secret, utc_now(), service.store.passes, role, person, server=False)

        application.desk_link = make
    on = partial(season, service.desk)
    return site(service.desk, settings.secret, utc_now, settings.page, season=on, more=desk(means))


def address(settings: Settings, port: int | None = None) -> str:
    """Where the page is reached, without a slash at its end: the public address, or that of this machine on ``port``."""
    host = settings.host
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    usual = settings.port if settings.webhook_url else settings.page.port or settings.port
    return settings.page.url or f"http://{shown}:{port or usual}{settings.page.path}"


async def serve_page(settings: Settings, site: ASGIApp) -> None:
    """Serve the page on a port of its own until cancelled, and say where.  Raises :class:`Refused` where it cannot be had."""
    entrance = listening(settings.host, settings.page.port or settings.port)
    print(f"网页：{address(settings, entrance.getsockname()[1])}/", flush=True)
    web = server(site)
    serving = asyncio.create_task(web.serve(sockets=[entrance]))
    try:
        await asyncio.shield(serving)
    finally:
        web.should_exit = True
        await serving


def beside(door: Starlette, site: ASGIApp) -> ASGIApp:
    """Both on one port: what the door knows goes to the door, everything else to the site.

    How the bot is, the door would tell anybody; with the page on the same port only this machine itself may ask.
    """

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        known = any(route.matches(scope)[0] is not Match.NONE for route in door.routes)
        if known and scope["type"] == "http" and scope["path"] == _HEALTH and not near(scope):
            known = False
        await (door if known else site)(scope, receive, send)

    return either


async def together(*works: Coroutine[Any, Any, None]) -> None:
    """Run everything until the first ends; what it raised is raised, the others are cancelled."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
