"""Speaks.  What Telegram answers is not made into an object of PTB: that would take longer than all else here."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import ClassVar

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot


class Voice(ExtBot[None]):
    """PTB's bot with lean methods more."""

    _typing: ClassVar[set[asyncio.Task[None]]] = set()
    """Tasks that nobody waits for, held so that they are not dropped half-way."""

    async def say(self, chat: int, text: str, **more: object) -> int:
        """Send a message; returns its number.  ``more`` are parameters of sendMessage, None for none."""
        answer = await self._post("sendMessage", {"chat_id": chat, "text": text, **more})
        return int(answer["message_id"])

    def typing(self, chat: int) -> None:
        """Show that an answer is on its way, without waiting until it is shown."""
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
