"""Runs until told to stop; gives signs of life; takes in changed knowledge."""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from collections.abc import Coroutine
from typing import Any

from bot.app.messenger import serve, telegram_application
from bot.app.opening import Service, opened, shelf
from bot.clock import local_day, utc_now
from bot.config import Settings
from bot.desk import Desk
from bot.model import Refused, Unavailable
from bot.terminal import chat, typed

LOG = logging.getLogger(__name__)
_BEAT = 60.0
"""Seconds between signs of life."""


async def run(settings: Settings) -> None:
    """Serve until told to stop: Telegram where there is a token, the terminal where there is none."""
    if settings.token is None:
        print("没有设置 TELEGRAM_TOKEN：在终端里打开同样的服务。")
        await run_chat(settings)
        return
    async with opened(settings) as service:
        application = telegram_application(settings, service.desk, service.office)
        await _until_stopped(settings, service, serve(settings, service, application))


async def run_chat(settings: Settings) -> None:
    """The chat in the terminal."""
    async with opened(settings) as service:
        await service.store.begin_run()
        await chat(service.desk, typed(), secrets.token_hex(8))


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
