"""bot/flows/broadcast.py and broadcasts.py: an admin writes to subscribers, a second admin lets it go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.test_subscribe import subscribe
from tests.township import ADMIN, BEATEN, STAFF, Bot, Clock, serving, settings, town
from tests.wire import Wire, message, press

OTHER = 45
NEWS = "周五上午九点，村口讲反诈。"
TEAM = town(admins=(ADMIN, OTHER))


@pytest.fixture
async def team(tmp_path: Path, clock: Clock) -> AsyncIterator[Bot]:
    """A bot with two admins."""
    async with serving(settings(tmp_path, town=TEAM), Wire(), clock) as bot:
        yield bot


async def propose(bot: Bot, text: str = NEWS, *labels: str) -> str:
    """Propose a broadcast; returns what the button for the second admin carries."""
    await bot.get(message(f"/broadcast {text}", person=ADMIN))
    for label in labels or ("不带", "所有人群", "所有村"):
        await bot.get(press(bot.press(label), person=ADMIN))
    assert "提交了" in (await bot.get(press(bot.press("提交"), person=ADMIN)))[0]
    [broadcast, *_] = await bot.service.store.errands.broadcasts()
    return f"f:broadcasts:y:{broadcast.source}"


async def read(bot: Bot, person: int) -> list[str]:
    """Broadcasts that somebody got."""
    return [text for text in bot.wire.sent(person) if NEWS in text]


async def test_it_is_previewed_confirmed_by_a_second_admin_and_read_by_subscribers(team: Bot) -> None:
    await subscribe(team, 7, 8)
    await team.get(message("/broadcast", person=ADMIN), message(NEWS, person=ADMIN))
    for label in ("不带", "所有人群"):
        await team.get(press(team.press(label), person=ADMIN))
    [preview] = await team.get(press(team.press("所有村"), person=ADMIN))
    assert "发给2人（所有人群，所有村），卡片：不带卡片" in preview and NEWS in preview
    await team.get(press(team.press("提交"), person=ADMIN))
    [asked] = await team.post()
    assert NEWS in asked and team.wire.sent(OTHER) == [asked]
    assert "开始发了" in (await team.get(press(team.press("确认发送"), person=OTHER)))[0]
    assert await team.post() == [f"{NEWS}\n\n不想再收到，发“退订”。"] * 2
    assert team.wire.buttons() == [("退订", "f:unsubscribe:")]
    assert "发完了 · 所有人群 · 所有村 · 已发2 待发0" in (await team.get(message("/broadcasts", person=ADMIN)))[0]


async def test_it_counts_only_where_its_card_was_opened(team: Bot) -> None:
    await subscribe(team, 7, 8)
    await team.get(message(f"/broadcast {NEWS}", person=ADMIN), message("老板拖欠工资怎么办", person=ADMIN))
    await team.get(press(team.press("老板拖欠工资"), person=ADMIN))
    for label in ("所有人群", "所有村", "提交"):
        await team.get(press(team.press(label), person=ADMIN))
    [broadcast] = await team.service.store.errands.broadcasts()
    await team.get(press(f"f:broadcasts:y:{broadcast.source}", person=OTHER))
    await team.post()
    assert await team.figure("online") == 0
    await team.get(press(team.press("看答案"), person=8))
    assert (await team.figure("online"), await team.figure("people")) == (1, 1)


async def test_it_goes_to_an_audience_of_a_village(team: Bot) -> None:
    await team.get(*(press("a:elderly", person=p) for p in (7, 8)), *(message("/village 东村", person=p) for p in (8, 9)))
    await subscribe(team, 7, 8, 9)
    await team.get(press(await propose(team, NEWS, "不带", "老年人", "东村"), person=OTHER))
    await team.post()
    assert [len(await read(team, p)) for p in (7, 8, 9)] == [0, 1, 0]


async def test_whoever_proposed_it_cannot_let_it_go(team: Bot) -> None:
    await subscribe(team, 7)
    release = await propose(team)
    assert "由另一位管理员确认" in (await team.get(press(release, person=ADMIN)))[0]
    await team.post()
    assert await read(team, 7) == []


async def test_two_let_it_go_and_it_goes_once(tmp_path: Path) -> None:
    async with serving(settings(tmp_path, town=town(admins=(ADMIN, OTHER, 46))), Wire()) as bot:
        await subscribe(bot, 7)
        release = await propose(bot)
        await bot.get(press(release, person=OTHER), press(release, person=46))
        await bot.post()
        assert "已经确认、停止或发完了" in (await bot.get(press(release, person=46)))[0]
        await bot.post()
        assert len(await read(bot, 7)) == 1


async def test_a_lone_admin_is_told_that_nobody_could_confirm(bot: Bot) -> None:
    assert "只有一位管理员" in (await bot.get(message("/broadcast", person=ADMIN)))[0]


@pytest.mark.parametrize("how", ["command", "button"])
async def test_one_command_stops_it(team: Bot, how: str) -> None:
    await subscribe(team, 7)
    release = await propose(team)
    await team.get(press(release, person=OTHER))
    stop = message("/broadcast 停止", person=ADMIN) if how == "command" else press("f:broadcasts:s", person=ADMIN)
    assert await team.get(stop) == ["停了，没发的都不发了。"]
    await team.post()
    assert await read(team, 7) == []
    assert "没有正在发的" in (await team.get(message("/broadcast 停止", person=ADMIN)))[0]
    assert "已经确认、停止" in (await team.get(press(release, person=OTHER)))[0]


async def test_whoever_leaves_before_it_is_sent_does_not_get_it(team: Bot) -> None:
    await subscribe(team, 7, 8)
    await team.get(press(await propose(team), person=OTHER))
    await team.get(message("退订"))
    await team.post()
    assert [len(await read(team, p)) for p in (7, 8)] == [0, 1]


@pytest.mark.parametrize(
    ("before", "wrong", "again"),
    [
        ((), "田" * 601, "要写1到600个字"),
        ((NEWS,), "给我讲个笑话听听", "没有对上一张卡片。\n下面带哪张答案卡片"),
        ((NEWS, "1"), "外国人", "请点一个，或者回它的数字。\n发给哪类人"),
        ((NEWS, "1", "1"), "月亮村", "请点一个，或者回它的数字。\n发给哪个村"),
        ((NEWS, "1", "2", "1"), "好的", "没有人收得到"),
    ],
)
async def test_wrong_input_is_asked_for_again(team: Bot, before: tuple[str, ...], wrong: str, again: str) -> None:
    await subscribe(team, 7)
    await team.get(message("/broadcast", person=ADMIN), *(message(said, person=ADMIN) for said in before))
    sent = await team.get(message(wrong, person=ADMIN))
    assert again in "".join([*team.wire.sent(ADMIN)[-2:], *sent])


async def test_forged_buttons_send_nothing(team: Bot) -> None:
    await subscribe(team, 7)
    await team.get(message(f"/broadcast {NEWS}", person=ADMIN))
    for what in ("go", "village:0", "entry:999", "audience:x", "", "::"):
        await team.get(press(f"f:broadcast:{what}", person=ADMIN))
    for what in ("y", "y:1", "r:1", "", "x:y:z"):
        await team.get(press(f"f:broadcasts:{what}", person=OTHER))
    assert await team.service.store.errands.broadcasts() == ()


async def test_it_can_be_left_and_danger_goes_first(team: Bot) -> None:
    await team.get(message("/broadcast", person=ADMIN))
    assert "110" in (await team.get(message(BEATEN, person=ADMIN)))[0]
    assert "已经取消" in (await team.get(message("取消", person=ADMIN)))[0]
    assert "已经确认、停止" in (await team.get(press("f:broadcast:go", person=ADMIN)))[0]


async def test_two_admins_write_at_once_and_a_restart_comes_between(tmp_path: Path) -> None:
    async with serving(settings(tmp_path, town=TEAM), Wire()) as bot:
        await subscribe(bot, 7)
        await bot.get(message(f"/broadcast {NEWS}甲", person=ADMIN), message(f"/broadcast {NEWS}乙", person=OTHER))
        await bot.get(*(message("1", person=p) for p in (ADMIN, OTHER)))
    async with serving(settings(tmp_path, town=TEAM), Wire()) as bot:
        await bot.get(*(message(said, person=p) for said in ("1", "1", "1") for p in (ADMIN, OTHER)))
        assert {b.text for b in await bot.service.store.errands.broadcasts()} == {f"{NEWS}甲", f"{NEWS}乙"}


@pytest.mark.parametrize("person", [7, STAFF])
async def test_nobody_else_writes(team: Bot, person: int) -> None:
    release = f"f:broadcasts:y:{'0' * 32}"
    for what in (message("/broadcast x", person=person), message("/broadcasts", person=person), press(release, person=person)):
        assert "要法律明白人或司法所的人来办" in (await team.get(what))[0]
