"""bot/app/: everything opened, run and closed, against a stand-in for Telegram's servers."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import app
from bot.app import messenger, watching
from bot.app import running as running_
from bot.model import Refused
from bot.page import Page
from bot.town import Office
from bot.webhook import listening
from tests.bases import changed, copied, terse
from tests.telegram_server import TelegramServer
from tests.township import ADMIN, BASE, NOW, STAFF, UNPAID, YEAR, serving, settings, town, until
from tests.wire import Wire, fault, message


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    """Telegram's servers, to be polled."""
    with TelegramServer() as running:
        yield running


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messenger, "_PAUSE", 0.01)


@contextlib.asynccontextmanager
async def running(folder: Path, **more: Any) -> AsyncIterator[asyncio.Task[None]]:
    """The program between its start and a polite signal to stop."""
    task = asyncio.create_task(app.run(settings(folder, **more)))
    try:
        yield task
        os.kill(os.getpid(), signal.SIGTERM)
        await task
    finally:
        task.cancel()


async def counted(folder: Path) -> int | None:
    async with app.opened(settings(folder)) as service:
        return (await service.desk.tally(YEAR)).lines[0].value


async def test_it_polls_answers_counts_and_stops_when_told_to(tmp_path: Path, telegram: TelegramServer) -> None:
    async with running(tmp_path, api_url=telegram.url):
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)
    assert "第30条" in telegram.sent[0][1]
    assert "deleteWebhook" in [name for name, _ in telegram.calls]


async def test_by_webhook_it_tells_telegram_where_and_with_which_secret(tmp_path: Path) -> None:
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    with TelegramServer(port) as telegram:
        async with running(tmp_path, api_url=telegram.url, webhook_url="https://example.org/", port=port):
            telegram.feed(message(UNPAID))
            await until(lambda: telegram.sent)
    [asked] = [p for name, p in telegram.calls if name == "setWebhook"]
    assert asked["url"] == "https://example.org/telegram"
    assert len(asked["secret_token"]) == 64
    assert "第30条" in telegram.sent[0][1]


async def test_commands_are_set_for_everybody_groups_staff_and_admins(tmp_path: Path, telegram: TelegramServer) -> None:
    async with running(tmp_path, api_url=telegram.url):
        await until(lambda: any(name == "getUpdates" for name, _ in telegram.calls))
    asked = [p for name, p in telegram.calls if name == "setMyCommands"]
    scopes = [json.loads(p["scope"]) for p in asked]
    assert scopes == [
        {"type": "all_private_chats"}, {"type": "all_group_chats"},
        {"type": "chat", "chat_id": STAFF}, {"type": "chat", "chat_id": ADMIN},
    ]
    names = [[c["command"] for c in json.loads(p["commands"])] for p in asked]
    assert "report" not in names[0] and names[1] == ["ask"] and "report" in names[3]
    assert "session" not in names[0] and "session" in names[2] and "broadcast" not in names[2]
    assert all("\u4e00" <= c["description"][0] <= "\u9fff" for c in json.loads(asked[0]["commands"]))


async def test_commands_that_cannot_be_set_do_not_stop_it(tmp_path: Path, telegram: TelegramServer) -> None:
    telegram.faults["setMyCommands"] = [fault(400, "chat not found"), fault(500, "no"), fault(429, "no", retry_after=9)]
    async with running(tmp_path, api_url=telegram.url):
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_it_waits_for_a_telegram_that_does_not_answer(
    tmp_path: Path, telegram: TelegramServer, method: str
) -> None:
    telegram.faults[method] = [fault(502, "Bad Gateway"), fault(429, "no", retry_after=1)]
    async with running(tmp_path, api_url=telegram.url):
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)


@pytest.mark.parametrize("code", [401, 404, 403])
async def test_a_token_that_telegram_does_not_know_is_refused(
    tmp_path: Path, telegram: TelegramServer, code: int
) -> None:
    telegram.faults["getMe"] = [fault(code, "Unauthorized")]
    with pytest.raises(Refused, match="TELEGRAM_TOKEN"):
        await app.run(settings(tmp_path, api_url=telegram.url))


