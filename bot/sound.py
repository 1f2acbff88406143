"""Characters -> the sounds they are read with, without tones: 采礼 and 彩礼 are one to it.

Voice input and pinyin keyboards give homophones.  A character with several readings has the first: both sides of a
comparison are read alike, so a wrong reading does no harm.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.grams import characters

_HIGHEST = 0x30000
_UNREAD = 4096
"""Characters without a reading stand for themselves, above every reading."""
_SAME = {"zh": "z", "ch": "c", "sh": "s"}
"""Initials that most southern and many central dialects do not tell apart."""


@lru_cache(maxsize=1)
def _readings() -> NDArray[np.int32]:
    table = np.arange(_HIGHEST, dtype=np.int32) + _UNREAD
    names: dict[str, int] = {}
    for point, readings in _dictionary().items():
        if point < _HIGHEST:
            table[point] = names.setdefault(_toneless(readings.partition(",")[0]), len(names) + 1)
    return table


def _dictionary() -> Mapping[int, str]:
    """Code point -> readings, from that one file of pypinyin: its other tables would be 55 MB and 0.2 seconds."""
    package = find_spec("pypinyin")
    assert package is not None
    assert package.submodule_search_locations is not None
    file = Path(package.submodule_search_locations[0]) / "pinyin_dict.py"
    spec = spec_from_file_location("mingbai_readings", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    readings: Mapping[int, str] = module.pinyin_dict
    return readings


@lru_cache(maxsize=4096)
def _toneless(reading: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))
    return _SAME[plain[:2]] + plain[2:] if plain[:2] in _SAME else plain


class Sounds:
    """:func:`sounds` with its table, so that whoever is handed an index need not read the dictionary."""

    def __init__(self) -> None:
        self._table = _readings()

    def __call__(self, text: str) -> NDArray[np.int64]:
        """One number a character: the same number for the same sound."""
        return self._table[np.minimum(characters(text), _HIGHEST - 1)].astype(np.int64)


def sounds(text: str) -> NDArray[np.int64]:
    """One number a character: the same number for the same sound."""
    return Sounds()(text)
