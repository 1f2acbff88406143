"""bot/flows/sessions.py: a second person confirms a session; until then it may be changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_session import record, recorded
from tests.township import ADMIN, STAFF, Bot, serving, settings, town
from tests.wire import Wire, message, press


async def confirmed(bot: Bot) -> list[int]:
    """Headcounts of the confirmed sessions."""
    return [s.headcount for s in await bot.service.store.records.sessions(confirmed=True)]


async def test_a_second_person_confirms(bot: Bot) -> None:
    await record(bot)
    assert "2026年11月25日 · 东村" in (await bot.get(message("/sessions", person=ADMIN)))[0]
    await bot.get(press(bot.press("东村"), person=ADMIN))
    assert "计入统计" in (await bot.get(press(bot.press("属实"), person=ADMIN)))[0]
    assert await confirmed(bot) == [45]
    assert "没有等着确认的场次" in (await bot.get(message("/sessions", person=ADMIN)))[0]


async def test_whoever_recorded_it_cannot_confirm_it(bot: Bot) -> None:
    await record(bot)
    assert "（您登记的）" in (await bot.get(message("/sessions", person=STAFF)))[0]
    await bot.get(press(bot.press("东村"), person=STAFF))
    assert not [label for label, _ in bot.wire.buttons() if "属实" in label]
    [session] = await recorded(bot)
    assert "由另一个人确认" in (await bot.get(press(f"f:sessions:y:{session.source}", person=STAFF)))[0]
    assert await confirmed(bot) == []


async def test_whoever_recorded_it_may_change_it_until_then(bot: Bot) -> None:
    await record(bot)
    await bot.get(message("/sessions", person=STAFF))
    await bot.get(press(bot.press("东村"), person=STAFF))
    await bot.get(press(bot.press("改"), person=STAFF))
    await bot.get(press(bot.press("改人数"), person=STAFF))
    await bot.get(message("50", person=STAFF), message("7", person=STAFF))
    assert "改好了" in (await bot.get(press("f:session:save", person=STAFF)))[0]
    [session] = await recorded(bot)
    assert (session.headcount, session.sheets, session.why) == (50, 7, "确认前改正")
    assert len((await bot.service.store.records.everything()).sessions) == 2


async def test_one_that_was_confirmed_meanwhile_is_not_changed(bot: Bot) -> None:
    await record(bot)
    [session] = await recorded(bot)
    await bot.get(press(f"f:sessions:e:{session.source}", person=STAFF))
    await bot.get(press(f"f:sessions:y:{session.source}", person=ADMIN))
    assert "已经改过、撤回或者确认过了" in (await bot.get(press("f:session:save", person=STAFF)))[0]
    assert await recorded(bot) == (session,)


async def test_a_changed_one_is_not_confirmed_by_a_button_of_the_old_one(bot: Bot) -> None:
    await record(bot)
    [old] = await recorded(bot)
    await bot.get(press(f"f:sessions:e:{old.source}", person=STAFF), press("f:session:save", person=STAFF))
    assert "已经改过" in (await bot.get(press(f"f:sessions:y:{old.source}", person=ADMIN)))[0]
    assert await confirmed(bot) == []


async def test_it_is_withdrawn_with_a_reason(bot: Bot) -> None:
    await record(bot)
    await bot.get(message("/sessions", person=STAFF))
    for label in ("东村", "撤回", "没有办成"):
        await bot.get(press(bot.press(label), person=STAFF))
    assert await recorded(bot) == ()
    rows = (await bot.service.store.records.everything()).sessions
    assert [(r.withdrawn, r.why) for r in rows] == [(False, None), (True, "没有办成")]


@pytest.mark.parametrize("what", ["e", "w"])
async def test_another_one_s_session_is_not_changed_but_by_an_admin(tmp_path: Path, what: str) -> None:
    async with serving(settings(tmp_path, town=town(staff=(STAFF, 44))), Wire()) as bot:
        await record(bot)
        [session] = await recorded(bot)
        assert "别人登记的场次" in (await bot.get(press(f"f:sessions:{what}:{session.source}", person=44)))[0]
        assert "别人登记的场次" not in (await bot.get(press(f"f:sessions:{what}:{session.source}", person=ADMIN)))[0]


async def test_two_confirm_at_once_and_it_counts_once(tmp_path: Path) -> None:
    async with serving(settings(tmp_path, town=town(staff=(STAFF, 44))), Wire()) as bot:
        await record(bot)
        [session] = await recorded(bot)
        yes = f"f:sessions:y:{session.source}"
        await bot.get(press(yes, person=44), press(yes, person=ADMIN))
        assert await confirmed(bot) == [45]


async def test_the_list_outlives_a_restart(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await record(bot)
        await bot.get(message("/sessions", person=ADMIN))
        button = bot.press("东村")
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "别人登记的场次" in (await bot.get(press(button, person=ADMIN)))[0]


async def test_words_and_forged_buttons_confirm_nothing(bot: Bot) -> None:
    await record(bot)
    for what in ("", "y", "y:1", "w:1:0", "e:"):
        assert "已经改过" in (await bot.get(press(f"f:sessions:{what}", person=ADMIN)))[0]
    assert await confirmed(bot) == []


async def test_a_resident_sees_no_list(bot: Bot) -> None:
    await record(bot)
    [session] = await recorded(bot)
    assert "要法律明白人" in (await bot.get(message("/sessions")))[0]
    assert "要法律明白人" in (await bot.get(press(f"f:sessions:y:{session.source}")))[0]
