"""bot/flows/village.py, and what every conversation shares: its state, its end, who may begin it."""

from __future__ import annotations

from pathlib import Path

from tests.township import ADMIN, UNPAID, Bot, serving, settings
from tests.wire import Wire, message, press

_WHICH = "您是哪个村的"


async def test_a_village_chosen_by_number_counts_the_answers_that_follow(bot: Bot) -> None:
    assert _WHICH in (await bot.get(message("/village")))[0]
    assert await bot.get(message("2")) == ["记下了：西坡村。想改随时发 /village。"]
    await bot.get(message(UNPAID))
    assert ("西坡村", 1, 1) in await bot.table("village")


async def test_a_village_may_be_named_at_once_and_without_its_last_character(bot: Bot) -> None:
    assert "记下了：东村" in (await bot.get(message("/village 东")))[0]


async def test_a_name_that_is_no_village_is_asked_for_again(bot: Bot) -> None:
    await bot.get(message("/village"))
    assert "没有找到“月亮村”" in (await bot.get(message("月亮村")))[0]
    assert "记下了：西坡村" in (await bot.get(message("西坡村")))[0]


async def test_whoever_does_not_say_counts_for_no_village(bot: Bot) -> None:
    await bot.get(message("/village 东村"), message("/village"))
    await bot.get(press(bot.press("不说")))
    await bot.get(message(UNPAID))
    assert await bot.table("village") == (("未说明", 1, 1),)


async def test_a_conversation_can_be_left_at_any_point(bot: Bot) -> None:
    await bot.get(message("/village"))
    assert "已经取消" in (await bot.get(message("取消")))[0]
    assert "没有要取消" in (await bot.get(message("/cancel")))[0]


async def test_danger_is_answered_before_the_conversation_goes_on(bot: Bot) -> None:
    await bot.get(message("/village"))
    assert "110" in (await bot.get(message("救命，我老公拿刀要砍我")))[0]


async def test_a_menu_ends_the_conversation(bot: Bot) -> None:
    await bot.get(message("/village"), press("topics"))
    assert "记下了" not in (await bot.get(message("东村")))[0]


async def test_a_conversation_outlives_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(message("/village"))
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "记下了：西坡村" in (await bot.get(message("西坡村")))[0]


async def test_two_people_talk_at_once(bot: Bot) -> None:
    await bot.get(message("/village", person=101), message("/village", person=102))
    assert "记下了：东村" in (await bot.get(message("东村", person=102)))[0]
    assert "记下了：西坡村" in (await bot.get(message("西坡村", person=101)))[0]


async def test_a_button_of_a_conversation_that_nobody_knows_is_over(bot: Bot) -> None:
    await bot.get(press("f:nothing:1", person=ADMIN))
    assert "已经结束" in bot.wire.calls[-1][1]["text"]
