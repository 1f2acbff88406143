"""The office answers by replying to a question in its own chat."""

from __future__ import annotations

import re

from telegram import Update

from handlers.reading import place, spoken
from handlers.turn import Turn

_CODE = re.compile(r"【居民咨询 编号([0-9a-f]{8})】")


async def answered(update: Update, turn: Turn) -> bool:
    """Whether the message was an answer of the office; it has then gone to whoever asked."""
    message = spoken(update)
    above = message.reply_to_message
    if place(update).id != turn.counter.staff_chat or above is None or above.from_user is None:
        return False
    # Only of the bot's own message: anybody in the chat may type a number.
    code = _CODE.search(above.text or "") if above.from_user.id == turn.bot.id else None
    said = message.text or ""
    if code is None or not said.strip() or update.edited_message is not None:
        return False
    await turn.asker(update)
    await turn.show(update, await turn.counter.office.answered(code[1], said, turn.source(update)))
    return True
