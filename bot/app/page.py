"""The residents' page beside whatever else is served: the same process, the same desk, the same log."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

from starlette.applications import Starlette
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app.opening import Service
from bot.clock import utc_now
from bot.config import Settings
from bot.model import Problem, Refused
from bot.webhook import listening, server


def wanted(settings: Settings) -> bool:
    """Whether the page is served: where somebody said so, or where nobody did and there is no Telegram."""
    said = settings.page.on
    return settings.token is None if said is None else said


def page(settings: Settings, service: Service) -> ASGIApp:
    """The site.  Raises :class:`Refused` where what draws it is not installed."""
    try:
        from web import site  # templates and codes: an extra that a bot without a page does without
    except ImportError as error:
        what = f"缺少 {error.name}；请安装 mingbai[web]，或者写 WEB=off"
        raise Refused((Problem("WEB", what),)) from error
    return site(service.desk, settings.secret, utc_now, settings.page)


async def serve_page(settings: Settings, service: Service) -> None:
    """Serve the page on a port of its own until cancelled, and say where.  Raises :class:`Refused` where it cannot be had."""
    site = page(settings, service)
    entrance = listening(settings.host, settings.page.port or settings.port)
    host, port = entrance.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else {"0.0.0.0": "127.0.0.1"}.get(host, host)  # noqa: S104 - compared, not bound
    print(f"网页：{settings.page.url or f'http://{shown}:{port}{settings.page.path}'}/", flush=True)
    web = server(site)
    serving = asyncio.create_task(web.serve(sockets=[entrance]))
    try:
        await asyncio.shield(serving)
    finally:
        web.should_exit = True
        await serving


def beside(door: Starlette, site: ASGIApp) -> ASGIApp:
    """Both on one port: what the door knows goes to the door, everything else to the site."""

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        known = any(route.matches(scope)[0] is not Match.NONE for route in door.routes)
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
