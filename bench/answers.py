"""How long an answer takes: one question on one core, at ten times the entries, and through the whole bot at 30 a second.

``python bench/answers.py`` prints a table; ``make bench`` has it too.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import bot  # noqa: F401 - before numpy: it makes it reckon in one thread, as in the program

# isort: split
import numpy as np

from bot import encode, meaning
from bot.app import MODEL, shelf
from bot.clock import utc_now
from bot.lean import settle
from bot.model import Asker, Knowledge
from bot.shelf import Shelf
from bot.town import read_town
from bot.understand import Reader
from bot.window import Window
from tests.township import SHIPPED, serving, settings
from tests.wire import Answer, Wire, message, press

QUESTIONS, TIMES, RATE, SECONDS, CHATS = 300, 10, 30, 100, 2000
WHO = ("", "我邻居", "我亲戚", "村里有人", "我同学", "外地朋友", "我表哥", "隔壁村", "我同事", "我老乡")
"""Put before a phrasing, each makes another one of it."""
Row = tuple[str, str]
_marks = count()


def fresh(ready: Shelf, chance: random.Random, many: int) -> list[str]:
    """Questions that nobody typed before."""
    entries = [*ready.knowledge.entries.values()]
    return [f"请问{next(_marks)}号楼的{chance.choice(chance.choice(entries).asked_as)}" for _ in range(many)]


@contextmanager
def one_core() -> Iterator[None]:
    """The body runs on one core, whatever there is."""
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    yield
    os.sched_setaffinity(0, all_of_them)


def one_question(ready: Shelf, chance: random.Random) -> list[Row]:
    """Milliseconds from words to reply, of the clock and of the processor, and how much of it is the model's."""
    window, asker = Window(ready, utc_now), Asker("", "")
    clock, worked, model = list[float](), list[float](), list[float]()
    with one_core():
        for text in fresh(ready, chance, QUESTIONS):
            began, cpu = time.perf_counter(), time.process_time()
            with window.ahead(text):
                window.ask(asker, text, "")
            clock.append(time.perf_counter() - began)
            worked.append(time.process_time() - cpu)
            model.append(modelled(text))
    cuts, own = quantiles(clock, n=100), quantiles(worked, n=100)
    return [
        ("One new question on one core, milliseconds: p50 (floor 25)", f"{cuts[49] * 1000:.1f}"),
        ("the same: p99", f"{cuts[98] * 1000:.1f}"),
        ("of the processor: p50 and p99", f"{own[49] * 1000:.1f} and {own[98] * 1000:.1f}"),
        ("share of it that is the sentence model", f"{sum(model) / sum(worked):.0%}"),
    ]


def modelled(text: str) -> float:
    """Seconds of the processor for the sentence model alone."""
    began = time.process_time()
    encode.encode([text])
    return time.process_time() - began


def tenfold(ready: Shelf, chance: random.Random) -> list[Row]:
    """What one question costs where there are ten times the entries; the model's part does not depend on them."""
    small, texts = ready.knowledge, fresh(ready, chance, 60)
    own = meaning.kept

    def kept(path: Path, phrases: Sequence[str]) -> meaning.Small:
        """Vectors near those of the base: to encode a quarter of a million sentences would take an hour."""
        known = own(path, [*dict.fromkeys(_base(phrase) for phrase in phrases)])
        number = {phrase: i for i, phrase in enumerate(dict.fromkeys(_base(phrase) for phrase in phrases))}
        at = np.array([number[_base(phrase)] for phrase in phrases])
        noise = np.random.default_rng(1).integers(-6, 7, (len(at), meaning.SIZE), np.int8)
        return np.clip(known[at].astype(np.int16) + noise, -127, 127).astype(np.int8)

    usual, model = _costs(Reader(small, MODEL), texts)
    with patch.object(meaning, "kept", kept):
        began = time.process_time()
        large = Reader(_larger(small), MODEL)
        built = time.process_time() - began
    much, _ = _costs(large, texts)
    return [
        ("One new question, milliseconds of the processor: with the base's entries", f"{model + usual:.1f}"),
        (f"the same with {TIMES} times as many, {len(large._ear.phrases)} phrasings", f"{model + much:.1f}"),
        (f"times as much (floor {TIMES})", f"{(model + much) / (model + usual):.1f}"),
        ("the same without the sentence model, whose part never grows", f"{much / usual:.1f}"),
        (f"to build the indexes of {TIMES} times as many, seconds of the processor", f"{built:.1f}"),
    ]


