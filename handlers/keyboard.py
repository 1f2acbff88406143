"""Buttons as Telegram wants them."""

from __future__ import annotations

import json
from functools import lru_cache

from bot.answer import numbered
from bot.model import Button

_LONGEST_LABEL = 60
"""Telegram shows about so much of a button on a wide screen; the text of the reply has the whole."""


@lru_cache(maxsize=1024)
def keyboard(buttons: tuple[Button, ...]) -> str:
    """A button a row, each with the number that may be typed instead; 有用 and 没用 share a row.

    As the JSON that Telegram wants: PTB would make it anew for every message, button by button.
    """
    keys = [
        {"text": label[:_LONGEST_LABEL], "callback_data": button.action}
        for label, button in zip(numbered(buttons), buttons, strict=True)
    ]
    if len(keys) > 3 and buttons[0].action.startswith("y:"):
        rows = [keys[:3], *([key] for key in keys[3:])]
    else:
        wide = 2 if len(keys) > 12 and all(len(button.label) < 12 for button in buttons) else 1
        rows = [keys[i : i + wide] for i in range(0, len(keys), wide)]
    return json.dumps({"inline_keyboard": rows}, ensure_ascii=False)
