"""handlers/desk.py and bot/commands/desk.py: /desk and desk-link give links to the desk on the web."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import app
from bot.app.page import address
from bot.model.passes import LINK, SESSION
from bot.page import Page
from tests.telegram_server import TelegramServer
from tests.test_app import running
from tests.township import ADMIN, IDENTITY, SECRET, STAFF, Bot, settings, until
from tests.wire import message
from web.desk import link
from web.desk.keys import Keys

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def linked(bot: Bot) -> Bot:
    """A bot beside which a page is served."""

    async def make(role: str, person: str) -> str:
        service = bot.service
        return "https://town.example.cn" + await link(SECRET, service.talking.now(), service.store.passes, role, person, server=False)

    bot.application.desk_link = make
    return bot


async def test_an_admin_gets_a_link_that_says_who_they_are(linked: Bot) -> None:
    [said] = await linked.get(message("/desk", person=ADMIN))
    found = re.search(r"https://town\.example\.cn/desk/in/(\S+)", said)
    assert found and "只能用一次" in said
    digest = Keys(SECRET).digest(found[1], LINK)
    assert digest is not None
    held = await linked.service.store.passes.find(digest, LINK)
    assert held is not None
    assert (held.role, held.person, held.server) == ("admin", IDENTITY.person(ADMIN), False)


async def test_for_a_leader_there_is_a_link_that_only_looks(linked: Bot) -> None:
    [said] = await linked.get(message("/desk 领导", person=ADMIN))
    found = re.search(r"/desk/in/(\S+)", said)
    assert found and "只能看" in said
    held = await linked.service.store.passes.find(Keys(SECRET).digest(found[1], LINK) or "", LINK)
    assert held is not None and held.role == "leader"


@pytest.mark.parametrize("account", [7, STAFF])
@pytest.mark.parametrize("behind", ["", " 领导", " 撤销"])
async def test_nobody_else_gets_one_or_ends_any(linked: Bot, account: int, behind: str) -> None:
    await linked.get(message("/desk", person=ADMIN))
    assert await linked.get(message(f"/desk{behind}", person=account)) == ["这个功能只给管理员用。"]
    assert await linked.service.store.passes.end_all() == 1


async def test_in_a_group_even_an_admin_gets_nothing(linked: Bot) -> None:
    assert await linked.get(message("/desk", person=ADMIN, group=True)) == []


async def test_an_admin_ends_every_link_and_browser(linked: Bot) -> None:
    await linked.get(message("/desk", person=ADMIN), message("/desk", person=ADMIN))
    [said] = await linked.get(message("/desk 撤销", person=ADMIN))
    assert "一共2个" in said
    assert await linked.service.store.passes.end_all() == 0


async def test_anything_else_behind_it_is_explained(linked: Bot) -> None:
    [said] = await linked.get(message("/desk 你好", person=ADMIN))
    assert "/desk 领导" in said


async def test_where_no_page_is_served_it_says_so(bot: Bot) -> None:
    [said] = await bot.get(message("/desk", person=ADMIN))
    assert "没有开网页" in said and "WEB=on" in said


async def test_the_program_that_serves_the_page_gives_the_address_of_the_page(tmp_path: Path) -> None:
    with TelegramServer() as telegram:
        async with running(tmp_path, api_url=telegram.url, port=0, page=Page(on=True, url="https://town.example.cn/law", path="/law")):
            telegram.feed(message("/desk", person=ADMIN))
            await until(lambda: telegram.sent)
    assert "https://town.example.cn/law/desk/in/" in telegram.sent[0][1]


@pytest.mark.parametrize(("more", "where"), [
    ({"page": Page(port=9000)}, "http://127.0.0.1:9000"),
    ({"page": Page(path="/law"), "host": "0.0.0.0"}, "http://127.0.0.1:8099/law"),
    ({"page": Page(), "host": "::1"}, "http://[::1]:8099"),
    ({"page": Page(port=9000), "webhook_url": "https://x.example"}, "http://127.0.0.1:8099"),
    ({"page": Page(url="https://town.example.cn/law", path="/law")}, "https://town.example.cn/law"),
])
def test_a_link_begins_with_the_address_of_the_page(tmp_path: Path, more: dict[str, object], where: str) -> None:
    assert address(settings(tmp_path, **more)) == where


async def test_the_command_links_as_the_name_that_imports_and_confirms(tmp_path: Path) -> None:
    chosen = settings(tmp_path)
    path = await app.desk_link(chosen, "张三", leader=False)
    async with app.ledger(chosen) as store:
        digest = Keys(SECRET).digest(path.rpartition("/")[2], LINK) or ""
        held = await store.passes.find(digest, LINK)
        assert await store.passes.find(digest, SESSION) is None
    assert held is not None
    assert (held.role, held.person, held.server) == ("admin", IDENTITY.signer("张三"), True)


def test_the_command_prints_a_link_and_ends_them(run: Run) -> None:
    code, said, _ = run("desk-link", "--name", "张三")
    assert code == 0 and said.startswith("http://127.0.0.1:8080/desk/in/") and "只能用一次" in said
    assert run("desk-link", "--leader")[0] == 0
    assert run("desk-link", "--revoke")[1] == "撤销了 2 个链接和打开着的桌面。\n"


def test_without_a_name_the_command_asks_for_one(run: Run) -> None:
    code, _, problems = run("desk-link")
    assert code == 2 and "--name 张三" in problems
