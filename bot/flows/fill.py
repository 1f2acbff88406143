"""Fills in what stands in braces."""

from __future__ import annotations


def fill(words: str, **values: object) -> str:
    """``words`` with ``{name}`` replaced by its value; other braces stay as they are."""
    for name, value in values.items():
        words = words.replace("{" + name + "}", str(value))
    return words
