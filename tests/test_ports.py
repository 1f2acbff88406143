"""bot/app/ports.py and bot/metrics.py: how the bot is and figures for Prometheus, on ports of their own."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import httpx
import pytest

from bot.app.ports import ports
from bot.app.watching import Watch
from bot.metrics import COUNTERS, GAUGES
from bot.model import Refused
from bot.webhook import listening
from tests.township import TOKEN, UNPAID, Bot, settings
from tests.wire import message


def free() -> int:
    with contextlib.closing(listening("127.0.0.1", 0)) as socket:
        return int(socket.getsockname()[1])


async def asked(bot: Bot, folder: Path, path: str, port: int, **chosen: int) -> httpx.Response:
    watch = Watch(bot.service, bot.application, lambda: None, bot.service.store._now)  # type: ignore[return-value]
    async with ports(settings(folder, **chosen), bot.service, bot.application, watch.health), httpx.AsyncClient() as client:
        return await client.get(f"http://127.0.0.1:{port}{path}")


async def test_prometheus_gets_every_figure_and_none_about_anybody(bot: Bot, tmp_path: Path) -> None:
    await bot.get(message(UNPAID), message("/help"))
    port = free()
    said = (await asked(bot, tmp_path, "/metrics", port, metrics_port=port)).text
    for name in COUNTERS:
        assert f"mingbai_{name}_total " in said
    for name in GAUGES:
        assert f"mingbai_{name} " in said
    assert "mingbai_kept_total 2.0\n" in said
    assert "mingbai_handled_total 2.0\n" in said
    assert "mingbai_sent_total 2.0\n" in said
    assert "process_resident_memory_bytes" in said
    assert bot.service.desk.window.shelf.knowledge.version in said
    assert "拖欠" not in said
    assert TOKEN not in said


async def test_where_it_polls_a_port_of_its_own_says_how_it_is(bot: Bot, tmp_path: Path) -> None:
    await bot.service.store.begin_run()
    port = free()
    answer = await asked(bot, tmp_path, "/healthz", port, health_port=port)
    assert (answer.status_code, answer.json()["database"], answer.json()["well"]) == (200, "writable", True)


async def test_without_being_asked_for_neither_port_is_open(bot: Bot, tmp_path: Path) -> None:
    with pytest.raises(httpx.ConnectError):
        await asked(bot, tmp_path, "/metrics", free())


async def test_a_port_that_is_taken_is_named(bot: Bot, tmp_path: Path) -> None:
    with contextlib.closing(listening("127.0.0.1", 0)) as taken, pytest.raises(Refused, match="不能用"):
        await asked(bot, tmp_path, "/metrics", 0, metrics_port=taken.getsockname()[1])


async def test_a_missing_extra_is_named(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.metrics", None)
    with pytest.raises(Refused, match=r"METRICS_PORT: 缺少.*mingbai\[watch\]"):
        await asked(bot, tmp_path, "/metrics", 0, metrics_port=free())
