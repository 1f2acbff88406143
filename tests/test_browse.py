"""handlers/browse.py: topics, questions, and every pressed button."""

from __future__ import annotations

import pytest

from tests.township import UNPAID, Bot
from tests.wire import fault, message, press


async def test_topics_lead_to_questions_and_questions_to_their_card(bot: Bot) -> None:
    await bot.get(message("/topics"))
    await bot.get(press(bot.press("讨薪")))
    [said] = await bot.get(press(bot.press("老板拖欠工资怎么办")))
    assert "《试验劳动法》第30条" in said
    assert await bot.figure("online") == 1


async def test_the_same_way_leads_there_by_numbers(bot: Bot) -> None:
    said = await bot.get(message("/topics"), message("2"), message("2"))
    assert "《试验劳动法》第30条" in said[-1]


async def test_a_pressed_button_is_acknowledged(bot: Bot) -> None:
    await bot.get(press("topics"))
    assert len(bot.wire.asked("answerCallbackQuery")) == 1


async def test_a_pressed_rating_is_thanked_over_the_chat_and_recorded(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    assert await bot.get(press(bot.press("有用"))) == []
    assert bot.wire.asked("answerCallbackQuery")[-1]["text"] == "谢谢您告诉我。"
    assert await bot.table("useful") == (("讨薪", 1, 0),)


async def test_of_two_ratings_the_last_counts(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    await bot.get(press(bot.press("有用")), press(bot.press("没用")))
    assert await bot.table("useful") == (("讨薪", 0, 1),)


async def test_a_card_opened_twice_in_a_day_counts_once(bot: Bot) -> None:
    await bot.get(press("o:wages/unpaid"), press("o:wages/unpaid"))
    assert await bot.figure("online") == 1


async def test_none_of_them_asks_for_other_words(bot: Bot) -> None:
    await bot.get(message("离婚"))
    assert await bot.get(press(bot.press("都不是"))) == ["好的，请换个说法。"]


@pytest.mark.parametrize("forged", ["", "o:no/such", "a:kings", "rm -rf", "o:" + "x" * 60])
async def test_a_forged_button_changes_nothing_and_is_told_so(bot: Bot, forged: str) -> None:
    assert await bot.get(press(forged)) == ["这个按钮过期了。"]
    assert await bot.figure("online") == 0


async def test_a_button_pressed_long_ago_still_works_though_it_cannot_be_acknowledged(bot: Bot) -> None:
    bot.wire.faults["answerCallbackQuery"] = [fault(400, "query is too old and response timeout expired")]
    [said] = await bot.get(press("o:wages/unpaid"))
    assert "《试验劳动法》第30条" in said


async def test_a_button_under_a_message_that_is_gone_still_works(bot: Bot) -> None:
    gone = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}}
    [said] = await bot.get(press("o:wages/unpaid", message=gone))
    assert "《试验劳动法》第30条" in said


async def test_a_button_of_nobodys_chat_is_let_go(bot: Bot) -> None:
    update = press("topics")
    del update["callback_query"]["message"]
    update["callback_query"]["inline_message_id"] = "x"
    assert await bot.get(update) == []


async def test_many_topics_stand_two_in_a_row(bot: Bot) -> None:
    shelf = bot.service.desk.window.shelf
    await bot.get(message("/topics"))
    assert len(bot.wire.rows()) == len(shelf.knowledge.topics)
