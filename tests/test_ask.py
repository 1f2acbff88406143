"""handlers/ask.py: a question in words, in private and in groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.township import ADMIN, BEATEN, NO_QUESTION, STAFF, UNPAID, Bot
from tests.wire import (
    BOT_ID,
    BOT_NAME,
    CONTACT,
    DOCUMENT,
    LOCATION,
    PHOTO,
    POLL,
    STICKER,
    VOICE,
    above,
    mention,
    message,
)

CARD = "《试验劳动法》第30条"


async def test_a_question_is_answered_with_the_article_behind_it(bot: Bot) -> None:
    [said] = await bot.get(message(UNPAID))
    assert CARD in said
    assert "尚未经律师签字" in said
    assert await bot.figure("online") == 1


async def test_an_answer_offers_rating_help_and_related_questions(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    labels = [label for label, _ in bot.wire.buttons()]
    assert labels == ["1 有用", "2 没用", "3 找人帮忙", "4 加班不给加班费怎么办？"]


async def test_the_number_of_a_button_does_what_the_button_does(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    [said] = await bot.get(message("３"))
    assert said.startswith("可以找这些地方帮忙")


async def test_a_number_that_was_not_offered_is_explained_and_the_menu_stays(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    assert await bot.get(message("88"), message("4")) != []
    assert "加班要另外给钱" in bot.wire.sent()[-1]


async def test_a_rating_by_number_is_thanked_and_leaves_the_menu_as_it_was(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    assert await bot.get(message("1")) == ["谢谢您告诉我。"]
    [said] = await bot.get(message("3"))
    assert said.startswith("可以找这些地方帮忙")
    assert await bot.table("useful") == (("讨薪", 1, 0),)


async def test_typing_is_shown_while_a_question_is_answered(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    assert {"chat_id": 7, "action": "typing"} in bot.wire.asked("sendChatAction")


async def test_an_edited_question_is_answered_again_and_counted_once(bot: Bot) -> None:
    await bot.get(message(UNPAID, number=500))
    [said] = await bot.get(message("加班费怎么算", number=500, edited=True))
    assert "第44条" in said
    assert await bot.figure("online") == 1


async def test_the_same_card_on_the_same_day_counts_once_for_a_person(bot: Bot) -> None:
    await bot.get(message(UNPAID), message(UNPAID), message(UNPAID, person=8))
    assert (await bot.figure("online"), await bot.figure("people")) == (2, 2)


@pytest.mark.parametrize("account", [ADMIN, STAFF])
async def test_admins_and_staff_are_answered_and_not_counted(bot: Bot, account: int) -> None:
    [said] = await bot.get(message(UNPAID, person=account))
    assert CARD in said
    assert await bot.figure("online") == 0


async def test_too_few_words_get_a_choice_whose_numbers_open_the_cards(bot: Bot) -> None:
    [said] = await bot.get(message("离婚"))
    assert said == "您是不是想问："
    assert await bot.figure("online") == 0
    [card] = await bot.get(message("1"))
    assert "《试验婚姻法》" in card
    assert await bot.figure("online") == 1


async def test_words_that_are_no_question_get_an_honest_answer_and_the_hotline(bot: Bot) -> None:
    [said] = await bot.get(message(NO_QUESTION))
    assert "答不上来" in said
    assert "12348" in said
    assert (await bot.figure("online"), await bot.figure("unknown")) == (0, 1)


async def test_english_is_told_that_only_chinese_is_understood(bot: Bot) -> None:
    [said] = await bot.get(message("how do I get a divorce"))
    assert "I only understand Chinese" in said


@pytest.mark.parametrize(("content", "said"), [
    ({"sticker": STICKER}, "我只看得懂文字。"),
    ({"location": LOCATION}, "我只看得懂文字。"),
    ({"contact": CONTACT}, "我只看得懂文字。"),
    ({"text": "😀😀"}, "我只看得懂文字。"),
    ({"text": "   "}, "我只看得懂文字。"),
    ({"text": "……！？"}, "我只看得懂文字。"),
    ({"poll": POLL}, "我只看得懂文字。"),
    ({"voice": VOICE}, "语音我还听不懂，请打字。"),
    ({"photo": PHOTO}, "图片我看不了，请打字。"),
    ({"document": DOCUMENT}, "图片我看不了，请打字。"),
])
async def test_a_message_without_words_is_told_how_to_ask(bot: Bot, content: dict[str, Any], said: str) -> None:
    assert await bot.get(message(**content)) == [said]


@pytest.mark.parametrize("content", [
    {"photo": PHOTO, "caption": UNPAID},
    {"poll": {**POLL, "question": UNPAID}},
    {"text": UNPAID, "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "某人"}},
    {"text": f"  {UNPAID}😀\n"},
    {"text": "老闆拖欠工資怎麼辦"},
    {"text": f"{UNPAID}\0"},
])
async def test_words_are_the_question_wherever_they_stand(bot: Bot, content: dict[str, Any]) -> None:
    [said] = await bot.get(message(**content))
    assert CARD in said


async def test_a_story_of_4000_characters_is_answered_in_pieces_that_fit(bot: Bot) -> None:
    said = await bot.get(message(("我跟您说个事，" * 600)[:3990] + UNPAID))
    assert said
    assert all(len(piece) <= 4096 for piece in said)
    assert bot.wire.buttons()


@pytest.mark.parametrize("kind", ["new_chat_title", "pinned_message", "message_auto_delete_timer_changed"])
async def test_what_telegram_itself_tells_of_the_chat_is_not_answered(bot: Bot, kind: str) -> None:
    told = {"new_chat_title": "新名", "pinned_message": above("话"),
            "message_auto_delete_timer_changed": {"message_auto_delete_time": 1}}
    assert await bot.get(message(**{kind: told[kind]})) == []


async def test_a_command_nobody_knows_is_answered_like_any_words(bot: Bot) -> None:
    assert len(await bot.get(message("/nonsense"))) == 1


@pytest.mark.parametrize("asked", [f"/ask {UNPAID}", f"/ask\n{UNPAID}", f"/ask@{BOT_NAME}  {UNPAID}"])
async def test_the_command_asks_what_stands_behind_or_below_it(bot: Bot, asked: str) -> None:
    [said] = await bot.get(message(asked))
    assert CARD in said


async def test_the_command_alone_is_told_how_to_ask(bot: Bot) -> None:
    assert await bot.get(message("/ask")) == ["您还没写问题。"]
    assert await bot.get(message("/ask", group=True)) == ["在群里问我：先写 /ask 再写问题。"]


@pytest.mark.parametrize("content", [
    {"text": UNPAID}, {"text": "/help"}, {"text": "/start"}, {"text": "/forget"}, {"text": f"/ask@another_bot {UNPAID}"},
    {"text": f"@another_bot {UNPAID}", "entities": [{"type": "mention", "offset": 0, "length": 12}]},
    {"text": UNPAID, "reply_to_message": above("话")}, {"text": BEATEN}, {"text": "1"},
    {"sticker": STICKER}, {"photo": PHOTO, "caption": UNPAID}, {"voice": VOICE}, {"new_chat_title": "新群名"},
    {"new_chat_members": [{"id": 9, "is_bot": False, "first_name": "某人"}]},
])
async def test_a_group_is_left_alone_unless_the_bot_is_meant(bot: Bot, content: dict[str, Any]) -> None:
    assert await bot.get(message(group=True, **content)) == []
    assert await bot.figure("online") == 0


@pytest.mark.parametrize("update", [
    message(f"/ask {UNPAID}", group=True),
    message(f"/ask@{BOT_NAME}\n{UNPAID}", group=True),
    message("/ask", group=True, reply_to_message=above(UNPAID)),
    mention(UNPAID),
    message(f"{UNPAID} @{BOT_NAME.upper()}", group=True,
            entities=[{"type": "mention", "offset": len(UNPAID) + 1, "length": len(BOT_NAME) + 1}]),
    message(f"小明 {UNPAID}", group=True, entities=[{
        "type": "text_mention", "offset": 0, "length": 2, "user": {"id": BOT_ID, "is_bot": True, "first_name": "明白"}}]),
    message(photo=PHOTO, group=True, caption=f"@{BOT_NAME} {UNPAID}",
            caption_entities=[{"type": "mention", "offset": 0, "length": len(BOT_NAME) + 1}]),
    message(UNPAID, group=True, reply_to_message=above("话", of_the_bot=True)),
    {**mention(""), "message": {**mention("")["message"], "reply_to_message": above(UNPAID)}},
])
async def test_in_a_group_a_command_a_mention_and_a_reply_are_answered_without_menus(
    bot: Bot, update: dict[str, Any]
) -> None:
    [said] = await bot.get(update)
    assert CARD in said
    assert bot.wire.buttons() == []
    assert bot.wire.last()["reply_parameters"]
    assert await bot.table("channel") == (("群聊", 1, 1),)


@pytest.mark.parametrize("update", [
    mention(""),
    message(sticker=STICKER, group=True, reply_to_message=above("话", of_the_bot=True)),
    {**mention(""), "message": {**mention("")["message"], "reply_to_message": above("话", of_the_bot=True)}},
])
async def test_the_bot_called_without_a_question_says_how_to_ask(bot: Bot, update: dict[str, Any]) -> None:
    assert await bot.get(update) == ["在群里问我：先写 /ask 再写问题。"]


async def test_a_choice_in_a_group_is_listed_as_lines(bot: Bot) -> None:
    [said] = await bot.get(message("/ask 离婚", group=True))
    assert "·离婚要办什么手续？\n·离婚后孩子归谁？" in said
    assert "都不是" not in said
    assert bot.wire.buttons() == []


async def test_a_group_does_not_change_what_the_numbers_mean_in_private(bot: Bot) -> None:
    await bot.get(message(UNPAID))
    await bot.get(message("/ask 离婚", group=True))
    [said] = await bot.get(message("3"))
    assert said.startswith("可以找这些地方帮忙")


async def test_in_a_forum_the_answer_stays_in_its_topic(bot: Bot) -> None:
    await bot.get(message(f"/ask {UNPAID}", group=True, is_topic_message=True, message_thread_id=12))
    assert bot.wire.last()["message_thread_id"] == 12


@pytest.mark.parametrize("group", [False, True])
async def test_danger_comes_before_everything_and_leaves_no_words_behind(
    bot: Bot, tmp_path: Path, group: bool
) -> None:
    [said] = await bot.get(mention(BEATEN) if group else message(BEATEN))
    assert "110" in said.splitlines()[1]
    assert await bot.figure("emergencies") == 1
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"emergency" in kept
    for words in (BEATEN, "拿刀", "砍死"):
        assert words.encode() not in kept
        assert words.encode("utf-16-le") not in kept
        assert words.encode("unicode-escape") not in kept


async def test_no_words_of_an_answered_question_are_left_in_the_tables(bot: Bot, tmp_path: Path) -> None:
    await bot.get(message(UNPAID), message(NO_QUESTION))
    await bot.service.store.scrub()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert UNPAID.encode() not in kept
    assert NO_QUESTION.encode() not in kept
