"""handlers/privacy.py: what is kept, being forgotten, clearing the chat."""

from __future__ import annotations

from pathlib import Path

from tests.township import IDENTITY, UNPAID, Bot, Clock
from tests.wire import fault, message, press


async def test_what_is_kept_is_said_in_two_sentences(bot: Bot) -> None:
    [said] = await bot.get(message("/privacy"))
    assert said.count("。") == 2
    assert "境外" in said


async def test_a_forgotten_person_is_unknown_and_the_counts_stay(bot: Bot) -> None:
    await bot.get(message("/start"), message("3"), message(UNPAID))
    assert await bot.get(message("/forget")) == ["好的，我已经认不出您了。"]
    assert (await bot.figure("online"), await bot.figure("people")) == (1, 1)
    [said] = await bot.get(message(UNPAID))
    assert "别硬吵" not in said
    assert (await bot.figure("online"), await bot.figure("people")) == (2, 2)


async def test_nothing_of_a_forgotten_person_is_left_on_disk(bot: Bot, tmp_path: Path) -> None:
    account = 987654321
    await bot.get(message("/start", person=account), message("1", person=account), message(UNPAID, person=account))
    await bot.service.store.scrub()
    names = [IDENTITY.person(account), *IDENTITY.pseudonyms(account, 2026)]
    assert sum(name in disk(tmp_path) for name in names) == 2
    await bot.get(message("/forget", person=account))
    await bot.service.store.scrub()
    assert not any(name in disk(tmp_path) for name in (*names, str(account)))


def disk(folder: Path) -> str:
    return "".join(path.read_bytes().decode("latin-1") for path in folder.iterdir())


async def test_clearing_deletes_both_sides_and_says_so(bot: Bot) -> None:
    await bot.get(message(UNPAID, number=11))
    assert await bot.get(message("/clear", number=12)) == ["能删的都删了。"]
    [call] = bot.wire.asked("deleteMessages")
    assert set(call["message_ids"]) == {11, 1000, 12}


async def test_what_telegram_does_not_let_go_of_is_said(bot: Bot) -> None:
    await bot.get(message(UNPAID, number=11))
    bot.wire.faults["deleteMessages"] = [fault(400, "message can't be deleted")]
    bot.wire.faults["deleteMessage"] = [fault(400, "message can't be deleted")]
    assert await bot.get(message("/clear", number=12)) == ["删了2条，有1条删不掉，请您自己删。"]


async def test_messages_older_than_48_hours_are_not_tried(bot: Bot, clock: Clock) -> None:
    await bot.get(message(UNPAID, number=11))
    clock.forward(hours=49)
    assert await bot.get(message("/clear", number=12)) == ["没有能删的聊天记录。"]
    assert [call["message_ids"] for call in bot.wire.asked("deleteMessages")] == [[12]]


async def test_more_than_a_hundred_messages_are_deleted_in_portions(bot: Bot) -> None:
    await bot.get(*(message("/help", number=n) for n in range(1, 71)))
    await bot.get(message("/clear", number=500))
    sizes = [len(call["message_ids"]) for call in bot.wire.asked("deleteMessages")]
    assert sizes == [100, 41]


async def test_a_second_clearing_deletes_only_what_came_since(bot: Bot) -> None:
    await bot.get(message(UNPAID, number=11), message("/clear", number=12), message("/clear", number=13))
    assert 11 not in bot.wire.asked("deleteMessages")[-1]["message_ids"]


async def test_clearing_keeps_the_counts_and_the_settings(bot: Bot) -> None:
    await bot.get(message("/start"), press("a:elderly"), message(UNPAID), message("/clear"))
    [said] = await bot.get(message(UNPAID))
    assert "别硬吵" in said
    assert await bot.figure("online") == 1
