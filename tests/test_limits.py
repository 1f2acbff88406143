"""handlers/limits.py: Telegram's limits, chat by chat, and no chat waits for another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.limits import UNLIMITED, Chat, Gate, Limits, Rate
from tests.jumping import Jumping

GROUP = -5


async def run(time: Jumping) -> None:
    """Let time pass until nobody sleeps."""
    while True:
        for _ in range(3):
            await asyncio.sleep(0)
        if not time.jump():
            return


Sent = list[tuple[float, Chat]]


def sends(*demands: tuple[Chat, int], limits: Limits | None = None, refuse: Callable[[Gate, int, Chat], bool] | None = None) -> Sent:
    """When messages go out, if each chat has so many to send, one after the other."""
    sent: Sent = []

    async def all_of_it() -> None:
        time = Jumping(1000.0)
        gate = Gate(limits, time, time.sleep)

        async def chat(name: Chat, number: int) -> None:
            while number:
                await gate.turn(name)
                if refuse and refuse(gate, len(sent), name):
                    continue
                gate.accepted()
                sent.append((time.now - 1000, name))
                number -= 1

        tasks = [asyncio.create_task(chat(name, number)) for name, number in demands]
        await run(time)
        await asyncio.gather(*tasks)

    asyncio.run(all_of_it())
    return sent


def most(moments: list[float], seconds: float) -> int:
    """The most of them within any such span."""
    return max(sum(start <= moment < start + seconds - 1e-9 for moment in moments) for start in moments)


def test_a_person_gets_a_few_at_once_and_then_one_a_second() -> None:
    assert [round(at, 3) for at, _ in sends((7, 6))] == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute_at_most() -> None:
    moments = [at for at, _ in sends((GROUP, 60))]
    assert 19 <= most(moments, 60) <= 20


def test_all_chats_together_get_thirty_a_second_at_most_and_nearly_that() -> None:
    sent = sends(*((chat, 2) for chat in range(1, 201)))
    moments = [at for at, _ in sent]
    assert most(moments, 1) <= 30
    assert moments[-1] < 400 / 26 + 1
    assert len(sent) == 400


def test_who_floods_holds_up_nobody_else() -> None:
    sent = sends((7, 100), *((chat, 1) for chat in range(100, 150)))
    others = [at for at, chat in sent if chat != 7]
    assert max(others) < 60 / 26
    assert len(sent) == 150


def test_chats_take_turns_in_the_order_in_which_they_ask() -> None:
    order = [chat for _, chat in sends(*((chat, 1) for chat in range(100, 150)))]
    assert order == [*range(100, 150)]


def test_what_is_urgent_goes_before_all_that_waits() -> None:
    async def hurried() -> list[tuple[float, Chat]]:
        time, sent = Jumping(1000.0), list[tuple[float, Chat]]()
        gate = Gate(None, time, time.sleep)

        async def send(chat: Chat, urgent: bool = False) -> None:
            await gate.turn(chat, urgent)
            sent.append((time.now - 1000, chat))

        tasks = [asyncio.create_task(send(chat)) for chat in range(1, 301)]
        await asyncio.sleep(0)
        assert gate.busy
        tasks += [asyncio.create_task(send(chat, urgent=True)) for chat in range(1001, 1011)]
        await run(time)
        await asyncio.gather(*tasks)
        return sent

    sent = asyncio.run(hurried())
    assert [chat for _, chat in sent] == [1, 2, 3, 4, *range(1001, 1011), *range(5, 301)]
    assert max(at for at, chat in sent if chat > 1000) < 10 / 26 + 0.1


def test_whoever_gives_up_waiting_takes_nobodys_turn() -> None:
    async def given_up() -> list[Chat]:
        time, sent = Jumping(1000.0), list[Chat]()
        gate = Gate(None, time, time.sleep)

        async def send(chat: Chat) -> None:
            await gate.turn(chat)
            sent.append(chat)

        tasks = [asyncio.create_task(send(chat)) for chat in range(1, 11)]
        await asyncio.sleep(0)
        tasks[6].cancel()
        await run(time)
        await asyncio.gather(*tasks, return_exceptions=True)
        return sent

    assert asyncio.run(given_up()) == [1, 2, 3, 4, 5, 6, 8, 9, 10]


@pytest.mark.parametrize("every", [1, 2, 5])
def test_however_much_is_urgent_the_limit_of_all_holds(every: int) -> None:
    async def hurried() -> list[float]:
        time, moments = Jumping(), list[float]()
        gate = Gate(None, time, time.sleep)

        async def chat(name: int) -> None:
            await gate.turn(name, urgent=name % every == 0)
            moments.append(time.now)

        tasks = [asyncio.create_task(chat(name)) for name in range(200)]
        await run(time)
        await asyncio.gather(*tasks)
        return moments

    assert most(asyncio.run(hurried()), 1) <= 30


def test_one_chat_that_is_told_to_wait_waits_alone() -> None:
    refused: list[Chat] = []

    def refuse(gate: Gate, _: int, chat: Chat) -> bool:
        if chat != 7 or refused:
            return False
        refused.append(chat)
        gate.refused(chat, 30)
        return True

    sent = sends((7, 1), (8, 1), (9, 1), refuse=refuse)
    assert [(round(at), chat) for at, chat in sent] == [(0, 8), (0, 9), (30, 7)]


def test_when_everybody_is_told_to_wait_everybody_waits() -> None:
    refused: list[Chat] = []

    def refuse(gate: Gate, _: int, chat: Chat) -> bool:
        if len(refused) >= 3:
            return False
        refused.append(chat)
        gate.refused(chat, 30)
        return True

    sent = sends(*((chat, 1) for chat in range(1, 21)), refuse=refuse)
    # Those who had their turn before Telegram spoke go out; all others wait.
    assert sum(at < 29 for at, _ in sent) <= 5
    assert len(sent) == 20


def test_without_limits_nobody_waits() -> None:
    assert {at for at, _ in sends((7, 50), (GROUP, 50), limits=UNLIMITED)} == {0}


def test_chats_at_rest_are_forgotten() -> None:
    async def many() -> int:
        time = Jumping(1000.0)
        gate = Gate(UNLIMITED, time, time.sleep)
        for chat in range(50_000):
            await gate.turn(chat)
            time.now += 0.001
        return len(gate._chats)

    assert asyncio.run(many()) <= 20_000


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 8).filter(bool), st.integers(1, 12)), min_size=1, max_size=12, unique_by=lambda d: d[0]))
def test_whatever_is_to_be_sent_no_limit_is_broken_and_nothing_is_left(demands: list[tuple[int, int]]) -> None:
    sent = sends(*demands)
    assert most([at for at, _ in sent], 1) <= 30
    for chat, number in demands:
        moments = [at for at, name in sent if name == chat]
        assert len(moments) == number
        assert most(moments, 60) <= (20 if chat < 0 else 63)
        assert most(moments, 1) <= (5 if chat < 0 else 4)


def test_a_rate_says_how_many_at_once() -> None:
    assert [round(at, 1) for at, _ in sends((7, 3), limits=Limits(chat=Rate(2.0, 1)))] == [0, 2, 4]
