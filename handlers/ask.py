"""A question in words, in a private chat or called for in a group."""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType

from bot.model import Button, Outcome, Reply
from handlers import office
from handlers.reading import after_command, place, spoken
from handlers.turn import Turn

_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


async def answer(update: Update, turn: Turn) -> None:
    """Whatever a resident sends in private: a number from the last menu, a question, or something without words."""
    if await office.answered(update, turn):
        return
    asker = await turn.asker(update)
    words = _words(spoken(update))
    if words is None:
        await turn.show(update, Reply(_wordless(turn, spoken(update))))
        return
    async with turn.thinking(update, asker, words):
        reply = await turn.desk.say(asker, words, turn.source(update))
    await turn.show(update, reply)


async def command(update: Update, turn: Turn) -> None:
    """/ask and what follows it, anywhere."""
    await _called(update, turn, after_command(update) or _quoted(spoken(update)))


async def in_group(update: Update, turn: Turn) -> None:
    """A group message: answered when it mentions the bot or replies to it, else left alone."""
    if await office.answered(update, turn):
        return
    message = spoken(update)
    text = _addressed(message, turn.bot.username, turn.bot.id)
    if text is not None:
        await _called(update, turn, text or _quoted(message))


async def _called(update: Update, turn: Turn, text: str) -> None:
    private = place(update).type == ChatType.PRIVATE
    asker = await turn.asker(update)
    if not text:
        await turn.show(update, Reply(turn.notices.empty if private else turn.notices.group_help))
        return
    async with turn.thinking(update, asker, text):
        source, desk = turn.source(update), turn.desk
        reply = await desk.ask(asker, text, source) if private else desk.window.ask(asker, text, source)
    await turn.show(update, reply if private else _without_buttons(reply, turn.notices.group_choices))


def _without_buttons(reply: Reply, hint: str) -> Reply:
    """The reply as a group sees it: choices as lines, no private menus."""
    if reply.found is None or reply.found.outcome is not Outcome.CHOICES:
        return Reply(reply.text, (), reply.contact, reply.found)
    listed = [f"·{button.label}" for button in reply.buttons if _opens(button)]
    return Reply("\n".join([reply.text, *listed, hint]), (), reply.contact, reply.found)


def _opens(button: Button) -> bool:
    return button.action.startswith("o:")


def _words(message: Message) -> str | None:
    """What was said, written under a picture or named in a poll; None where there is nothing to read."""
    text = message.text or message.caption or (message.poll.question if message.poll else None)
    return text if text and re.search(r"\w", text) else None


def _wordless(turn: Turn, message: Message) -> str:
    notices = turn.notices
    if message.voice or message.audio or message.video_note:
        return notices.voice
    if message.photo or message.document or message.video or message.animation:
        return notices.picture
    return notices.wordless


def _quoted(message: Message) -> str:
    """The words of the message replied to: "@bot" under a neighbour's question asks that question."""
    above = message.reply_to_message
    if above is None or (above.from_user and above.from_user.is_bot):
        return ""
    return _words(above) or ""


def _addressed(message: Message, username: str, bot: int) -> str | None:
    """The text without the mention when the bot is meant, else None."""
    text = message.text or message.caption or ""
    entities = {**message.parse_entities(list(_MENTIONS)), **message.parse_caption_entities(list(_MENTIONS))}
    for entity, part in entities.items():
        named = part.lower() == f"@{username}".lower() or (entity.user is not None and entity.user.id == bot)
        if named:
            return text.replace(part, " ").strip()
    above = message.reply_to_message
    replied = above is not None and above.from_user is not None and above.from_user.id == bot
    return text.strip() if replied else None
