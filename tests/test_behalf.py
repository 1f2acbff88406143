"""bot/flows/behalf.py: a volunteer asks for villagers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.behalf import Villager
from bot.model import AUDIENCES, Contact
from tests.carrying import NO_ROLE, RESIDENT, VOLUNTEER, dismiss, enlist
from tests.township import BEATEN, DIVORCE, IDENTITY, NO_QUESTION, UNPAID, YEAR, Bot, serving, settings
from tests.wire import Wire, message, press


@pytest.fixture
async def bot(bot: Bot) -> Bot:
    """A bot with a volunteer."""
    await enlist(bot, VOLUNTEER)
    return bot


def say(text: str, person: int = VOLUNTEER) -> dict[str, object]:
    return message(text, person=person)


async def begin(bot: Bot, person: int = VOLUNTEER) -> None:
    """For an old person of 西坡村."""
    await bot.get(say("/behalf", person), say("老年人", person), say("西坡村", person))


async def rows(bot: Bot) -> Sequence[Contact]:
    return [row async for portion in bot.service.desk.ledger.contacts(YEAR) for row in portion]


async def test_audience_and_village_are_asked_once_then_question_after_question(bot: Bot) -> None:
    await bot.get(say("/behalf"))
    assert "哪个村的" in (await bot.get(press(bot.press("老年人"), person=VOLUNTEER)))[0]
    assert "开始代问（老年人、西坡村）" in (await bot.get(press(bot.press("西坡村"), person=VOLUNTEER)))[0]
    assert "别硬吵" in (await bot.get(say(UNPAID)))[0]
    assert "离婚" in (await bot.get(say(DIVORCE)))[0]
    assert [(r.audience, r.village, r.on_behalf, r.entry) for r in await rows(bot)] == [
        ("elderly", "西坡村", True, "wages/unpaid"), ("elderly", "西坡村", True, "marriage/divorce")
    ]


async def test_each_villager_is_one_person_and_leads_back_to_nobody(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say(UNPAID), say(DIVORCE), say("换一位"), say(UNPAID))
    await bot.get(press(bot.press("换一位"), person=VOLUNTEER), say(UNPAID))
    assert (await bot.figure("people"), await bot.figure("online")) == (3, 4)
    known = {IDENTITY.pseudonym(VOLUNTEER, 2026), IDENTITY.person(VOLUNTEER)}
    assert not known & {row.pseudonym for row in await rows(bot)}


async def test_after_the_end_the_volunteer_asks_for_themselves(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say(UNPAID))
    assert "代问结束了" in (await bot.get(press(bot.press("结束代问"), person=VOLUNTEER)))[0]
    await bot.get(say(UNPAID))
    theirs, own = await rows(bot)
    assert (own.on_behalf, own.audience, own.village) == (False, None, None)
    assert own.pseudonym == IDENTITY.pseudonym(VOLUNTEER, 2026) != theirs.pseudonym


@pytest.mark.parametrize("word", ["结束代问", "取消", "/cancel"])
async def test_typing_it_ends_it_too(bot: Bot, word: str) -> None:
    await begin(bot)
    assert "代问结束了" in (await bot.get(say(word)))[0]


async def test_a_menu_a_card_and_a_vote_are_the_villagers(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say("主题"))
    await bot.get(press(bot.press("讨薪"), person=VOLUNTEER))
    await bot.get(press(bot.press("老板拖欠工资"), person=VOLUNTEER))
    assert [label for label, _ in bot.wire.buttons()][-3:] == ["5 换一位", "6 换人群和村", "7 结束代问"]
    await bot.get(say("1"))
    answer, vote = await rows(bot)
    assert (answer.on_behalf, vote.kind, vote.on_behalf) == (True, "feedback", True)
    assert answer.pseudonym == vote.pseudonym


async def test_a_question_with_a_command_is_the_villagers_too(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say(f"/ask {UNPAID}"))
    assert [row.on_behalf for row in await rows(bot)] == [True]


async def test_audience_and_village_may_be_chosen_anew_and_left_open(bot: Bot) -> None:
    await begin(bot)
    await bot.get(press(bot.press("换人群和村"), person=VOLUNTEER))
    await bot.get(press(bot.press("不说"), person=VOLUNTEER))
    assert "开始代问（不说）" in (await bot.get(press(bot.press("不说"), person=VOLUNTEER)))[0]
    await bot.get(say(UNPAID))
    assert [(row.audience, row.village) for row in await rows(bot)] == [(None, None)]


async def test_what_is_no_answer_to_a_step_is_asked_for_again(bot: Bot) -> None:
    await bot.get(say("/behalf"))
    assert "请点下面的一类" in (await bot.get(say("我二叔")))[0]
    await bot.get(say("农村居民"))
    assert "没有找到“月亮村”" in (await bot.get(say("月亮村")))[0]
    assert "开始代问" in (await bot.get(say("西坡")))[0]


@pytest.mark.parametrize("forged", ["f:behalf:next", "f:behalf:0", "f:behalf:elderly:x", "f:behalf:", "f:behalf:change"])
async def test_a_button_outside_of_it_begins_it_and_counts_nothing(bot: Bot, forged: str) -> None:
    await bot.get(press(forged, person=VOLUNTEER), say(UNPAID))
    assert await rows(bot) == []


async def test_an_old_button_within_it_leaves_the_villager_as_they_are(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say(UNPAID), press("f:behalf:youth", person=VOLUNTEER), press("a:youth", person=VOLUNTEER), say(UNPAID))
    one, other = await rows(bot)
    assert (one.pseudonym, other.audience) == (other.pseudonym, "elderly")


async def test_danger_comes_first_and_the_rest_goes_on(bot: Bot) -> None:
    await begin(bot)
    assert "110" in (await bot.get(say(BEATEN)))[0]
    await bot.get(say(UNPAID))
    alarm, answer = await rows(bot)
    assert (alarm.kind, alarm.pseudonym, alarm.village, alarm.on_behalf) == ("emergency", "", None, False)
    assert answer.on_behalf


async def test_what_is_not_known_is_counted_for_the_villager(bot: Bot) -> None:
    await begin(bot)
    await bot.get(say(NO_QUESTION))
    assert [(row.kind, row.on_behalf) for row in await rows(bot)] == [("unknown", True)]


async def test_two_volunteers_ask_at_once(bot: Bot) -> None:
    await enlist(bot, VOLUNTEER, 78)
    await begin(bot)
    await bot.get(say("/behalf", 78), say("青少年", 78), say("东村", 78))
    await bot.get(say(UNPAID), say(UNPAID, 78))
    assert {(row.audience, row.village) for row in await rows(bot)} == {("elderly", "西坡村"), ("youth", "东村")}


async def test_a_restart_goes_on_with_the_same_villager(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await enlist(bot, VOLUNTEER)
        await begin(bot)
        await bot.get(say(UNPAID))
    async with serving(settings(tmp_path), Wire()) as bot:
        await bot.get(say(DIVORCE))
        assert len({row.pseudonym for row in await rows(bot)}) == 1
        assert await bot.figure("people") == 1


async def test_only_a_volunteer_may(bot: Bot) -> None:
    assert NO_ROLE in (await bot.get(say("/behalf", RESIDENT)))[0]
    assert NO_ROLE in (await bot.get(press("f:behalf:elderly", person=RESIDENT)))[0]


async def test_whoever_leaves_the_roster_in_the_middle_may_no_longer(bot: Bot) -> None:
    await begin(bot)
    await dismiss(bot)
    assert NO_ROLE in (await bot.get(press("o:wages/unpaid", person=VOLUNTEER)))[0]
    assert NO_ROLE in (await bot.get(say("/behalf")))[0]
    await bot.get(say(UNPAID))
    assert [row.on_behalf for row in await rows(bot)] == [False]


async def test_the_volunteers_own_place_is_not_the_villagers(bot: Bot) -> None:
    await bot.get(say("/village 东村"))
    await begin(bot)
    await bot.get(say(UNPAID), say("结束代问"), say(DIVORCE))
    assert [row.village for row in await rows(bot)] == ["西坡村", "东村"]


@given(st.sampled_from([*AUDIENCES, "-"]), st.text("0123456789abcdef", min_size=32, max_size=32), st.text(min_size=1, max_size=64))
def test_the_state_is_read_back_whatever_the_village_is_called(audience: str, pseudonym: str, village: str) -> None:
    villager = Villager(audience, pseudonym, village)
    assert Villager.read(villager.dump()) == villager
    assert Villager.read(Villager(audience).dump()) == Villager(audience)
