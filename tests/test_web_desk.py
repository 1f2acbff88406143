"""web/desk: coming in by a one-time link, who may see and do what, and forms that are refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.app import Service
from bot.ledger.passes import PassStore
from bot.ledger.store import Store
from bot.model import Effects
from bot.model.passes import LEADER, LINK, SESSION, Pass
from bot.page import Page
from tests.desk_visiting import ADMINS, at_desk, come_in, new_link
from tests.township import ADMIN, IDENTITY, NOW, STAFF, YEAR, Clock, town
from tests.visiting import field
from web.desk.addresses import ADDRESSES
from web.desk.guard import Act


async def test_looking_at_a_link_does_not_use_it_up_and_pressing_does(service: Service, clock: Clock) -> None:
    path = await new_link(service, clock)
    async with at_desk(service, clock, None) as browser, at_desk(service, clock, None) as other:
        for _ in range(3):
            assert "进入" in (await browser.go(path)).text
        page = await come_in(browser, path)
        assert page.url.path == "/desk/" and "2026年普法数据" in page.text
        again = await other.go(path)
        assert again.status_code == 410 and "链接不能用了" in again.text
        token = path.rpartition("/")[2]
        assert (await other.send("/desk/in", {"token": token})).status_code == 410
        assert (await other.go("/desk/")).status_code == 403


@pytest.mark.parametrize("minutes", [15, 60])
async def test_a_link_is_good_for_fifteen_minutes(service: Service, clock: Clock, minutes: int) -> None:
    path = await new_link(service, clock)
    token = path.rpartition("/")[2]
    async with at_desk(service, clock, None) as browser:
        clock.forward(minutes=minutes)
        assert (await browser.go(path)).status_code == 410
        assert (await browser.send("/desk/in", {"token": token})).status_code == 410


@pytest.mark.parametrize("token", ["x", "x.y", "a" * 32 + "." + "b" * 43, "%E4%B8%AD"])
async def test_a_made_up_link_is_none(service: Service, clock: Clock, token: str) -> None:
    async with at_desk(service, clock, None) as browser:
        assert (await browser.go(f"/desk/in/{token}")).status_code == 410
        assert (await browser.send("/desk/in", {"token": token})).status_code == 410


async def test_a_stranger_is_told_how_to_get_a_link_and_sees_nothing(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock, None) as browser:
        for address in ADDRESSES:
            path = re.sub(r"\{[^}]*\}", "1", address.path)
            page = await (browser.send(path, {}) if isinstance(address, Act) else browser.go(path))
            assert page.status_code == 403, path
            assert "请先拿链接" in page.text and "人次" not in page.text


async def test_the_cookie_is_for_the_desk_alone_and_no_script_reads_it(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock, None, place=Page(path="/law", url="https://town.example.cn/law")) as browser:
        token = (await new_link(service, clock)).rpartition("/")[2]
        answer = await browser.client.post("/law/desk/in", data={"token": token})
        assert answer.headers["location"] == "/law/desk/"
        cookie = answer.headers["set-cookie"].lower()
        assert "path=/law/desk" in cookie and "httponly" in cookie and "samesite=strict" in cookie and "secure" in cookie
        assert f"max-age={8 * 3600}" in cookie


async def test_under_the_path_of_a_proxy_every_address_of_the_desk_begins_with_it(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock, None, place=Page(path="/law")) as browser:
        landing = await browser.go(f"/law{await new_link(service, clock)}")
        page = await browser.send("/law/desk/in", {"token": field(landing.text, "token")})
        addresses = re.findall(r'(?:href|action|src)="(/[^"]*)"', landing.text + page.text)
        assert len(addresses) > 8 and all(address.startswith("/law/") for address in addresses)


async def test_after_eight_hours_the_browser_is_a_stranger_again(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        clock.forward(hours=7.9)
        assert (await browser.go("/desk/")).status_code == 200
        clock.forward(hours=0.2)
        assert (await browser.go("/desk/")).status_code == 403


async def test_whoever_leaves_is_gone_even_with_a_copy_of_the_cookie(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser, at_desk(service, clock, None) as thief:
        thief.client.cookies = browser.client.cookies
        assert (await thief.go("/desk/")).status_code == 200
        assert "已经退出" in (await browser.press("/desk/", "/desk/out")).text
        assert (await browser.go("/desk/")).status_code == 403
        assert (await thief.go("/desk/")).status_code == 403


async def test_revoking_ends_links_and_browsers(service: Service, clock: Clock) -> None:
    path = await new_link(service, clock)
    async with at_desk(service, clock) as browser:
        assert await service.store.passes.end_all() == 2
        assert (await browser.go("/desk/")).status_code == 403
        assert (await browser.go(path)).status_code == 410


async def test_an_admin_who_is_none_any_more_loses_the_desk_and_their_links_at_once(service: Service, clock: Clock) -> None:
    waiting = await new_link(service, clock)
    async with at_desk(service, clock) as browser, at_desk(service, clock, LEADER) as leader, at_desk(service, clock, name="张三") as named:
        service.talking.change(replace(town(), admins=(7,)), service.desk.window.shelf)
        assert (await browser.go("/desk/")).status_code == 403
        assert (await browser.go(waiting)).status_code == 410
        assert (await browser.send("/desk/in", {"token": waiting.rpartition("/")[2]})).status_code == 410
        assert (await leader.go("/desk/")).status_code == 403
        assert (await named.go("/desk/")).status_code == 200


async def test_a_link_of_somebody_who_is_no_admin_opens_nothing(service: Service, clock: Clock) -> None:
    path = await new_link(service, clock, account=STAFF)
    async with at_desk(service, clock, None) as browser:
        assert (await browser.go(path)).status_code == 410


async def test_a_leader_sees_the_figures_and_is_refused_everything_else(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock, LEADER) as leader:
        mark = field((await leader.go("/desk/")).text, "t")
        for address in ADDRESSES:
            if address.leaders:
                continue
            path = re.sub(r"\{[^}]*\}", "1", address.path)
            page = await (leader.send(path, {"t": mark}) if isinstance(address, Act) else leader.go(path))
            assert page.status_code == 403, path
            assert "这一页您不能看" in page.text
        page = await leader.go("/desk/")
        assert "对外版" in page.text and "内部" not in page.text and "等着办的" not in page.text


@pytest.mark.parametrize("headers", [
    {"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}, {"sec_fetch_site": "none"},
    {"origin": "https://evil.example"}, {"origin": "null"},
])
async def test_a_form_from_another_site_does_nothing(service: Service, clock: Clock, headers: dict[str, str]) -> None:
    token = (await new_link(service, clock)).rpartition("/")[2]
    async with at_desk(service, clock) as browser:
        mark = field((await browser.go("/desk/")).text, "t")
        assert (await browser.send("/desk/out", {"t": mark}, **headers)).status_code == 403
        assert (await browser.send("/desk/in", {"token": token}, **headers)).status_code == 403
        assert (await browser.go("/desk/")).status_code == 200


@pytest.mark.parametrize("mark", [None, "", "forged", "中文"])
async def test_a_form_without_the_mark_of_the_browser_does_nothing(service: Service, clock: Clock, mark: str | None) -> None:
    async with at_desk(service, clock) as browser:
        page = await browser.send("/desk/out", {"other": "1"} if mark is None else {"t": mark})
        assert page.status_code == 403 and "表单没有收" in page.text
        assert (await browser.go("/desk/")).status_code == 200


async def test_the_form_of_another_browser_or_of_a_second_tab_from_before_does_nothing(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser, at_desk(service, clock) as other:
        theirs, old = [field((await one.go("/desk/")).text, "t") for one in (other, browser)]
        await come_in(browser, await new_link(service, clock))
        for mark in (theirs, old):
            assert (await browser.send("/desk/out", {"t": mark})).status_code == 403
        assert (await browser.go("/desk/")).status_code == 200


async def test_the_desk_is_kept_nowhere_and_behind_the_same_headers(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        page = await browser.go("/desk/")
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert not re.search(r'\sstyle="|<style|\son\w+="|<script', page.text)


async def test_neither_the_link_nor_the_cookie_stands_in_the_database(service: Service, clock: Clock) -> None:
    path = await new_link(service, clock)
    async with at_desk(service, clock) as browser:
        said = [path.rpartition("/")[2], browser.client.cookies["mingbai_desk"], str(ADMIN)]
        assert service.store.engine.url.database
        with open(service.store.engine.url.database, "rb") as file:  # noqa: PTH123, ASYNC230 - a small file of the test's own
            held = file.read()
        with open(f"{service.store.engine.url.database}-wal", "rb") as file:  # noqa: PTH123, ASYNC230 - the same
            held += file.read()
        for secret in said[:2]:
            assert secret.partition(".")[0].encode() not in held


async def test_of_two_who_use_a_link_at_once_one_gets_in(store: Store, clock: Clock) -> None:
    made = Pass("d" * 64, LINK, ADMINS, "p", False, NOW.replace(hour=3))
    await store.passes.make(made)
    assert await store.passes.find(made.digest, SESSION) is None
    assert await store.passes.take(made.digest, LINK) == made
    assert await store.passes.take(made.digest, LINK) is None


async def test_what_has_expired_is_dropped_and_another_town_is_left_alone(store: Store, clock: Clock) -> None:
    other = PassStore(store.engine, store.writer, "other", clock)
    for passes, name in ((store.passes, "a"), (store.passes, "b"), (other, "c")):
        await passes.make(Pass(name, LINK, ADMINS, "p", False, NOW.replace(hour=3)))
    clock.forward(hours=2)
    await store.passes.make(Pass("d", LINK, ADMINS, "p", False, NOW.replace(hour=9)))
    assert await store.passes.find("a", LINK) is None
    assert await store.passes.end_all() == 1
    assert await other.end_all() == 1


async def test_every_line_of_the_report_stands_there_with_its_rule_and_last_year(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        page = (await browser.go("/desk/")).text
        tally = await service.desk.tally(YEAR)
    for line in tally.lines:
        assert line.label in page and line.rule in page
    assert "2025年" in page and "〔待核〕" in page


async def test_forgetting_an_admin_ends_what_they_had_open(service: Service, clock: Clock) -> None:
    async with at_desk(service, clock) as browser:
        await service.desk.settle(Effects(person=IDENTITY.person(ADMIN), forget=service.desk.pseudonyms(ADMIN)))
        assert (await browser.go("/desk/")).status_code == 403
