"""How fast the residents' page is: ``python bench/web.py``; prints a table.

The server runs as residents meet it, ``python -m bot run``, on one core of its own; the visitors run on another.  A visitor
sends a question as a form, follows to the answer's address with the cookie, and has the whole page; each answer is a contact
on an SQLite file that is flushed to disk, and at the end as many must be found there as were shown.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from bot.clock import local_day, utc_now
from bot.entries import load
from bot.webhook import listening
from tests.township import SECRET, SHIPPED

VISITORS, SECONDS, PAUSE = 50, 8.0, 1.0
P95_FLOOR, RATE_FLOOR = 50, 300
_marks = count()


class Visitor:
    """A browser as far as it costs the server anything: a connection that is kept, a cookie, two requests an answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._cookie = ""
        self.cards = 0
        """Cards seen."""

    async def ask(self, words: str) -> float:
        """Ask and read the answer; returns the seconds from pressing the button to the last byte."""
        body = f"n=bench{next(_marks)}&for=&q={quote(words)}"
        began = time.perf_counter()
        head, _ = await self._send("POST /ask", body)
        where = head.partition("location: ")[2].partition("\r")[0]
        self._cookie = head.partition("set-cookie: ")[2].partition(";")[0] or self._cookie
        head, page = await self._send(f"GET {where}")
        assert head.startswith("HTTP/1.1 200"), head
        assert b"</html>" in page
        self.cards += where.startswith("/q/")
        return time.perf_counter() - began

    async def _send(self, what: str, body: str = "") -> tuple[str, bytes]:
        lines = [f"{what} HTTP/1.1", "Host: 127.0.0.1", "User-Agent: Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0"]
        lines += [f"Cookie: {self._cookie}"] if self._cookie else []
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"] if body else []
        self._writer.write("\r\n".join([*lines, "", body]).encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        size = int(head.partition("content-length: ")[2].partition("\r")[0])
        return head, await self._reader.readexactly(size)


@asynccontextmanager
async def visitors(port: int, many: int) -> AsyncIterator[list[Visitor]]:
    """So many browsers with open connections."""
    ends = [await asyncio.open_connection("127.0.0.1", port) for _ in range(many)]
    yield [Visitor(*end) for end in ends]
    for _, writer in ends:
        writer.close()


async def at_once(port: int, questions: Sequence[str], pause: float, seen: list[int]) -> tuple[list[float], float]:
    """Seconds of each answer and answers a second, with as many visitors as there may be, each reading for ``pause`` seconds."""
    taken, until = list[float](), time.perf_counter() + SECONDS

    async def stay(visitor: Visitor, number: int) -> None:
        await asyncio.sleep(pause * number / VISITORS)
        for turn in count():
            if time.perf_counter() > until:
                return
            taken.append(await visitor.ask(questions[(number * 37 + turn) % len(questions)]))
            await asyncio.sleep(pause)

    async with visitors(port, VISITORS) as all_of_them:
        began = time.perf_counter()
        await asyncio.gather(*(stay(v, n) for n, v in enumerate(all_of_them)))
        seen.append(sum(visitor.cards for visitor in all_of_them))
        return taken, len(taken) / (time.perf_counter() - began)


async def measure(port: int, questions: Sequence[str], worked: Callable[[], float], seen: list[int]) -> list[tuple[str, str]]:
    """The figures; ``worked`` tells the seconds of processor time that the server has had."""
    async with visitors(port, 1) as [first]:
        for words in questions:
            await first.ask(words)  # known from here on
        seen.append(first.cards)
    reading, _ = await at_once(port, questions, PAUSE, seen)
    before = worked()
    pressing, rate = await at_once(port, questions, 0.0, seen)
    work = (worked() - before) / len(pressing)
    fresh = [f"请问{n}号楼的{words}" for n, words in enumerate(questions * 2)]
    new, _ = await at_once(port, fresh, 2 * PAUSE, seen)
    rows = []
    for name, times in (
        (f"{VISITORS} visitors at once, known questions, each reading {PAUSE:.0f} s: whole answer", reading),
        (f"{VISITORS} visitors at once, known questions, nobody reading: whole answer", pressing),
        (f"{VISITORS} visitors at once, new questions, each reading {2 * PAUSE:.0f} s: whole answer", new),
    ):
        cuts = quantiles(times, n=100)
        floor = f" (floor {P95_FLOOR} ms)" if times is reading else ""
        rows.append((f"{name}, p50 and p95{floor}", f"{cuts[49] * 1000:.1f} and {cuts[94] * 1000:.1f} ms"))
    return [
        *rows,
        (f"Answers a second, each a contact on disk (floor {RATE_FLOOR})", f"{rate:.0f}"),
        ("Processor time for an answer, whatever else the machine does", f"{work * 1000:.2f} ms"),
    ]


def worked(process: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def recorded(folder: Path) -> int:
    """Answers in the log."""
    with sqlite3.connect(folder / "mingbai.db") as log:
        return int(log.execute("select count(*) from contacts where kind = 'answer'").fetchone()[0])


def main() -> int:
    """Measure and print; returns the exit code."""
    questions = [e.question for e in load(SHIPPED, local_day(utc_now())).entries.values()]
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    cores = sorted(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "WEB_PORT": str(port), "DATA_DIR": folder, "MINGBAI_SECRET": SECRET.decode(), "TELEGRAM_TOKEN": ""}
        command = [sys.executable, "-m", "bot", "run"]
        one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        bot = subprocess.Popen(command, cwd=ROOT, env={**env, **one}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            assert bot.stdout
            while "网页" not in bot.stdout.readline().removeprefix("没有设置 TELEGRAM_TOKEN：在网页"):
                assert bot.poll() is None
            for task in Path(f"/proc/{bot.pid}/task").iterdir():
                os.sched_setaffinity(int(task.name), cores[:1])
            os.sched_setaffinity(0, cores[-1:])
            seen = list[int]()
            rows = asyncio.run(measure(port, questions, partial(worked, bot.pid), seen))
        finally:
            bot.terminate()
            bot.wait()
        found = recorded(Path(folder))
        rows.append(("Cards shown, and found in the log afterwards", f"{sum(seen)} and {found}"))
    print("\n".join(["| What | Figure |", "| --- | ---: |", *(f"| {what} | {figure} |" for what, figure in rows)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
