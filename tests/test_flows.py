"""Every conversation: wherever one wanders in it, there is a next step, and it fits into Telegram."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.answer import split
from bot.app import Service, opened
from bot.desk import note
from bot.model import Asker, Campaign, Effects, Reply
from bot.terminal import chat
from handlers import FLOWS
from tests.test_terminal import spoken
from tests.township import BEATEN, NO_QUESTION, NOW, UNPAID, YEAR, settings, town

LONG = "这是一个名字特别特别特别特别长的自治村"
TOWN = town(
    villages=("东村", LONG), staff_chat=-1001, admins=(42, 45),
    campaigns=(Campaign("二十个字的活动名字就是这么长长长长长长长", "11-01..11-30"),),
)
SAID = (
    "1", "2", "3", "9", "45 60", "0", "-1", "今天", "11-20", "东村", LONG, "学校", "讨薪", "不知道", "退订", "订阅", "停止", UNPAID,
    NO_QUESTION, BEATEN, "{words}", "f:session:save", "田" * 900, "，", "1" * 40,
)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """The parts behind a bot of a township with everything in it."""
    async with opened(settings(tmp_path, town=TOWN), lambda: NOW) as service:
        yield service


async def wander(service: Service, person: int, chance: random.Random, steps: int) -> list[tuple[Asker, Reply]]:
    """Press and say whatever comes to mind; what was done and shown."""
    desk, seen, buttons = service.desk, list[tuple[Asker, Reply]](), list[str]()
    for step in range(steps):
        asker = await desk.asker(person, "telegram")
        source = desk.source("wander", person, step)
        kind = chance.random()
        if step == 0 or kind < 0.15:
            argument = chance.choice(["", "", *SAID])
            reply = await desk.begin(asker, chance.choice(FLOWS), argument, source)
        elif kind < 0.75 and buttons:
            reply = await desk.press(asker, chance.choice(buttons[-12:]), source)
        else:
            reply = await desk.say(asker, chance.choice(SAID), source)
        buttons += [button.action for button in reply.buttons]
        effects = Effects(person=asker.person)
        note(effects, reply)
        await desk.settle(effects)
        seen.append((asker, reply))
    return seen


@pytest.mark.parametrize(("seed", "person"), [(1, 42), (2, 45), (3, 43), (4, 7)])
async def test_wherever_one_wanders_every_reply_says_something_and_every_button_fits(service: Service, seed: int, person: int) -> None:
    chance = random.Random(seed)
    await wander(service, 45, random.Random(seed + 100), 20)
    for asker, reply in await wander(service, person, chance, 100):
        assert reply.text.strip(), asker.flow
        assert all(len(piece) <= 4096 for piece in split(reply.text))
        assert all(0 < len(button.action.encode()) <= 64 and button.label.strip() for button in reply.buttons)
        assert "{" not in reply.text.replace("{words}", ""), reply.text
        assert asker.roles or not any(type(row).__name__ in {"Session", "Confirmation", "Broadcast", "Released"} for row in reply.rows)


async def test_nothing_that_one_wanders_into_counts_as_an_answer_but_cards(service: Service) -> None:
    shown = await wander(service, 7, random.Random(7), 60)
    rows = [row async for portion in service.store.contacts(YEAR) for row in portion]
    cards = [reply for _, reply in shown if reply.contact and reply.contact.kind == "answer"]
    assert len([row for row in rows if row.kind == "answer"]) == len(cards)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("/quiz", "1", "1", "1"), "三道题答完了"),
        (("/wish 无人机喷药伤了鱼", "1"), "留下了，谢谢您"),
        (("/subscribe",), "这里没法发消息给您"),
        (("/handover 我的事",), "请直接打电话问"),
        (("退订",), "您没有订阅"),
        (("/session",), "要法律明白人或司法所的人来办"),
        (("/village", "2"), LONG),
    ],
)
async def test_the_terminal_goes_as_far_as_it_can(
    service: Service, capsys: pytest.CaptureFixture[str], lines: tuple[str, ...], said: str
) -> None:
    await chat(service.desk, spoken(lines), "s")
    assert said in capsys.readouterr().out
