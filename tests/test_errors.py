"""handlers/errors.py: whatever breaks, the resident hears of it and the bot goes on."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import NetworkError, TimedOut

from bot.model import Reply
from bot.window import Window
from tests.township import NOW, UNPAID, Bot, until
from tests.wire import Answer, fault, message, press


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handlers.errors._PAUSE", 0.0)
    monkeypatch.setattr("handlers.turn._DATABASE_PAUSE", 0.0)


class BrokenWindow(Window):
    """Fails at words."""

    def say(self, *_: object) -> Reply:
        raise RuntimeError(UNPAID)


def broken(bot: Bot) -> None:
    bot.service.desk.window = BrokenWindow(bot.service.desk.window.shelf, lambda: NOW)


@pytest.mark.parametrize("trouble", [
    fault(429, "Too Many Requests", retry_after=0), fault(401, "Unauthorized"), fault(409, "Conflict"),
    (200, b"<html>"), (200, b"{}"), (200, b'{"ok": true, "result": []}'), (502, b"<html>"), (503, b""),
    fault(500, "Internal"), fault(502, "Bad Gateway"), TimedOut(),
    NetworkError("no route"),
])
async def test_an_answer_that_did_not_go_out_is_tried_until_it_does_and_counted_once(
    bot: Bot, trouble: Answer | Exception
) -> None:
    bot.wire.faults["sendMessage"] = [trouble, trouble]
    said = await bot.get(message(UNPAID))
    assert len(said) == 3
    assert await bot.figure("online") == 1


@pytest.mark.parametrize("trouble", [
    fault(403, "Forbidden: bot was blocked by the user"), fault(400, "Bad Request: chat not found"),
    fault(400, "group migrated", migrate_to_chat_id=-100),
])
async def test_an_answer_that_nobody_can_receive_is_not_counted_and_not_tried_for_ever(
    bot: Bot, trouble: Answer
) -> None:
    bot.wire.faults["sendMessage"] = [trouble]
    assert len(await bot.get(message(UNPAID))) == 1
    assert await bot.figure("online") == 0


async def test_of_an_answer_in_pieces_nothing_is_counted_before_the_last(bot: Bot) -> None:
    long = Reply("一" * 4000)
    shelf = bot.service.desk.window.shelf

    class LongWindow(Window):
        def say(self, *rest: Any) -> Reply:
            return Reply(long.text, contact=super().say(*rest).contact)

    bot.service.desk.window = LongWindow(shelf, bot.service.desk.window._now)
    ok: Answer = (200, b'{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}')
    bot.wire.faults["sendMessage"] = [ok, fault(403, "blocked")]
    await bot.get(message(UNPAID))
    assert await bot.figure("online") == 0


async def test_a_fault_of_ours_is_apologised_for_and_the_next_question_is_answered(bot: Bot) -> None:
    window = bot.service.desk.window
    broken(bot)
    assert await bot.get(message(UNPAID)) == ["对不起，出了点问题。"]
    bot.service.desk.window = window
    [said] = await bot.get(message(UNPAID))
    assert "第30条" in said


async def test_an_apology_that_cannot_be_delivered_ends_there(bot: Bot) -> None:
    broken(bot)
    bot.wire.faults["sendMessage"] = [fault(403, "blocked")]
    await bot.get(message(UNPAID))
    assert await bot.get(press("topics")) == ["请选一个主题："]


async def test_neither_log_nor_apology_repeats_what_was_said(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    broken(bot)
    assert await bot.get(message(UNPAID)) == ["对不起，出了点问题。"]
    assert "failed: RuntimeError at say:" in caplog.text
    assert UNPAID not in caplog.text


async def test_a_database_that_cannot_be_read_for_a_moment_delays_the_answer(bot: Bot) -> None:
    await rename(bot, "people", "aside")
    waiting = asyncio.create_task(bot.get(message(UNPAID)))
    await until(lambda: len(bot.application.turns) > 0)
    await rename(bot, "aside", "people")
    assert len(await waiting) == 1
    assert await bot.figure("online") == 1


async def test_a_database_that_cannot_be_written_for_a_moment_repeats_no_answer(bot: Bot) -> None:
    await rename(bot, "contacts", "aside")
    waiting = asyncio.create_task(bot.get(message(UNPAID)))
    await until(lambda: len(bot.wire.sent()) > 0)
    for _ in range(50):
        await asyncio.sleep(0)
    await rename(bot, "aside", "contacts")
    assert len(await waiting) == 1
    assert await bot.figure("online") == 1


async def rename(bot: Bot, old: str, new: str) -> None:
    async with bot.service.store.writer.transaction() as connection:
        await connection.execute(text(f"alter table {old} rename to {new}"))


def test_what_fails_again_and_again_is_tried_less_and_less_often(bot: Bot) -> None:
    pauses = [bot.application.patience(1, 5.0) for _ in range(9)]
    assert pauses == [5, 10, 20, 40, 60, 60, 60, 60, 60]
