"""Something to press."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press, or to choose by typing its number."""

    label: str
    """What it says."""
    action: str
    """What it does, at most 64 bytes (Telegram's limit for callback data)."""
