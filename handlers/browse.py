"""Looking for oneself: topics, questions, and every pressed button."""

from __future__ import annotations

from telegram import Update

from handlers.turn import Turn


async def topics(update: Update, turn: Turn) -> None:
    """/topics: the list of topics."""
    asker = await turn.asker(update)
    await turn.show(update, turn.desk.window.press(asker, "topics", turn.source(update)))


async def press(update: Update, turn: Turn) -> None:
    """A pressed button.  What it carries is checked by the desk: Telegram lets anybody forge it."""
    query = update.callback_query
    assert query is not None
    asker = await turn.asker(update)
    reply = await turn.desk.press(asker, query.data or "", turn.source(update))
    if not reply.brief:
        await turn.counter.voice.acknowledge(query.id)
    await turn.show(update, reply)