async def test_an_address_that_telegram_does_not_take_is_refused(tmp_path: Path, telegram: TelegramServer) -> None:
    telegram.faults["setWebhook"] = [fault(400, "bad webhook: IP address is reserved")]
    chosen = settings(tmp_path, api_url=telegram.url, webhook_url="https://10.0.0.1", port=0)
    with pytest.raises(Refused, match="WEBHOOK_URL: Telegram 不接受"):
        await app.run(chosen)


async def test_a_port_that_is_taken_is_refused(tmp_path: Path, telegram: TelegramServer) -> None:
    with listening("127.0.0.1", 0) as taken:
        chosen = settings(
            tmp_path, api_url=telegram.url, webhook_url="https://example.org",
            port=taken.getsockname()[1],
        )
        with pytest.raises(Refused, match="HOST PORT"):
            await app.run(chosen)


async def test_on_a_signal_the_knowledge_is_read_again_and_a_broken_one_is_not_served(
    tmp_path: Path, telegram: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.app")
    async with running(tmp_path, api_url=telegram.url, knowledge=terse(tmp_path)):
        await until(lambda: any(name == "getUpdates" for name, _ in telegram.calls))
        changed(tmp_path / "knowledge/wages/unpaid.yaml", {"answer": {"short": "新的结论。"}})
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: "is being served" in caplog.text)
        (tmp_path / "knowledge/wages/overtime.yaml").write_text("question: [", encoding="utf-8")
        os.kill(os.getpid(), signal.SIGHUP)
        await until(lambda: "not reloaded: knowledge/wages/overtime.yaml" in caplog.text)
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)
    assert "新的结论。" in telegram.sent[0][1]


async def test_signs_of_life_are_written_and_a_database_that_is_away_does_not_stop_them(
    tmp_path: Path, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watching, "BEAT", 0.01)
    async with running(tmp_path, api_url=telegram.url):
        await until(lambda: any(name == "getUpdates" for name, _ in telegram.calls))
        async with app.opened(settings(tmp_path)) as service:
            async with service.store.writer.transaction() as connection:
                await connection.exec_driver_sql("alter table runs rename to aside")
            await until(lambda: "no sign of life" in caplog.text)
            async with service.store.writer.transaction() as connection:
                await connection.exec_driver_sql("alter table aside rename to runs")
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)


async def test_without_a_token_the_same_service_opens_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def typed() -> AsyncIterator[str]:
        yield UNPAID

    monkeypatch.setattr(running_, "typed", typed)
    await app.run(settings(tmp_path, token=None, page=Page(on=False)))
    said = capsys.readouterr().out
    assert said.startswith("没有设置 TELEGRAM_TOKEN：在终端里")
    assert "第30条" in said
    assert await counted(tmp_path) == 1


async def test_without_a_token_the_page_is_served_at_once_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def nobody_types() -> AsyncIterator[str]:
        lines: tuple[str, ...] = ()
        for line in lines:
            yield line

    monkeypatch.setattr(running_, "typed", nobody_types)
    said = ""
    async with (
        running(tmp_path, token=None, port=0),
        httpx.AsyncClient(headers={"user-agent": "Mozilla/5.0"}, follow_redirects=True) as browser,
    ):
        while "网页：" not in said:
            await asyncio.sleep(0.001)
            said += capsys.readouterr().out
        page = await browser.post(said.partition("网页：")[2].strip() + "ask", data={"q": UNPAID})
    assert "第30条" in page.text
    assert await counted(tmp_path) == 1


