"""Takes updates that Telegram delivers; says 200 only when they are on disk."""

from __future__ import annotations

import contextlib
import hmac
import json
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.inbox import RawUpdate
from bot.model import Problem, Refused

LARGEST = 1_000_000
"""Bytes of one update at most; Telegram's are far smaller."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
"""Where Telegram repeats the secret given to setWebhook."""

Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]


def door(keep: Keep, secret: str, path: str) -> Starlette:
    """The web application: ``path`` for Telegram, ``/healthz`` for the balancer."""

    async def deliver(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return PlainTextResponse("wrong secret", 403)
        body = bytearray()
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                return PlainTextResponse("too large", 413)
        try:
            update = json.loads(bytes(body))
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return PlainTextResponse("not an update", 400)
        try:
            await keep([update])
        except SQLAlchemyError:
            return PlainTextResponse("not written; send it again", 503)
        return PlainTextResponse("kept")

    async def health(_: Request) -> Response:
        return PlainTextResponse("ok")

    return Starlette(routes=[Route(path, deliver, methods=["POST"]), Route("/healthz", health)])


class Server(uvicorn.Server):
    """uvicorn that leaves signals to the program, so that what stops after it still runs."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch the process's signal handlers."""
        yield


def server(app: ASGIApp) -> Server:
    """A quiet server for ``app``; stop it by setting ``should_exit``."""
    quiet = {"log_config": None, "log_level": "warning", "access_log": False, "server_header": False}
    return Server(uvicorn.Config(app, lifespan="off", proxy_headers=False, **quiet))  # type: ignore[arg-type]  # a dict of options


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
