"""Runs until told to stop."""

from __future__ import annotations

import asyncio
import secrets
import signal
from contextlib import AsyncExitStack

from bot.alone import alone
from bot.app.messenger import serve, telegram_application
from bot.app.opening import opened
from bot.app.ports import ports
from bot.app.reloading import Reloading
from bot.app.watching import Watch
from bot.clock import utc_now
from bot.config import Settings
from bot.terminal import chat, typed


async def run(settings: Settings) -> None:
    """Serve until told to stop: Telegram where there is a token, the terminal where there is none."""
    if settings.token is None:
        print("没有设置 TELEGRAM_TOKEN：在终端里打开同样的服务。")
        await run_chat(settings)
        return
    async with AsyncExitStack() as stack:
        service = await stack.enter_async_context(opened(settings))
        lost = await stack.enter_async_context(
            alone(settings.database_url, settings.town.id, several=settings.webhook_url is not None)
        )
        application = telegram_application(settings, service.desk, service.office)
        application.reload = Reloading(settings, service, application)
        watch = Watch(service, application, application.reload, utc_now)
        await stack.enter_async_context(ports(settings, service, application, watch.health))
        serving = asyncio.create_task(serve(settings, service, application, watch.health))
        await _until_stopped(application.reload, serving, lost, asyncio.create_task(watch.for_ever()))


async def run_chat(settings: Settings) -> None:
    """The chat in the terminal."""
    async with opened(settings) as service:
        await service.store.begin_run()
        await chat(service.desk, typed(), secrets.token_hex(8))


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
