"""handlers/start.py: first words, help, one's own number."""

from __future__ import annotations

from tests.township import UNPAID, Bot
from tests.wire import message, press


async def test_the_first_words_offer_three_audiences_and_a_way_past(bot: Bot) -> None:
    [said] = await bot.get(message("/start"))
    assert "试验镇" in said
    assert [label for label, _ in bot.wire.buttons()] == ["1 农村居民", "2 青少年", "3 老年人", "4 跳过"]


async def test_a_link_with_a_parameter_starts_as_well(bot: Bot) -> None:
    assert len(await bot.get(message("/start campaign-1"))) == 1


async def test_a_chosen_audience_gets_its_own_words_from_then_on(bot: Bot) -> None:
    await bot.get(message("/start"))
    assert await bot.get(press(bot.press("老年人"))) == ["好的，请打字问我。"]
    [said] = await bot.get(message(UNPAID))
    assert "别硬吵" in said
    assert await bot.table("audience") == (("老年人", 1, 1),)


async def test_an_audience_may_be_chosen_by_number_and_taken_back(bot: Bot) -> None:
    await bot.get(message("/start"), message("3"), message("/start"), message("4"))
    [said] = await bot.get(message(UNPAID))
    assert "别硬吵" not in said


async def test_help_says_how_to_use_it(bot: Bot) -> None:
    assert await bot.get(message("/help")) == ["怎么用：直接打字问。"]


async def test_an_account_is_told_its_number_and_it_is_not_kept(bot: Bot) -> None:
    assert await bot.get(message("/id", person=987654321)) == ["您的编号是 987654321。"]


async def test_greeting_and_help_are_no_contacts(bot: Bot) -> None:
    await bot.get(message("/start"), message("/help"), message("/id"))
    assert (await bot.figure("online"), await bot.figure("people")) == (0, 0)
