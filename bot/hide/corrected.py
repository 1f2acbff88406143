"""Corrections as they may be published: a correction must not tell what the table of its row hides."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.hide.cells import SMALL
from bot.model import Correction

HIDDEN = "＊"
"""What a hidden figure reads."""
_AMOUNTS = re.compile(r"(?<![\d-])(\d+|无)→(\d+|无)(?![\d-])")
"""``86→68``; the numbers of a date stand beside a hyphen."""


def told(correction: Correction, hidden: bool) -> Correction:
    """The correction without its figures where its table hides some (``hidden``) or one of them is small."""

    def quiet(found: re.Match[str]) -> str:
        small = any(part.isdigit() and int(part) < SMALL for part in found.groups())
        return f"{HIDDEN}→{HIDDEN}" if hidden or small else found[0]

    return replace(correction, what=_AMOUNTS.sub(quiet, correction.what))
