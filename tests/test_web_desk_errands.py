"""web/desk/handovers.py and broadcasts.py: questions answered, messages written and let go by a second admin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.desk_visiting import AtDesk, at_desk
from tests.test_handover import CHAT, WORDS, hand_over, kept
from tests.test_subscribe import subscribe
from tests.township import ADMIN, Bot, Clock, serving, settings, town
from tests.visiting import field
from tests.wire import Wire

OTHER = 45
NEWS = "周五上午九点，村口讲反诈。"


@pytest.fixture
async def bot(tmp_path: Path, clock: Clock) -> AsyncIterator[Bot]:
    """A bot with two admins and an office behind it."""
    of = town(admins=(ADMIN, OTHER), staff_chat=CHAT.staff_chat, mediators=CHAT.mediators)
    async with serving(settings(tmp_path, town=of), Wire(), clock) as running:
        yield running


async def answer(browser: AtDesk, code: str, what: str = "answer", said: str = "请带照片来所里。") -> httpx.Response:
    """Press one of the buttons under a question."""
    return await browser.press("/desk/handovers", "/desk/handovers", do=what, code=code, answer=said)


async def previewed(browser: AtDesk, **fields: str) -> httpx.Response:
    """Fill in the form of a new message."""
    filled = {"text": NEWS, "entry": "", "audience": "", "village": "", **fields}
    return await browser.press("/desk/broadcasts", "/desk/broadcasts/preview", **filled)


async def propose(browser: AtDesk, page: httpx.Response) -> httpx.Response:
    """Press the button under a preview."""
    names = ("t", "text", "entry", "audience", "village", "once")
    return await browser.send("/desk/broadcasts", {"do": "propose", **{name: field(page.text, name) for name in names}})


async def test_an_answer_goes_to_whoever_asked_and_only_that_it_happened_stays(bot: Bot, clock: Clock) -> None:
    code = await hand_over(bot)
    async with at_desk(bot.service, clock) as browser:
        assert WORDS in (await browser.go("/desk/handovers")).text
        page = await answer(browser, code)
        assert "没有等答复的问题" in page.text and WORDS not in page.text
    await bot.post()
    assert "请带照片来所里。" in bot.wire.sent(7)[-1]
    assert [row.outcome for row in await kept(bot)] == ["answered"]
    assert await bot.figure("referred") == 1


async def test_a_question_settled_by_telephone_is_closed(bot: Bot, clock: Clock) -> None:
    code = await hand_over(bot)
    async with at_desk(bot.service, clock) as browser:
        await answer(browser, code, "settled", "")
    assert await bot.service.store.errands.handovers() == ()


async def test_of_two_answers_the_first_goes(bot: Bot, clock: Clock) -> None:
    code = await hand_over(bot)
    async with at_desk(bot.service, clock) as browser, at_desk(bot.service, clock) as other:
        await answer(browser, code)
        mark = field((await other.go("/desk/handovers")).text, "t")
        page = await other.send("/desk/handovers", {"t": mark, "do": "answer", "code": code, "answer": "第二个答复"})
        assert code in page.text
    await bot.post()
    assert not [said for said in bot.wire.sent(7) if "第二个答复" in said]
    assert len(await kept(bot)) == 1


@pytest.mark.parametrize("said", ["", " ", "长" * 1501])
async def test_an_answer_that_says_nothing_or_too_much_is_not_sent(bot: Bot, clock: Clock, said: str) -> None:
    code = await hand_over(bot)
    async with at_desk(bot.service, clock) as browser:
        assert "没有发出" in (await answer(browser, code, said=said)).text
    assert len(await bot.service.store.errands.handovers()) == 1


async def test_a_message_is_previewed_proposed_and_let_go_by_another_admin(bot: Bot, clock: Clock) -> None:
    await subscribe(bot, 7, 8)
    async with at_desk(bot.service, clock) as browser, at_desk(bot.service, clock, name="李四") as second:
        page = await previewed(browser, entry="wages/unpaid")
        assert "发给2人（所有人群，所有村），卡片：老板拖欠工资怎么办？" in page.text
        assert await bot.service.store.errands.broadcasts() == ()
        assert "提交了" in (await propose(browser, page)).text
        [written] = await bot.service.store.errands.broadcasts()
        assert "确认发送" not in (await browser.go("/desk/broadcasts")).text
        refused = await browser.press("/desk/broadcasts", "/desk/broadcasts", do="release", broadcast=written.source)
        assert "要由另一位管理员确认" in refused.text
        assert await bot.post() and not [said for said in bot.wire.sent(7) if said.startswith(NEWS)]
        assert "开始发了" in (await second.press("/desk/broadcasts", "/desk/broadcasts", do="release", broadcast=written.source)).text
    await bot.post()
    assert [said for who in (7, 8) for said in bot.wire.sent(who) if NEWS in said] == [f"{NEWS}\n\n不想再收到，发“退订”。"] * 2


async def test_a_preview_pressed_twice_is_one_message(bot: Bot, clock: Clock) -> None:
    await subscribe(bot, 7)
    async with at_desk(bot.service, clock) as browser:
        page = await previewed(browser)
        await propose(browser, page)
        await propose(browser, page)
    assert len(await bot.service.store.errands.broadcasts()) == 1


async def test_one_button_stops_it(bot: Bot, clock: Clock) -> None:
    await subscribe(bot, 7)
    async with at_desk(bot.service, clock) as browser:
        await propose(browser, await previewed(browser))
        assert "停了" in (await browser.press("/desk/broadcasts", "/desk/broadcasts", do="stop")).text
    assert [b.state for b in await bot.service.store.errands.broadcasts()] == ["stopped"]


@pytest.mark.parametrize(("fields", "said"), [
    ({"text": ""}, "要写1到600个字"), ({"text": "长" * 601}, "要写1到600个字"), ({"audience": "kings"}, "发给哪类人"),
    ({"village": "没有的村"}, "发给哪个村"), ({"entry": "no/such"}, "下面带哪张"), ({"audience": "youth"}, "没有人收得到"),
])
async def test_what_is_wrong_is_said_and_what_was_typed_stays(bot: Bot, clock: Clock, fields: dict[str, str], said: str) -> None:
    await subscribe(bot, 7)
    async with at_desk(bot.service, clock) as browser:
        page = await previewed(browser, **fields)
        assert said in page.text and "先看看样子" in page.text
        assert fields.get("text", NEWS) in page.text
    assert await bot.service.store.errands.broadcasts() == ()


@pytest.mark.parametrize("what", ["", "erase", "propose"])
async def test_forged_buttons_write_nothing(bot: Bot, clock: Clock, what: str) -> None:
    await subscribe(bot, 7)
    async with at_desk(bot.service, clock) as browser:
        await browser.press("/desk/broadcasts", "/desk/broadcasts", do=what, broadcast="x")
    assert await bot.service.store.errands.broadcasts() == ()


async def test_what_somebody_typed_stays_text(bot: Bot, clock: Clock) -> None:
    await subscribe(bot, 7)
    await hand_over(bot, words="<script>alert(1)</script>")
    async with at_desk(bot.service, clock) as browser:
        for page in (await browser.go("/desk/handovers"), await previewed(browser, text="<b>粗</b>")):
            assert "<script" not in page.text and "<b>粗" not in page.text
