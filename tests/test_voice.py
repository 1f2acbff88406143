"""handlers/voice.py: what the bot says, without PTB's objects in between."""

from __future__ import annotations

import asyncio

import pytest
from telegram import ReplyParameters
from telegram.error import Forbidden, RetryAfter

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


@pytest.mark.parametrize(("code", "error"), [(403, Forbidden), (429, RetryAfter)])
async def test_a_message_that_telegram_does_not_take_is_heard_of(
    voice: Voice, wire: Wire, code: int, error: type[Exception]
) -> None:
    wire.faults["sendMessage"] = [fault(code, "no", **({"retry_after": 1} if code == 429 else {}))]
    with pytest.raises(error):
        await voice.say(7, "您好")


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
