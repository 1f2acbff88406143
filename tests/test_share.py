"""bot/flows/share.py and bot/flows/start.py: a link that says where it hangs, and who comes through it."""

from __future__ import annotations

import io
import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.links import code, of_place
from bot.model import Campaign
from tests.carrying import NO_ROLE, RESIDENT, VOLUNTEER, enlist
from tests.township import DIVORCE, UNPAID, YEAR, Bot, Clock, serving, settings, town
from tests.wire import Wire, message, press

WEEK = Campaign("讨薪行动", "11-20..11-30")
FAR = "很长的名字" * 12 + "东大桥村"


@pytest.fixture
async def bot(tmp_path: Path, wire: Wire, clock: Clock) -> AsyncIterator[Bot]:
    """A bot with a volunteer, one village with the longest name, no campaigns."""
    async with serving(settings(tmp_path, town=town(villages=("东村", FAR))), wire, clock) as running:
        await enlist(running, VOLUNTEER)
        yield running


def say(text: str, person: int = VOLUNTEER) -> dict[str, object]:
    return message(text, person=person)


async def rows(bot: Bot) -> Sequence[object]:
    return [row async for portion in bot.service.desk.ledger.contacts(YEAR) for row in portion]


async def places(bot: Bot) -> list[tuple[str | None, str | None]]:
    """Place and campaign of every row of the contact log."""
    return [(row.place, row.campaign) for row in await rows(bot)]


def parameter(text: str) -> str:
    found = re.search(r"https://t\.me/mingbai_bot\?start=(\S+)", text)
    assert found
    return found[1]


@pytest.mark.parametrize("village", ["东村", FAR])
async def test_a_village_gets_words_to_forward_a_code_and_a_poster(bot: Bot, village: str) -> None:
    await bot.get(say("/share"))
    await bot.get(press(bot.press("村里"), person=VOLUNTEER))
    [text] = await bot.get(say(village))
    assert village in text
    [code_name, poster] = bot.wire.documents
    assert bot.wire.contents[poster].startswith(b"%PDF")
    [read] = zxingcpp.read_barcodes(Image.open(io.BytesIO(bot.wire.contents[code_name])))
    assert read.text.endswith(parameter(text)) and len(parameter(text)) <= 64


@pytest.mark.parametrize("village", ["东村", FAR])
async def test_whoever_comes_through_the_link_is_counted_for_the_place_from_then_on(bot: Bot, village: str) -> None:
    [text] = await bot.get(say(f"/share {village}"))
    [greeting] = await bot.get(say(f"/start {parameter(text)}", RESIDENT))
    assert f"您是从“{village}”的链接进来的" in greeting
    await bot.get(say(UNPAID, RESIDENT))
    await bot.get(say(DIVORCE, 8))
    assert await places(bot) == [(village, None), (None, None)]


async def test_a_school_a_market_and_an_event_are_named_once_and_offered_again(bot: Bot) -> None:
    await bot.get(say("/share"))
    await bot.get(press(bot.press("学校"), person=VOLUNTEER))
    [text] = await bot.get(say(" 镇中心  小学 "))
    assert "镇中心 小学的乡亲" in text
    await bot.get(say(f"/start {parameter(text)}", RESIDENT), say(UNPAID, RESIDENT))
    assert await places(bot) == [("镇中心 小学", None)]
    await bot.get(say("/share"))
    await bot.get(press(bot.press("学校"), person=VOLUNTEER))
    assert await bot.get(press(bot.press("镇中心 小学"), person=VOLUNTEER)) == [text]


@pytest.mark.parametrize("wrong", ["x", "很" * 65, "找老王13800138000", "   "])
async def test_a_name_that_is_no_place_is_asked_for_again(bot: Bot, wrong: str) -> None:
    await bot.get(say("/share"), press("f:share:k:market", person=VOLUNTEER))
    if wrong.strip():
        assert "这个名字用不了" in (await bot.get(say(wrong)))[0]
    assert "腊月二十大集" in (await bot.get(say("腊月二十大集")))[0]


async def test_a_village_that_is_none_is_asked_for_again(bot: Bot) -> None:
    await bot.get(say("/share"), press("f:share:k:village", person=VOLUNTEER))
    assert "没有找到“月亮村”" in (await bot.get(say("月亮村")))[0]
    assert "东村的乡亲" in (await bot.get(press(bot.press("东村"), person=VOLUNTEER)))[0]


