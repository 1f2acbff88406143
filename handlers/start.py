"""First words, help, and the number an admin needs."""

from __future__ import annotations

from telegram import Update

from bot.model import Reply
from handlers.reading import after_command, sender
from handlers.turn import Turn


async def greet(update: Update, turn: Turn) -> None:
    """/start: who this is and which audience the resident belongs to; or what the link leads to that was followed."""
    asker = await turn.asker(update)
    await turn.show(update, await turn.desk.begin(asker, "start", after_command(update), turn.source(update)))


async def explain(update: Update, turn: Turn) -> None:
    """/help: how to use it."""
    await turn.asker(update)
    await turn.show(update, turn.desk.window.help())


async def tell_id(update: Update, turn: Turn) -> None:
    """/id: the account's own number, for town.yaml.  It is shown, not kept."""
    await turn.asker(update)
    notice = turn.notices.my_id
    await turn.show(update, Reply(notice.replace("{account}", str(sender(update).id))))
