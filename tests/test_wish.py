"""bot/flows/wish.py: words that found no answer are left for a better one, by whoever wants that."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.township import ADMIN, BEATEN, NO_QUESTION, STAFF, UNPAID, Bot, Clock, serving, settings
from tests.wire import Wire, message, press

NAMED = "给我讲个笑话听听，我叫张三，电话13800001234"
BARE = "给我讲个笑话听听，我叫〔姓名〕，电话〔号码〕"


async def left(bot: Bot) -> list[str]:
    """Words that were left."""
    return [wish.words for wish in await bot.service.store.errands.wishes()]


async def test_words_without_an_answer_are_left_without_name_and_number(bot: Bot) -> None:
    await bot.get(message(NAMED))
    assert f"\n\n{BARE}\n\n" in (await bot.get(press(bot.press("愿意把这句话留给")))) [0]
    assert "留下了" in (await bot.get(press(bot.press("同意留下"))))[0]
    assert await left(bot) == [BARE]


async def test_nothing_is_left_or_written_without_a_yes(bot: Bot, tmp_path: Path) -> None:
    await bot.get(message(NO_QUESTION), press("f:wish:"), message("取消"), press("f:wish:yes"), message("取消"))
    await bot.service.store.scrub()
    assert await left(bot) == []
    assert NO_QUESTION.encode() not in b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))


async def test_nothing_on_disk_tells_who_left_them_or_at_what_time(bot: Bot) -> None:
    await bot.get(message(NO_QUESTION), press("f:wish:"), press("f:wish:yes"))
    [wish] = await bot.service.store.errands.wishes()
    assert (wish.at.hour, wish.at.minute, wish.at.microsecond) == (0, 0, 0)


async def test_other_words_may_be_left_instead(bot: Bot) -> None:
    await bot.get(message(NO_QUESTION), press("f:wish:"))
    assert "打出来" in (await bot.get(press(bot.press("换个说法留"))))[0]
    await bot.get(message("无人机喷药伤了我家的鱼"), press("f:wish:yes"))
    assert await left(bot) == ["无人机喷药伤了我家的鱼"]


async def test_too_many_words_are_asked_for_again(bot: Bot) -> None:
    await bot.get(message("/wish"))
    assert "太长了，请缩到200个字以内" in (await bot.get(message("田" * 201)))[0]
    await bot.get(press("f:wish:yes"))
    assert await left(bot) == []


async def test_saying_yes_twice_leaves_them_once(bot: Bot) -> None:
    await bot.get(message(NO_QUESTION), press("f:wish:"), press("f:wish:yes"), press("f:wish:yes"))
    assert len(await left(bot)) == 1


async def test_words_of_danger_are_not_held(bot: Bot) -> None:
    await bot.get(message(NO_QUESTION), message(BEATEN))
    assert "打出来" in (await bot.get(press("f:wish:")))[0]


async def test_words_are_held_for_half_an_hour(bot: Bot, clock: Clock) -> None:
    await bot.get(message(NO_QUESTION))
    clock.forward(minutes=31)
    assert "打出来" in (await bot.get(press("f:wish:")))[0]


async def test_after_a_restart_the_words_are_asked_for_again(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(message(NO_QUESTION), press("f:wish:"))
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "打出来" in (await bot.get(press("f:wish:yes")))[0]
        assert await left(bot) == []


async def test_two_people_leave_their_own_words(bot: Bot) -> None:
    await bot.get(message("给我讲个笑话", person=101), message("给我唱首歌吧", person=102))
    await bot.get(press("f:wish:", person=101), press("f:wish:", person=102))
    await bot.get(press("f:wish:yes", person=101), press("f:wish:yes", person=102))
    assert sorted(await left(bot)) == ["给我唱首歌吧", "给我讲个笑话"]


async def test_an_admin_sees_counts_by_topic_and_the_words(bot: Bot) -> None:
    assert "没有答不上来的" in (await bot.get(message("/unanswered", person=ADMIN)))[0]
    await bot.get(message(NO_QUESTION), message(UNPAID), message(NO_QUESTION, person=STAFF), message(NO_QUESTION, person=8))
    await bot.get(press("f:wish:"), message("无人机喷药伤了鱼"), press("f:wish:yes"))
    [said] = await bot.get(message("/unanswered", person=ADMIN))
    assert said.startswith("今年答不上来的次数：\n·看不出主题 2次")
    assert "\n1. （" in said and "）无人机喷药伤了鱼" in said
    assert "python -m bot draft 编号" in said


async def test_words_that_are_dealt_with_go(bot: Bot) -> None:
    await bot.get(message(NO_QUESTION), press("f:wish:"), press("f:wish:yes"), message("/unanswered", person=ADMIN))
    await bot.get(press("f:unanswered:d:x", person=ADMIN), press("f:unanswered:d:99", person=ADMIN))
    assert len(await left(bot)) == 1
    await bot.get(message("/unanswered", person=ADMIN))
    assert "删去了第1条" in (await bot.get(press(bot.press("删去1"), person=ADMIN)))[0]
    assert await left(bot) == []


@pytest.mark.parametrize("person", [7, STAFF])
async def test_nobody_else_sees_them(bot: Bot, person: int) -> None:
    assert "要法律明白人" in (await bot.get(message("/unanswered", person=person)))[0]
    assert "要法律明白人" in (await bot.get(press("f:unanswered:d:1", person=person)))[0]
