"""handlers/inline.py and bot/search.py: cards in any chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import card
from bot.check import BUTTON, LONGEST_ACTION
from bot.model import Contact
from bot.search import common, matching
from bot.shelf import Shelf
from handlers.inline import MOST
from tests.township import BEATEN, STAFF, TODAY, UNPAID, YEAR, Bot, stock
from tests.wire import inline, posted

_RESULTS, _ID, _TEXT = 50, 64, 4096
"""Telegram's limits: results, bytes of an id, characters of a message."""


async def offered(bot: Bot, query: str) -> list[Mapping[str, Any]]:
    await bot.get(inline(query))
    results: list[Mapping[str, Any]] = bot.wire.asked("answerInlineQuery")[-1]["results"]
    return results


async def rows(bot: Bot) -> Sequence[Contact]:
    return [row async for portion in bot.service.desk.ledger.contacts(YEAR) for row in portion]


async def test_a_few_characters_offer_cards_with_question_and_conclusion(bot: Bot) -> None:
    [first, *_] = await offered(bot, "拖欠工资")
    assert (first["id"], first["title"], first["description"]) == (
        "wages/unpaid", "老板拖欠工资怎么办？", "先去投诉，还不给就申请仲裁，不收费。"
    )


async def test_the_posted_words_say_law_day_and_where_they_are_from(bot: Bot) -> None:
    [first, *_] = await offered(bot, UNPAID)
    text = first["input_message_content"]["message_text"]
    assert card(stock().knowledge.entries["wages/unpaid"], None, stock().helpers, TODAY) in text
    assert text.endswith("—— 试验镇法律明白人，接着问：@mingbai_bot")


async def test_before_anything_is_typed_common_entries_are_offered(bot: Bot) -> None:
    assert [r["id"] for r in await offered(bot, " ")] == [e.id for e in common(stock(), MOST)] != []


async def test_danger_comes_first(bot: Bot) -> None:
    [first, *_] = await offered(bot, BEATEN)
    assert first["id"] == "danger" and "110" in first["input_message_content"]["message_text"]
    await bot.get(posted("danger", BEATEN))
    assert await rows(bot) == []


async def test_words_that_find_nothing_offer_nothing(bot: Bot) -> None:
    assert await offered(bot, "zzz") == []


async def test_a_query_is_no_contact_and_its_words_are_not_kept(bot: Bot, tmp_path: Path) -> None:
    await bot.get(inline("我家独特的老板拖欠工资怎么办"))
    assert await rows(bot) == []
    await bot.service.store.scrub()
    assert "独特".encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any("独特" in str(key) for key in bot.service.desk.window._understood)


async def test_a_posted_card_is_one_delivered_and_says_nothing_of_who_did_it(bot: Bot) -> None:
    await bot.get(inline(UNPAID, person=9), posted("wages/unpaid", UNPAID, person=9))
    [row] = await rows(bot)
    assert (row.kind, row.entry, row.topic, row.channel) == ("delivered", "wages/unpaid", "wages", "inline")
    assert (row.pseudonym, row.village, row.audience) == ("", None, None)
    assert await bot.figure("online") == 0


async def test_the_same_update_counts_once_and_another_one_again(bot: Bot) -> None:
    update = posted("wages/unpaid", UNPAID)
    await bot.get(update, update, posted("wages/unpaid", UNPAID))
    assert len(await rows(bot)) == 2


async def test_staff_are_not_counted_and_a_made_up_card_is_none(bot: Bot) -> None:
    await bot.get(posted("wages/unpaid", "", person=STAFF), posted("no/entry", ""), posted("", ""))
    assert [row.counted for row in await rows(bot)] == [False]


async def test_a_query_that_is_too_old_is_let_go(bot: Bot) -> None:
    bot.wire.faults["answerInlineQuery"] = [(400, b'{"ok": false, "error_code": 400, "description": "query is too old"}')]
    await bot.get(inline(UNPAID), inline(UNPAID))
    assert len(bot.wire.asked("answerInlineQuery")) == 2


async def test_a_fault_of_ours_is_not_answered_into_nowhere(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.inline.matching", lambda *_: 1 / 0)
    assert await bot.get(inline(UNPAID)) == []


@settings(deadline=None)
@given(st.text(max_size=256))
def test_whatever_is_typed_finds_entries_or_nothing(text: str) -> None:
    assert len(matching(stock(), text, MOST)) <= MOST


def crowd(size: int) -> Shelf:
    """A base in which many entries have the same words and the longest ids."""
    one = stock().knowledge.entries["wages/unpaid"]
    ids = [f"wages/{n:03d}".ljust(BUTTON - len(LONGEST_ACTION), "x") for n in range(size)]
    many = {**stock().knowledge.entries, **{i: replace(one, id=i) for i in ids}}
    return replace(stock(), knowledge=replace(stock().knowledge, entries=many))


async def test_many_matches_stay_within_telegrams_limits(bot: Bot) -> None:
    bot.service.desk.window.shelf = crowd(80)
    results = await offered(bot, "工资")
    assert len(results) == MOST <= _RESULTS
    assert len({r["id"] for r in results}) == MOST
    assert all(1 <= len(r["id"].encode()) <= _ID and len(r["input_message_content"]["message_text"]) <= _TEXT for r in results)


def test_what_a_topic_is_called_finds_its_entries_and_the_question_goes_before_the_phrasings() -> None:
    assert {e.id for e in matching(stock(), "讨薪", MOST)} >= {"wages/unpaid", "wages/overtime"}
    assert matching(stock(), "血汗钱", MOST)[0].id == "wages/unpaid"
