"""What every paper carries beside its text: whose it is, who helps, what day it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.model.entry import Helper
from bot.model.words_paper import PaperWords


@dataclass(frozen=True, slots=True)
class Stationery:
    """The township's paper."""

    town: str
    """What people call the township."""
    helpers: Mapping[str, Helper]
    """Hotlines, and offices with the township's own names and numbers."""
    topics: Mapping[str, str]
    """Topic id -> what the menu calls it."""
    words: PaperWords
    """Headings and fixed sentences."""
    day: date
    """The day of printing."""
    link: str | None = None
    """Where the bot is reached; None: not known, so that no QR code is printed."""
    office: str = "justice-office"
    """The helper whose number stands on posters and sheets."""
