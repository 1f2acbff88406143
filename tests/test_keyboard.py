"""handlers/keyboard.py: a button a row, but where a row holds more."""

from __future__ import annotations

import json

from bot.model import Button
from handlers.keyboard import keyboard


def rows(*actions: str, label: str = "字") -> list[list[str]]:
    """The callback data of a keyboard, row by row."""
    made = json.loads(keyboard(tuple(Button(label, action) for action in actions)))
    return [[key["callback_data"] for key in row] for row in made["inline_keyboard"]]


def test_every_button_has_a_row_of_its_own() -> None:
    assert rows("a:farmers", "a:youth") == [["a:farmers"], ["a:youth"]]


def test_rating_and_help_share_a_row() -> None:
    assert rows("y:e", "n:e", "h:e", "o:f") == [["y:e", "n:e", "h:e"], ["o:f"]]


def test_a_long_list_of_short_names_stands_two_in_a_row() -> None:
    assert rows(*(f"t:{n}" for n in range(15)))[-2:] == [["t:12", "t:13"], ["t:14"]]
    assert len(rows(*(f"t:{n}" for n in range(15)), label="一" * 12)) == 15


def test_a_label_is_cut_to_what_telegram_shows() -> None:
    assert "长" * 58 + '"' in keyboard((Button("长" * 100, "x"),))
