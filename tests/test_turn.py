"""handlers/turn.py: one update's visit to the desk."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.township import DIVORCE, UNPAID, Bot
from tests.wire import fault, message


@pytest.mark.parametrize("strange", [
    {"message": {"chat": {"id": 7}}},
    {"message": {"message_id": "x", "date": "never", "chat": {"id": 7, "type": "private"}}},
    {"message": "nonsense"},
    {"message": [1]},
    {"callback_query": {"id": 1, "message": {"chat": {"id": 7}}}},
    {"future_kind": {"chat": {"id": 7}}},
])
async def test_an_update_of_an_unknown_form_holds_up_neither_its_chat_nor_the_next_start(
    bot: Bot, strange: dict[str, Any]
) -> None:
    said = await bot.get({"update_id": 900_000, **strange}, message(UNPAID))
    assert len(said) == 1
    assert "第30条" in said[0]
    bot.wire.calls.clear()
    await bot.service.inbox.open(bot.application.take)
    await bot.service.inbox.idle()
    assert bot.wire.sent() == []


async def test_an_update_of_an_unknown_form_is_logged_without_its_content(
    bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await bot.get({"update_id": 900_001, "message": {"chat": {"id": 7}, "text": UNPAID}})
    assert "put aside: KeyError" in caplog.text
    assert UNPAID not in caplog.text


async def test_a_failed_typing_indicator_harms_nothing(bot: Bot) -> None:
    bot.wire.faults["sendChatAction"] = [fault(400, "no")]
    assert len(await bot.get(message(UNPAID))) == 1


async def test_what_is_done_leaves_nothing_in_memory(bot: Bot) -> None:
    await bot.get(message(UNPAID), message("/start"))
    assert bot.application.turns == {}


async def test_a_channels_posts_and_membership_are_nothing_to_answer(bot: Bot) -> None:
    channel = {"id": -100, "type": "channel", "title": "频道"}
    post = {"message_id": 1, "date": 1, "chat": channel, "sender_chat": channel, "text": UNPAID}
    me = {"id": 1, "is_bot": True, "first_name": "明白"}
    member = {
        "chat": {"id": 7, "type": "private"}, "from": {"id": 7, "is_bot": False, "first_name": "某人"}, "date": 1,
        "old_chat_member": {"user": me, "status": "member"}, "new_chat_member": {"user": me, "status": "left"},
    }
    assert await bot.get(
        {"update_id": 900_010, "channel_post": post}, {"update_id": 900_011, "edited_channel_post": post},
        {"update_id": 900_012, "my_chat_member": member},
    ) == []


async def test_who_floods_is_told_once_politely_and_every_question_is_answered_in_order(bot: Bot) -> None:
    said = await bot.get(*[message(UNPAID) for _ in range(30)], message(DIVORCE, person=8), message("/privacy"))
    polite = [text for text in said if "有点快" in text]
    assert len(polite) == 1
    assert len(bot.wire.sent(7)) == 32
    assert "有点快" not in "".join(bot.wire.sent(8))
    assert "不记" in bot.wire.sent(7)[-1]


async def test_who_floods_again_after_a_rest_is_told_again(bot: Bot) -> None:
    for _ in range(2):
        said = await bot.get(*[message(UNPAID) for _ in range(15)])
        assert sum("有点快" in text for text in said) == 1


async def test_a_group_that_floods_is_not_spoken_to(bot: Bot) -> None:
    assert await bot.get(*[message("大家好", group=True) for _ in range(30)]) == []


async def test_a_polite_word_that_cannot_be_delivered_harms_nothing(bot: Bot) -> None:
    await bot.application.slow_down({"update_id": 1, "message": 7})
    bot.wire.faults["sendMessage"] = [fault(403, "blocked")]
    await bot.application.slow_down(message(UNPAID))
