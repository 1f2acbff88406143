"""web/ask.py and web/reply.py: a question comes in as a form and is answered at an address that holds none of it."""

from __future__ import annotations

import asyncio
import threading
from urllib.parse import quote, unquote

import pytest

from bot.model import Asker
from tests.township import BEATEN, DIVORCE, NO_QUESTION, UNPAID, until
from tests.visiting import Visitor, field
from web.ask import LONGEST


async def test_a_known_question_leads_to_its_card(visitor: Visitor) -> None:
    page = await visitor.ask(UNPAID)
    assert page.url.path == "/q/wages/unpaid"
    assert "《试验劳动法》第30条" in page.text
    assert await visitor.figures() == (1, 1)
    [row] = await visitor.rows()
    assert (row.channel, row.kind, row.outcome, row.entry) == ("web", "answer", "match", "wages/unpaid")


@pytest.mark.parametrize("words", [UNPAID, NO_QUESTION, BEATEN])
async def test_the_words_of_a_question_stand_in_no_address(visitor: Visitor, words: str) -> None:
    page = await visitor.ask(words)
    addresses = [str(answer.url) for answer in (*page.history, page)] + [page.headers.get("location", "")]
    assert not any(words in unquote(address) or quote(words) in address for address in addresses)


async def test_what_nobody_knows_is_said_with_whom_to_call_and_counted_as_such(visitor: Visitor) -> None:
    page = await visitor.ask(NO_QUESTION)
    assert "答不上来" in page.text
    assert 'href="tel:12348"' in page.text
    assert "12345转接" in page.text  # the justice office has no number yet
    assert await visitor.figures("online", "unknown") == (0, 1)


async def test_danger_comes_first_and_leaves_nobody_in_the_log(visitor: Visitor) -> None:
    page = await visitor.ask(BEATEN, **{"for": "farmers"})
    assert page.text.index('href="tel:110"') < page.text.index("先离开，去人多的地方。") < page.text.index("离婚要办什么手续")
    [row] = await visitor.rows()
    assert (row.kind, row.pseudonym, row.audience) == ("emergency", "", None)
    assert await visitor.figures("online", "people", "emergencies") == (0, 0, 1)


async def test_a_vague_question_offers_cards_and_is_no_contact_until_one_is_opened(visitor: Visitor) -> None:
    vague = visitor.service.desk.window.shelf.knowledge.outside.vague[0]
    page = await visitor.ask(vague.q)
    assert "您是不是想问" in page.text
    assert await visitor.figures() == (0, 0)
    await visitor.go(f"/q/{vague.near[0]}")
    assert await visitor.figures() == (1, 1)


async def test_a_form_sent_twice_is_counted_once_and_other_words_in_it_are_counted_too(nobody: Visitor) -> None:
    mark = field((await nobody.go("/")).text, "n")
    for words in (NO_QUESTION, NO_QUESTION, "今天天气怎么样", UNPAID, UNPAID):
        await nobody.send("/ask", {"n": mark, "q": words, "for": ""})
    assert await nobody.figures("unknown", "online") == (2, 1)


async def test_an_answer_looked_at_again_is_not_counted_again(nobody: Visitor) -> None:
    for words in (UNPAID, NO_QUESTION):
        page = await nobody.ask(words)
        for _ in range(3):
            assert (await nobody.go(str(page.url))).status_code == 200
    assert await nobody.figures("online", "unknown") == (1, 1)


async def test_the_chosen_audience_is_answered_in_its_words_counted_and_remembered(visitor: Visitor) -> None:
    assert "别硬吵" in (await visitor.ask(UNPAID, **{"for": "elderly"})).text
    assert [row.audience for row in await visitor.rows()] == ["elderly"]
    assert 'value="elderly" checked' in (await visitor.go("/")).text
    await visitor.ask(DIVORCE)
    assert [row.audience for row in await visitor.rows()] == ["elderly", None]
    assert 'value="" checked' in (await visitor.go("/")).text


@pytest.mark.parametrize(("words", "said"), [
    ("  ", "您还没写问题"), ("how to divorce", "我只懂中文"), ("问" * (LONGEST + 1), "写得太长了"),
])
async def test_what_is_no_question_is_asked_for_again_with_the_words_still_there(visitor: Visitor, words: str, said: str) -> None:
    page = await visitor.ask(words, **{"for": "youth"})
    assert page.status_code == 400
    assert said in page.text
    assert f">{words.strip()[:LONGEST]}</textarea>" in page.text
    assert 'value="youth" checked' in page.text
    assert not visitor.client.cookies
    assert await visitor.rows() == []


async def test_words_are_shown_as_words(visitor: Visitor) -> None:
    page = await visitor.ask("</textarea><script>alert(1)</script>")
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


async def test_an_audience_that_is_none_is_as_good_as_no_choice(visitor: Visitor) -> None:
    await visitor.ask(UNPAID, **{"for": "'; drop"})
    assert [row.audience for row in await visitor.rows()] == [None]


@pytest.mark.parametrize("token", ["x", "WyJhIl0.x", "." * 300])
async def test_an_address_that_was_not_made_here_leads_nowhere(visitor: Visitor, token: str) -> None:
    assert (await visitor.go(f"/a/{token}")).status_code == 404
    assert await visitor.rows() == []


async def test_when_too_many_questions_wait_the_next_is_told_to_come_back(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, thinking, think = visitor.service.desk.window, threading.Event(), threading.Event()
    window.ask(Asker("", ""), UNPAID, "")
    understand = window.understand

    def slowly(text: str, audience: str | None) -> object:
        thinking.set()
        think.wait(10)
        return understand(text, audience)

    monkeypatch.setattr(window, "understand", slowly)
    monkeypatch.setattr("web.reading._MOST", 1)
    first = asyncio.create_task(visitor.send("/ask", {"q": "一个没问过的问题"}))
    await until(thinking.is_set)
    busy = await visitor.send("/ask", {"q": "另一个没问过的问题"})
    known = await visitor.send("/ask", {"q": UNPAID})
    think.set()
    assert (busy.status_code, known.status_code, (await first).status_code) == (503, 200, 200)
    assert "另一个没问过的问题</textarea>" in busy.text
