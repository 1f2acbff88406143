"""Where an update goes: the first route that takes it answers it."""

from __future__ import annotations

from typing import Any

from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from handlers import admin, ask, browse, desk, errors, flow, inline, privacy, start
from handlers.turn import Turn

_PRIVATE = filters.ChatType.PRIVATE
_GROUP = filters.ChatType.GROUPS
_SAID = filters.UpdateType.MESSAGES
"""Messages and edited messages of people; not posts of channels."""
_BY_SOMEBODY = filters.TEXT | ~filters.StatusUpdate.ALL
"""Not what Telegram itself tells of a chat; text is asked for first, because the other asks for forty things."""

Route = BaseHandler[Any, Turn, None]


def _command(name: str, callback: errors.Callback, where: filters.BaseFilter = _PRIVATE) -> Route:
    return CommandHandler(name, errors.safely(callback), filters=where & _SAID)


FLOWS = (
    "village", "quiz", "handover", "wish", "subscribe", "unsubscribe",
    "session", "sessions", "handovers", "unanswered", "broadcast", "broadcasts",
    "paper", "share", "behalf", "invite",
)
"""Commands that begin a conversation."""

ROUTES: tuple[Route, ...] = (
    # Buttons first: they carry their own meaning and depend on no state.
    CallbackQueryHandler(errors.safely(browse.press)),
    # Cards in any chat: updates of their own kinds, which no other route takes.
    InlineQueryHandler(errors.safely(inline.offer)),
    ChosenInlineResultHandler(errors.safely(inline.posted)),
    # What is plainly no command asks none of the thirty whether it is theirs.
    MessageHandler(_PRIVATE & _SAID & filters.TEXT & ~filters.COMMAND, errors.safely(ask.answer)),
    # Commands before all other text, since a command is text too.
    _command("start", start.greet),
    _command("help", start.explain),
    _command("id", start.tell_id),
    _command("topics", browse.topics),
    _command("privacy", privacy.tell),
    _command("forget", privacy.forget),
    _command("clear", privacy.clear),
    _command("report", admin.report),
    _command("reload", admin.reload),
    _command("desk", desk.open_desk),
    # /ask is the one command that also works in groups.
    _command("ask", ask.command, _PRIVATE | _GROUP),
    _command("cancel", flow.cancel),
    # Conversations of several steps; each says itself who may.
    *(_command(name, flow.begin(name)) for name in FLOWS),
    # Groups: silent unless meant; decided inside, because only there the bot's own name is known.
    MessageHandler(_GROUP & _SAID & _BY_SOMEBODY, errors.safely(ask.in_group)),
    # Everything else in private is a question, or deserves a word of help.
    MessageHandler(_PRIVATE & _SAID & _BY_SOMEBODY, errors.safely(ask.answer)),
)
"""Order matters; each line says why it stands where it stands."""

EVERYBODY = (
    ("topics", "按主题找"),
    ("help", "怎么用"),
    ("village", "选村"),
    ("quiz", "活动小题"),
    ("handover", "问司法所"),
    ("subscribe", "订阅提醒"),
    ("unsubscribe", "退订"),
    ("privacy", "记了什么"),
    ("forget", "忘记我"),
    ("clear", "删除聊天"),
    ("start", "重新选人群"),
)
"""Commands shown in every private chat."""
GROUPS = (("ask", "问一个法律问题"),)
"""Commands shown in groups."""
STAFF = (*EVERYBODY, ("session", "登记场次"), ("sessions", "确认场次"), ("handovers", "等答复的问题"))
"""Commands shown to staff."""
ADMINS = (
    *STAFF,
    ("desk", "网页上的桌面"),
    ("unanswered", "答不上来的"),
    ("broadcast", "群发"),
    ("broadcasts", "群发进度"),
    ("invite", "请法律明白人绑定账号"),
    ("paper", "印大字版、小册子"),
    ("share", "链接、二维码、海报"),
    ("report", "导出报表，如 /report 2026"),
    ("reload", "换上改过的知识库"),
    ("id", "看自己的编号"),
)
"""Commands shown to admins."""
