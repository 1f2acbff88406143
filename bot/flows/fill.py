"""Fills in what stands in braces."""

from __future__ import annotations

import re

_BRACES = re.compile(r"\{(\w+)\}")


def fill(text: str, /, **values: object) -> str:
    """``text`` with each ``{name}`` replaced by its value; other braces, and those within values, stay as they are."""
    return _BRACES.sub(lambda found: str(values.get(found[1], found[0])), text)
