"""The one broad catch: whatever breaks, the resident hears of it and the bot goes on.

It logs what kind of error it was and where, never what a resident wrote: neither messages nor the text of an
exception, which may quote them, reach the log.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.model import Reply, Unavailable
from handlers.turn import Turn
from handlers.voice import seconds_of

LOG = logging.getLogger(__name__)
_PAUSE = 5.0
"""Seconds before a reply that Telegram did not take is tried again, at first."""

Callback = Callable[[Update, Turn], Coroutine[Any, Any, None]]


def safely(callback: Callback) -> Callback:
    """``callback`` so that nothing escapes it: what may work later is tried again, the rest is said and logged."""

    async def run(update: Update, turn: Turn) -> None:
        chatless = update.inline_query or update.chosen_inline_result
        if update.effective_user is None or (update.effective_chat is None and not chatless):
            return  # nobody to answer: a button of an inline message, a post without an author
        effects = turn.effects(update)
        try:
            await callback(update, turn)
        except RetryAfter as error:
            effects.again = seconds_of(error)
        except (BadRequest, Forbidden, ChatMigrated) as error:
            LOG.warning("not delivered: %s at %s", type(error).__name__, _where(error))
        except (TelegramError, Unavailable) as error:
            # Away, or saying what nobody understands, or the token is being changed: the question stays on disk.
            LOG.warning("put off: %s at %s", type(error).__name__, _where(error))
            effects.again = turn.counter.patience(update.update_id, _PAUSE)
        except Exception as error:  # noqa: BLE001 - the one place where anything may arrive
            turn.counter.figures["failed"] += 1
            LOG.error("failed: %s at %s", type(error).__name__, _where(error))
            await _apologise(update, turn)

    return run


async def unforeseen(_: object, turn: Turn) -> None:
    """What broke before any handler took an update: PTB would log it with all it was about."""
    if turn.error is not None:
        turn.counter.figures["failed"] += 1
        LOG.error("failed before it was handled: %s at %s", type(turn.error).__name__, _where(turn.error))


async def _apologise(update: Update, turn: Turn) -> None:
    if update.effective_chat is None:
        return  # an inline query: there is nowhere to say it
    try:
        await turn.show(update, Reply(turn.notices.failed))
    except Exception as error:  # noqa: BLE001 - what broke the answer may break this too
        LOG.warning("not even an apology was delivered: %s", type(error).__name__)


def _where(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-3:]))
