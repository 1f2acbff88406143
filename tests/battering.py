"""Kills the real process again and again under load, and tells what came of the questions."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import IO, Any, Self

from bot.clock import local_day, utc_now
from bot.entries import load
from bot.model import Entry, Refused
from bot.webhook import listening
from tests.bases import terse
from tests.telegram_server import TelegramServer
from tests.township import ROOT, TODAY, TOKEN
from tests.wire import message

Entries = Mapping[str, Entry]
_CHATS = range(100, 108)
_BURST = 40
"""Questions that are asked between two kills."""
_PATIENCE = 120.0
"""Seconds after which a bot that makes no progress has failed."""


@dataclass
class Outcome:
    """What became of every question."""

    asked: dict[int, list[str]] = field(default_factory=lambda: {chat: [] for chat in _CHATS})
    """Chat -> entries asked for, in order; no entry twice in a row."""
    answered: dict[int, list[str]] = field(default_factory=dict)
    """Chat -> entries shown, in order."""
    contacts: int = 0
    """Rows of the contact log."""
    counted: int = 0
    """Its figure for people reached."""

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(map(len, self.asked.values()))

    @property
    def different(self) -> int:
        """How many of them count: one a person, day and entry."""
        return sum(len(set(entries)) for entries in self.asked.values())

    @property
    def repeated(self) -> int:
        """Answers that were shown more than once."""
        return sum(map(len, self.answered.values())) - sum(map(len, self.without_repeats.values()))

    @property
    def without_repeats(self) -> dict[int, list[str]]:
        """The answers, those counted once that were shown several times in a row."""
        return {chat: [entry for entry, _ in groupby(shown)] for chat, shown in self.answered.items()}


def batter(folder: Path, kills: int, seed: int, webhook: bool = False, database: str = "", programs: int = 1) -> Outcome:
    """Ask, kill, ask, kill …; then let the bot finish and count.  Several ``programs`` share a PostgreSQL ``database``."""
    chance, outcome = random.Random(seed), Outcome()
    ports, base = [_free_port() for _ in range(programs)] if webhook else [], terse(folder)
    entries = load(base, TODAY).entries
    with TelegramServer(*ports) as telegram, (folder / "log.txt").open("ab") as log, ExitStack() as stack:
        env = _environment(folder, base, telegram, database)
        hooks = [{"WEBHOOK_URL": "https://example.org", "PORT": str(port)} for port in ports] or [{}]
        running = [stack.enter_context(Running(env | hook, log)) for hook in hooks]
        try:
            for _ in range(kills):
                _ask(telegram, chance, outcome, entries)
                _await_a_bad_moment(telegram, chance)
                chance.choice(running).again()
            _ask(telegram, chance, outcome, entries)
            _until(lambda: _settled(telegram, outcome, entries))
        except AssertionError as error:
            raise AssertionError(f"{error}; {_missing(telegram, outcome)}\n{(folder / 'log.txt').read_text(encoding='utf-8')}") from None
        for program in running:
            program.stop()
        outcome.contacts, outcome.counted = _report(env | hooks[0])
    return outcome


def _environment(folder: Path, base: Path, telegram: TelegramServer, database: str) -> dict[str, str]:
    own = {
        "TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API_URL": telegram.url, "DATA_DIR": str(folder / "data"),
        "KNOWLEDGE_DIR": str(base), "TOWN_FILE": str(ROOT / "tests" / "town.yaml"), "LOG_LEVEL": "WARNING",
        "MINGBAI_SECRET": "k" * 32, "TELEGRAM_LIMITS": "off",
    }
    return {"PATH": os.environ["PATH"], **own, **({"DATABASE_URL": database} if database else {})}


class Running:
    """The program as a process of its own, between ``with`` and its end."""

    def __init__(self, env: Mapping[str, str], log: IO[bytes]) -> None:
        self._env, self._log = env, log

    def __enter__(self) -> Self:
        # Who died is missed after three seconds here, so that the tests need not wait.
        program = "import sys, bot.claims; bot.claims.LEASE = 3.0; from bot.__main__ import main; sys.exit(main(['run']))"
        self._process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=self._env, stdout=self._log, stderr=self._log)
        return self

    def again(self) -> None:
        """Kill it without a word and start it anew."""
        self._process.kill()
        self._process.wait()
        self.__enter__()

    def stop(self) -> None:
        """Ask it to stop and wait until it has."""
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()


def _ask(telegram: TelegramServer, chance: random.Random, outcome: Outcome, entries: Entries) -> None:
    for _ in range(_BURST):
        chat = chance.choice(_CHATS)
        before = outcome.asked[chat][-1:]
        entry = entries[chance.choice([e for e in entries if [e] != before])]
        outcome.asked[chat].append(entry.id)
        telegram.feed(message(chance.choice((entry.question, *entry.asked_as)), person=chat))


def _await_a_bad_moment(telegram: TelegramServer, chance: random.Random) -> None:
    """Mostly while answers are going out, now and then while the program starts."""
    if chance.random() < 0.15:
        time.sleep(chance.random())
        return
    enough = len(telegram.sent) + chance.randrange(_BURST)
    _until(lambda: len(telegram.sent) >= enough)
    time.sleep(chance.random() / 100)


def _settled(telegram: TelegramServer, outcome: Outcome, entries: Entries) -> bool:
    outcome.answered = _shown(telegram, entries)
    shown = outcome.without_repeats
    return not telegram.waiting and all(len(shown[chat]) >= len(asked) for chat, asked in outcome.asked.items())


def _missing(telegram: TelegramServer, outcome: Outcome) -> str:
    shown = outcome.without_repeats
    short = [f"chat {chat}: {asked} -> {shown[chat]}" for chat, asked in outcome.asked.items() if len(shown[chat]) < len(asked)]
    return "\n".join([f"{len(telegram.waiting)} updates not fetched", *short])


def _shown(telegram: TelegramServer, entries: Entries) -> dict[int, list[str]]:
    titles = {f"【{entry.question}】": key for key, entry in entries.items()}
    shown = [(to, text.splitlines()[0]) for to, text in list(telegram.sent)]
    # Not among the titles: the word to those in whose line much waits.
    return {chat: [titles[first] for to, first in shown if to == chat and first in titles] for chat in _CHATS}


def _until(happened: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not happened():
        assert time.monotonic() < until, "the bot makes no progress"
        time.sleep(0.002)


def _report(env: Mapping[str, str]) -> tuple[int, int]:
    today = local_day(utc_now())
    span = ["--from", str(today - timedelta(1)), "--to", str(today)]
    command = [sys.executable, "-m", "bot", "report", *span, "--json"]
    said: dict[str, Any] = json.loads(subprocess.check_output(command, cwd=ROOT, env=env))
    return said["rows"], next(line["value"] for line in said["lines"] if line["key"] == "online")


def _free_port() -> int:
    """Below those that the kernel hands out: between two starts of the program another test's connection would take such a one."""
    while True:
        with suppress(Refused), listening("127.0.0.1", random.randrange(20_000, 32_000)) as free:
            return int(free.getsockname()[1])
