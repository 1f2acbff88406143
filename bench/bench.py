"""How fast the bot is beside a bare echo bot, in one run on one machine: ``python bench/bench.py``; writes BENCH.md.

Both bots are real PTB Applications over the same wire double, which answers at once, and take the same updates.  The
full bot writes each update to the inbox and each contact to the ledger, on an SQLite file that is flushed to disk.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import telegram
from answers import rows as answers
from count import rows as year
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters
from telegram.request import RequestData

from bot.app import opened, shelf
from bot.clock import utc_now
from bot.lean import settle
from bot.model import Effects
from bot.poll import poll
from bot.shelf import Shelf
from bot.town import read_town
from tests.telegram_server import TelegramServer
from tests.township import SHIPPED, TOKEN, contact, serving, settings
from tests.wire import Answer, Wire, message, press

UPDATES, CHATS, ROUNDS, AT_ONCE = 3000, 1000, 5, 100
CONTACTS, SINGLE, MORE = 10_000, 300, 10
Update = dict[str, Any]
Row = tuple[str, str]
Finished = Callable[[], Awaitable[None]]
"""Fetches and handles all updates."""


def main() -> int:
    """Measure, print, write; returns the exit code."""
    ready, chance = shelf(SHIPPED, read_town(ROOT / "town.yaml")), random.Random(1)
    settle()  # as the program does when it has started
    rows: list[Row] = [*asyncio.run(side_by_side(ready, chance)), *answers(ready, chance), *process(), *asyncio.run(ledger()), *year()]
    table = "\n".join(["| What | Figure |", "| --- | ---: |", *(f"| {what} | {figure} |" for what, figure in rows)])
    machine = f"{processor()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    print(table)
    (ROOT / "BENCH.md").write_text(f"# Figures\n\n`make bench` on {machine}; medians of {ROUNDS} rounds.\n\n{table}\n\n{NOTE}")
    return 0


NOTE = """Updates that repeat are what a campaign day brings: the answers of a run are remembered.  With questions that nobody
asked before, the sentence model takes the largest part of the time; the share is given.
"""


def mix(ready: Shelf, chance: random.Random, questions: float) -> list[Update]:
    """Updates of many chats, ``questions`` of them in words, the others pressed buttons."""
    entries = [*ready.knowledge.entries.values()]

    def one() -> dict[str, Any]:
        person, entry = 100 + chance.randrange(CHATS), chance.choice(entries)
        if chance.random() >= questions:
            return press(chance.choice(("topics", f"t:{entry.topic}", f"o:{entry.id}", f"y:{entry.id}")), person=person)
        return message(entry.question, person=person)

    return [one() for _ in range(UPDATES)]


async def side_by_side(ready: Shelf, chance: random.Random) -> list[Row]:
    """Updates a second of both bots, turn and turn about."""
    rows = list[Row]()
    for name, questions in (("buttons", 0.0), ("buttons and known questions, half and half", 0.5)):
        updates = mix(ready, chance, questions)
        mine, echo = list[float](), list[float]()
        for _ in range(ROUNDS):
            echo.append(await rate(echoing, updates))
            mine.append(await rate(partial(full, ready, {u["message"]["text"] for u in updates if "message" in u}), updates))
        own, bare = median(mine), median(echo)
        rows += [
            (f"Updates a second, {name}: the bot", f"{own:.0f}"), ("the same: a bare echo bot", f"{bare:.0f}"),
            ("ratio (floor 0.6)", f"{own / bare:.2f}"),
        ]
    return rows


Bot = Callable[["Feeding"], AbstractAsyncContextManager[Finished]]


class Feeding(Wire):
    """The wire double with updates to fetch, as many at once as Telegram gives."""

    def __init__(self, updates: Sequence[Update]) -> None:
        super().__init__()
        self._batches = [list(updates[i : i + AT_ONCE]) for i in range(0, len(updates), AT_ONCE)]
        self.fetched = asyncio.Event()

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any) -> Answer:
        """As the wire double; all the time there is goes to the bots."""
        if "getUpdates" not in url:
            return await super().do_request(url, method, request_data)
        batch = self._batches.pop(0) if self._batches else []
        if not batch:
            self.fetched.set()
            await asyncio.sleep(0.01)
        return 200, json.dumps({"ok": True, "result": batch}).encode()


async def rate(bot: Bot, updates: Sequence[Update]) -> float:
    """Updates a second, from the first request for them until the last is dealt with."""
    wire = Feeding(updates)
    async with bot(wire) as finished:
        began = time.perf_counter()
        await finished()
        return len(updates) / (time.perf_counter() - began)


@asynccontextmanager
async def echoing(wire: Feeding) -> AsyncIterator[Finished]:
    """The least that PTB does: fetch an update, route it, send a message back as it came, acknowledge a button."""
    application = Application.builder().token(TOKEN).request(wire).get_updates_request(wire).job_queue(None).build()

    async def echo(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    async def pressed(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        assert update.effective_chat
        await update.callback_query.answer()
        await update.effective_chat.send_message(update.callback_query.data or "")

    application.add_handlers([CallbackQueryHandler(pressed), MessageHandler(filters.TEXT, echo)])

    async def finished() -> None:
        assert application.updater
        await application.start()
        await application.updater.start_polling(drop_pending_updates=False)
        await wire.fetched.wait()
        await application.update_queue.join()

    async with application:
        yield finished
        assert application.updater
        await application.updater.stop()
        await application.stop()


@asynccontextmanager
async def full(ready: Shelf, known: Collection[str], wire: Feeding) -> AsyncIterator[Finished]:
    """The whole bot, from the inbox to the ledger, once it has understood what is ``known``."""
    with tempfile.TemporaryDirectory() as folder:
        async with serving(settings(Path(folder)), wire, utc_now, ready) as bot:
            inbox = bot.service.inbox
            for text in known:
                bot.service.desk.window.understand(text, None)

            async def finished() -> None:
                polling = asyncio.create_task(poll(wire, "http://telegram/bot", inbox.keep))
                await wire.fetched.wait()
                await inbox.idle()
                polling.cancel()

            yield finished


def process() -> list[Row]:
    """Seconds until the process asks Telegram for updates and until it has answered, and the memory it then holds.

    The first start, which makes the database, is shown apart.
    """
    with tempfile.TemporaryDirectory() as folder:
        first, *again = [started(Path(folder), n) for n in range(ROUNDS + 1)]
    asked, answered, memory, peak = (median(figures) for figures in zip(*again, strict=True))
    model = float(subprocess.run([sys.executable, "bench/share.py"], cwd=ROOT, check=True, capture_output=True, text=True).stdout)
    return [
        ("Start-up, seconds (floor 2)", f"{asked:.2f}"),
        ("First answer after the start, seconds", f"{answered:.2f}"),
        ("The very first start: both, seconds", f"{first[0]:.2f} and {first[1]:.2f}"),
        ("Resident memory, MB (floor 250 with the sentence model)", f"{memory:.0f}"),
        ("the same without the model and what runs it (floor 150)", f"{memory - model:.0f}"),
        ("at its peak, while a question is understood", f"{peak:.0f}"),
    ]


def started(folder: Path, number: int) -> tuple[float, float, float, float]:
    """Seconds to the first request for updates, seconds to the first answer, resident MB then, the most so far."""
    with TelegramServer() as telegram:
        telegram._updates = count(1 + 1000 * number)  # a number seen before would be none of a new message
        env = {**os.environ, "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "DATA_DIR": str(folder)}
        began = time.perf_counter()
        bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
        while not telegram.called("getUpdates"):
            time.sleep(0.005)
        asked = time.perf_counter() - began
        telegram.feed(message("老板拖欠工资怎么办"))
        while not telegram.sent:
            time.sleep(0.005)
        answered = time.perf_counter() - began
        for person in range(2, 2 + MORE):  # what starting used has gone back by now, what answering needs is there again
            time.sleep(0.05)
            telegram.feed(message("老板拖欠工资怎么办，已经三个月了", person=person))
        while len(telegram.sent) <= MORE:
            time.sleep(0.005)
        time.sleep(0.2)  # until the contacts are written
        status = Path(f"/proc/{bot.pid}/status").read_text(encoding="ascii")
        resident, peak = (int(status.partition(f"{name}:")[2].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
        bot.terminate()
        bot.wait()
    return asked, answered, resident, peak


async def ledger() -> list[Row]:
    """Contacts a second, each flushed to disk before its call returns."""
    with tempfile.TemporaryDirectory() as folder:
        async with opened(settings(Path(folder))) as service:
            many = [Effects(contacts=[contact(n)]) for n in range(CONTACTS)]
            began = time.perf_counter()
            await asyncio.gather(*(service.store.settle(effects) for effects in many))
            together = CONTACTS / (time.perf_counter() - began)
            began = time.perf_counter()
            for n in range(SINGLE):
                await service.store.settle(Effects(contacts=[contact(CONTACTS + n)]))
            single = SINGLE / (time.perf_counter() - began)
    return [
        ("Contacts a second on disk, many at once", f"{together:.0f}"),
        ("the same, one after the other", f"{single:.0f}"),
    ]


def processor() -> str:
    """The name of the processor."""
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "an unnamed processor"


if __name__ == "__main__":
    sys.exit(main())
