"""``knowledge/danger.yaml`` -> :class:`Frights`, or every problem found in it.

Apart from the rest of the base, which residents wait for: to learn from and to test with, nearly half of all that is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import TypeAdapter

from bot.model import Emergency, Frights, Problem, Refused
from bot.yamlfile import read_yaml, shaped

FILE = "danger.yaml"
_SHOWN = f"knowledge/{FILE}"


def read_frights(folder: Path, emergencies: Iterable[Emergency]) -> Frights:
    """What people type in danger and out of it.  Raises :class:`Refused` for a broken file and for a card that ``emergencies`` lack."""
    frights = shaped(TypeAdapter(Frights), read_yaml(folder / FILE, _SHOWN) or {}, _SHOWN)
    unknown = sorted({*frights.plain, *frights.vivid} - {emergency.id for emergency in emergencies})
    if unknown:
        raise Refused(tuple(Problem(_SHOWN, f"“{name}”在 emergencies.yaml 里没有；请改正拼写") for name in unknown))
    return frights
