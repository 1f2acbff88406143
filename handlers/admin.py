"""The report, for those whom town.yaml names as admins."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping

from telegram import InputMediaPhoto, Message, Update
from telegram.constants import ChatAction, MediaGroupLimit

from bot.hide import for_the_office, nests, published
from bot.model import Paper, Period, Refused, Reply
from bot.period import period
from bot.report import forms, lacking
from bot.report.sentences import INTERNAL, INTERNAL_NOTE, PUBLIC_NOTE
from bot.report.zipped import zipped
from handlers.reading import after_command, place, sender
from handlers.turn import Turn


async def report(update: Update, turn: Turn) -> None:
    """/report [PERIOD] [内部]: counts the period (this year where none is given) and sends the files.

    What it sends may leave the office; with 内部 it shows everything and says so on every page.
    """
    await turn.asker(update)
    if sender(update).id not in turn.counter.admins:
        await turn.show(update, Reply(turn.notices.no_role))
        return
    wanted, internal = _wanted(after_command(update))
    try:
        span = period(wanted or str(turn.desk.today().year))
    except Refused as refused:
        await turn.show(update, Reply(str(refused)))
        return
    await turn.bot.send_chat_action(place(update).id, ChatAction.UPLOAD_DOCUMENT)
    paper = await _paper(turn, span, internal)
    files = await asyncio.to_thread(forms, paper)
    notice = turn.notices.report_ready.replace("{period}", span.name)
    note = f"{INTERNAL_NOTE if internal else PUBLIC_NOTE}。"
    await turn.show(update, Reply("\n".join((notice, note, *map(str, lacking())))))
    await _send(update, turn, files)


def _wanted(text: str) -> tuple[str, bool]:
    """The period, and whether everything is to be shown."""
    words = text.split()
    return " ".join(word for word in words if word != INTERNAL), INTERNAL in words


async def _paper(turn: Turn, span: Period, internal: bool) -> Paper:
    tally = await turn.desk.tally(span)
    return for_the_office(tally) if internal else published(tally, nests(turn.desk.window.shelf.knowledge))


async def _send(update: Update, turn: Turn, files: Mapping[str, bytes]) -> None:
    chat = place(update).id
    tables = {name: content for name, content in files.items() if name.endswith(".csv")}
    pictures = {name: content for name, content in files.items() if name.endswith(".png")}
    zip_name = next(iter(tables)).replace("summary.csv", "csv.zip")
    papers = {name: content for name, content in files.items() if name not in tables and name not in pictures}
    for name, content in {**papers, zip_name: zipped(tables)}.items():
        _note(update, turn, [await turn.bot.send_document(chat, content, filename=name)])
    _note(update, turn, await _show_pictures(turn, chat, pictures))


async def _show_pictures(turn: Turn, chat: int, pictures: Mapping[str, bytes]) -> list[Message]:
    """An album a ten; Telegram takes no album of one."""
    shown, waiting = list[Message](), [*pictures.items()]
    while waiting:
        some, waiting = waiting[: MediaGroupLimit.MAX_MEDIA_LENGTH], waiting[MediaGroupLimit.MAX_MEDIA_LENGTH :]
        if len(some) == 1:
            shown.append(await turn.bot.send_photo(chat, some[0][1], filename=some[0][0]))
        else:
            shown += await turn.bot.send_media_group(chat, [InputMediaPhoto(content, filename=name) for name, content in some])
    return shown


def _note(update: Update, turn: Turn, sent: Iterable[Message]) -> None:
    """So that /clear removes the files with the chat."""
    turn.effects(update).messages.extend(message.message_id for message in sent)


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