async def test_beside_telegram_the_page_is_served_where_somebody_wants_it(
    tmp_path: Path, telegram: TelegramServer, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path, api_url=telegram.url, port=0, page=Page(on=True)):
        telegram.feed(message(UNPAID))
        await until(lambda: telegram.sent)
        address = capsys.readouterr().out.partition("网页：")[2].strip()
        async with httpx.AsyncClient(headers={"user-agent": "Mozilla/5.0"}, follow_redirects=True) as browser:
            assert "第30条" in (await browser.get(f"{address}q/wages/unpaid")).text
    assert await counted(tmp_path) == 2


async def test_by_webhook_the_page_shares_its_port(tmp_path: Path) -> None:
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    with TelegramServer(port) as telegram:
        more = {"webhook_url": "https://example.org/", "port": port, "page": Page(on=True)}
        async with running(tmp_path, api_url=telegram.url, **more):
            telegram.feed(message(UNPAID))
            await until(lambda: telegram.sent)
            async with httpx.AsyncClient() as browser:
                assert "您遇到什么难处" in (await browser.get(f"http://127.0.0.1:{port}/")).text


async def test_a_port_that_the_page_cannot_have_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with listening("127.0.0.1", 0) as taken, pytest.raises(Refused, match="HOST PORT"):
        await app.run(settings(tmp_path, token=None, page=Page(port=taken.getsockname()[1])))


def test_offices_take_the_towns_names_and_keep_the_rest() -> None:
    office = Office(name="本镇司法所", phone="123456", hours="周一到周五")
    helpers = app.shelf(BASE, town(offices={"justice-office": office}), lambda: NOW).helpers
    made = helpers["justice-office"]
    assert (made.name, made.phone, made.hours, made.what_for) == ("本镇司法所", "123456", "周一到周五", "法律咨询和调解")


def test_every_office_that_nobody_knows_is_named() -> None:
    with pytest.raises(Refused, match="(?s)offices.bank：不认识.*offices.shop：不认识"):
        app.shelf(BASE, town(offices={"bank": Office(), "shop": Office()}), lambda: NOW)


@pytest.mark.parametrize(("url", "named"), [
    ("sqlite:////nowhere/at/all.db", "/nowhere/at/all.db: 打不开数据库"),
    ("postgresql://me:hidden@127.0.0.1:1/town", "127.0.0.1:1/town: 打不开数据库"),
    ("postgresql://me:hidden@host:port/town", "DATABASE_URL: 写法不对"),
])
async def test_a_database_that_cannot_be_opened_is_named_without_its_password(
    tmp_path: Path, url: str, named: str
) -> None:
    with pytest.raises(Refused) as caught:
        async with app.opened(settings(tmp_path, database_url=url)):
            pass
    assert named in str(caught.value)
    assert "hidden" not in str(caught.value)


async def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "test.db").write_bytes(b"not a database, and long enough to be looked at" * 30)
    before = (tmp_path / "test.db").read_bytes()
    with pytest.raises(Refused, match="打不开数据库"):
        async with app.opened(settings(tmp_path)):
            pass
    assert (tmp_path / "test.db").read_bytes() == before


async def test_a_database_that_does_not_exist_on_the_server_is_named(postgres: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="打不开数据库"):
        async with app.opened(settings(tmp_path, database_url=postgres.get_uri(database="missing"))):
            pass


async def test_broken_knowledge_is_refused_before_a_database_is_made(tmp_path: Path) -> None:
    (copied(tmp_path) / "topics.yaml").unlink()
    with pytest.raises(Refused, match=r"topics\.yaml"):
        async with app.opened(settings(tmp_path, knowledge=tmp_path / "knowledge")):
            pass
    assert not (tmp_path / "test.db").exists()


async def test_on_either_database_the_same_bot_answers_counts_and_forgets(
    database: str, tmp_path: Path, wire: Wire
) -> None:
    async with serving(settings(tmp_path, database_url=database), wire) as bot:
        said = await bot.get(message("/start"), message("3"), message(UNPAID), message(UNPAID), message("/forget"))
        assert "别硬吵" in said[2]
        assert (await bot.figure("online"), await bot.figure("people")) == (1, 1)
        await bot.service.store.begin_run()
        await bot.service.store.beat()
