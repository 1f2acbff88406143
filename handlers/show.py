"""Shows a reply in the chat where somebody asked."""

from __future__ import annotations

from collections.abc import AsyncIterator

from telegram import ReplyParameters, Update
from telegram.constants import ChatType

from bot.answer import split
from bot.model import Reply
from handlers.keyboard import keyboard
from handlers.reading import message_of, place
from handlers.voice import Voice

_NO_PREVIEW = '{"is_disabled": true}'


async def sent(voice: Voice, update: Update, reply: Reply) -> AsyncIterator[int]:
    """Send all of it, the buttons under its last piece; gives the number of each message that went.  Raises PTB's errors."""
    private, message = place(update).type == ChatType.PRIVATE, message_of(update)
    pieces = split(reply.text)
    for piece in pieces:
        yield await voice.say(
            place(update).id,
            piece,
            urgent=reply.contact is not None and reply.contact.kind == "emergency",
            reply_markup=keyboard(reply.buttons) if private and reply.buttons and piece is pieces[-1] else None,
            reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True) if message and not private else None,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=message.message_thread_id if message and message.is_topic_message else None,
        )
    for file in reply.files:
        method = voice.send_photo if file.picture else voice.send_document
        yield (await method(place(update).id, file.content, filename=file.name)).message_id
