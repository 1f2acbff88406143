"""bot/app/courier.py: letters are carried at a pace; whoever cannot be reached is dropped; nobody gets one twice."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert
from telegram.error import NetworkError, TimedOut

from bot.app import courier_of
from bot.app.courier import Courier
from bot.ledger.errand_tables import subscribers
from bot.model import Broadcast, Effects, Letter, Released, Stopped
from bot.pace import Pace
from tests.township import ADMIN, IDENTITY, NOW, Bot, Clock, serving, settings, until
from tests.wire import Answer, Wire, fault, message, press

MANY = 10_000
NEWS = "周五上午九点，村口讲反诈。"


@dataclass
class Busy(Wire):
    """Telegram on a bad day: too many requests now and then, and some who blocked the bot."""

    dies_at: int | None = None
    """After so many messages the program is killed."""
    killed: asyncio.Event | None = None
    """That it was."""
    tried: Counter[int] = field(default_factory=Counter)
    """Chat -> messages tried."""
    read: Counter[int] = field(default_factory=Counter)
    """Chat -> messages that arrived."""

    def trouble(self, chat: int) -> Answer | None:
        """What goes wrong with a message, None for nothing."""
        self.tried[chat] += 1
        if chat % 97 == 0 and self.tried[chat] == 1:
            return fault(429, "Too Many Requests: retry after 0", retry_after=0.01)
        return fault(403, "Forbidden: bot was blocked by the user") if chat % 211 == 0 else None

    async def do_request(self, url: str, method: str, request_data: object = None, *more: object, **named: object) -> Answer:
        name = url.rpartition("/")[2]
        if name != "sendMessage" or request_data is None:
            return await super().do_request(url, method, request_data, *more, **named)  # type: ignore[arg-type]
        if self.killed is not None and self.killed.is_set():
            await asyncio.Event().wait()  # nothing comes out of a dead program
        chat = int(request_data.parameters["chat_id"])  # type: ignore[attr-defined]
        trouble = self.trouble(chat)
        if trouble:
            return trouble
        self.read[chat] += 1
        if self.killed is not None and self.read.total() == self.dies_at:
            self.killed.set()
            await asyncio.Event().wait()
        return 200, json.dumps({"ok": True, "result": {"message_id": 1}}).encode()


async def subscribed(bot: Bot, people: Sequence[int]) -> None:
    """Accounts that want to be written to."""
    seal = bot.service.addresses.seal
    rows = [{"town": "test-town", "person": IDENTITY.person(p), "chat": seal(p), "at": NOW} for p in people]
    async with bot.service.store.engine.begin() as connection:
        await connection.execute(insert(subscribers), rows)


async def let_go(bot: Bot, text: str = NEWS) -> None:
    """A broadcast that a second admin has confirmed."""
    await bot.service.store.settle(Effects(records=[Broadcast("b1", NOW, "a", text)]))
    await bot.service.store.settle(Effects(records=[Released("b1", "b", NOW)]))


async def state(bot: Bot) -> tuple[str, int, int, int, int]:
    [b] = await bot.service.store.errands.broadcasts()
    return b.state, b.sent, b.blocked, b.unsure, b.waiting


def quick(bot: Bot, hands: tuple[int, int] = (8, 25)) -> Courier:
    """A courier in a hurry."""
    return courier_of(bot.service, bot.application, Pace(inf), hands)


async def test_ten_thousand_get_it_once_through_floods_blocks_and_a_kill_in_the_middle(tmp_path: Path, clock: Clock) -> None:
    people = range(1000, 1000 + MANY)
    blocked = {p for p in people if p % 211 == 0}
    wire = Busy()
    wire.dies_at, wire.killed = MANY // 2, asyncio.Event()
    async with serving(settings(tmp_path), wire, clock) as bot:
        await subscribed(bot, people)
        await let_go(bot)
        carrying = asyncio.create_task(quick(bot).deliver())
        await asyncio.wait_for(wire.killed.wait(), 120)
        carrying.cancel()
        await asyncio.gather(carrying, return_exceptions=True)
    wire.killed = None
    async with serving(settings(tmp_path), wire, clock) as bot:
        clock.forward(minutes=3)
        await bot.post(quick(bot))
        _, sent, dropped, unsure, waiting = await state(bot)
        assert max(wire.read.values()) == 1
        missed = set(people) - blocked - set(wire.read)
        assert len(missed) <= unsure <= 8 * 25
        assert (sent + dropped + unsure, waiting) == (MANY, 0)
        assert await bot.service.store.errands.reach(None, None) == MANY - dropped


async def test_told_to_stop_it_finishes_what_it_holds_and_the_next_run_reaches_everyone_once(tmp_path: Path, clock: Clock) -> None:
    people, wire = range(1000, 1300), Busy()
    async with serving(settings(tmp_path), wire, clock) as bot:
        await subscribed(bot, people)
        await let_go(bot)
        async with quick(bot, (3, 5)).at_work():
            await until(lambda: wire.read.total() >= 100)
        assert 0 < (await state(bot))[1] < 300
    async with serving(settings(tmp_path), wire, clock) as bot:
        await bot.post(quick(bot))
        assert (await state(bot))[3:] == (0, 0)
        assert wire.read == Counter({p: 1 for p in people if p % 211})


async def test_stopped_in_the_middle_nobody_else_gets_it(tmp_path: Path, clock: Clock) -> None:
    wire = Busy()
    async with serving(settings(tmp_path), wire, clock) as bot:
        await subscribed(bot, range(1000, 1300))
        await let_go(bot)
        carrying = asyncio.create_task(quick(bot, (2, 5)).deliver())
        await until(lambda: wire.read.total() >= 50)
        await bot.service.store.settle(Effects(records=[Stopped()]))
        reached = wire.read.total()
        await carrying
        await bot.service.store.post.tidy()
        assert wire.read.total() <= reached + 2 * 5 + 10
        assert (await state(bot))[0] == "stopped" and (await state(bot))[1] == wire.read.total()


@pytest.mark.parametrize(
    ("trouble", "outcome"),
    [
        (TimedOut(), ("done", 1, 0, 1, 0)),
        (NetworkError("Bad Gateway"), ("done", 1, 0, 1, 0)),
        (fault(502, "Bad Gateway"), ("done", 1, 0, 1, 0)),
        (fault(403, "Forbidden: bot was blocked by the user"), ("done", 1, 1, 0, 0)),
        (fault(400, "Bad Request: chat not found"), ("done", 1, 1, 0, 0)),
        (fault(429, "Too Many Requests", retry_after=0.01), ("done", 2, 0, 0, 0)),
        (httpx.ConnectError("no route"), ("done", 2, 0, 0, 0)),
    ],
)
async def test_what_becomes_of_a_letter_that_telegram_did_not_take(
    bot: Bot, monkeypatch: pytest.MonkeyPatch, trouble: Answer | BaseException, outcome: tuple[str, int, int, int, int]
) -> None:
    monkeypatch.setattr("bot.app.courier._TROUBLE", 0.0)
    if isinstance(trouble, httpx.ConnectError):
        error = NetworkError("httpx.ConnectError")
        error.__cause__ = trouble
        trouble = error
    await subscribed(bot, (101, 102))
    await let_go(bot)
    bot.wire.faults["sendMessage"] = [trouble]
    await bot.post(quick(bot, (1, 1)))
    assert await state(bot) == outcome


async def test_what_is_in_doubt_is_sent_again_only_when_an_admin_says_so(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.courier._TROUBLE", 0.0)
    await subscribed(bot, (101,))
    await let_go(bot)
    bot.wire.faults["sendMessage"] = [TimedOut()]
    await bot.post()
    assert await bot.post() == []
    await bot.get(message("/broadcasts", person=ADMIN))
    assert await bot.get(press(bot.press("补发不确定的1份"), person=ADMIN)) == ["正在补发。"]
    assert len(await bot.post()) == 1
    assert await state(bot) == ("done", 1, 0, 0, 0)


async def test_an_answer_that_may_not_have_arrived_is_sent_again(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.courier._TROUBLE", 0.0)
    letter = Letter("l1", NOW, bot.service.addresses.seal(101), "司法所的答复")
    await bot.service.store.settle(Effects(records=[letter]))
    bot.wire.faults["sendMessage"] = [TimedOut()]
    assert await bot.post() == ["司法所的答复"] * 2
    assert await bot.post() == []


async def test_a_letter_sealed_with_another_secret_is_dropped(bot: Bot) -> None:
    await bot.service.store.settle(Effects(records=[Letter("l1", NOW, "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "谁的？")]))
    assert await bot.post() == []
    assert await bot.service.store.post.take(9) == ()


async def test_at_work_it_brings_what_is_written_meanwhile(bot: Bot) -> None:
    async with courier_of(bot.service, bot.application, Pace(inf)).at_work():
        await bot.service.store.settle(Effects(records=[Letter("l1", NOW, bot.service.addresses.seal(101), "来信")]))
        await until(lambda: bot.wire.sent(101) == ["来信"])
