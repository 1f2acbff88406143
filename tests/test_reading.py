"""handlers/reading.py: the quick way reads what PTB reads, and leaves to PTB whatever it does not know."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, Update

from handlers.reading import message_of, place, read, sender, spoken
from tests.township import TOKEN
from tests.wire import message, press

BOT = Bot(TOKEN)


@pytest.mark.parametrize("raw", [
    message("老板不给工钱"),
    message("/ask 彩礼能退吗"),
    message("老板不给工钱", chat={"id": -5, "type": "group", "title": "村民群"}),
])
def test_words_are_read_as_ptb_reads_them(raw: dict[str, Any]) -> None:
    ours, theirs = read(raw, BOT), Update.de_json(raw, BOT)
    assert theirs is not None
    assert spoken(ours).to_dict() == spoken(theirs).to_dict()
    assert spoken(ours).date == spoken(theirs).date
    assert (sender(ours), place(ours), ours.update_id) == (sender(theirs), place(theirs), theirs.update_id)


def test_a_message_with_a_field_more_is_left_to_ptb() -> None:
    raw = message("看看这个")
    raw["message"]["forward_origin"] = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    assert spoken(read(raw, BOT)).forward_origin is not None


def test_a_message_without_words_is_left_to_ptb() -> None:
    assert spoken(read(message(), BOT)).text is None


def test_of_the_message_under_a_button_only_its_place_is_read() -> None:
    pressed = read(press("topics"), BOT)
    assert message_of(pressed) is None
    assert place(pressed).id == sender(pressed).id
