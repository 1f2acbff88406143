"""Two ports that are not for the public: how the bot is, and figures for Prometheus; each only where it is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from starlette.applications import Starlette

from bot.app.opening import Service
from bot.config import Settings
from bot.model import Problem, Refused
from bot.webhook import Look, health_route, listening, server
from handlers.turn import Counter


@asynccontextmanager
async def ports(settings: Settings, service: Service, application: Counter | None, look: Look) -> AsyncIterator[None]:
    """Serve them for as long as the body runs.  Raises :class:`Refused` where a port cannot be had."""
    async with AsyncExitStack() as stack:
        if settings.health_port:
            web = Starlette(routes=[health_route(look)])
            await stack.enter_async_context(_served(web, settings.watch_host, settings.health_port))
        if settings.metrics_port:
            web = _metrics(service, application)
            await stack.enter_async_context(_served(web, settings.watch_host, settings.metrics_port))
        yield


def _metrics(service: Service, application: Counter | None) -> Starlette:
    try:
        from bot.metrics import metrics  # an extra, which most townships do without
    except ImportError as error:
        raise Refused((Problem("METRICS_PORT", f"缺少 {error.name}；请安装 mingbai[watch]"),)) from error

    def read() -> dict[str, float]:
        lines = service.inbox.lines
        figures = {"chats": float(len(lines)), "waiting": float(lines.backlog)}
        told = {**application.figures, **application.voice.figures} if application else {}
        return figures | {k: float(v) for k, v in {**service.inbox.figures, **told}.items()}

    return metrics(read, lambda: service.desk.window.shelf.knowledge.version)


@asynccontextmanager
async def _served(web: Starlette, host: str, port: int) -> AsyncIterator[None]:
    running = server(web)
    serving = asyncio.create_task(running.serve(sockets=[listening(host, port)]))
    try:
        yield
    finally:
        running.should_exit = True
        await serving
