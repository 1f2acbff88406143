"""bot/flows/paper.py: /paper in a chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Campaign
from tests.carrying import NO_ROLE, RESIDENT, VOLUNTEER, enlist
from tests.township import ADMIN, UNPAID, Bot, Clock, serving, settings, town
from tests.wire import Wire, message, press


@pytest.fixture
async def bot(tmp_path: Path, wire: Wire, clock: Clock) -> AsyncIterator[Bot]:
    """A bot with a volunteer and a campaign."""
    campaigns = (Campaign("讨薪行动", "12-01..12-31", topics=("wages",)),)
    async with serving(settings(tmp_path, town=town(campaigns=campaigns)), wire, clock) as running:
        await enlist(running, VOLUNTEER)
        yield running


def say(text: str, person: int = VOLUNTEER) -> dict[str, object]:
    return message(text, person=person)


async def test_topic_entry_and_form_lead_to_a_sheet(bot: Bot) -> None:
    await bot.get(say("/paper"))
    await bot.get(press(bot.press("讨薪"), person=VOLUNTEER))
    await bot.get(press(bot.press("老板拖欠工资怎么办？"), person=VOLUNTEER))
    [text] = await bot.get(press(bot.press("大字单页"), person=VOLUNTEER))
    assert text == "做好了：老板拖欠工资怎么办.pdf。"
    assert bot.wire.contents["老板拖欠工资怎么办.pdf"].startswith(b"%PDF")


async def test_the_buttons_below_a_paper_make_its_other_forms(bot: Bot) -> None:
    await bot.get(say("/paper 老板拖欠工资怎么办？"))
    await bot.get(press("f:paper:s:wages/unpaid", person=VOLUNTEER))
    [pasted] = await bot.get(press(bot.press("微信群文字"), person=VOLUNTEER))
    assert pasted.startswith("【老板拖欠工资怎么办？】") and "start=e_wages_unpaid" in pasted
    [script] = await bot.get(press(bot.press("大喇叭稿"), person=VOLUNTEER))
    assert "幺二三四八" in script
    assert bot.wire.documents[-1].endswith(".txt")


async def test_a_whole_topic_and_a_campaign_make_a_booklet(bot: Bot) -> None:
    await bot.get(say("/paper 讨薪"))
    await bot.get(press(bot.press("小册子"), person=VOLUNTEER), say("/paper"))
    await bot.get(press(bot.press("讨薪行动"), person=VOLUNTEER))
    assert bot.wire.documents == ["讨薪法律明白册.pdf", "讨薪行动法律明白册.pdf"]


async def test_words_that_find_nothing_are_asked_for_again(bot: Bot) -> None:
    await bot.get(say("/paper"))
    [text] = await bot.get(say("量子力学"))
    assert "没有找到“量子力学”" in text
    assert "下要哪一条" in (await bot.get(say("工资")))[0]


@pytest.mark.parametrize("forged", ["f:paper:s:no/entry", "f:paper:b:", "f:paper:c:9", "f:paper:zz", "f:paper:e:" + "x" * 54])
async def test_a_forged_button_begins_again(bot: Bot, forged: str) -> None:
    assert "要印哪个主题的" in (await bot.get(press(forged, person=VOLUNTEER)))[0]


async def test_two_people_print_at_once(bot: Bot) -> None:
    await enlist(bot, VOLUNTEER, 78)
    await bot.get(say("/paper 讨薪"), say("/paper 婚姻", 78))
    assert "“离婚" in (await bot.get(say("离婚", 78)))[0]
    assert "“加班" in (await bot.get(say("加班")))[0]


async def test_it_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await enlist(bot, VOLUNTEER)
        await bot.get(say("/paper"))
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "下要哪一条" in (await bot.get(say("讨薪")))[0]


async def test_it_is_left_by_its_button_and_the_next_words_are_a_question(bot: Bot) -> None:
    await bot.get(say("/paper"))
    await bot.get(press(bot.press("取消"), person=VOLUNTEER))
    assert "先去投诉" in (await bot.get(say(UNPAID)))[0]


async def test_only_who_carries_answers_may_print(bot: Bot) -> None:
    assert NO_ROLE in (await bot.get(say("/paper", RESIDENT)))[0]
    assert NO_ROLE in (await bot.get(press("f:paper:s:wages/unpaid", person=RESIDENT)))[0]
    assert "要印哪个主题的" in (await bot.get(say("/paper", ADMIN)))[0]


async def test_printing_is_no_contact(bot: Bot) -> None:
    await bot.get(press("f:paper:w:wages/unpaid", person=VOLUNTEER))
    assert await bot.figure("online") == 0
