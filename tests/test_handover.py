"""bot/flows/handover.py and office.py: a resident's question goes to the office and the answer comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.model import Contact, Mediator
from tests.township import ADMIN, BEATEN, NO_QUESTION, STAFF, UNPAID, YEAR, Bot, Clock, serving, settings, town
from tests.wire import BOT_ID, Wire, fault, message, press

OFFICE = -1001
WORDS = "邻村的厂子往河里倒水，庄稼都死了"
CHAT = town(staff_chat=OFFICE, mediators={"东村": Mediator("张大爷", "0571-1"), "西坡村": Mediator("李婶")})


@pytest.fixture
async def staffed(tmp_path: Path, clock: Clock) -> AsyncIterator[Bot]:
    """A bot with an office behind it."""
    async with serving(settings(tmp_path, town=CHAT), Wire(), clock) as bot:
        yield bot


async def hand_over(bot: Bot, person: int = 7, words: str = WORDS) -> str:
    """Send a question to the office; returns its code."""
    await bot.get(message("/handover", person=person), message(words, person=person))
    [said] = await bot.get(press("f:handover:send", person=person))
    return said.partition("编号")[2][:8]


def reply(code: str, said: str, *, author: int = BOT_ID, chat: int = OFFICE, **more: Any) -> dict[str, Any]:
    """Somebody of the office replies to the question in its chat."""
    where = {"id": chat, "type": "supergroup"}
    above = {
        "message_id": 3, "date": 1, "chat": where, "text": f"【居民咨询 编号{code}】\n……",
        "from": {"id": author, "is_bot": author == BOT_ID, "first_name": "某人"},
    }
    return message(said, person=55, group=True, chat=chat, reply_to_message=above, **more)


async def kept(bot: Bot) -> list[Contact]:
    """Rows about questions handed over."""
    return [row async for portion in bot.service.store.contacts(YEAR) for row in portion if row.kind == "referred"]


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("test.db*"))


async def test_under_an_answer_stand_office_hours_number_mediator_and_the_way_to_the_office(staffed: Bot) -> None:
    await staffed.get(message("/village 东村"), message(UNPAID))
    [said] = await staffed.get(press("h:wages/unpaid"))
    assert "·东村人民调解员 张大爷 0571-1" in said
    assert [data for _, data in staffed.wire.buttons()] == ["f:handover:"]


async def test_whoever_has_not_named_a_village_is_told_how_to_see_its_mediator(staffed: Bot) -> None:
    assert "发 /village 选了村" in (await staffed.get(press("h:wages/unpaid")))[0]


async def test_the_exact_words_go_to_the_office_and_its_answer_comes_back(staffed: Bot) -> None:
    await staffed.get(press("f:handover:"))
    [shown] = await staffed.get(message(WORDS))
    assert f"\n\n{WORDS}\n\n" in shown
    assert await staffed.post() == []
    [said] = await staffed.get(press(staffed.press("同意")))
    code = said.partition("编号")[2][:8]
    [question] = await staffed.post()
    assert WORDS in question and staffed.wire.sent(OFFICE) == [question]
    assert f"编号{code}办结" in (await staffed.get(reply(code, "带上照片到所里来。")))[0]
    [answer] = await staffed.post()
    assert "带上照片到所里来。" in answer and staffed.wire.sent(7)[-1] == answer


async def test_after_it_is_closed_only_that_it_happened_is_kept(staffed: Bot, tmp_path: Path) -> None:
    code = await hand_over(staffed)
    await staffed.get(reply(code, "到所里来。"))
    await staffed.post()
    await staffed.service.store.scrub()
    assert WORDS.encode() not in on_disk(tmp_path) and "到所里来".encode() not in on_disk(tmp_path)
    [row] = await kept(staffed)
    assert (row.pseudonym, row.outcome, row.village, row.counted) == ("", "answered", None, True)


async def test_words_are_not_on_disk_before_their_author_has_said_yes(staffed: Bot, tmp_path: Path) -> None:
    await staffed.get(message("/handover"), message(WORDS))
    await staffed.service.store.scrub()
    assert WORDS.encode() not in on_disk(tmp_path)


async def test_a_question_without_an_answer_can_be_handed_over_as_it_is(staffed: Bot) -> None:
    await staffed.get(message(NO_QUESTION))
    assert NO_QUESTION in (await staffed.get(press(staffed.press("把问题转给"))))[0]
    await staffed.get(press(staffed.press("同意")))
    assert NO_QUESTION in (await staffed.post())[0]


async def test_it_can_be_written_anew_or_left(staffed: Bot) -> None:
    await staffed.get(message("/handover"), message("写错了"), press("f:handover:new"), message(WORDS))
    await staffed.get(press(staffed.press("同意")))
    [sent] = await staffed.post()
    assert WORDS in sent and "写错了" not in sent
    await staffed.get(message("/handover"), message("别的事"), message("取消"), press("f:handover:send"))
    assert await staffed.post() == []


async def test_too_long_a_question_is_asked_for_again(staffed: Bot) -> None:
    await staffed.get(message("/handover"))
    assert "太长了，请缩到800个字以内" in (await staffed.get(message("田" * 801)))[0]
    await staffed.get(press("f:handover:send"))
    assert await staffed.post() == []


async def test_braces_in_somebody_s_words_stay_what_they_are(staffed: Bot) -> None:
    code = await hand_over(staffed, words="合同写着{answer}{code}")
    assert "合同写着{answer}{code}" in (await staffed.post())[0]
    await staffed.get(reply(code, "那是空白。"))
    assert "合同写着{answer}{code}" in (await staffed.post())[0]


async def test_after_a_restart_the_words_are_asked_for_again(tmp_path: Path) -> None:
    async with serving(settings(tmp_path, town=CHAT), Wire()) as bot:
        await bot.get(message("/handover"), message(WORDS))
    async with serving(settings(tmp_path, town=CHAT), Wire()) as bot:
        assert "您写的话没有留下来" in (await bot.get(press("f:handover:send")))[0]
        await bot.get(message(WORDS), press("f:handover:send"))
        assert WORDS in (await bot.post())[0]


async def test_a_question_and_its_answer_outlive_restarts(tmp_path: Path) -> None:
    async with serving(settings(tmp_path, town=CHAT), Wire()) as bot:
        code = await hand_over(bot)
    async with serving(settings(tmp_path, town=CHAT), Wire()) as bot:
        assert WORDS in (await bot.post())[0]
        await bot.get(reply(code, "到所里来。"))
    async with serving(settings(tmp_path, town=CHAT), Wire()) as bot:
        assert "到所里来。" in (await bot.post())[0]


async def test_two_people_ask_and_each_gets_their_answer(staffed: Bot) -> None:
    one, other = await hand_over(staffed, 101, "第一个人的事"), await hand_over(staffed, 102, "第二个人的事")
    await staffed.post()
    await staffed.get(reply(other, "给第二个"), reply(one, "给第一个"))
    await staffed.post()
    assert "给第一个" in staffed.wire.sent(101)[-1] and "给第二个" in staffed.wire.sent(102)[-1]


async def test_two_answers_at_once_and_the_first_goes(staffed: Bot) -> None:
    code = await hand_over(staffed)
    await staffed.post()
    await staffed.get(reply(code, "第一个答复"), reply(code, "第二个答复"))
    [answer] = await staffed.post()
    assert "第一个答复" in answer
    assert "已经办结或撤回" in staffed.wire.sent(OFFICE)[-1]
    assert len(await kept(staffed)) == 1


async def test_the_resident_takes_it_back_and_the_office_is_told(staffed: Bot) -> None:
    code = await hand_over(staffed)
    await staffed.post()
    assert "撤回了" in (await staffed.get(press(f"f:handover:w:{code}")))[0]
    assert "提问的人撤回了" in (await staffed.post())[0]
    await staffed.get(reply(code, "到所里来。"))
    assert await staffed.post() == []
    assert [row.outcome for row in await kept(staffed)] == ["withdrawn"]


async def test_nobody_takes_back_another_one_s_question(staffed: Bot) -> None:
    code = await hand_over(staffed)
    await staffed.get(press(f"f:handover:w:{code}", person=8))
    assert len(await staffed.service.store.errands.handovers()) == 1


@pytest.mark.parametrize("how", [{"author": 56}, {"chat": -1002}, {"edited": True}])
async def test_only_a_reply_to_the_bot_in_the_office_s_chat_is_an_answer(staffed: Bot, how: dict[str, Any]) -> None:
    code = await hand_over(staffed)
    await staffed.post()
    await staffed.get(reply(code, "假的答复", **how))
    assert await staffed.post() == []
    assert len(await staffed.service.store.errands.handovers()) == 1


async def test_what_nobody_answers_is_closed_after_some_days_and_both_are_told(staffed: Bot, clock: Clock) -> None:
    await hand_over(staffed)
    await staffed.post()
    clock.forward(days=6.9)
    assert await staffed.post() == []
    clock.forward(days=0.2)
    told = await staffed.post()
    assert len(told) == 2
    assert "7天没有人答复" in staffed.wire.sent(7)[-1] and "已经结束" in staffed.wire.sent(OFFICE)[-1]
    assert (await staffed.service.store.errands.handovers(), [r.outcome for r in await kept(staffed)]) == ((), ["expired"])


async def test_a_forgotten_resident_s_question_is_gone(staffed: Bot, tmp_path: Path) -> None:
    code = await hand_over(staffed)
    await staffed.post()
    await staffed.get(message("/forget"))
    await staffed.get(reply(code, "到所里来。"))
    assert await staffed.post() == []
    assert WORDS.encode() not in on_disk(tmp_path)


async def test_nobody_floods_the_office(staffed: Bot) -> None:
    for _ in range(3):
        await hand_over(staffed)
    await staffed.get(message("/handover"), message(WORDS))
    assert "已经有3件在等答复" in (await staffed.get(press("f:handover:send")))[0]
    assert len(await staffed.service.store.errands.handovers()) == 3


async def test_the_office_answers_from_the_list_too(staffed: Bot, clock: Clock) -> None:
    assert "没有等着答复" in (await staffed.get(message("/handovers", person=STAFF)))[0]
    code = await hand_over(staffed)
    clock.forward(days=2)
    assert f"编号{code} · 2天 · {WORDS}" in (await staffed.get(message("/handovers", person=ADMIN)))[0]
    assert WORDS in (await staffed.get(press(staffed.press(code), person=ADMIN)))[0]
    await staffed.get(message("到所里来。", person=ADMIN))
    await staffed.post()
    assert "到所里来。" in staffed.wire.sent(7)[-1]


async def test_what_was_settled_by_telephone_is_closed_from_the_list(staffed: Bot) -> None:
    code = await hand_over(staffed)
    await staffed.get(press(f"f:handovers:o:{code}", person=STAFF))
    await staffed.get(press(staffed.press("电话里答复过了"), person=STAFF))
    await staffed.post()
    assert "已经在电话里或当面答复过您" in staffed.wire.sent(7)[-1]


async def test_a_list_left_in_the_middle_answers_nobody(staffed: Bot) -> None:
    code = await hand_over(staffed)
    await staffed.post()
    await staffed.get(press(f"f:handovers:o:{code}", person=STAFF), message("取消", person=STAFF))
    for forged in ("f:handovers:t:12345678", "f:handovers:", "f:handovers:o:"):
        assert "已经办结或撤回" in (await staffed.get(press(forged, person=STAFF)))[0]
    assert await staffed.post() == []


async def test_a_resident_sees_no_list(staffed: Bot) -> None:
    code = await hand_over(staffed)
    assert "要法律明白人或司法所的人来办" in (await staffed.get(message("/handovers")))[0]
    assert "要法律明白人或司法所的人来办" in (await staffed.get(press(f"f:handovers:o:{code}")))[0]


async def test_without_an_office_nothing_is_offered(bot: Bot) -> None:
    await bot.get(press("h:wages/unpaid"))
    assert bot.wire.buttons() == []
    assert "请直接打电话问：司法所" in (await bot.get(message("/handover")))[0]


async def test_danger_goes_first(staffed: Bot) -> None:
    await staffed.get(message("/handover"))
    assert "110" in (await staffed.get(message(BEATEN)))[0]
    await staffed.get(press("f:handover:send"))
    assert await staffed.post() == []


async def test_the_office_s_chat_that_was_made_a_supergroup_still_gets_it(staffed: Bot) -> None:
    await hand_over(staffed)
    staffed.wire.faults["sendMessage"] = [fault(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1009)]
    await staffed.post()
    assert WORDS in staffed.wire.sent(-1009)[0]
