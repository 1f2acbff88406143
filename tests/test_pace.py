"""bot/pace.py: so many turns a second, and silence when asked for."""

from __future__ import annotations

import asyncio
import time
from math import inf

from bot.pace import Pace


class Watch:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


async def free(pace: Pace) -> int:
    """How many turns are to be had at once."""
    turns = 0
    while turns < 1000:
        turn = asyncio.ensure_future(pace.turn())
        await asyncio.sleep(0)
        if not turn.done():
            turn.cancel()
            break
        turns += 1
    return turns


async def test_turns_come_one_after_the_other() -> None:
    watch = Watch()
    pace = Pace(10, watch)
    first = await free(pace)
    assert first <= 4  # what is made good of a delay, and one
    watch.now += 1.0
    assert await free(pace) <= 3


async def test_nothing_is_made_good_of_a_long_silence() -> None:
    watch = Watch()
    pace = Pace(10, watch)
    await free(pace)
    watch.now += 3600
    assert await free(pace) <= 4


async def test_when_silence_is_asked_for_nobody_has_a_turn() -> None:
    watch = Watch()
    pace = Pace(inf, watch)
    pace.hold(30)
    watch.now += 29
    assert await free(pace) == 0
    watch.now += 2
    assert await free(pace) > 100


async def test_the_end_wakes_those_who_wait() -> None:
    pace = Pace(10, time.monotonic)
    pace.hold(3600)
    waiting = asyncio.ensure_future(pace.turn())
    await asyncio.sleep(0)
    pace.end()
    await asyncio.wait_for(waiting, 5)
