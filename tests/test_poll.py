"""bot/poll.py: asking Telegram for updates, and telling it only of those that are on disk."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy.exc import OperationalError
from telegram.error import NetworkError

from bot.inbox import RawUpdate
from bot.logs import quiet
from bot.model import Refused
from bot.poll import KINDS, poll
from tests.wire import Answer, Wire, fault


class Stopped(asyncio.CancelledError):
    """Ends a poll that would go on for ever; PTB lets nothing else through."""


def batch(*numbers: int) -> Answer:
    return 200, json.dumps({"ok": True, "result": [{"update_id": n} for n in numbers]}).encode()


class Disk:
    """Keeps updates, or refuses as often as it is told."""

    def __init__(self, refusals: int = 0) -> None:
        self.kept: list[int] = []
        self.refusals = refusals

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        if self.refusals:
            self.refusals -= 1
            raise OperationalError("insert", None, Exception("disk full"))
        self.kept += [u["update_id"] for u in updates]


class Pauses(list[float]):
    """How long the poll meant to wait; it does not."""

    async def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def pauses() -> Pauses:
    """None so far."""
    return Pauses()


async def fetched(
    wire: Wire, disk: Disk, *answers: Answer | BaseException, pauses: Pauses | None = None
) -> list[dict[str, Any]]:
    """Let Telegram give ``answers``; returns what it was asked each time."""
    wire.faults["getUpdates"] = [*answers, Stopped()]
    with pytest.raises(Stopped):
        await poll(wire, "http://telegram/botX", disk.keep, Pauses() if pauses is None else pauses)
    return [{k: v[0] for k, v in parse_qs(urlsplit(url).query).items()} for url in wire.urls]


async def test_the_next_request_tells_telegram_what_is_on_disk(wire: Wire) -> None:
    asked = await fetched(wire, disk := Disk(), batch(5, 6), batch(), batch(9))
    assert [int(q["offset"]) for q in asked] == [0, 7, 7, 10]
    assert disk.kept == [5, 6, 9]


async def test_only_the_kinds_that_are_handled_are_asked_for(wire: Wire) -> None:
    [asked] = await fetched(wire, Disk())
    assert json.loads(asked["allowed_updates"]) == [*KINDS]


async def test_updates_that_could_not_be_written_are_asked_for_again(wire: Wire, pauses: Pauses) -> None:
    asked = await fetched(wire, disk := Disk(refusals=2), batch(5), batch(5), batch(5), pauses=pauses)
    assert [int(q["offset"]) for q in asked] == [0, 0, 0, 6]
    assert disk.kept == [5]
    assert pauses == [1.0, 2.0]


async def test_the_pauses_grow_to_half_a_minute_and_end_with_the_first_success(wire: Wire, pauses: Pauses) -> None:
    down = NetworkError("down")
    await fetched(wire, Disk(), *[down] * 7, batch(), down, pauses=pauses)
    assert pauses == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 1.0]


async def test_telegram_says_how_long_to_wait_when_it_is_too_much(wire: Wire, pauses: Pauses) -> None:
    await fetched(wire, Disk(), fault(429, "Too Many Requests: retry after 17", retry_after=17), pauses=pauses)
    assert pauses == [17.0]


@pytest.mark.parametrize("code", [401, 403, 404])
async def test_a_token_that_telegram_does_not_know_is_refused(wire: Wire, code: int) -> None:
    wire.faults["getUpdates"] = [fault(code, "no")]
    with pytest.raises(Refused, match="TELEGRAM_TOKEN"):
        await poll(wire, "http://telegram/botX", Disk().keep)


async def test_a_second_poller_is_borne_for_a_moment_and_then_named(wire: Wire, pauses: Pauses) -> None:
    wire.faults["getUpdates"] = [fault(409, "Conflict")] * 4
    with pytest.raises(Refused, match="另有一个程序"):
        await poll(wire, "http://telegram/botX", Disk().keep, pauses)
    assert len(pauses) == 3


@pytest.mark.parametrize("body", [
    b'{"ok": true, "result": true}', b'{"ok": true}', b"[]", b"null", b'"x"', b"7", b"\xff\xfe", b"<html>", b"", b"[" * 100_000,
])
async def test_an_answer_that_is_none_is_asked_for_again(wire: Wire, body: bytes, pauses: Pauses) -> None:
    asked = await fetched(wire, disk := Disk(), (200, body), batch(5), pauses=pauses)
    assert [int(q["offset"]) for q in asked] == [0, 0, 6]
    assert (disk.kept, pauses) == ([5], [1.0])


async def test_what_is_no_update_among_the_updates_is_left_out(wire: Wire) -> None:
    mixed = 200, json.dumps({"ok": True, "result": ["x", {"update_id": "1"}, {}, None, {"update_id": 5}]}).encode()
    asked = await fetched(wire, disk := Disk(), mixed)
    assert disk.kept == [5]
    assert [int(q["offset"]) for q in asked] == [0, 6]


async def test_garbage_that_holds_words_of_residents_is_not_logged(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    quiet()
    await fetched(wire, Disk(), (200, "{老板拖欠工资".encode()))
    assert "老板" not in caplog.text
