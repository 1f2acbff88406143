"""The commands that Telegram offers, to whom."""

from __future__ import annotations

import logging

from telegram import BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

import handlers
from handlers.turn import Counter

LOG = logging.getLogger(__name__)


async def set_commands(application: Counter, admins: tuple[int, ...], staff: tuple[int, ...]) -> None:
    """Tell Telegram which commands to offer to whom."""
    scopes = [
        (handlers.EVERYBODY, BotCommandScopeAllPrivateChats()),
        (handlers.GROUPS, BotCommandScopeAllGroupChats()),
        *((handlers.STAFF, BotCommandScopeChat(one)) for one in staff if one not in admins),
        *((handlers.ADMINS, BotCommandScopeChat(admin)) for admin in admins),
    ]
    for commands, scope in scopes:
        try:
            await application.bot.set_my_commands(commands, scope)
        except TelegramError as error:
            LOG.warning("commands not set for %s (%s); the bot goes on", scope.type, type(error).__name__)
