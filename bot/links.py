"""Links to the bot and what stands behind ``?start=``: where a link hangs, which card it opens; never who.

Telegram allows 64 characters of ``A-Za-z0-9_-``.  No name fits into that, so that a place has a code.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST = 64
"""Characters of a start parameter (Telegram's limit)."""
PLACE, ENTRY, INVITE = "p", "e", "v"
"""First part of a parameter, before ``_``: a place, a card, an invitation of a volunteer."""
KINDS = ("village", "school", "market", "event")
"""What a link may hang at."""


@dataclass(frozen=True, slots=True)
class Hung:
    """Where a link hangs, as its parameter says it."""

    place: str
    """Code of the place."""
    campaign: str
    """Code of the campaign, empty for none."""


class Home:
    """Where the bot is reached.  Telegram says so once it is asked; until then town.yaml does."""

    def __init__(self, username: str | None = None) -> None:
        self.username = username
        """The bot's name without @, None while unknown."""

    def link(self, parameter: str = "") -> str | None:
        """A link that starts the bot, None while its name is unknown."""
        if not self.username:
            return None
        return f"https://t.me/{self.username}?start={parameter}" if parameter else f"https://t.me/{self.username}"


def code(*parts: str) -> str:
    """Ten characters that always stand for the same words: 50 bits of their SHA-256, in base32 without capitals."""
    return base64.b32encode(hashlib.sha256("\0".join(parts).encode()).digest()).decode()[:10].lower()


def of_place(place: str, campaign: str | None = None) -> str:
    """The parameter of a link that hangs at a place, by its code; ``campaign`` is a name."""
    return f"{PLACE}_{place}" + (f"_{code(campaign)}" if campaign else "")


def of_entry(entry: str) -> str | None:
    """The parameter of a link that opens a card, None where its id is too long for one."""
    made = f"{ENTRY}_{entry.replace('/', '_')}"
    return made if len(made) <= LONGEST else None


def hung(parameter: str) -> Hung | None:
    """What :func:`of_place` made, read back."""
    kind, *codes = parameter.split("_")
    if kind != PLACE or not 1 <= len(codes) <= 2:
        return None
    return Hung(codes[0], codes[1] if len(codes) == 2 else "")


def opened(parameter: str) -> str | None:
    """The entry's id that :func:`of_entry` hid in a parameter."""
    kind, _, rest = parameter.partition("_")
    return rest.replace("_", "/", 1) if kind == ENTRY and rest else None


def named(wanted: str, names: Iterable[str]) -> str | None:
    """The name that has a code."""
    return next((name for name in names if code(name) == wanted), None)
