"""web/site.py and what stands before its pages: headers, limits, the place under a proxy, errors."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.app import Service
from bot.app.page import beside
from bot.model import Contact, Effects, Unavailable
from bot.page import Page
from bot.webhook import door as door_
from tests.township import BEATEN, UNPAID, Clock
from tests.visiting import Visitor, visiting
from web import Season
from web.floods import A_SECOND, BURST, Floods
from web.form import LARGEST

PATHS = ["/", "/t/marriage", "/for/farmers", "/q/marriage/divorce", "/privacy", "/forgotten", "/nowhere", "/static/style.css"]


@pytest.mark.parametrize("path", PATHS)
async def test_every_answer_keeps_strangers_out(visitor: Visitor, path: str) -> None:
    headers = (await visitor.go(path)).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "geolocation=()" in headers["permissions-policy"]


@pytest.mark.parametrize("path", PATHS[:-1])
async def test_a_page_is_small_and_loads_nothing_from_elsewhere(visitor: Visitor, path: str) -> None:
    page = await visitor.go(path)
    files = re.findall(r'(?:src|<link rel="(?:stylesheet|icon)"[^>]* href)="([^"]+)"', page.text)
    assert len(files) >= 2 and all(file.startswith("/static/") for file in files)
    assert not re.search(r'\sstyle="|<style|\son\w+="|<script>', page.text)
    assert len(page.content) + sum([len((await visitor.go(file)).content) for file in files]) < 100_000


async def test_a_static_file_is_kept_and_a_page_on_violence_is_not(visitor: Visitor) -> None:
    assert "immutable" in (await visitor.go("/static/page.js")).headers["cache-control"]
    assert (await visitor.go("/q/wages/unpaid")).headers["cache-control"] == "private, no-cache"
    assert (await visitor.go("/q/marriage/divorce")).headers["cache-control"] == "no-store"


async def test_a_page_near_violence_has_a_way_out_and_a_title_that_says_nothing(visitor: Visitor) -> None:
    danger, card, other = await visitor.ask(BEATEN), await visitor.go("/q/marriage/divorce"), await visitor.go("/q/wages/unpaid")
    for page in (danger, card):
        assert 'id="exit" href="https://' in page.text
        assert "<title>法律明白</title>" in page.text
        assert "藏不住前面看过的页" in page.text
    assert 'id="exit"' not in other.text


async def test_topics_and_audiences_lead_to_their_cards(visitor: Visitor) -> None:
    home = (await visitor.go("/")).text
    assert all(f'href="/t/{topic}"' in home for topic in ("marriage", "wages", "elders"))
    assert 'href="/q/wages/overtime"' in (await visitor.go("/t/wages")).text
    elderly = (await visitor.go("/for/elderly")).text
    assert 'href="/q/wages/unpaid?for=elderly"' in elderly
    for path in ("/t/nothing", "/for/robots"):
        assert (await visitor.go(path)).status_code == 404


async def test_the_larger_size_stays_from_page_to_page_without_a_cookie(visitor: Visitor) -> None:
    home = await visitor.go("/elder/")
    assert 'class="elder"' in home.text
    assert 'href="/elder/t/wages"' in home.text and 'action="/elder/ask"' in home.text
    assert '<a class="size" href="/">标准版</a>' in home.text
    page = await visitor.send("/elder/ask", {"q": UNPAID})
    assert page.url.path == "/elder/q/wages/unpaid"
    assert 'class="elder"' in page.text


async def test_without_cookies_changing_the_size_is_not_counted(nobody: Visitor) -> None:
    page = await nobody.go("/q/wages/unpaid")
    switch = re.search(r'class="size" href="([^"]+)"', page.text)
    assert switch and switch[1].startswith("/elder/q/wages/unpaid?v=")
    await nobody.go(switch[1])
    assert await nobody.figures() == (1, 0)


@pytest.mark.parametrize("passed_on", ["/law", ""])
async def test_under_the_path_of_a_proxy_every_address_begins_with_it(service: Service, clock: Clock, passed_on: str) -> None:
    async with visiting(service, clock, place=Page(path="/law")) as visitor:
        home = await visitor.go(f"{passed_on}/")
        addresses = re.findall(r'(?:href|action|src)="(/[^"]*)"', home.text)
        assert len(addresses) > 8 and all(address.startswith("/law/") for address in addresses)
        answer = await visitor.client.post(f"{passed_on}/elder/ask", data={"q": UNPAID})
        assert answer.headers["location"].startswith("/law/elder/q/wages/unpaid?v=")
        assert "path=/law" in answer.headers["set-cookie"].lower()
        assert (await visitor.go(f"{passed_on}/static/style.css")).status_code == 200


@pytest.mark.parametrize(("proxies", "believed"), [(("127.0.0.1",), True), ((), False), (("10.0.0.1",), False)])
async def test_what_a_proxy_says_of_the_visitor_is_believed_only_where_it_is_named(
    service: Service, clock: Clock, proxies: tuple[str, ...], believed: bool
) -> None:
    async with visiting(service, clock, place=Page(proxies=proxies)) as visitor:
        answer = await visitor.client.post("/ask", data={"q": UNPAID}, headers={"x-forwarded-proto": "https"})
        assert ("secure" in answer.headers["set-cookie"].lower()) is believed


async def test_whether_it_is_well_is_told_to_this_machine_only(service: Service, clock: Clock) -> None:
    async with visiting(service, clock) as here, visiting(service, clock, address="203.0.113.5") as there:
        assert (await here.go("http://127.0.0.1/healthz")).text == "ok"
        assert (await here.go("http://law.example.cn/healthz")).status_code == 404
        assert (await here.go("http://127.0.0.1/healthz", x_forwarded_for="203.0.113.5")).status_code == 404
        assert (await there.go("http://127.0.0.1/healthz")).status_code == 404
        assert (await here.go("http://127.0.0.1/metrics")).status_code == 404


async def test_robots_are_told_what_is_not_for_them(service: Service, clock: Clock) -> None:
    async with visiting(service, clock, place=Page(path="/law")) as visitor:
        assert "Disallow: /law/a/" in (await visitor.go("/law/robots.txt")).text


@pytest.mark.parametrize(("body", "kind", "status"), [
    (b"q=" + b"x" * LARGEST, "application/x-www-form-urlencoded", 413),
    (b"{}", "application/json", 415),
    (b"q=%ff&q=\xff", "application/x-www-form-urlencoded", 400),
    (b"&".join(b"a%d=1" % n for n in range(50)), "application/x-www-form-urlencoded", 400),
])
async def test_a_form_that_no_page_of_ours_sends_is_refused(visitor: Visitor, body: bytes, kind: str, status: int) -> None:
    answer = await visitor.client.post("/ask", content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert "12348" in answer.text
    assert await visitor.rows() == []


async def test_a_body_without_end_is_not_read_to_it(visitor: Visitor) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < LARGEST * 100:
            sent += 1024
            yield b"x" * 1024

    answer = await visitor.client.post("/ask", content=endless(), headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413
    assert sent < LARGEST * 3


async def test_a_form_from_another_site_is_refused(visitor: Visitor) -> None:
    for path in ("/ask", "/rate", "/forget"):
        assert (await visitor.send(path, {"q": UNPAID}, sec_fetch_site="cross-site")).status_code == 403


@pytest.mark.parametrize(("method", "path"), [("GET", "/ask"), ("GET", "/forget"), ("POST", "/"), ("DELETE", "/q/wages/unpaid")])
async def test_an_address_used_the_wrong_way_is_told_so(visitor: Visitor, method: str, path: str) -> None:
    answer = await visitor.client.request(method, path)
    assert answer.status_code == 405
    assert "请从首页开始" in answer.text


async def test_who_asks_far_more_than_anybody_reads_is_held_back_and_nobody_else(service: Service, clock: Clock) -> None:
    async with visiting(service, clock, address="203.0.113.5") as flood, visiting(service, clock, address="127.0.0.1") as proxy:
        for _ in range(BURST):
            assert (await flood.client.get("/privacy")).status_code == 200
        held = await flood.client.get("/privacy")
        assert held.status_code == 429
        assert held.headers["retry-after"]
        assert "12348" in held.text and held.headers["x-frame-options"] == "DENY"
        assert (await flood.client.get("/static/style.css")).status_code == 200
        for _ in range(BURST + 1):
            assert (await proxy.client.get("/robots.txt")).status_code == 200


async def test_who_was_held_back_may_go_on_after_a_while_and_a_household_is_one_address() -> None:
    now, passed = 0.0, []

    async def served(*_: object) -> None:
        passed.append(True)

    async def refused(*_: object) -> None:
        passed.append(False)

    floods = Floods(served, refused, lambda: now)

    async def come(address: str) -> bool:
        await floods({"type": "http", "path": "/", "client": (address, 1)}, None, None)
        return passed.pop()

    assert [await come(f"2001:db8:0:1::{n:x}") for n in range(1, BURST + 2)] == [True] * BURST + [False]
    assert await come("2001:db8:0:2::1")
    now = 2 / A_SECOND
    assert [await come("2001:db8:0:1::9") for _ in range(3)] == [True, True, False]
    assert await come("not an address")


async def test_addresses_that_came_once_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.floods._MOST", 10)

    async def served(*_: object) -> None:
        pass

    floods = Floods(served, served, lambda: 0.0)
    for n in range(100):
        await floods({"type": "http", "path": "/", "client": (f"203.0.113.{n}", 1)}, None, None)
    assert len(floods._buckets) <= 11


async def test_what_breaks_is_apologised_for_and_logged_without_a_word_of_the_visitor(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(UNPAID)

    monkeypatch.setattr(visitor.service.desk.window, "remembered", broken)
    page = await visitor.send("/ask", {"q": UNPAID})
    assert page.status_code == 500
    assert "对不起" in page.text
    assert "failed: RuntimeError at broken" in caplog.text
    assert UNPAID not in caplog.text


async def test_with_the_database_away_answers_are_shown_and_recorded_when_it_is_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.book._PAUSE", 0.01)
    settle, away = visitor.service.desk.ledger.settle, True

    async def unsure(effects: Effects, number: int | None = None) -> None:
        if away:
            raise Unavailable
        await settle(effects, number)

    monkeypatch.setattr(visitor.service.desk.ledger, "settle", unsure)
    assert "第30条" in (await visitor.ask(UNPAID)).text
    assert "先离开" in (await visitor.ask(BEATEN)).text
    assert await visitor.rows() == []
    await asyncio.sleep(0.03)
    away = False
    rows: list[Contact] = []
    while len(rows) < 2:
        await asyncio.sleep(0.01)
        rows = await visitor.rows()
    assert [row.kind for row in rows] == ["answer", "emergency"]


async def test_who_cannot_be_looked_up_is_answered_as_nobody(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(_: str) -> None:
        raise Unavailable

    monkeypatch.setattr(visitor.service.desk.ledger, "person", away)
    assert "第30条" in (await visitor.ask(UNPAID)).text
    assert "您遇到什么难处" in (await visitor.go("/")).text
    assert await visitor.figures() == (1, 0)


async def test_what_is_on_this_season_stands_on_top_of_the_home_page(service: Service, clock: Clock) -> None:
    on = Season("宪法宣传周", "十二月四日是国家宪法日。", ("wages/unpaid", "gone/away"))
    async with visiting(service, clock, season=lambda: on) as visitor:
        home = (await visitor.go("/")).text
    assert home.index("宪法宣传周") < home.index('href="/q/wages/unpaid"') < home.index("您遇到什么难处")
    assert "gone/away" not in home


async def test_others_may_add_addresses_behind_the_same_headers(service: Service, clock: Clock) -> None:
    async def desk(_: object) -> PlainTextResponse:
        return PlainTextResponse("desk")

    async with visiting(service, clock, more=lambda room: [Route("/desk", desk)]) as visitor:
        page = await visitor.go("/desk")
    assert (page.text, page.headers["x-frame-options"]) == ("desk", "DENY")


async def test_on_one_port_the_door_answers_what_it_knows_and_the_site_the_rest() -> None:
    async def door(_: object) -> PlainTextResponse:
        return PlainTextResponse("door")

    async def site(_: object) -> PlainTextResponse:
        return PlainTextResponse("site")

    both = beside(Starlette(routes=[Route("/telegram", door, methods=["POST"])]), Starlette(routes=[Route("/{any:path}", site)]))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(both), base_url="http://town") as client:
        assert (await client.post("/telegram")).text == "door"
        assert (await client.get("/telegram")).status_code == 405
        assert (await client.get("/q/a/b")).text == "site"


async def test_with_the_page_on_its_port_the_door_tells_how_it_is_to_this_machine_only(service: Service, clock: Clock) -> None:
    async def keep(_: object) -> None:
        pass

    async with visiting(service, clock) as made:
        site = made.client._transport.app
    both = beside(door_(keep, "secret", "/telegram", None), site)
    here, there = httpx.ASGITransport(both, client=("127.0.0.1", 1)), httpx.ASGITransport(both, client=("203.0.113.5", 1))
    async with httpx.AsyncClient(transport=here) as own, httpx.AsyncClient(transport=there) as stranger:
        assert (await own.get("http://127.0.0.1:8080/healthz")).text == "ok"
        for client, url, headers in (
            (stranger, "http://127.0.0.1/healthz", {}),
            (own, "http://law.example.cn/healthz", {}),
            (own, "http://127.0.0.1/healthz", {"x-forwarded-for": "203.0.113.5"}),
            (own, "http://127.0.0.1/metrics", {}),
        ):
            assert (await client.get(url, headers=headers)).status_code == 404
        assert (await stranger.post("http://law.example.cn/telegram")).status_code == 403
