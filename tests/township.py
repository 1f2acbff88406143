"""A township of the tests' own: a small base, a real SQLite file, a real Application over the wire double."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy.engine import URL

from bot.app import Service, courier_of, opened, shelf, telegram_application
from bot.app.courier import Courier
from bot.config import Settings
from bot.identity import Identity
from bot.ledger.connect import connect, file_of
from bot.ledger.migrate import migrate
from bot.model import Contact, Period
from bot.pace import Pace
from bot.shelf import Shelf
from bot.town import Town
from handlers.turn import Counter
from tests.wire import Wire

ROOT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "base"
"""Six invented entries; the shipped ones belong to the legal staff, who must be free to change them."""
SHIPPED = ROOT / os.environ.get("KNOWLEDGE_DIR", "knowledge")
"""Those: held against the rules once, in test_check."""
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 25)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "2026年")
TOKEN = "123456:" + "A" * 35
SECRET = b"s" * 32
ADMIN, STAFF = 42, 43
UNPAID = "老板拖欠工资怎么办"
"""A question that the base answers with wages/unpaid."""
DIVORCE = "离婚要办什么手续"
"""One that it answers with marriage/divorce."""
NO_QUESTION = "给我讲个笑话听听"
"""Words that it has no answer to."""
BEATEN = "我老公拿刀要砍死我"
"""Somebody in danger."""


def town(**more: Any) -> Town:
    """A township with two villages, one admin, one clerk."""
    known = {"id": "test-town", "name": "试验镇", "county": "试验县", "villages": ("东村", "西坡村")}
    return Town(**{**known, "admins": (ADMIN,), "staff": (STAFF,), **more})


def settings(folder: Path, **more: Any) -> Settings:
    """Settings for a database in ``folder``."""
    known: dict[str, Any] = {
        "token": TOKEN, "webhook_url": None, "webhook_secret": None, "host": "127.0.0.1", "port": 8099,
        "api_url": "http://127.0.0.1:9", "database_url": f"sqlite:///{folder / 'test.db'}", "secret": SECRET,
        "town": town(), "knowledge": BASE, "town_file": ROOT / "tests" / "town.yaml", "data": folder,
        "limited": False,
    }
    return Settings(**{**known, **more})


class Clock:
    """The time, which a test may move."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass: ``hours=49``."""
        self.now += timedelta(**span)


class Bot:
    """The bot as a test talks to it."""

    def __init__(self, service: Service, application: Counter, wire: Wire) -> None:
        self.service, self.application, self.wire = service, application, wire

    async def get(self, *updates: Mapping[str, Any]) -> list[str]:
        """Deliver updates, wait until they are handled, return the texts sent meanwhile."""
        before = len(self.wire.sent())
        await self.service.inbox.keep(updates)
        await self.service.inbox.idle()
        return self.wire.sent()[before:]

    async def figure(self, key: str) -> int | None:
        """A line of the year's report."""
        tally = await self.service.desk.tally(YEAR)
        return next(line.value for line in tally.lines if line.key == key)

    async def table(self, key: str) -> tuple[tuple[str | int, ...], ...]:
        """The rows of a breakdown of the year's report."""
        tally = await self.service.desk.tally(YEAR)
        return next(table.rows for table in tally.tables if table.key == key)

    async def post(self, carry: Courier | None = None) -> list[str]:
        """Bring every letter that waits; return the texts sent meanwhile."""
        before = len(self.wire.sent())
        carrying = carry or courier_of(self.service, self.application, Pace(inf))
        await carrying.tidy()
        await carrying.deliver()
        await carrying.tidy()
        return self.wire.sent()[before:]

    def press(self, label: str) -> str:
        """What the button that says ``label``, under the last message, carries."""
        return next(data for shown, data in self.wire.buttons() if label in shown)


@cache
def stock() -> Shelf:
    """The shelf of the tests' own base; building it takes a while, so it is shared."""
    return shelf(BASE, town(), lambda: NOW)


async def make(url: str) -> None:
    """Give a database the program's tables."""
    engine = connect(url)
    await migrate(engine)
    await engine.dispose()


def aside(work: Coroutine[Any, Any, None]) -> None:
    """Wait for something from a place that cannot: in a thread, because the test has a loop already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@cache
def migrated() -> bytes:
    """An SQLite file with the program's tables: running all migrations for every test would take half the time of all."""
    with TemporaryDirectory() as folder:
        aside(make(f"sqlite:///{folder}/new.db"))
        return (Path(folder) / "new.db").read_bytes()


def prepared(url: str | URL) -> None:
    """Put a migrated SQLite file where the URL says, unless there is one."""
    path = file_of(url)
    if path and path.parent.is_dir() and not path.exists():
        path.write_bytes(migrated())


@asynccontextmanager
async def serving(
    chosen: Settings, wire: Wire, now: Callable[[], datetime] = lambda: NOW, ready: Shelf | None = None
) -> AsyncIterator[Bot]:
    """The whole bot over the double."""
    prepared(chosen.database_url)
    async with opened(chosen, now, ready) as service:
        application = telegram_application(chosen, service.desk, service.office, wire)
        async with application:
            await application.start()
            await service.inbox.open(application.take, application.slow_down)
            yield Bot(service, application, wire)
            await service.inbox.close()
            await application.stop()


async def until(happened: Callable[[], object]) -> None:
    """Wait for something that is bound to happen."""
    patience = count()
    while not happened():
        assert next(patience) < 20_000, "it never happened"
        await asyncio.sleep(0.001)


def shared(part: str) -> Path:
    """A file that only the makers have; tests that need it skip elsewhere."""
    path = ROOT.parent / "shared" / part
    if not path.exists():
        pytest.skip(f"{part} is not part of the project and is not here")
    return path


IDENTITY = Identity(SECRET)


def contact(number: int = 1, **more: Any) -> Contact:
    """A row of the contact log; ``number`` tells rows apart."""
    known: dict[str, Any] = {
        "at": NOW, "day": TODAY, "channel": "telegram", "kind": "answer", "source": f"s{number}",
        "pseudonym": f"p{number}", "counted": True, "topic": "wages", "entry": "wages/unpaid", "outcome": "match",
        "knowledge": "k1",
    }
    return Contact(**{**known, **more})
