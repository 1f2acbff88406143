"""bot/webhook.py: the door through which Telegram delivers; 200 means that it is on disk."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bot.inbox import RawUpdate
from bot.model import Refused
from bot.webhook import LARGEST, SECRET_HEADER, door, listening, server

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


async def test_the_balancer_sees_that_it_is_alive(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).status_code == 200


async def test_the_door_is_for_delivering_only(client: httpx.AsyncClient) -> None:
    assert (await client.get("/telegram", headers=KNOCK)).status_code == 405
    assert (await client.post("/elsewhere", headers=KNOCK)).status_code == 404


async def test_the_server_serves_until_it_is_told_to_stop(disk: Disk) -> None:
    web, door_step = server(door(disk.keep, "s3cret", "/telegram")), listening("127.0.0.1", 0)
    port = door_step.getsockname()[1]
    serving = asyncio.create_task(web.serve(sockets=[door_step]))
    async with httpx.AsyncClient() as client:
        answer = await client.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1}, headers=KNOCK)
    web.should_exit = True
    await serving
    assert (answer.status_code, disk.kept) == (200, [{"update_id": 1}])


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
