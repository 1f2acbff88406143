"""What is kept, being forgotten, and clearing the chat."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Update
from telegram.error import BadRequest

from bot.model import Reply
from handlers.reading import place, sender, spoken
from handlers.turn import Turn

_AT_ONCE = 100
"""Telegram's limit for deleteMessages."""


async def tell(update: Update, turn: Turn) -> None:
    """/privacy: what is kept, in two sentences."""
    await turn.asker(update)
    await turn.show(update, Reply(turn.notices.privacy))


async def forget(update: Update, turn: Turn) -> None:
    """/forget: the person becomes unknown, the counts stay."""
    await turn.asker(update)
    await turn.show(update, Reply(turn.notices.forgotten))
    turn.effects(update).forget = turn.desk.pseudonyms(sender(update).id)


async def clear(update: Update, turn: Turn) -> None:
    """/clear: deletes both sides of the last 48 hours and says what could not be deleted."""
    asker = await turn.asker(update)
    notices = turn.notices
    mine = await turn.desk.ledger.clearable(asker.person)
    numbers = [*mine, spoken(update).message_id]
    left = 0
    for start in range(0, len(numbers), _AT_ONCE):
        left += await _delete(turn, place(update).id, numbers[start : start + _AT_ONCE])
    done = len(numbers) - left
    said = notices.cleared_partly.replace("{done}", str(done)).replace("{left}", str(left)) if left else notices.cleared
    turn.effects(update).cleared = True
    await turn.show(update, Reply(said if mine else notices.nothing_to_clear))


async def _delete(turn: Turn, chat: int, numbers: Sequence[int]) -> int:
    """Delete messages, one by one where Telegram does not take them together; returns how many are left."""
    try:
        await turn.bot.delete_messages(chat, numbers)
        return 0
    except BadRequest:
        pass
    left = 0
    for number in numbers:
        try:
            await turn.bot.delete_message(chat, number)
        except BadRequest:
            left += 1
    return left
