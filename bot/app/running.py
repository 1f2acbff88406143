"""Runs until told to stop."""

from __future__ import annotations

import asyncio
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from bot.ahead import Ahead
from bot.alone import alone
from bot.app.messenger import serve, telegram_application
from bot.app.opening import Service, opened
from bot.app.page import page, serve_page, wanted
from bot.app.ports import ports
from bot.app.reloading import Reloading
from bot.app.watching import Watch
from bot.clock import utc_now
from bot.config import Settings
from bot.lean import settle
from bot.terminal import chat, typed

_SOON = 0.1
"""Seconds after which the first request for updates is on its way: then there is time to tidy up."""


async def run(settings: Settings, coming: Ahead | None = None) -> None:
    """Serve until told to stop: Telegram where there is a token, the page and the terminal where there is none.

    ``coming`` is a shelf that is being built.
    """
    if settings.token is None:
        places = "网页和终端" if wanted(settings) else "终端"
        print(f"没有设置 TELEGRAM_TOKEN：在{places}里打开同样的服务。", flush=True)
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(opened(settings, coming=coming))
        application = telegram_application(settings, service.desk, service.office) if settings.token else None
        reload = Reloading(settings, service, application)
        watch = Watch(service, application, reload, utc_now)
        await stack.enter_async_context(ports(settings, service, application, watch.health))
        tasks = [asyncio.create_task(watch.for_ever())]
        site = page(settings, service, reload, application) if wanted(settings) else None
        if site is not None and not settings.webhook_url:  # by webhook both share a port
            tasks.append(asyncio.create_task(serve_page(settings, site)))
        if application is None:
            tasks.append(asyncio.create_task(_chat_if_spoken_to(service) if site is not None else _chat(service)))
        else:
            application.reload = reload
            several = settings.webhook_url is not None
            tasks.append(await stack.enter_async_context(alone(settings.database_url, settings.town.id, several=several)))
            tasks.append(asyncio.create_task(serve(settings, service, application, watch.health, site)))
        asyncio.get_running_loop().call_later(_SOON, settle)
        await _until_stopped(reload, *tasks)


async def run_chat(settings: Settings) -> None:
    """The chat in the terminal."""
    async with opened(settings) as service:
        await _chat(service)


async def _chat(service: Service, lines: AsyncIterator[str] | None = None) -> None:
    await service.store.begin_run()
    await chat(service.desk, lines or typed(), secrets.token_hex(8))


async def _chat_if_spoken_to(service: Service) -> None:
    """Chat where somebody sits at a terminal or sends lines; where nobody does (a service, a container), keep out of the way."""
    lines = typed()
    if not sys.stdin.isatty():
        first = await anext(lines, None)
        if first is None:
            await service.store.begin_run()
            await asyncio.Event().wait()
        lines = _with(first or "", lines)
    await _chat(service, lines)


async def _with(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for line in rest:
        yield line


async def _until_stopped(reload: Reloading, *tasks: asyncio.Task[None]) -> None:
    """Wait for a signal to stop, or for the first of the tasks to end.  Raises what any of them raised."""
    stop, loop, reloads = asyncio.Event(), asyncio.get_running_loop(), set[asyncio.Task[object]]()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: reloads.add(asyncio.create_task(reload())))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({*tasks, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in (*tasks, stopping, *reloads):
        task.cancel()
    for result in await asyncio.gather(*tasks, stopping, *reloads, return_exceptions=True):
        if isinstance(result, Exception):
            raise result
