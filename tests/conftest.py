"""A township of the tests' own: a small real knowledge base, a real SQLite file, a real Application."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import app
from bot.app import Service, opened, telegram_application
from bot.config import Settings, Town
from bot.entries import load
from bot.model import Knowledge
from handlers.turn import Counter
from tests.wire import Wire

ROOT = Path(__file__).parent.parent
BASE = Path(os.environ.get("KNOWLEDGE_DIR", ROOT / "knowledge"))
SHARED = ROOT.parent / "shared"
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TOKEN = "123456:" + "A" * 35
ADMIN = 42


def shared(part: str) -> Path:
    """A file that only the makers have; tests that need it skip elsewhere."""
    path = SHARED / part
    if not path.exists():
        pytest.skip(f"{part} is not part of the project and is not here")
    return path


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The shipped base."""
    return load(BASE, date.today())


@pytest.fixture(scope="session")
def stock(knowledge: Knowledge) -> object:
    """The shelf of the shipped base; building it takes a while, so it is shared."""
    return app.shelf(BASE, town())


def town(**more: object) -> Town:
    """A township with one village, one admin."""
    return Town(id="test-town", name="试验镇", county="试验县", villages=("东村",), admins=(ADMIN,), **more)  # type: ignore[arg-type]


def settings(folder: Path, **more: object) -> Settings:
    """Settings for a database in ``folder``."""
    known = {
        "token": TOKEN, "webhook_url": None, "webhook_secret": None, "host": "127.0.0.1", "port": 8099,
        "api_url": "http://127.0.0.1:9", "database_url": f"sqlite:///{folder / 'test.db'}", "secret": b"s" * 32,
        "town": town(), "knowledge": BASE,
    }
    return Settings(**{**known, **more})  # type: ignore[arg-type]


@asynccontextmanager
async def serving(chosen: Settings, wire: Wire) -> AsyncIterator[tuple[Service, Counter]]:
    """The whole bot over the double."""
    async with opened(chosen, lambda: NOW) as service:
        application = telegram_application(chosen, service.desk, wire)
        async with application:
            await service.inbox.open(application.take)
            yield service, application
            await service.inbox.close()


class Bot:
    """The bot as a test talks to it."""

    def __init__(self, service: Service, wire: Wire) -> None:
        self.service, self.wire = service, wire

    async def get(self, *updates: dict[str, object]) -> list[str]:
        """Deliver updates, wait until they are handled, return the texts sent meanwhile."""
        before = len(self.wire.sent())
        await self.service.inbox.keep(updates)
        await self.service.inbox.idle()
        return self.wire.sent()[before:]


@pytest.fixture
async def bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stock: object) -> AsyncIterator[Bot]:
    """A running bot with an empty database."""
    monkeypatch.setattr(app, "shelf", lambda *_: stock)
    wire = Wire()
    async with serving(settings(tmp_path), wire) as (service, _):
        yield Bot(service, wire)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_TOKEN", "WEBHOOK_URL", "DATABASE_URL", "MINGBAI_SECRET", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("TZ", "UTC")
