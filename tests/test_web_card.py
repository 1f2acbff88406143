"""web/card.py and web/seen.py: a card has an address, and showing it is a contact of somebody or of nobody."""

from __future__ import annotations

import re
from dataclasses import replace

import httpx
import numpy as np
import pytest
import zxingcpp

from bot.app import Service
from bot.page import Page
from tests.township import NO_QUESTION, UNPAID, YEAR, Clock
from tests.visiting import PHONE, Visitor, field, visiting

CARD = "/q/wages/unpaid"


async def test_a_card_has_everything_a_resident_needs_at_its_own_address(visitor: Visitor) -> None:
    page = (await visitor.go(CARD)).text.partition("<main")[2]
    entry = visitor.service.desk.window.shelf.knowledge.entries["wages/unpaid"]
    answer = [entry.question, entry.answer.short, ">怎么办<", *entry.answer.steps]
    order = [*answer, ">找谁帮忙<", "tel:12348", "法律依据", "第30条", "尚未经律师签字"]
    places = [page.index(part) for part in order]
    assert places == sorted(places)
    assert "加班不给加班费怎么办？" in page  # related


async def test_a_card_opened_by_its_address_counts_for_the_browser_that_keeps_a_cookie(visitor: Visitor) -> None:
    for path in (CARD, CARD, "/q/wages/overtime"):
        await visitor.go(path)
    assert await visitor.figures() == (2, 1)
    assert {row.outcome for row in await visitor.rows()} == {"opened"}


async def test_one_that_keeps_none_counts_as_a_look_and_as_no_person(nobody: Visitor) -> None:
    page = await nobody.go(CARD)
    await nobody.go(CARD)
    assert page.status_code == 200
    assert await nobody.figures() == (2, 0)
    assert {row.pseudonym for row in await nobody.rows()} == {""}


async def test_its_second_look_at_the_same_address_is_none(nobody: Visitor) -> None:
    page = await nobody.go(CARD)
    await nobody.go(str(page.url))
    assert await nobody.figures() == (1, 0)


async def test_another_day_counts_again_and_the_cookie_is_of_the_year(visitor: Visitor, clock: Clock) -> None:
    await visitor.go(CARD)
    [cookie] = visitor.client.cookies.jar
    assert cookie.expires is not None
    clock.forward(days=1)
    await visitor.go(CARD)
    assert await visitor.figures() == (2, 1)


async def test_no_cookie_is_set_before_somebody_asks_or_opens_a_card(visitor: Visitor) -> None:
    for path in ("/", "/t/wages", "/for/elderly", "/privacy", "/elder/", "/nowhere"):
        assert "set-cookie" not in (await visitor.go(path)).headers
    assert not visitor.client.cookies


async def test_the_cookie_holds_a_random_name_that_no_script_reads_and_no_other_site_sends(visitor: Visitor) -> None:
    await visitor.ask(UNPAID)
    for answer in (await visitor.go(CARD)).history:
        assert "set-cookie" not in answer.headers
    first = await visitor.client.post("/ask", data={"q": UNPAID}, headers={"cookie": ""})
    said = first.headers["set-cookie"].lower()
    assert "httponly" in said and "samesite=lax" in said and "path=/" in said
    assert "secure" not in said  # a plain http address


async def test_over_https_the_cookie_is_sent_over_https_only(service: Service, clock: Clock) -> None:
    async with visiting(service, clock, place=Page(url="https://law.example.cn")) as visitor:
        answer = await visitor.client.post("/ask", data={"q": UNPAID})
        assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("cookie", ["x", "abc.def", "名字", "a" * 5000])
async def test_a_cookie_that_was_not_made_here_is_nobodys(visitor: Visitor, cookie: str) -> None:
    page = await visitor.client.get(CARD, headers={b"cookie": f"mingbai={cookie}".encode()})
    assert page.status_code == 303
    assert await visitor.rows() == []


