"""What Telegram delivers, read: who sent it, where to answer, what was said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, Chat, InaccessibleMessage, Message, MessageEntity, TelegramObject, Update, User
from telegram.constants import ChatType

_LARGEST_ID = 2**63
_Made = TypeVar("_Made", bound=TelegramObject)
_WORDS = frozenset({"message_id", "date", "chat", "from", "text"})
"""Fields of a message of words; it may have entities too."""


def _unguarded(of: type[_Made]) -> type[_Made]:
    """A class of PTB's whose fields are set without the check that they may still be changed, which takes longer than all else."""
    return type(of.__name__, (of,), {"__slots__": (), "__setattr__": object.__setattr__})


class _Quick:
    """What is made of an update that comes often."""

    update, message, user, chat = _unguarded(Update), _unguarded(Message), _unguarded(User), _unguarded(Chat)
    press, place = _unguarded(CallbackQuery), _unguarded(InaccessibleMessage)


def read(raw: Mapping[str, Any], bot: Bot) -> Update:
    """PTB's update.  Raises what PTB raises for a form it does not know.

    PTB makes an object of a hundred fields of a message, each looked for, which takes as long as to answer.  So what comes most, words
    in a private chat, is made of the few fields that it has; and of the message under a button only where it is, as Telegram itself
    gives one that is too old.
    """
    update = _pressed(raw, bot) or _said(raw, bot)
    if update is None:
        return Update.de_json(dict(raw), bot)
    update.set_bot(bot)
    return update


def _said(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """Words in a private chat; None for whatever else."""
    said = raw.get("message")
    if not (isinstance(said, Mapping) and said.keys() - {"entities"} == _WORDS and _is_private(said.get("chat")) and len(raw) == 2):
        return None
    marks = [MessageEntity.de_json(dict(mark), bot) for mark in said.get("entities") or ()]
    user, chat = _Quick.user.de_json(dict(said["from"]), bot), _Quick.chat.de_json(dict(said["chat"]), bot)
    at = datetime.fromtimestamp(said["date"], UTC)
    message = _Quick.message(said["message_id"], at, chat, user, text=said["text"], entities=marks)
    message.set_bot(bot)
    return _Quick.update(raw["update_id"], message=message)


def _pressed(raw: Mapping[str, Any], bot: Bot) -> Update | None:
    """A button in a private chat; None for whatever else."""
    press = raw.get("callback_query")
    under = press.get("message") if isinstance(press, Mapping) else None
    if not (isinstance(press, Mapping) and isinstance(under, Mapping) and _is_private(under.get("chat"))):
        return None
    if "message_thread_id" in under or len(raw) != 2:
        return None
    where = _Quick.place(_Quick.chat.de_json(dict(under["chat"]), bot), under["message_id"])
    by = _Quick.user.de_json(dict(press["from"]), bot)
    pressed = _Quick.press(press["id"], by, press["chat_instance"], where, press.get("data"))
    return _Quick.update(raw["update_id"], callback_query=pressed)


def _is_private(chat: object) -> bool:
    return isinstance(chat, Mapping) and chat.get("type") == ChatType.PRIVATE


def is_known(update: Update) -> bool:
    """Whether what the handlers read is of the kinds that Telegram documents; PTB takes whatever stands there."""
    chat, user, message, press = update.effective_chat, update.effective_user, message_of(update), update.callback_query
    if message and not message.chat:  # PTB's types promise what a forger need not give
        return False
    numbers = [holder.id for holder in (chat, user) if holder] + ([message.message_id] if message else [])
    words = [chat.type if chat else "", message and message.text, message and message.caption, press and press.id, press and press.data]
    return all(type(n) is int and abs(n) < _LARGEST_ID for n in numbers) and all(w is None or isinstance(w, str) for w in words)


def message_of(update: Update) -> Message | None:
    """The message of an update; None where only its place is known, of which PTB would warn."""
    press = update.callback_query
    return None if press and isinstance(press.message, InaccessibleMessage) else update.effective_message


def sender(update: Update) -> User:
    """Whose update it is; the routes let only updates of people through."""
    assert update.effective_user is not None
    return update.effective_user


def place(update: Update) -> Chat:
    """Where to answer; the routes let only updates with a chat through."""
    assert update.effective_chat is not None
    return update.effective_chat


def spoken(update: Update) -> Message:
    """The message of an update; the routes let only messages through."""
    assert update.effective_message is not None
    return update.effective_message


def after_command(update: Update) -> str:
    """What was written behind a command, on its line or below it."""
    return "".join((spoken(update).text or "").split(maxsplit=1)[1:]).strip()
