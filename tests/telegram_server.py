"""A stand-in for Telegram's servers on the loopback: keeps updates until they are acknowledged, as the real ones do.

Polled, an update is gone once a higher offset is asked for.  With a webhook, it is gone once the bot said 200, and is
sent again until then; one chat's updates are delivered one after the other.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from itertools import count, cycle
from typing import Any, Self
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.inbox import chat_of
from bot.webhook import SECRET_HEADER, listening, server
from tests.wire import BOT_ID, BOT_NAME, Answer

CUT: Answer = (0, b"")
"""Instead of an answer: Telegram does what it was asked to, and the connection ends in the middle of the answer."""
_MOST = 100
"""Updates in one answer to getUpdates at most."""
_SEND_AGAIN = 0.05
"""Seconds until a delivery that failed is tried again."""


class TelegramServer:
    """Serves in a thread of its own between ``with`` and its end."""

    def __init__(self, *webhook_ports: int) -> None:
        """``webhook_ports`` are where programs listen, delivered to in turn; none: the bot polls."""
        self.calls: list[tuple[str, Mapping[str, Any]]] = []
        """Method and parameters of every call, in order."""
        self.sent: list[tuple[int, str]] = []
        """Chat and text of every message that the bot sent, in order."""
        self.faults: dict[str, list[Answer]] = {}
        """Method -> answers to give first, one a call."""
        self.waiting: list[dict[str, Any]] = []
        """Updates that are not acknowledged yet."""
        self._ports = cycle(webhook_ports) if webhook_ports else None
        self._secret: str | None = None
        self._updates, self._messages = count(1), count(1000)
        self._socket = listening("127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._web = server(Starlette(routes=[Route("/bot{token}/{method}", self._answer, methods=["GET", "POST"])]))
        self._changed: asyncio.Condition
        self._loop: asyncio.AbstractEventLoop
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._web.should_exit = True
        asyncio.run_coroutine_threadsafe(self._wake(), self._loop)
        self._thread.join()

    async def _serve(self) -> None:
        self._loop, self._changed = asyncio.get_running_loop(), asyncio.Condition()
        delivering = asyncio.create_task(self._deliver()) if self._ports else None
        self._ready.set()
        await self._web.serve(sockets=[self._socket])
        if delivering:
            delivering.cancel()

    def feed(self, update: Mapping[str, Any]) -> None:
        """Let somebody write to the bot; the update gets the next number."""
        asyncio.run_coroutine_threadsafe(self._feed(update), self._loop).result()

    async def _wake(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _feed(self, update: Mapping[str, Any]) -> None:
        async with self._changed:
            self.waiting.append({**update, "update_id": next(self._updates)})
            self._changed.notify_all()

    def called(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in [*self.calls])

    async def _answer(self, request: Request) -> Response:
        method, asked = request.path_params["method"], dict(request.query_params)
        if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            try:
                asked |= dict(parse_qsl((await request.body()).decode()))
            except ClientDisconnect:
                return JSONResponse({}, 400)  # the bot was killed while it spoke
        self.calls.append((method, asked))
        if waiting := self.faults.get(method):
            code, body = waiting.pop(0)
            if (code, body) != CUT:
                return Response(body, code, media_type="application/json")
            await self._result(method, asked)
            return StreamingResponse(_broken_off())
        return JSONResponse({"ok": True, "result": await self._result(method, asked)})

    async def _result(self, method: str, asked: Mapping[str, Any]) -> Any:
        if method == "getMe":
            return {"id": BOT_ID, "is_bot": True, "first_name": "明白", "username": BOT_NAME}
        if method == "getUpdates":
            return await self._fetched(int(asked.get("offset", 0)), float(asked.get("timeout", 0)))
        if method == "sendMessage":
            chat = int(asked["chat_id"])
            self.sent.append((chat, asked["text"]))
            return {"message_id": next(self._messages), "date": 1, "chat": {"id": chat, "type": "private"}, "text": asked["text"]}
        if method == "setWebhook":
            self._secret = asked["secret_token"]
        return True

    async def _fetched(self, offset: int, seconds: float) -> list[dict[str, Any]]:
        async with self._changed:
            self.waiting = [u for u in self.waiting if u["update_id"] >= offset]
            try:
                await asyncio.wait_for(self._changed.wait_for(lambda: self.waiting or self._web.should_exit), seconds)
            except TimeoutError:
                return []
            return self.waiting[:_MOST]

    async def _deliver(self) -> None:
        """Send what waits to the webhook, the chats side by side."""
        async with httpx.AsyncClient() as client:
            while True:
                first = {chat_of(update): update for update in reversed(self.waiting)}
                done = await asyncio.gather(*(self._sent(client, update) for update in first.values()))
                if not any(done):
                    await asyncio.sleep(_SEND_AGAIN)

    async def _sent(self, client: httpx.AsyncClient, update: dict[str, Any]) -> bool:
        if self._secret is None or self._ports is None:
            return False
        try:
            where = f"http://127.0.0.1:{next(self._ports)}/telegram"
            answer = await client.post(where, json=update, headers={SECRET_HEADER: self._secret})
        except httpx.HTTPError:
            return False
        if answer.status_code == 200:
            self.waiting.remove(update)
        return answer.status_code == 200


async def _broken_off() -> AsyncIterator[bytes]:
    yield b'{"ok": true, "res'
    raise ConnectionResetError