async def test_neither_cookie_nor_address_stands_in_the_log(service: Service, clock: Clock) -> None:
    async with visiting(service, clock, address="203.0.113.77") as visitor:
        await visitor.ask(UNPAID)
        [cookie] = visitor.client.cookies.jar
        [row] = await visitor.rows()
        for said in (cookie.value or "", (cookie.value or "").partition(".")[0], "203.0.113.77", PHONE):
            assert said not in str(row)


async def test_an_address_with_somebody_elses_answer_is_opened_as_ones_own(service: Service, clock: Clock) -> None:
    async with visiting(service, clock) as one, visiting(service, clock) as other:
        page = await one.ask(UNPAID)
        await other.go("/q/wages/overtime")
        await other.go(str(page.url))
        assert await one.figures() == (3, 2)
        assert sorted(row.outcome or "" for row in await one.rows()) == ["match", "opened", "opened"]
        unknown = await one.ask(NO_QUESTION)
        assert (await other.go(str(unknown.url))).status_code == 200
        assert await one.figures("unknown") == (1,)


async def test_an_old_address_is_shown_and_not_recorded_as_asked(nobody: Visitor, clock: Clock) -> None:
    page = await nobody.ask(NO_QUESTION)
    clock.forward(hours=2)
    async with nobody.service.store.writer.transaction() as log:
        await log.exec_driver_sql("delete from contacts")
    assert "答不上来" in (await nobody.go(str(page.url))).text
    assert await nobody.rows() == []


