"""bot/flows/subscribe.py: being written to, and no longer."""

from __future__ import annotations

from pathlib import Path

from tests.township import BEATEN, IDENTITY, UNPAID, Bot, serving, settings
from tests.wire import Wire, message, press


async def reach(bot: Bot) -> int:
    return await bot.service.store.errands.reach(None, None)


async def subscribe(bot: Bot, *people: int) -> None:
    """Each says yes."""
    await bot.get(*(message("/subscribe", person=p) for p in people))
    await bot.get(*(press("f:subscribe:yes", person=p) for p in people))


async def test_what_is_kept_is_said_before_it_is(bot: Bot) -> None:
    assert "要留一个加了密的聊天编号" in (await bot.get(message("/subscribe")))[0]
    assert await reach(bot) == 0
    assert "订阅好了" in (await bot.get(press(bot.press("订阅"))))[0]
    assert await reach(bot) == 1
    assert "已经订阅了" in (await bot.get(message("/subscribe")))[0]


async def test_the_database_does_not_tell_the_account(bot: Bot, tmp_path: Path) -> None:
    account = 987654321
    await subscribe(bot, account)
    await bot.service.store.scrub()
    disk = b"".join(path.read_bytes() for path in tmp_path.glob("test.db*"))
    assert IDENTITY.person(account).encode() in disk and str(account).encode() not in disk


async def test_leaving_needs_one_word_and_deletes_at_once(bot: Bot, tmp_path: Path) -> None:
    for leave in (message("退订"), message("/unsubscribe"), press("f:unsubscribe:")):
        await subscribe(bot, 7)
        assert "退订好了" in (await bot.get(leave))[0]
        assert await reach(bot) == 0
    assert "您没有订阅" in (await bot.get(message(" 退订 ")))[0]


async def test_leaving_works_in_the_middle_of_anything(bot: Bot) -> None:
    await subscribe(bot, 7)
    await bot.get(message("/village"))
    assert "退订好了" in (await bot.get(message("退订")))[0]


async def test_forgetting_unsubscribes(bot: Bot) -> None:
    await subscribe(bot, 7)
    await bot.get(message("/forget"))
    assert await reach(bot) == 0


async def test_a_forged_yes_and_other_words_do_not_subscribe(bot: Bot) -> None:
    await bot.get(press("f:subscribe:yes"))
    assert await reach(bot) == 0
    await bot.get(message("也行吧"))
    assert await reach(bot) == 0
    await bot.get(message("订阅"))
    assert await reach(bot) == 1


async def test_danger_goes_first_and_it_can_be_left(bot: Bot) -> None:
    await bot.get(message("/subscribe"))
    assert "110" in (await bot.get(message(BEATEN)))[0]
    await bot.get(message("取消"), message("订阅"))
    assert await reach(bot) == 0


async def test_two_people_and_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(message("/subscribe", person=101), message("/subscribe", person=102))
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(press("f:subscribe:yes", person=101), message(UNPAID, person=103))
        assert await reach(bot) == 1
