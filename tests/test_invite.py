"""bot/flows/invite.py and bot/flows/bind.py: from the roster to a volunteer's own account."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.flows.invite import KEPT
from bot.model import Effects
from tests.carrying import NAME, NO_ROLE, RESIDENT, VOLUNTEER, dismiss, member
from tests.township import ADMIN, STAFF, UNPAID, Bot, Clock, serving, settings
from tests.wire import BOT_NAME, Wire, message, press

LINK = re.compile(rf"https://t\.me/{BOT_NAME}\?start=(v_[A-Za-z0-9_-]+)")
INVALID = "这个链接用过了，或者过期了"


@pytest.fixture
async def bot(bot: Bot) -> Bot:
    """A bot with a roster of three, two of one name."""
    await roster(bot)
    return bot


async def roster(bot: Bot) -> None:
    three = [member(0), member(1, name="李明"), member(2, name="李明", village="东村")]
    await bot.service.desk.settle(Effects(records=[*three]))


def say(text: str, person: int = ADMIN) -> dict[str, object]:
    return message(text, person=person)


async def invited(bot: Bot, name: str = NAME) -> str:
    """The start parameter of a fresh link."""
    [text] = await bot.get(say(f"/invite {name}"))
    [parameter] = LINK.findall(text)
    assert len(parameter) <= 64
    return str(parameter)


async def test_a_volunteer_opens_the_link_and_may_carry_answers(bot: Bot) -> None:
    parameter = await invited(bot)
    assert f"{NAME}（西坡村）。是您本人吗" in (await bot.get(say(f"/start {parameter}", VOLUNTEER)))[0]
    assert f"绑定好了，{NAME}" in (await bot.get(press(bot.press("是我"), person=VOLUNTEER)))[0]
    assert "代谁问" in (await bot.get(say("/behalf", VOLUNTEER)))[0]


async def test_a_link_works_once(bot: Bot) -> None:
    parameter = await invited(bot)
    await bot.get(say(f"/start {parameter}", VOLUNTEER), say("是我", VOLUNTEER))
    assert INVALID in (await bot.get(say(f"/start {parameter}", 78)))[0]
    assert NO_ROLE in (await bot.get(say("/behalf", 78)))[0]


async def test_of_two_who_open_a_link_the_first_one_to_say_yes_has_it(bot: Bot) -> None:
    parameter = await invited(bot)
    await bot.get(say(f"/start {parameter}", VOLUNTEER))
    await bot.get(say(f"/start {parameter}", 78))
    await bot.get(say("是我", 78))
    assert INVALID in (await bot.get(say("是我", VOLUNTEER)))[0]
    assert NO_ROLE in (await bot.get(say("/behalf", VOLUNTEER)))[0]


async def test_somebody_else_says_so_and_leaves_the_link_as_it_was(bot: Bot) -> None:
    parameter = await invited(bot)
    await bot.get(say(f"/start {parameter}", 78))
    assert "没有绑定" in (await bot.get(press(bot.press("不是我"), person=78)))[0]
    assert "是您本人吗" in (await bot.get(say(f"/start {parameter}", VOLUNTEER)))[0]


async def test_an_answer_that_is_neither_is_asked_for_again(bot: Bot) -> None:
    await bot.get(say(f"/start {await invited(bot)}", VOLUNTEER))
    assert "请点“是我，绑定”或“不是我”" in (await bot.get(say("怎么弄", VOLUNTEER)))[0]
    assert "绑定好了" in (await bot.get(say("1", VOLUNTEER)))[0]


async def test_a_link_expires(bot: Bot, clock: Clock) -> None:
    parameter = await invited(bot)
    await bot.get(say(f"/start {parameter}", VOLUNTEER))
    clock.forward(days=KEPT.days)
    assert INVALID in (await bot.get(say("是我", VOLUNTEER)))[0]
    assert INVALID in (await bot.get(say(f"/start {parameter}", VOLUNTEER)))[0]


@pytest.mark.parametrize("made_up", ["v_", "v_nothing", "v_" + "x" * 62, "v_😀"])
async def test_a_made_up_link_binds_nobody(bot: Bot, made_up: str) -> None:
    await bot.get(say(f"/start {made_up}", VOLUNTEER), press("f:bind:y", person=VOLUNTEER))
    assert NO_ROLE in (await bot.get(say("/behalf", VOLUNTEER)))[0]


async def test_whoever_leaves_the_roster_loses_the_role_at_once(bot: Bot) -> None:
    await bot.get(say(f"/start {await invited(bot)}", VOLUNTEER), say("是我", VOLUNTEER), say("/paper", VOLUNTEER))
    await dismiss(bot)
    assert NO_ROLE in (await bot.get(press(bot.press("讨薪"), person=VOLUNTEER)))[0]
    assert NO_ROLE in (await bot.get(say("/paper", VOLUNTEER)))[0]


async def test_an_invitation_of_somebody_who_left_binds_nobody(bot: Bot) -> None:
    parameter = await invited(bot)
    await dismiss(bot)
    assert INVALID in (await bot.get(say(f"/start {parameter}", VOLUNTEER)))[0]


async def test_all_who_have_no_account_get_their_links_in_a_file(bot: Bot) -> None:
    await bot.get(say(f"/start {await invited(bot)}", VOLUNTEER), say("是我", VOLUNTEER))
    await bot.get(say("/invite"))
    [text] = await bot.get(press(bot.press("还没绑定的全部（2人"), person=ADMIN))
    assert "做好了2个链接，12月9日前有效" in text
    lines = bot.wire.contents["法律明白人绑定链接.txt"].decode("utf-8-sig").split("\r\n")
    assert [line.split("\t")[:2] for line in lines[:-1]] == [["西坡村", "李明"], ["东村", "李明"]]
    for person, line in enumerate(lines[:-1], 200):
        await bot.get(say(f"/start {LINK.findall(line)[0]}", person), say("是我", person))
        assert "代谁问" in (await bot.get(say("/behalf", person)))[0]


async def test_of_two_of_one_name_the_admin_chooses(bot: Bot) -> None:
    await bot.get(say("/invite"))
    assert "有几位叫“李明”" in (await bot.get(say("李明")))[0]
    [text] = await bot.get(press(bot.press("李明（东村）"), person=ADMIN))
    await bot.get(say(f"/start {LINK.findall(text)[0]}", VOLUNTEER))
    assert "李明（东村）" in bot.wire.sent()[-1]


async def test_a_name_that_is_not_on_the_roster_is_asked_for_again(bot: Bot) -> None:
    await bot.get(say("/invite"))
    assert "名册上没有“张三”" in (await bot.get(say("张三")))[0]
    assert LINK.search((await bot.get(say(NAME)))[0])


@pytest.mark.parametrize("forged", ["f:invite:m:nobody", "f:invite:m:", "f:invite:?"])
async def test_a_forged_button_makes_no_link(bot: Bot, forged: str) -> None:
    assert not LINK.search((await bot.get(press(forged, person=ADMIN)))[0])


async def test_only_an_admin_invites(bot: Bot) -> None:
    for person in (RESIDENT, STAFF):
        assert NO_ROLE in (await bot.get(say("/invite", person)))[0]
        assert NO_ROLE in (await bot.get(press("f:invite:all", person=person)))[0]


async def test_without_a_roster_there_is_nobody_to_invite(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "名册上现在没有人" in (await bot.get(say("/invite")))[0]


async def test_neither_the_token_nor_the_account_stands_in_the_database(tmp_path: Path) -> None:
    async with serving(settings(tmp_path), Wire()) as bot:
        await roster(bot)
        token = (await invited(bot)).removeprefix("v_")
        await bot.get(say(f"/start v_{token}", 987654321))
    async with serving(settings(tmp_path), Wire()) as bot:
        assert "绑定好了" in (await bot.get(say("是我", 987654321)))[0]
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert token.encode() not in kept and b"987654321" not in kept


async def test_a_volunteers_own_questions_are_counted_as_anybodys(bot: Bot) -> None:
    await bot.get(say(f"/start {await invited(bot)}", VOLUNTEER), say("是我", VOLUNTEER), say(UNPAID, VOLUNTEER))
    assert await bot.figure("people") == 1


async def test_a_bot_that_does_not_know_its_name_says_what_to_do(bot: Bot) -> None:
    bot.service.desk.home.username = None
    assert "town.yaml" in (await bot.get(say("/invite")))[0]
