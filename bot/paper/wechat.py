"""An entry as plain text to paste into a WeChat group."""

from __future__ import annotations

from bot.answer import card
from bot.model import Entry
from bot.model.papers import Stationery


def paste(entry: Entry, stationery: Stationery) -> str:
    """The card, whose it is, and the way to ask on where it is known."""
    text = f"{card(entry, None, stationery.helpers, stationery.day)}\n\n—— {stationery.town}法律明白人"
    return f"{text}\n{stationery.words.more.replace('{link}', stationery.link)}\n" if stationery.link else text + "\n"
