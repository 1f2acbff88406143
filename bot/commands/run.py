"""``run`` and ``chat``: serve."""

from __future__ import annotations

import argparse
import asyncio

from bot.ahead import Ahead
from bot.commands.common import Commands, chosen
from bot.lean import one_heap


def add(commands: Commands) -> None:
    """Both commands."""
    serving = commands.add_parser("run", help="开始服务：有 TELEGRAM_TOKEN 就接 Telegram，没有就在终端里聊天")
    serving.set_defaults(command=_run)
    commands.add_parser("chat", help="在终端里聊天").set_defaults(command=_chat)


def _run(_: argparse.Namespace) -> int:
    one_heap()
    settings = chosen()
    coming = Ahead(settings.knowledge, settings.town, settings.town_file, settings.data)
    from bot import app  # Telegram and the database take as long to import as the child takes to build the shelf

    asyncio.run(app.run(settings, coming))
    return 0


def _chat(_: argparse.Namespace) -> int:
    from bot import app

    asyncio.run(app.run_chat(chosen()))
    return 0
