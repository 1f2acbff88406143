"""/desk: a one-time link to the desk on the web, for admins."""

from __future__ import annotations

from telegram import Update

from bot.model import Reply
from bot.model.passes import ADMIN, LEADER
from handlers.reading import after_command, sender
from handlers.turn import Turn


async def open_desk(update: Update, turn: Turn) -> None:
    """/desk for oneself, /desk 领导 for somebody who may only look, /desk 撤销 to end them all."""
    await turn.asker(update)
    words, account = turn.desk.window.shelf.knowledge.words.desk, sender(update).id
    said, make = after_command(update), turn.counter.desk_link
    if account not in turn.counter.admins:
        text = turn.notices.no_role
    elif said == words.revoke:
        text = words.revoked.replace("{count}", str(await turn.desk.ledger.passes.end_all()))
    elif said not in ("", words.leader):
        text = words.how
    elif make is None:
        text = words.nowhere
    elif said == words.leader:
        text = words.leader_link.replace("{link}", await make(LEADER, turn.desk.person(account)))
    else:
        text = words.link.replace("{link}", await make(ADMIN, turn.desk.person(account)))
    await turn.show(update, Reply(text))
