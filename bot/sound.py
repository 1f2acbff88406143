"""Characters -> the sounds they are read with, without tones: 采礼 and 彩礼 are one to it.

Voice input and pinyin keyboards give homophones.  A character with several readings has the first: both sides of a
comparison are read alike, so a wrong reading does no harm.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pypinyin.pinyin_dict import pinyin_dict

from bot.grams import characters

_HIGHEST = 0x30000
_UNREAD = 4096
"""Characters without a reading stand for themselves, above every reading."""
_SAME = {"zh": "z", "ch": "c", "sh": "s"}
"""Initials that most southern and many central dialects do not tell apart."""


@lru_cache(maxsize=1)
def _readings() -> NDArray[np.int64]:
    table = np.arange(_HIGHEST, dtype=np.int64) + _UNREAD
    names: dict[str, int] = {}
    for point, readings in pinyin_dict.items():
        if point < _HIGHEST:
            table[point] = names.setdefault(_toneless(readings.partition(",")[0]), len(names) + 1)
    return table


def _toneless(reading: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))
    return _SAME[plain[:2]] + plain[2:] if plain[:2] in _SAME else plain


def sounds(text: str) -> NDArray[np.int64]:
    """One number a character: the same number for the same sound."""
    return _readings()[np.minimum(characters(text), _HIGHEST - 1)]
