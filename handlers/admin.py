"""The report, for those whom town.yaml names as admins."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from telegram import Update
from telegram.constants import ChatAction

from bot.model import Refused, Reply
from bot.period import period
from bot.report import write
from handlers.turn import Turn, after_command, place, sender


async def report(update: Update, turn: Turn) -> None:
    """/report [PERIOD]: counts the period (this year where none is given) and sends the files."""
    await turn.asker(update)
    if sender(update).id not in turn.counter.admins:
        await turn.show(update, Reply(turn.notices.no_role))
        return
    try:
        span = period(after_command(update) or str(turn.desk.today().year))
    except Refused as refused:
        await turn.show(update, Reply(str(refused)))
        return
    await turn.bot.send_chat_action(place(update).id, ChatAction.UPLOAD_DOCUMENT)
    tally = await turn.desk.tally(span)
    notice = turn.notices.report_ready.replace("{period}", span.name)
    await turn.show(update, Reply(notice))
    with tempfile.TemporaryDirectory() as folder:
        for path in await asyncio.to_thread(write, tally, Path(folder)):
            sent = await turn.bot.send_document(place(update).id, path.read_bytes(), filename=path.name)
            turn.effects(update).messages.append(sent.message_id)


async def reload(update: Update, turn: Turn) -> None:
    """/reload: takes in what was changed in the knowledge and town.yaml, or says everything that is wrong with it."""
    await turn.asker(update)
    if sender(update).id not in turn.counter.admins or turn.counter.reload is None:
        await turn.show(update, Reply(turn.notices.no_role))
        return
    problems = await turn.counter.reload()
    if problems:
        await turn.show(update, Reply("\n".join([turn.notices.not_reloaded, *map(str, problems)])))
        return
    base = turn.desk.window.shelf.knowledge
    said = turn.notices.reloaded.replace("{version}", base.version).replace("{entries}", str(len(base.entries)))
    await turn.show(update, Reply(said))
