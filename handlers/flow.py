"""Commands that begin a conversation of several steps."""

from __future__ import annotations

from telegram import Update

from handlers.errors import Callback
from handlers.reading import after_command
from handlers.turn import Turn


def begin(name: str) -> Callback:
    """The handler of ``/name``; what follows the command is its argument."""

    async def run(update: Update, turn: Turn) -> None:
        asker = await turn.asker(update)
        await turn.show(update, await turn.desk.begin(asker, name, after_command(update), turn.source(update)))

    return run


async def cancel(update: Update, turn: Turn) -> None:
    """/cancel: leave whatever conversation is going on."""
    asker = await turn.asker(update)
    await turn.show(update, await turn.desk.say(asker, "/cancel", turn.source(update)))
