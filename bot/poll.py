"""Asks Telegram for updates; the next request, which makes Telegram drop them, waits until they are on disk."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest, HTTPXRequest

from bot.inbox import RawUpdate
from bot.model import Problem, Refused

LOG = logging.getLogger(__name__)
KINDS = ("message", "edited_message", "callback_query", "inline_query", "chosen_inline_result", "my_chat_member")
"""The kinds of update that the bot asks for."""
_LONG_POLL, _SLOWEST, _CONFLICTS = 30, 30.0, 4

class Request(HTTPXRequest):
    """PTB's way to Telegram, for answers that are none of Telegram's too: a proxy's page, half an answer."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The object that Telegram sent.  Raises :class:`NetworkError`, and unlike PTB logs nothing of what it holds."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise NetworkError("an answer that is none")
        return {"result": None, **answer}


Keep = Callable[[Sequence[RawUpdate]], Awaitable[None]]
Sleep = Callable[[float], Awaitable[None]]


async def poll(request: BaseRequest, base_url: str, keep: Keep, sleep: Sleep = asyncio.sleep) -> None:
    """Fetch updates for ever.  Raises :class:`Refused` for a wrong token and for a second poller."""
    offset, pause, conflicts = 0, 1.0, 0
    while True:
        try:
            updates = await _ask(request, base_url, offset)
            if updates:
                await keep(updates)
                offset = max(u["update_id"] for u in updates) + 1
            pause, conflicts = 1.0, 0
            continue
        except (InvalidToken, Forbidden) as error:
            raise Refused((Problem("TELEGRAM_TOKEN", "Telegram 不认这个口令；请向 BotFather 核对后重新设置"),)) from error
        except Conflict as error:
            conflicts += 1
            if conflicts >= _CONFLICTS:
                what = "同一个机器人另有一个程序在收消息；请先停掉那一个，或改用 WEBHOOK_URL"
                raise Refused((Problem("TELEGRAM_TOKEN", what),)) from error
        except RetryAfter as error:
            seconds = error.retry_after
            pause = seconds.total_seconds() if hasattr(seconds, "total_seconds") else float(seconds)
        except (TelegramError, SQLAlchemyError, OSError) as error:
            LOG.warning("updates not fetched (%s); trying again in %.0f s", type(error).__name__, pause)
        await sleep(pause)
        pause = min(pause * 2, _SLOWEST)


async def _ask(request: BaseRequest, base_url: str, offset: int) -> Sequence[RawUpdate]:
    query = urlencode({"offset": offset, "timeout": _LONG_POLL, "allowed_updates": json.dumps(KINDS)})
    answer = await request.post(f"{base_url}/getUpdates?{query}", read_timeout=_LONG_POLL + 10)
    if not isinstance(answer, list):
        raise NetworkError("an answer that is none")
    return [u for u in answer if isinstance(u, dict) and type(u.get("update_id")) is int]
