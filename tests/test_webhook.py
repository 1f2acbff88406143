"""bot/webhook.py: the door through which Telegram delivers; 200 means that it is on disk."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bot import webhook
from bot.inbox import RawUpdate
from bot.model import Health, Refused
from bot.webhook import LARGEST, SECRET_HEADER, door, listening, server
from tests.township import NOW

KNOCK = {SECRET_HEADER: "s3cret"}


class Disk:
    """Keeps updates unless it is full."""

    def __init__(self) -> None:
        self.kept: list[RawUpdate] = []
        self.full = False

    async def keep(self, updates: Sequence[RawUpdate]) -> None:
        if self.full:
            raise OperationalError("insert", None, Exception("disk full"))
        self.kept += updates


@pytest.fixture
def disk() -> Disk:
    """Where updates go."""
    return Disk()


@pytest.fixture
async def client(disk: Disk) -> AsyncIterator[httpx.AsyncClient]:
    """Telegram, or whoever found the address."""
    transport = httpx.ASGITransport(door(disk.keep, "s3cret", "/telegram"))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as made:
        yield made


async def test_a_delivered_update_is_kept_and_acknowledged(client: httpx.AsyncClient, disk: Disk) -> None:
    answer = await client.post("/telegram", json={"update_id": 1, "message": {"text": "话"}}, headers=KNOCK)
    assert answer.status_code == 200
    assert disk.kept == [{"update_id": 1, "message": {"text": "话"}}]


async def test_an_update_that_could_not_be_written_is_to_be_sent_again(client: httpx.AsyncClient, disk: Disk) -> None:
    disk.full = True
    assert (await client.post("/telegram", json={"update_id": 1}, headers=KNOCK)).status_code == 503


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: ""}, {SECRET_HEADER: "s3cret "}])
async def test_nobody_without_the_secret_gets_in(
    client: httpx.AsyncClient, disk: Disk, headers: dict[str, str]
) -> None:
    assert (await client.post("/telegram", json={"update_id": 1}, headers=headers)).status_code == 403
    assert disk.kept == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"update_id": "1"}', b"\xff", b"[" * 100_000])
async def test_what_is_no_update_is_refused(client: httpx.AsyncClient, disk: Disk, body: bytes) -> None:
    assert (await client.post("/telegram", content=body, headers=KNOCK)).status_code == 400
    assert disk.kept == []


async def test_what_is_far_too_large_is_not_read_to_its_end(client: httpx.AsyncClient, disk: Disk) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < LARGEST * 100:
            sent += LARGEST // 2
            yield b" " * (LARGEST // 2)

    answer = await client.post("/telegram", content=endless(), headers=KNOCK)
    assert answer.status_code == 413
    assert disk.kept == []


async def test_what_says_that_it_is_too_large_is_not_read_at_all(client: httpx.AsyncClient) -> None:
    asked = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal asked
        asked += 1
        yield b"{}"

    for length in (str(LARGEST + 1), "9" * 30, "²", "-1", "x"):
        headers = [(SECRET_HEADER.encode(), b"s3cret"), (b"content-length", length.encode())]
        answer = await client.post("/telegram", content=body(), headers=headers)
        assert answer.status_code == 413
    assert asked == 0


async def test_a_stranger_is_turned_away_before_anything_is_read(client: httpx.AsyncClient) -> None:
    asked = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal asked
        asked += 1
        yield b"{}"

    assert (await client.post("/telegram", content=body())).status_code == 403
    assert asked == 0


async def test_a_secret_of_strange_bytes_is_wrong_and_harms_nothing(client: httpx.AsyncClient) -> None:
    headers = [(SECRET_HEADER.encode(), b"\xff\xfe\x80")]
    assert (await client.post("/telegram", json={"update_id": 1}, headers=headers)).status_code == 403


async def test_who_sends_too_slowly_is_left(
    client: httpx.AsyncClient, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "SLOWEST", 0.01)

    async def drop_by_drop() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(1)
        yield b"}"

    assert (await client.post("/telegram", content=drop_by_drop(), headers=KNOCK)).status_code == 408
    assert disk.kept == []


async def test_a_delivery_that_is_cut_off_is_not_kept_and_the_next_one_is(disk: Disk, caplog: pytest.LogCaptureFixture) -> None:
    async with on_the_loopback(disk) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        head = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: s3cret\r\nContent-Length: 100\r\n\r\n"
        writer.write(head.encode() + b'{"update_id": 1')
        await writer.drain()
        writer.close()
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 2}, headers=KNOCK)
    assert (answer.status_code, disk.kept) == (200, [{"update_id": 2}])
    assert "Traceback" not in caplog.text


async def test_the_balancer_hears_of_a_database_that_is_away_and_asking_often_costs_nothing(disk: Disk) -> None:
    looks: list[Health] = []

    async def look() -> Health:
        looks.append(Health(NOW, writable=False))
        return looks[-1]

    transport = httpx.ASGITransport(door(disk.keep, "s3cret", "/telegram", look))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        answers = [await client.get("/healthz") for _ in range(20)]
    assert {answer.status_code for answer in answers} == {503}
    assert answers[0].json()["database"] == "unavailable"
    assert len(looks) == 1


async def test_the_balancer_sees_that_it_is_alive(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200


async def test_the_door_is_for_delivering_only(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram", headers=KNOCK)).status_code == 405
    assert (await client.post("/elsewhere", headers=KNOCK)).status_code == 404


@asynccontextmanager
async def on_the_loopback(disk: Disk) -> AsyncIterator[int]:
    """The door on a port."""
    web, door_step = server(door(disk.keep, "s3cret", "/telegram")), listening("127.0.0.1", 0)
    serving = asyncio.create_task(web.serve(sockets=[door_step]))
    yield door_step.getsockname()[1]
    web.should_exit = True
    await serving


async def test_the_server_serves_until_it_is_told_to_stop(disk: Disk) -> None:
    async with on_the_loopback(disk) as port, httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1}, headers=KNOCK)
    assert (answer.status_code, disk.kept) == (200, [{"update_id": 1}])
    assert "server" not in answer.headers


def test_an_address_that_is_taken_is_named() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"127.0.0.1:{port} 不能用"):
            listening("127.0.0.1", port)


def test_an_answer_in_two_pieces_is_sent_without_waiting_between_them() -> None:
    with listening("127.0.0.1", 0) as door_step, socket.create_connection(door_step.getsockname()):
        accepted, _ = door_step.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_of_the_newer_kind_is_served_too() -> None:
    with listening("::1", 0) as free:
        assert free.family is socket.AF_INET6
