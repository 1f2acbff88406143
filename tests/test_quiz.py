"""bot/flows/quiz.py: three questions before the explanations, and again after."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import shelf
from bot.model import Campaign
from bot.town import Town
from tests.bases import changed, copied
from tests.township import BEATEN, NOW, STAFF, UNPAID, YEAR, Bot, Clock, serving, settings, town
from tests.wire import Wire, message, press

WEEK = Campaign("讨薪宣传周", "11-20..11-26")


def campaigning(*campaigns: Campaign) -> Town:
    """The township with campaigns."""
    return town(campaigns=campaigns or (WEEK,))


@pytest.fixture
async def busy(tmp_path: Path, clock: Clock) -> AsyncIterator[Bot]:
    """A bot in the middle of a campaign."""
    async with serving(settings(tmp_path, town=campaigning()), Wire(), clock) as bot:
        yield bot


def right_answers(bot: Bot) -> Mapping[str, str]:
    """Question -> its right answer."""
    base = bot.service.desk.window.shelf.knowledge
    return {item.ask: item.options[0] for items in base.quiz.values() for item in items}


async def answer(bot: Bot, rightly: bool, person: int = 7) -> str:
    """Answer what was asked last; returns what was said."""
    text = bot.wire.last()["text"]
    asked = next(ask for ask in right_answers(bot) if text.endswith(ask))
    right = right_answers(bot)[asked]
    picked = next(data for label, data in bot.wire.buttons() if label[2:] != "取消" and (label[2:] == right) is rightly)
    return (await bot.get(press(picked, person=person)))[0]


async def learned(bot: Bot) -> list[tuple[bool, int, int]]:
    """Per round: answers, right ones."""
    rows = await bot.service.store.errands.learned(YEAR)
    return [
        (after, sum(r.asked for r in rows if r.after is after), sum(r.right for r in rows if r.after is after))
        for after in (False, True)
    ]


async def test_the_menu_of_a_campaign_leads_with_its_questions_and_topics(tmp_path: Path) -> None:
    week = Campaign("老人节", "11-25", ("elders", "wages"))
    async with serving(settings(tmp_path, town=campaigning(week)), Wire()) as bot:
        [said] = await bot.get(message("/topics"))
        assert said.startswith("正在开展“老人节”")
        assert [label for label, _ in bot.wire.buttons()] == ["1 答三道小题：老人节", "2 讨薪", "3 老人", "4 婚姻"]


async def test_on_other_days_the_menu_is_as_ever(busy: Bot, clock: Clock) -> None:
    clock.now += timedelta(days=30)
    assert (await busy.get(message("/topics")))[0].startswith("请选一个主题")
    assert "没有正在办的活动" in (await busy.get(message("/quiz")))[0]


async def test_answers_shown_in_a_campaign_carry_its_name(tmp_path: Path, clock: Clock) -> None:
    week = Campaign("讨薪宣传周", "11-20..11-26", ("wages",))
    async with serving(settings(tmp_path, town=campaigning(week)), Wire(), clock) as bot:
        await bot.get(message(UNPAID), press("o:marriage/divorce"), message(BEATEN))
        clock.now += timedelta(days=30)
        await bot.get(message(UNPAID))
        rows = [row async for portion in bot.service.store.contacts(YEAR) for row in portion]
        assert [(r.topic, r.campaign) for r in rows] == [
            ("wages", "讨薪宣传周"), ("marriage", None), (None, None), ("wages", None),
        ]


async def test_three_questions_each_explained_with_its_law(busy: Bot) -> None:
    assert "第1题（共3题）" in (await busy.get(message("/quiz")))[0]
    assert "只数有多少人次答对，不记是谁答的" in busy.wire.last()["text"]
    said = await answer(busy, rightly=True)
    assert "答对了。" in said and "（《试验" in said and "第2题" in said
    assert "不对，应当是：" in await answer(busy, rightly=False)
    assert "三道题答完了，对了2题" in await answer(busy, rightly=True)
    assert await learned(busy) == [(False, 3, 2), (True, 0, 0)]


async def test_after_reading_the_same_questions_are_asked_again(busy: Bot) -> None:
    await busy.get(message("/quiz"))
    for _ in range(3):
        await answer(busy, rightly=False)
    again = busy.press("再答一遍")
    card = next(data for _, data in busy.wire.buttons() if data.startswith("o:"))
    await busy.get(press(card))
    assert "第1题" in (await busy.get(press(again)))[0]
    for _ in range(2):
        await answer(busy, rightly=True)
    assert "先前对0题，这一遍对3题" in await answer(busy, rightly=True)
    assert await learned(busy) == [(False, 3, 0), (True, 3, 3)]
    assert await busy.figure("online") == 1


async def test_a_quiz_counts_nobody(busy: Bot) -> None:
    await busy.get(message("/quiz"))
    await answer(busy, rightly=True)
    assert await busy.figure("people") == 0


async def test_staff_are_not_counted(busy: Bot) -> None:
    await busy.get(message("/quiz", person=STAFF))
    await answer(busy, rightly=True, person=STAFF)
    assert await busy.service.store.errands.learned(YEAR) == ()


async def test_answers_may_be_typed_and_others_are_asked_for_again(busy: Bot) -> None:
    await busy.get(message("/quiz"))
    assert "请点一个答案" in (await busy.get(message("不知道")))[0]
    assert "请点一个答案" in (await busy.get(message("9")))[0]
    assert "第2题" in (await busy.get(message("1")))[0]
    right = next(answer for ask, answer in right_answers(busy).items() if busy.wire.last()["text"].endswith(ask))
    assert "答对了" in (await busy.get(message(right)))[0]


async def test_an_answer_pressed_twice_counts_once(busy: Bot) -> None:
    await busy.get(message("/quiz"))
    first = busy.wire.buttons()[0][1]
    await busy.get(press(first), press(first))
    assert [asked for _, asked, _ in await learned(busy)] == [1, 0]


@pytest.mark.parametrize("what", ["a", "a:x:0.1.2:1", "a:{}:0.1:1", "a:{}:0.0.1:1", "a:{}:0.1.99:1", "a:{}:0.1.2:9", "0:9", "9:0", "::"])
async def test_forged_buttons_begin_anew_or_ask_again(busy: Bot, what: str) -> None:
    version = busy.service.desk.window.shelf.knowledge.version
    assert "第1题" in (await busy.get(press("f:quiz:" + what.replace("{}", version))))[0]
    assert await busy.service.store.errands.learned(YEAR) == ()


async def test_two_people_answer_at_once(busy: Bot) -> None:
    await busy.get(message("/quiz", person=101), message("/quiz", person=102))
    await busy.get(press("f:quiz:0:0", person=101), press("f:quiz:0:1", person=102))
    assert await learned(busy) == [(False, 2, 1), (True, 0, 0)]


async def test_the_quiz_goes_on_after_a_restart_and_begins_anew_with_other_knowledge(tmp_path: Path) -> None:
    chosen = settings(tmp_path, town=campaigning())
    async with serving(chosen, Wire()) as bot:
        await bot.get(message("/quiz"))
        await answer(bot, rightly=True)
    async with serving(chosen, Wire()) as bot:
        assert "第3题" in (await bot.get(message("2")))[0]
        folder = copied(tmp_path)
        changed(folder / "quiz.yaml", {}, drop="elders/support")
        bot.service.desk.window.shelf = shelf(folder, campaigning(), lambda: NOW)
        assert "第1题" in (await bot.get(message("2")))[0]


async def test_it_can_be_left_and_danger_goes_first(busy: Bot) -> None:
    await busy.get(message("/quiz"))
    assert "110" in (await busy.get(message(BEATEN)))[0]
    await busy.get(press("f:quiz:x"))
    assert "已经取消" in busy.wire.sent()[-1]


async def test_a_base_with_too_few_questions_offers_none(tmp_path: Path) -> None:
    week = Campaign("老人节", "11-25", ("elders",))
    async with serving(settings(tmp_path, town=campaigning(week)), Wire()) as bot:
        await bot.get(message("/topics"))
        assert [label for label, _ in bot.wire.buttons()] == ["1 老人", "2 婚姻", "3 讨薪"]
        assert "没有正在办的活动" in (await bot.get(message("/quiz")))[0]
