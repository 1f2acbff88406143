"""handlers/voice.py: what the bot says, without PTB's objects in between."""

from __future__ import annotations

import asyncio

import pytest
from telegram import ReplyParameters
from telegram.error import Forbidden, NetworkError

from handlers.limits import Gate
from handlers.voice import Voice
from tests.township import TOKEN, until
from tests.wire import Wire, fault


@pytest.fixture
def voice(wire: Wire) -> Voice:
    """A voice over the wire double."""
    return Voice(TOKEN, request=wire, get_updates_request=wire)


async def test_a_message_is_sent_with_what_was_given_and_its_number_returned(voice: Voice, wire: Wire) -> None:
    reply = ReplyParameters(3, allow_sending_without_reply=True)
    assert await voice.say(7, "您好", reply_markup=None, reply_parameters=reply) == 1000
    [sent] = wire.asked("sendMessage")
    assert (sent["chat_id"], sent["text"], "reply_markup" in sent) == (7, "您好", False)
    assert sent["reply_parameters"]["message_id"] == 3


async def test_a_message_that_telegram_does_not_take_is_heard_of(voice: Voice, wire: Wire) -> None:
    wire.faults["sendMessage"] = [fault(403, "no")]
    with pytest.raises(Forbidden):
        await voice.say(7, "您好")


async def test_when_telegram_asks_to_wait_the_same_message_goes_out_later(wire: Wire) -> None:
    naps: list[float] = []

    async def sleep(seconds: float) -> None:
        naps.append(seconds)

    voice = Voice(TOKEN, request=wire, get_updates_request=wire, gate=Gate(now=lambda: 1000.0, sleep=sleep))
    wire.faults["sendMessage"] = [fault(429, "Too Many Requests", retry_after=9)] * 2
    assert await voice.say(7, "您好") == 1000
    assert [round(seconds) for seconds in naps] == [9, 10]  # the clock stands still here


@pytest.mark.parametrize("answer", [
    b"true", b"[]", b"{}", b"null", b'{"ok": true, "result": 7}', b'{"ok": true, "result": {}}', b'"', b"\xff", b"<html>",
])
async def test_an_answer_that_is_none_is_an_error_of_the_network(voice: Voice, wire: Wire, answer: bytes) -> None:
    wire.faults["sendMessage"] = [(200, answer)]
    with pytest.raises(NetworkError):
        await voice.say(7, "您好")


async def test_files_keep_to_the_limits_too(wire: Wire) -> None:
    gate = Waits()
    voice = Voice(TOKEN, request=wire, get_updates_request=wire, gate=gate)
    await voice.send_document(7, b"x", filename="x.txt")
    await voice.acknowledge("1")
    assert gate.asked == [7]


async def test_typing_is_not_shown_while_many_wait(wire: Wire) -> None:
    gate = Waits()
    voice = Voice(TOKEN, request=wire, get_updates_request=wire, gate=gate)
    gate._all += 1000
    voice.typing(7)
    await voice.say(7, "您好")
    assert wire.asked("sendChatAction") == []


class Waits(Gate):
    """Notes who asked for a turn."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[object] = []

    async def turn(self, chat: object, urgent: bool = False) -> None:
        self.asked.append(chat)


async def test_nobody_waits_for_the_typing_indicator_or_misses_it(voice: Voice, wire: Wire) -> None:
    wire.faults["sendChatAction"] = [fault(403, "blocked")]
    voice.typing(7)
    assert wire.asked("sendChatAction") == []
    await until(lambda: wire.asked("sendChatAction"))
    voice.typing(7)
    await until(lambda: len(wire.asked("sendChatAction")) == 2)
    await asyncio.sleep(0)


async def test_a_button_pressed_long_ago_is_acknowledged_in_vain_and_nothing_breaks(voice: Voice, wire: Wire) -> None:
    wire.faults["answerCallbackQuery"] = [fault(400, "query is too old")]
    await voice.acknowledge("1", "谢谢")
    await voice.acknowledge("2")
    assert [call.get("text") for call in wire.asked("answerCallbackQuery")] == ["谢谢", None]
