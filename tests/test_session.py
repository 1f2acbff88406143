"""bot/flows/session.py and draft.py: a session is recorded by buttons and numbers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.flows.draft import Draft, Form
from bot.model import Campaign, Session
from tests.township import ADMIN, BEATEN, STAFF, Bot, Clock, serving, settings, town
from tests.wire import Wire, message, press

_SAVED = "登记好了：2026年11月25日 · 东村 · 学校 · 讨薪 · 45人 · 资料60份"


async def recorded(bot: Bot) -> tuple[Session, ...]:
    """Every session as it stands."""
    return tuple(await bot.service.store.records.sessions())


async def record(bot: Bot, line: str = "今天 东村 学校 讨薪 45 60", person: int = STAFF) -> None:
    """Record one by a single line."""
    await bot.get(message(f"/session {line}", person=person))
    await bot.get(press(bot.press("没错"), person=person))


async def test_buttons_and_two_numbers_record_a_session(bot: Bot) -> None:
    await bot.get(message("/session", person=STAFF))
    for label in ("今天", "东村", "学校", "讨薪"):
        await bot.get(press(bot.press(label), person=STAFF))
    assert "请核对" in (await bot.get(message("45 60", person=STAFF)))[0]
    [said] = await bot.get(press(bot.press("没错"), person=STAFF))
    assert _SAVED in said
    [session] = await recorded(bot)
    assert (session.day, session.village, session.venue, session.topic) == (date(2026, 11, 25), "东村", "学校", "wages")
    assert (session.headcount, session.sheets, session.campaign) == (45, 60, None)


async def test_one_line_holds_the_whole_session(bot: Bot) -> None:
    await record(bot, "11-20 全镇 社区 怎么识别骗子 120 0")
    [session] = await recorded(bot)
    assert (session.day, session.village, session.topic, session.sheets) == (date(2026, 11, 20), None, "怎么识别骗子", 0)


async def test_numbers_of_buttons_may_be_typed(bot: Bot) -> None:
    for said in ("/session", "2", "2", "4", "1", "30", "0"):
        await bot.get(message(said, person=STAFF))
    await bot.get(press(bot.press("没错"), person=STAFF))
    [session] = await recorded(bot)
    assert (session.day, session.village, session.venue, session.headcount) == (date(2026, 11, 24), "西坡村", "学校", 30)


@pytest.mark.parametrize(
    ("before", "wrong", "again"),
    [
        ("", "大前天", "“大前天”看不懂。哪一天办的"),
        ("", "2026-02-31", "看不懂"),
        ("", "12-24", "日期要在今天以前、一年以内"),
        ("", "2024-11-25", "日期要在今天以前、一年以内"),
        ("今天", "月亮村", "“月亮村”看不懂。在哪个村"),
        ("今天 东村", "河边", "“河边”看不懂。在什么地方"),
        ("今天 东村 学校", "9" * 9, "看不懂。讲的什么"),
        ("今天 东村 学校 讨薪", "很多", "“很多”看不懂。来了多少人"),
        ("今天 东村 学校 讨薪", "0", "“0”看不懂。来了多少人"),
        ("今天 东村 学校 讨薪", "-3", "看不懂。来了多少人"),
        ("今天 东村 学校 讨薪", "1234567", "看不懂。来了多少人"),
        ("今天 东村 学校 讨薪 45", "半份", "“半份”看不懂。发了多少份"),
        ("今天 东村 学校 讨薪 45 60", "好的", "“好的”看不懂。请核对"),
    ],
)
async def test_wrong_input_is_asked_for_again(bot: Bot, before: str, wrong: str, again: str) -> None:
    await bot.get(message(f"/session {before}", person=STAFF))
    assert again in (await bot.get(message(wrong, person=STAFF)))[0].replace("\n", "")


async def test_any_answer_can_be_changed_before_it_is_saved(bot: Bot) -> None:
    await bot.get(message("/session 今天 东村 学校 讨薪 45 60", person=STAFF))
    for change, to in (("改日期", "昨天"), ("改地点", "全镇"), ("改场所", "企业"), ("改内容", "婚姻")):
        await bot.get(press(bot.press(change), person=STAFF))
        await bot.get(press(bot.press(to), person=STAFF))
    await bot.get(press(bot.press("改人数"), person=STAFF))
    await bot.get(message("50", person=STAFF))
    [said] = await bot.get(message("0", person=STAFF))
    assert "2026年11月24日 · 全镇 · 企业 · 婚姻 · 50人 · 资料0份" in said


async def test_nothing_is_recorded_before_it_is_confirmed_or_after_leaving(bot: Bot) -> None:
    await bot.get(message("/session 今天 东村 学校 讨薪 45 60", person=STAFF))
    assert await recorded(bot) == ()
    assert "已经取消" in (await bot.get(message("取消", person=STAFF)))[0]
    await bot.get(press("f:session:save", person=STAFF))
    assert await recorded(bot) == ()


async def test_saving_twice_records_once(bot: Bot) -> None:
    await bot.get(message("/session 今天 东村 学校 讨薪 45 60", person=STAFF))
    save = bot.press("没错")
    await bot.get(press(save, person=STAFF), press(save, person=STAFF))
    assert len(await recorded(bot)) == 1


async def test_forged_buttons_save_nothing(bot: Bot) -> None:
    await bot.get(message("/session", person=STAFF))
    for what in ("save", "day:9", "day:x", "headcount:0", "change:by", "corrects:0", "", ":::"):
        await bot.get(press(f"f:session:{what}", person=STAFF))
    assert await recorded(bot) == ()
    assert "哪一天" in bot.wire.sent()[-1]


async def test_a_resident_is_told_who_records(bot: Bot) -> None:
    assert "要法律明白人或司法所的人来办" in (await bot.get(message("/session")))[0]
    assert "要法律明白人或司法所的人来办" in (await bot.get(press("f:session:day:0")))[0]


async def test_two_people_record_at_once(bot: Bot) -> None:
    await bot.get(message("/session 今天 东村 学校 讨薪", person=STAFF), message("/session 昨天 西坡村 企业 婚姻", person=ADMIN))
    await bot.get(message("10 1", person=STAFF), message("20 2", person=ADMIN))
    await bot.get(press("f:session:save", person=STAFF), press("f:session:save", person=ADMIN))
    assert {(s.village, s.headcount, s.sheets) for s in await recorded(bot)} == {("东村", 10, 1), ("西坡村", 20, 2)}


async def test_recording_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(message("/session 今天 东村", person=STAFF))
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(message("学校", person=STAFF), message("讨薪", person=STAFF), message("45 60", person=STAFF))
        assert _SAVED in (await bot.get(press("f:session:save", person=STAFF)))[0]


async def test_danger_is_answered_before_the_recording_goes_on(bot: Bot) -> None:
    await bot.get(message("/session 今天", person=STAFF))
    assert "110" in (await bot.get(message(BEATEN, person=STAFF)))[0]


async def test_a_session_of_a_campaign_counts_for_it_unless_it_is_taken_out(tmp_path: Path) -> None:
    week = Campaign("讨薪宣传周", "11-20..11-26", ("wages",))
    async with serving(settings(tmp_path, town=town(campaigns=(week,))), Wire()) as bot:
        await record(bot)
        await record(bot, "今天 东村 学校 婚姻 45 60")
        await bot.get(message("/session 今天 东村 学校 讨薪 45 60", person=STAFF))
        await bot.get(press(bot.press("不算这个活动"), person=STAFF))
        await bot.get(press(bot.press("没错"), person=STAFF))
        assert [s.campaign for s in await recorded(bot)] == ["讨薪宣传周", None, None]


async def test_in_january_a_day_of_december_is_of_last_year(bot: Bot, clock: Clock) -> None:
    clock.now = clock.now.replace(year=2027, month=1, day=5)
    await record(bot, "12-28 东村 学校 讨薪 45 60")
    assert [s.day for s in await recorded(bot)] == [date(2026, 12, 28)]


def test_a_draft_outlives_being_written_down() -> None:
    draft = Draft(day="2026-11-25", village="", headcount=3, asked="sheets", outside=True)
    assert Draft.load(draft.dump()) == draft


def test_a_session_that_is_changed_keeps_what_is_not() -> None:
    known: dict[str, Any] = {"day": date(2026, 11, 25), "headcount": 45, "sheets": 6, "venue": "学校", "topic": "wages"}
    draft = Draft.of(Session("s1", clock := Clock()(), "p1", **known))
    assert (draft.corrects, draft.village, draft.next(), clock.year) == ("s1", "", "", 2026)
    assert Form((), (), dict, ()).campaign(draft) is None