@pytest.mark.parametrize("forged", ["f:share:k:moon", "f:share:v:99", "f:share:p:zzzzzzzzzz", "f:share:c:0", "f:share:?"])
async def test_a_forged_button_begins_again(bot: Bot, forged: str) -> None:
    assert "放在哪里用" in (await bot.get(press(forged, person=VOLUNTEER)))[0]


async def test_a_link_that_nobody_knows_greets_like_none(bot: Bot) -> None:
    for made_up in (of_place(code("village", "月亮村")), "p_", "v_", "e_no_entry", "campaign-1", "😀"):
        [greeting] = await bot.get(say(f"/start {made_up}", RESIDENT))
        assert "链接" not in greeting or made_up == "v_"
    await bot.get(say(UNPAID, RESIDENT))
    assert await places(bot) == [(None, None)]


async def test_a_campaign_is_counted_while_it_runs(tmp_path: Path, wire: Wire, clock: Clock) -> None:
    async with serving(settings(tmp_path, town=town(campaigns=(WEEK,))), wire, clock) as bot:
        await enlist(bot, VOLUNTEER)
        await bot.get(say("/share 东村"))
        assert "是为哪个宣传活动用的" in (await bot.get(say("不知道")))[0]
        [text] = await bot.get(press(bot.press("讨薪行动"), person=VOLUNTEER))
        await bot.get(say(f"/start {parameter(text)}", RESIDENT), say(UNPAID, RESIDENT))
        clock.forward(days=6)
        await bot.get(say(UNPAID, RESIDENT))
        assert await places(bot) == [("东村", "讨薪行动"), ("东村", None)]


async def test_a_link_for_every_day_belongs_to_no_campaign(tmp_path: Path, wire: Wire) -> None:
    async with serving(settings(tmp_path, town=town(campaigns=(WEEK,))), wire) as bot:
        await enlist(bot, VOLUNTEER)
        await bot.get(say("/share 东村"))
        [text] = await bot.get(say("平时用"))
        assert parameter(text) == of_place(code("village", "东村"))


async def test_a_link_to_a_card_shows_it_and_counts_it_as_delivered_too(bot: Bot) -> None:
    [card] = await bot.get(say("/start e_wages_unpaid", RESIDENT))
    assert "先去投诉" in card
    assert [(row.kind, row.entry) for row in await rows(bot)] == [("answer", "wages/unpaid"), ("delivered", "wages/unpaid")]
    assert await bot.figure("online") == 1


async def test_danger_is_counted_for_no_place(bot: Bot) -> None:
    await bot.get(say(f"/start {of_place(code('village', '东村'))}", RESIDENT), say("我老公拿刀要砍死我", RESIDENT))
    assert await places(bot) == [(None, None)]


async def test_the_place_outlives_a_restart_and_is_forgotten_with_the_person(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(say(f"/start {of_place(code('village', '东村'))}", RESIDENT))
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(say(UNPAID, RESIDENT), say("/forget", RESIDENT), say(UNPAID, RESIDENT))
        assert await places(bot) == [("东村", None), (None, None)]


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await enlist(bot, VOLUNTEER)
        await bot.get(say("/share"), press("f:share:k:event", person=VOLUNTEER))
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "普法电影夜的乡亲" in (await bot.get(say("普法电影夜")))[0]


async def test_two_people_share_at_once(bot: Bot) -> None:
    await enlist(bot, VOLUNTEER, 78)
    await bot.get(say("/share"), say("/share", 78), press("f:share:k:event", person=VOLUNTEER), press("f:share:k:village", person=78))
    assert "没有找到“普法电影夜”" in (await bot.get(say("普法电影夜", 78)))[0]
    assert "普法电影夜的乡亲" in (await bot.get(say("普法电影夜")))[0]


async def test_only_who_carries_answers_may_share(bot: Bot) -> None:
    assert NO_ROLE in (await bot.get(say("/share", RESIDENT)))[0]
    assert NO_ROLE in (await bot.get(press("f:share:v:0", person=RESIDENT)))[0]
    assert bot.wire.documents == []


async def test_a_bot_that_does_not_know_its_name_says_what_to_do(bot: Bot) -> None:
    bot.service.desk.home.username = None
    assert "town.yaml" in (await bot.get(say("/share")))[0]
