"""Ten thousand residents at once, one of whom floods: ``python bench/load.py [--residents N] [--limits]``.

Over the wire double, which answers at once.  Prints how long residents wait, what memory it takes, whether anything was
lost or out of order, and the highest rates at which messages left.  With ``--limits`` Telegram's limits hold, and time
is a clock that jumps to whatever comes next, so that minutes of waiting take seconds.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from telegram.request import RequestData

from bot.app import opened, shelf, telegram_application
from bot.clock import utc_now
from bot.lines import Lines
from bot.model import Asker
from bot.town import read_town
from handlers.limits import UNLIMITED, Gate, Limits
from tests.jumping import Jumping
from tests.township import SHIPPED, settings
from tests.wire import Answer, Wire, message

BATCH = 100
"""Updates that Telegram gives at once."""
FLOOD, FLOODER = 300, 1
ALARM, ENDANGERED = "我老公拿刀要砍死我", 2


async def keep_jumping(time: Jumping, lines: Lines, gate: Gate) -> None:
    """Wake whoever sleeps whenever nobody does anything else: what takes the program time must not take simulated time too."""
    while True:
        await asyncio.sleep(0.001)
        at_rest = len(gate._queue) + time.sleeping - bool(gate._letting)
        if at_rest >= len(lines._tasks) and time.jump():
            for _ in range(8):
                await asyncio.sleep(0)


class Noting(Wire):
    """The wire double that notes when each message left."""

    def __init__(self, now: Jumping | None) -> None:
        super().__init__()
        self._now = now or time.perf_counter
        self.left: list[tuple[float, int, str]] = []

    async def do_request(self, url: str, method: str, request_data: RequestData | None = None, *_: object, **__: object) -> Answer:
        """As the wire double."""
        if url.endswith("sendMessage") and request_data:
            self.left.append((self._now(), int(request_data.parameters["chat_id"]), str(request_data.parameters["text"])))
        return await super().do_request(url, method, request_data)


async def load(residents: int, limits: bool) -> int:
    """Returns the exit code: 1 where anything was lost or out of order."""
    ready = shelf(SHIPPED, read_town(ROOT / "town.yaml"))
    entries = [*ready.knowledge.entries.values()]
    passing = Jumping() if limits else None
    wire = Noting(passing)
    gate = Gate(Limits(), passing, passing.sleep) if passing else Gate(UNLIMITED)
    people = range(1000, 1000 + residents)
    asked = {person: entries[person % len(entries)] for person in people}
    updates = [message(entry.question, person=person) for person, entry in asked.items()]
    middle = len(updates) // 2
    updates[10:10] = [message(entries[n % len(entries)].question, person=FLOODER) for n in range(FLOOD)]
    updates.insert(middle, message(ALARM, person=ENDANGERED))
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings(Path(folder))
        async with opened(chosen, utc_now, ready) as service, telegram_application(chosen, service.desk, service.office, wire, gate) as bot:
            await bot.start()
            await service.inbox.open(bot.take, bot.slow_down)
            window, nobody = service.desk.window, Asker("", "")
            # A campaign day: the answers are known.
            titles = {entry.id: window.ask(nobody, entry.question, "").text.splitlines()[0] for entry in entries}
            began, started = (passing or time.perf_counter)(), time.perf_counter()
            alarmed = began
            for start in range(0, len(updates), BATCH):
                if start <= middle < start + BATCH:
                    alarmed = (passing or time.perf_counter)()
                await service.inbox.keep(updates[start : start + BATCH])
                await asyncio.sleep(0)
            # Only now: all of them ask in the same moment.
            jumping = asyncio.create_task(keep_jumping(passing, service.inbox.lines, gate)) if passing else None
            await service.inbox.idle()
            seconds = time.perf_counter() - started
            if jumping:
                jumping.cancel()
            waiting = await service.store.person("nobody")  # the database still answers
            assert waiting is not None
            await bot.stop()
    expected = {person: titles[entry.id] for person, entry in asked.items()}
    flood = [titles[entries[n % len(entries)].id] for n in range(FLOOD)]
    return report(wire, expected, flood, began, alarmed, seconds, limits)


def report(wire: Noting, asked: dict[int, str], flood: list[str], began: float, alarmed: float, seconds: float, limits: bool) -> int:
    """Print the figures."""
    shown = defaultdict[int, list[tuple[float, str]]](list)
    for at, chat, text in wire.left:
        shown[chat].append((at - began, text.splitlines()[0]))
    lost = sum([first for _, first in shown[person]] != [title] for person, title in asked.items())
    order = [first for _, first in shown[FLOODER]]
    polite = [first for first in order if "发得有点快" in first]
    displaced = [first for first in order if first not in polite] != flood
    waits = [shown[person][0][0] for person in asked if shown[person]]
    cuts = quantiles(waits, n=100)
    moments = sorted(at for at, _, _ in wire.left)
    clock = "simulated seconds, Telegram's limits held" if limits else "real seconds, no limits"
    rows = [
        ("residents, each with one question; one more sends", f"{len(asked)}; {FLOOD}"),
        ("lost", lost), ("the flooder's answers out of order or lost", displaced),
        ("polite words to the flooder", len(polite)),
        (f"until an answer, {clock}: p50, p99, longest", f"{cuts[49]:.1f}, {cuts[98]:.1f}, {max(waits):.1f}"),
        ("until the answer to somebody in danger, asked in the middle", f"{shown[ENDANGERED][0][0] + began - alarmed:.1f}"),
        ("until the flooder's last answer", f"{shown[FLOODER][-1][0]:.1f}"),
        ("messages in the busiest second; to one chat in any second", f"{busiest(moments, 1)}; {most_to_one(shown, 1)}"),
        ("real seconds in all; resident memory, MB", f"{seconds:.1f}; {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}"),
    ]
    print("\n".join(f"| {what} | {figure} |" for what, figure in rows), flush=True)
    return int(bool(lost) or displaced)


def busiest(moments: list[float], seconds: float) -> int:
    """The most of the sorted moments within any such span."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


def most_to_one(shown: Mapping[int, Sequence[tuple[float, str]]], seconds: float) -> int:
    """The same, chat by chat."""
    return max(busiest(sorted(at for at, _ in sent), seconds) for sent in shown.values())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--residents", type=int, default=10_000)
    parser.add_argument("--limits", action="store_true")
    given = parser.parse_args()
    sys.exit(asyncio.run(load(given.residents, given.limits)))
