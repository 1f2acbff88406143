"""Takes updates that Telegram delivers; says 200 only when they are on disk."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import socket
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.health import as_dict
from bot.inbox import RawUpdate
from bot.model import Health, Problem, Refused

LARGEST = 1_000_000
"""Bytes of one update at most; Telegram's are far smaller."""
SLOWEST = 20.0
"""Seconds that the sending of one update may take."""
_AT_ONCE = 2000
"""Connections, and answers whose contact is still on its way to disk, at a time; Telegram opens 100 connections at most."""
_FRESH = 2.0
"""Seconds for which one look at the health serves whoever asks."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
"""Where Telegram repeats the secret given to setWebhook."""

Look = Callable[[], Awaitable[Health]]
"""Looks how the program is."""
Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]


def door(keep: Keep, secret: str, path: str, look: Look | None = None) -> Starlette:
    """The web application: ``path`` for Telegram, ``/healthz`` for the balancer."""

    async def deliver(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(errors="replace"), secret.encode()):
            return PlainTextResponse("wrong secret", 403)
        try:
            async with asyncio.timeout(SLOWEST):
                body = await _body(request)
        except TimeoutError:
            return PlainTextResponse("too slow", 408)
        except ClientDisconnect:
            return PlainTextResponse("cut off", 400)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return PlainTextResponse("not an update", 400)
        try:
            await keep([update])
        except SQLAlchemyError:
            return PlainTextResponse("not written; send it again", 503)
        return PlainTextResponse("kept")

    return Starlette(routes=[Route(path, deliver, methods=["POST"]), health_route(look)])


async def _body(request: Request) -> bytes | None:
    """What was sent; None as soon as it is larger than :data:`LARGEST`, by its own word or as it comes."""
    said = request.headers.get("content-length", "0")
    if not said.isascii() or not said.isdecimal() or len(said) > 12 or int(said) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def health_route(look: Look | None) -> Route:
    """``/healthz``: 200 while updates can be taken in, else 503.  Looks at most once in some seconds."""
    seen: list[Health] = []
    until, looking = 0.0, asyncio.Lock()

    async def health(_: Request) -> Response:
        nonlocal until
        if look is None:
            return PlainTextResponse("ok")
        async with looking:
            if time.monotonic() >= until:
                seen[:] = [await look()]
                until = time.monotonic() + _FRESH
        return JSONResponse(as_dict(seen[0]), 200 if seen[0].writable else 503)

    return Route("/healthz", health)


class Server(uvicorn.Server):
    """uvicorn that leaves signals to the program, so that what stops after it still runs."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch the process's signal handlers."""
        yield


def server(app: ASGIApp) -> Server:
    """A quiet server for ``app``; stop it by setting ``should_exit``."""
    quiet = {"log_config": None, "log_level": "warning", "access_log": False, "server_header": False}
    patient = {"limit_concurrency": _AT_ONCE, "timeout_graceful_shutdown": 5}
    config = uvicorn.Config(app, lifespan="off", proxy_headers=False, **quiet, **patient)  # type: ignore[arg-type]  # dicts of options
    return Server(config)


def listening(host: str, port: int) -> socket.socket:
    """A socket to serve on.  Raises :class:`Refused` where the address cannot be had."""
    try:
        made = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        # asyncio does so for sockets of its own making only: without it the second half of an answer waits 40 ms for an
        # acknowledgement of the first (Nagle's algorithm, RFC 896).
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made
    except OSError as error:
        what = f"{host}:{port} 不能用（{error.strerror}）；请停掉占用它的程序，或改 HOST 和 PORT"
        raise Refused((Problem("HOST PORT", what),)) from error
