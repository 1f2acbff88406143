"""Cuts the vocabulary down to what Chinese villagers write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.pieces import SPECIAL
from bot.tune.file import File

_CHINESE = re.compile(r"▁?[㐀-鿿，。！？、：；（）“”《》…—·]+")
_OTHERS = re.compile(r"▁?([!-~]|\d+)?")
_BEFORE = ("▁que", "ry", ":", "▁")
_JOINED = "▁query:▁"
"""What stands before every question, as one piece instead of four: three steps fewer in each of them."""


def kept(pieces: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the pieces that stay: Chinese characters and words, single signs, figures."""
    stays = (i < SPECIAL or _CHINESE.fullmatch(p) or _OTHERS.fullmatch(p) or p in _BEFORE for i, p in enumerate(pieces))
    return np.flatnonzero([bool(s) for s in stays])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces that a model knows."""

    pieces: tuple[str, ...]
    """In the order of their numbers; ``▁`` stands for a space."""
    scores: Sequence[float]
    """How likely each is, as a logarithm."""

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Each piece and its score, as :mod:`bot.pieces` takes them."""
        return iter(zip(self.pieces, self.scores, strict=True))


def cut(file: File) -> tuple[Vocabulary, NDArray[np.int64]]:
    """The smaller vocabulary, and for each of its pieces but the last its number in the larger."""
    numbers = kept(file.pieces)
    pieces = (*(file.pieces[i] for i in numbers), _JOINED)
    return Vocabulary(pieces, [*file.scores[numbers].tolist(), 0.0]), numbers


def joined(numbers: NDArray[np.int64], file: File) -> list[int]:
    """Places among ``numbers`` of the pieces that the last piece stands for."""
    place = {file.pieces[number]: at for at, number in enumerate(numbers)}
    return [place[piece] for piece in _BEFORE]
