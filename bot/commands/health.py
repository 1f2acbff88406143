"""``health``: is the bot well?  For a container's health check, a monitor, and people."""

from __future__ import annotations

import argparse
import asyncio
import json
import urllib.request
from collections.abc import Iterator

from bot.clock import local_day, utc_now
from bot.commands.common import Commands, chosen
from bot.config import Settings
from bot.entries import load
from bot.health import as_dict, as_text, ill, look
from bot.ledger.connect import connect, file_of
from bot.model import Health, Problem, Refused

_ILL = 1
"""Exit code when it is not well; 2 when the question itself cannot be answered."""
_PATIENCE = 5.0


def add(commands: Commands) -> None:
    """The command and its options."""
    asking = commands.add_parser("health", help="看机器人好不好：不好时退出码是 1")
    asking.add_argument("--json", action="store_true", help="输出 JSON")
    asking.set_defaults(command=_health)


def _health(options: argparse.Namespace) -> int:
    given = chosen()
    seen = asyncio.run(_look(given))
    silent = [f"{port} 端口没有回答；请看程序是否在运行" for port in _ports(given) if not _answers(port)]
    why = [*ill(seen), *silent]
    if options.json:
        print(json.dumps(as_dict(seen) | {"well": not why, "ill": why}, ensure_ascii=False))
    else:
        print("\n".join([as_text(seen), *(f"不正常：{said}" for said in silent)]))
    return _ILL if why else 0


async def _look(given: Settings) -> Health:
    knowledge = load(given.knowledge, local_day(utc_now()))
    if (file := file_of(given.database_url)) and not file.exists():
        raise Refused((Problem(str(file), "还没有数据库；请先运行一次机器人"),))
    engine = connect(given.database_url)
    try:
        return await look(engine, given.town.id, utc_now(), knowledge)
    finally:
        await engine.dispose()


def _ports(given: Settings) -> Iterator[str]:
    """Where this very program answers, whatever others on the same database do."""
    if given.webhook_url:
        yield f"{'127.0.0.1' if given.host in ('0.0.0.0', '::') else given.host}:{given.port}"  # noqa: S104 - compared, not listened on
    if given.health_port:
        yield f"{given.watch_host}:{given.health_port}"


def _answers(where: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://{where}/healthz", timeout=_PATIENCE) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