@pytest.mark.parametrize("headers", [
    {"user_agent": "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"},
    {"user_agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
    {"user_agent": ""},
    {"sec_purpose": "prefetch;prerender"},
    {"purpose": "prefetch"},
    {"x_moz": "prefetch"},
])
async def test_a_robot_and_a_page_fetched_in_advance_are_shown_the_card_and_are_no_contact(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    page = await visitor.go(CARD, **headers)
    assert page.status_code == 200
    assert "第30条" in page.text
    await visitor.ask(UNPAID)  # a person meanwhile
    await visitor.go(CARD, **headers)
    assert (await visitor.send("/ask", {"q": NO_QUESTION}, **headers)).status_code == 200
    assert len(await visitor.rows()) == 1


async def test_asking_for_the_head_of_a_card_is_no_contact(visitor: Visitor) -> None:
    answer = await visitor.client.head(CARD)
    assert answer.status_code == 200
    assert await visitor.rows() == []


async def test_a_telephone_whose_name_sounds_like_a_robot_is_a_telephone(visitor: Visitor) -> None:
    await visitor.go(CARD, user_agent="Mozilla/5.0 (Linux; Android 9; CUBOT X19) Chrome/80")
    assert await visitor.figures() == (1, 1)


async def test_other_words_can_be_had_without_being_counted_twice(nobody: Visitor) -> None:
    page = await nobody.go(CARD)
    assert "别硬吵" not in page.text
    token = page.url.params["v"]
    assert "别硬吵" in (await nobody.go(f"{CARD}?for=elderly&v={token}")).text
    assert f"?for=elderly&amp;v={token}" in page.text
    assert await nobody.figures() == (1, 0)


async def test_the_other_words_have_an_address_too(nobody: Visitor) -> None:
    assert "别硬吵" in (await nobody.go(f"{CARD}?for=elderly")).text


async def test_looking_at_other_words_chooses_no_audience(visitor: Visitor) -> None:
    page = await visitor.go(f"{CARD}?for=elderly")
    assert 'value="" checked' in page.text
    assert [row.audience for row in await visitor.rows()] == [None]


async def test_what_was_made_for_one_card_opens_no_other(visitor: Visitor) -> None:
    page = await visitor.ask(UNPAID)
    await visitor.go(f"/q/wages/overtime?v={page.url.params['v']}")
    assert [(row.entry, row.outcome) for row in await visitor.rows()] == [("wages/unpaid", "match"), ("wages/overtime", "opened")]


async def test_cards_are_those_of_the_knowledge_served_now(visitor: Visitor) -> None:
    await visitor.go(CARD)
    window = visitor.service.desk.window
    entry = window.shelf.knowledge.entries["wages/unpaid"]
    changed = replace(entry, answer=replace(entry.answer, steps=("改过的步骤。",)))
    base = replace(window.shelf.knowledge, entries={**window.shelf.knowledge.entries, entry.id: changed})
    window.shelf = replace(window.shelf, knowledge=base)
    assert "改过的步骤。" in (await visitor.go(CARD)).text


async def test_a_card_says_on_the_day_that_it_is_due_for_checking(visitor: Visitor, clock: Clock) -> None:
    assert "已过复核日期" not in (await visitor.go(CARD)).text
    clock.forward(days=365 * 20)
    assert "已过复核日期" in (await visitor.go(CARD)).text


async def test_a_card_that_is_no_longer_there_is_said_to_be_gone(visitor: Visitor) -> None:
    page = await visitor.go("/q/wages/gone")
    assert page.status_code == 404
    assert "没有这一页" in page.text
    assert await visitor.rows() == []


async def test_useful_or_not_is_recorded_and_the_last_word_counts(visitor: Visitor) -> None:
    page = await visitor.ask(UNPAID)
    for said in ("y", "n"):
        thanked = await visitor.send("/rate", {"n": field(page.text, "n"), "entry": "wages/unpaid", "said": said})
    assert "谢谢，记下了" in thanked.text
    tally = await visitor.service.desk.tally(YEAR)
    assert next(table for table in tally.tables if table.key == "useful").rows == (("讨薪", 0, 1),)
    assert await visitor.figures() == (1, 1)


async def test_without_a_cookie_a_card_is_rated_once_and_looked_at_once(nobody: Visitor) -> None:
    page = await nobody.go(CARD)
    for said in ("y", "n"):
        await nobody.send("/rate", {"n": said, "entry": "wages/unpaid", "said": said, "v": field(page.text, "v")})
    assert [row.outcome for row in await nobody.rows()] == ["opened", "useful"]
    assert await nobody.figures() == (1, 0)


@pytest.mark.parametrize("fields", [{}, {"entry": "wages/unpaid"}, {"entry": "x/y", "said": "y"}, {"entry": "wages/unpaid", "said": "z"}])
async def test_a_forged_rating_is_refused(visitor: Visitor, fields: dict[str, str]) -> None:
    assert (await visitor.send("/rate", {"n": "1", **fields})).status_code == 400
    assert await visitor.rows() == []


async def test_the_card_is_shared_by_its_public_address_as_words_and_as_a_code(service: Service, clock: Clock) -> None:
    place = Page(url="https://town.example.cn/law", path="/law")
    async with visiting(service, clock, place=place) as visitor:
        page = await visitor.go("/elder" + CARD)
    address = "https://town.example.cn/law/q/wages/unpaid"
    assert f'value="{address}"' in page.text
    assert read(page) == address


def read(page: httpx.Response) -> str:
    """What a telephone's camera reads from the code on a page."""
    drawn = re.search(r'viewBox="0 0 (\d+).*?<path[^>]* d="([^"]+)"', page.text)
    assert drawn
    size, path = int(drawn[1]), drawn[2]
    dots = np.full((size, size), 255, np.uint8)
    x = y = 0.0
    for step, numbers in re.findall(r"([MmhH])([-\d. ]+)", path):
        by = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if step in "Mm":
            x, y = (by[0], by[1]) if step == "M" else (x + by[0], y + by[1])
        else:
            dots[int(y), int(x) : int(x + by[0])] = 0
            x += by[0]
    [code] = zxingcpp.read_barcodes(np.kron(dots, np.ones((8, 8), np.uint8)))
    return str(code.text)
