"""handlers/ask.py: a question in words, in private and in groups."""

from __future__ import annotations

from bot.model import Period
from datetime import date
from tests.conftest import Bot
from tests.wire import BOT_NAME, message, press

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31), "2026年")
QUESTION = "老板拖欠工资怎么办"


async def online(bot: Bot) -> int | None:
    tally = await bot.service.desk.tally(YEAR)
    return tally.lines[0].value


async def test_a_question_is_answered_with_the_article_behind_it(bot: Bot) -> None:
    [said] = await bot.get(message(QUESTION))
    assert "《劳动合同法》第30条" in said
    assert "尚未经律师签字" in said


async def test_an_answer_offers_rating_help_and_related_questions(bot: Bot) -> None:
    await bot.get(message(QUESTION))
    labels = [label for label, _ in bot.wire.buttons()]
    assert labels[:3] == ["1 有用", "2 没用", "3 找人帮忙"]
    assert len(labels) > 3


async def test_the_number_of_a_button_does_what_the_button_does(bot: Bot) -> None:
    await bot.get(message(QUESTION))
    [said] = await bot.get(message("３"))
    assert said.startswith("可以找这些地方帮忙")


async def test_a_number_that_was_not_offered_is_explained(bot: Bot) -> None:
    await bot.get(message(QUESTION))
    [said] = await bot.get(message("88"))
    assert "没有这个数字" in said


async def test_typing_is_shown_while_a_question_is_answered(bot: Bot) -> None:
    await bot.get(message(QUESTION))
    assert ("sendChatAction", {"chat_id": 7, "action": "typing"}) in bot.wire.calls


async def test_an_edited_question_is_answered_again_and_counted_once(bot: Bot) -> None:
    first = message(QUESTION, number=500)
    await bot.get(first)
    [said] = await bot.get(message("老板拖欠工资咋办啊", number=500, edited=True))
    assert "工资" in said
    assert await online(bot) == 1


async def test_the_same_card_on_the_same_day_counts_once_for_a_person(bot: Bot) -> None:
    await bot.get(message(QUESTION), message(QUESTION))
    await bot.get(message(QUESTION, person=8))
    assert await online(bot) == 2


async def test_an_admin_is_answered_and_not_counted(bot: Bot) -> None:
    assert await bot.get(message(QUESTION, person=42))
    assert await online(bot) == 0


async def test_words_that_are_no_question_get_an_honest_answer_and_the_hotline(bot: Bot) -> None:
    [said] = await bot.get(message("今天天气真不错适合晒被子"))
    assert "12348" in said
    assert await online(bot) == 0


async def test_english_is_told_that_only_chinese_is_understood(bot: Bot) -> None:
    [said] = await bot.get(message("how do I get a divorce"))
    assert "I only understand Chinese" in said


async def test_a_message_without_words_is_told_how_to_ask(bot: Bot) -> None:
    sticker = {"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1, "is_animated": False, "is_video": False,
               "type": "regular"}
    voice = {"file_id": "x", "file_unique_id": "y", "duration": 2}
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    said = await bot.get(message(sticker=sticker), message(voice=voice), message(photo=photo), message("😀😀"), message("   "))
    assert len(said) == 5
    assert "语音" in said[1]
    assert "图片" in said[2]


async def test_words_under_a_picture_are_the_question(bot: Bot) -> None:
    photo = [{"file_id": "x", "file_unique_id": "y", "width": 1, "height": 1}]
    [said] = await bot.get(message(photo=photo, caption=QUESTION))
    assert "第30条" in said


async def test_a_very_long_story_is_answered_in_pieces_that_fit(bot: Bot) -> None:
    said = await bot.get(message("我跟您说个事。" * 500 + QUESTION))
    assert said
    assert all(len(piece) <= 4096 for piece in said)


async def test_a_group_is_left_alone_unless_the_bot_is_meant(bot: Bot) -> None:
    assert await bot.get(message(QUESTION, group=True)) == []


async def test_in_a_group_the_command_a_mention_and_a_reply_are_answered_without_menus(bot: Bot) -> None:
    mention = f"@{BOT_NAME} {QUESTION}"
    entity = [{"type": "mention", "offset": 0, "length": len(BOT_NAME) + 1}]
    mine = {"message_id": 3, "date": 1, "chat": {"id": -99, "type": "supergroup"}, "text": "…",
            "from": {"id": 1, "is_bot": True, "first_name": "明白"}}
    for update in (
        message(f"/ask {QUESTION}", group=True),
        message(mention, group=True, entities=entity),
        message(QUESTION, group=True, reply_to_message=mine),
    ):
        [said] = await bot.get(update)
        assert "第30条" in said
        assert bot.wire.buttons() == []


async def test_a_mention_under_a_neighbours_question_answers_that_question(bot: Bot) -> None:
    theirs = {"message_id": 3, "date": 1, "chat": {"id": -99, "type": "supergroup"}, "text": QUESTION,
              "from": {"id": 9, "is_bot": False, "first_name": "邻居"}}
    entity = [{"type": "mention", "offset": 0, "length": len(BOT_NAME) + 1}]
    [said] = await bot.get(message(f"@{BOT_NAME}", group=True, entities=entity, reply_to_message=theirs))
    assert "第30条" in said


async def test_a_choice_in_a_group_is_listed_as_lines(bot: Bot) -> None:
    [said] = await bot.get(message("/ask 离婚", group=True))
    assert "·" in said
    assert bot.wire.buttons() == []


async def test_danger_comes_before_everything_and_leaves_no_words_behind(bot: Bot, tmp_path: object) -> None:
    words = "我老公拿刀要砍死我"
    [said] = await bot.get(message(words))
    assert "110" in said.splitlines()[1]
    tally = await bot.service.desk.tally(YEAR)
    assert next(line.value for line in tally.lines if line.key == "emergencies") == 1
    for file in bot_files(tmp_path):
        assert words.encode() not in file
        assert "拿刀".encode() not in file


def bot_files(folder: object) -> list[bytes]:
    from pathlib import Path

    return [p.read_bytes() for p in Path(str(folder)).iterdir()]


async def test_a_pressed_rating_is_thanked_over_the_chat_and_recorded(bot: Bot) -> None:
    await bot.get(message(QUESTION))
    useful = next(data for label, data in bot.wire.buttons() if "有用" in label)
    assert await bot.get(press(useful)) == []
    assert ("answerCallbackQuery", "谢谢您告诉我。") in [(n, p.get("text")) for n, p in bot.wire.calls]
    table = next(t for t in (await bot.service.desk.tally(YEAR)).tables if t.key == "useful")
    assert table.rows == (("讨薪", 1, 0),)
