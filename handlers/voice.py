"""Speaks.  What Telegram answers is not made into an object of PTB: that would take longer than all else here."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from handlers.limits import Gate

_TO_CHATS = frozenset({"sendMessage", "sendDocument", "sendPhoto"})
"""Methods that count against Telegram's limits."""


class Voice(ExtBot[None]):
    """PTB's bot with lean methods more, at the pace that Telegram allows."""

    _typing: ClassVar[set[asyncio.Task[None]]] = set()
    """Tasks that nobody waits for, held so that they are not dropped half-way."""

    def __init__(self, *parts: Any, gate: Gate | None = None, **more: Any) -> None:
        """``parts`` and ``more`` are PTB's."""
        super().__init__(*parts, **more)
        self._gate = gate or Gate()
        self._figures = {"sent": 0, "refused": 0}

    @property
    def figures(self) -> Mapping[str, int]:
        """How many messages Telegram took, and how often it asked to wait."""
        return self._figures

    async def say(self, chat: int, text: str, urgent: bool = False, **more: object) -> int:
        """Send a message; returns its number.  ``more`` are parameters of sendMessage, None for none."""
        data = {"chat_id": chat, "text": text, **more}
        post = super()._post
        answer = await self._in_turn(chat, lambda: post("sendMessage", data), urgent)
        return int(answer["message_id"])

    async def _in_turn(self, chat: int | str, post: Callable[[], Awaitable[Any]], urgent: bool = False) -> Any:
        """Send when it is the chat's turn, as often as Telegram asks to wait; then the chat waits, and nobody else."""
        while True:
            await self._gate.turn(chat, urgent)
            try:
                answer = await post()
            except RetryAfter as error:
                self._gate.refused(chat, seconds_of(error))
                self._figures["refused"] += 1
                continue
            if not isinstance(answer, dict) or not isinstance(answer.get("message_id"), int):
                raise NetworkError("an answer that is none")
            self._gate.accepted()
            self._figures["sent"] += 1
            return answer

    async def _post(self, endpoint: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
        """PTB's own way out: what goes to a chat waits for its turn."""
        post = super()._post
        if endpoint in _TO_CHATS and data and "chat_id" in data:
            return await self._in_turn(data["chat_id"], lambda: post(endpoint, data, **more))
        return await post(endpoint, data, **more)

    def typing(self, chat: int) -> None:
        """Show that an answer is on its way, without waiting until it is shown; not while many wait for theirs."""
        if self._gate.busy:
            return
        task = asyncio.create_task(self._type(chat))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    async def _type(self, chat: int) -> None:
        with suppress(TelegramError):
            await self._post("sendChatAction", {"chat_id": chat, "action": "typing"})

    async def acknowledge(self, press: str, text: str | None = None) -> None:
        """Answer a pressed button.  One pressed long ago can no longer be answered, which harms nobody."""
        with suppress(BadRequest):
            await self._post("answerCallbackQuery", {"callback_query_id": press, "text": text})


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    given = error.retry_after
    return given.total_seconds() if isinstance(given, timedelta) else float(given)