def _base(phrase: str) -> str:
    return next((phrase.removeprefix(who) for who in WHO[1:] if phrase.startswith(who)), phrase)


def _larger(base: Knowledge) -> Knowledge:
    """Every entry ten times, each time of somebody else."""
    entries = {
        f"{key}-{n}": replace(
            entry, id=f"{key}-{n}", question=who + entry.question, asked_as=tuple(who + said for said in entry.asked_as)
        )
        for key, entry in base.entries.items() for n, who in enumerate(WHO)
    }
    more = {f"{key}-{n}": tuple(who + said for said in all_of) for key, all_of in base.phrasings.items() for n, who in enumerate(WHO)}
    return replace(base, entries=entries, phrasings=more)


def _costs(reader: Reader, texts: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of the processor for all but the model, and for the model: medians."""
    costs, model = list[float](), list[float]()
    for text in texts:
        began = time.process_time()
        reader.read(text)
        worked = time.process_time() - began
        model.append(modelled(text))
        costs.append(worked - model[-1])
    return median(costs) * 1000, median(model) * 1000


class Distance(Wire):
    """The wire double that notes when each chat was answered."""

    def __init__(self, expected: int) -> None:
        super().__init__()
        self.answered = dict[int, float]()
        self.all, self._expected = asyncio.Event(), expected

    async def do_request(self, url: str, method: str, request_data: Any = None, *more: Any, **named: Any) -> Answer:
        """As the double."""
        if "sendMessage" in url:
            self.answered.setdefault(int(request_data.parameters["chat_id"]), time.perf_counter())
            if len(self.answered) == self._expected:
                self.all.set()
        return await super().do_request(url, method, request_data, *more, **named)


async def at_a_rate(ready: Shelf, chance: random.Random, buttons: float) -> tuple[str, str]:
    """Milliseconds from an update's arrival to its answer, p50 and p99: different people at random moments.

    ``buttons`` of the updates open a card, the others are questions that nobody asked before.
    """
    arrived, updates = dict[int, float](), list[dict[str, Any]]()
    for person, text in enumerate(fresh(ready, chance, RATE * SECONDS), 1000):
        card = f"o:{chance.choice([*ready.knowledge.entries])}"
        updates.append(press(card, person=person) if chance.random() < buttons else message(text, person=person))
    wire = Distance(len(updates))
    with tempfile.TemporaryDirectory() as folder:
        async with serving(settings(Path(folder)), wire, utc_now, ready) as bot:
            moment = time.perf_counter()
            for person, update in enumerate(updates, 1000):
                moment += chance.expovariate(RATE)
                await asyncio.sleep(max(0.0, moment - time.perf_counter()))
                arrived[person] = moment
                keeping = asyncio.create_task(bot.service.inbox.keep([update]))
                keeping.add_done_callback(lambda done: done.result())
            await wire.all.wait()
            await bot.service.inbox.idle()
    cuts = quantiles([wire.answered[person] - at for person, at in arrived.items()], n=100)
    return f"{cuts[49] * 1000:.1f}", f"{cuts[98] * 1000:.1f}"


def rows(ready: Shelf, chance: random.Random) -> list[Row]:
    """Every figure."""
    mixed, new = (asyncio.run(at_a_rate(ready, chance, buttons)) for buttons in (0.5, 0.0))
    return [
        *one_question(ready, chance),
        *tenfold(ready, chance),
        (f"Answer at {RATE} messages a second, half buttons, half new questions, milliseconds: p50", mixed[0]),
        ("the same: p99 (floor 50)", mixed[1]),
        ("the same where all are new questions: p50 and p99", " and ".join(new)),
    ]


def main() -> int:
    """Measure and print; returns the exit code."""
    ready = shelf(SHIPPED, read_town(ROOT / "town.yaml"))
    settle()  # as the program does when it has started
    print("\n".join(["| What | Figure |", "| --- | ---: |", *(f"| {what} | {figure} |" for what, figure in rows(ready, random.Random(1)))]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
