"""handlers/breath.py: many questions at once do not keep messages from going out and coming in."""

from __future__ import annotations

import asyncio
from itertools import pairwise

from handlers.breath import Breath


async def busy(breath: Breath, name: int, log: list[object], clock: list[float]) -> None:
    await breath.take()
    clock[0] += 0.03  # understands a question
    log.append(name)


async def test_between_two_long_ones_the_loop_looks_for_what_came_in() -> None:
    clock, log = [0.0], list[object]()
    breath = Breath(0.02, lambda: clock[0])
    tasks = [asyncio.create_task(busy(breath, name, log, clock)) for name in range(5)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        log.append("breath")
    names = [name for name in log if name != "breath"]
    assert names == [*range(5)]
    assert all(log.index(a) + 1 < log.index(b) for a, b in pairwise(names))


async def test_short_ones_go_on_together() -> None:
    breath, done = Breath(0.02, lambda: 1.0), list[int]()

    async def quick(name: int) -> None:
        await breath.take()
        done.append(name)

    tasks = [asyncio.create_task(quick(name)) for name in range(50)]
    await asyncio.sleep(0)
    assert done == [*range(50)]
    await asyncio.gather(*tasks)


async def test_those_that_waited_go_on_as_many_at_once_as_fit() -> None:
    clock, log = [0.0], list[object]()
    breath = Breath(0.1, lambda: clock[0])
    tasks = [asyncio.create_task(busy(breath, name, log, clock)) for name in range(20)]
    while not all(task.done() for task in tasks):
        await asyncio.sleep(0)
        log.append("breath")
    assert [name for name in log if name != "breath"] == [*range(20)]
    assert log.count("breath") < 10


async def test_whoever_gives_up_waiting_holds_up_nobody() -> None:
    clock, log = [0.0], list[object]()
    breath = Breath(0.02, lambda: clock[0])
    tasks = [asyncio.create_task(busy(breath, name, log, clock)) for name in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert log == [0, 2, 3]
