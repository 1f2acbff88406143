"""Cuts the vocabulary down to what Chinese villagers write, and cuts sentences into its pieces as the engine does."""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.tune.file import File

_CHINESE = re.compile(r"▁?[㐀-鿿，。！？、：；（）“”《》…—·]+")
_OTHERS = re.compile(r"▁?([!-~]|\d+)?")
_SPECIAL = 4
"""The first pieces: start, padding, end, unknown."""
_BEFORE = ("▁que", "ry", ":", "▁")
_JOINED = "▁query:▁"
"""What the engine puts before every question, as one piece instead of four: three steps fewer in each of them."""
_FAR = 10.0
"""How much less likely than the least likely piece an unknown character is."""


def kept(pieces: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the pieces that stay: Chinese characters and words, single signs, figures."""
    stays = (i < _SPECIAL or _CHINESE.fullmatch(p) or _OTHERS.fullmatch(p) or p in _BEFORE for i, p in enumerate(pieces))
    return np.flatnonzero([bool(s) for s in stays])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces that a cut model knows."""

    pieces: tuple[str, ...]
    """In the order of their numbers."""
    scores: NDArray[np.float32]
    """How likely each is, as a logarithm."""
    marks: tuple[int, ...]
    """Numbers of start, end, padding and unknown."""
    norm: dict[str, str]
    """What each of some characters is read as."""


def cut(file: File) -> tuple[Vocabulary, NDArray[np.int64]]:
    """The smaller vocabulary, and for each of its pieces but the last its number in the larger."""
    numbers = kept(file.pieces)
    pieces = (*(file.pieces[i] for i in numbers), _JOINED)
    scores = np.append(file.scores[numbers], np.float32(0))
    return Vocabulary(pieces, scores, file.marks, _norm(file.norm, file.norms)), numbers


def joined(numbers: NDArray[np.int64], file: File) -> list[int]:
    """Places among ``numbers`` of the pieces that the last piece stands for."""
    place = {file.pieces[number]: at for at, number in enumerate(numbers)}
    return [place[piece] for piece in _BEFORE]


class Cutter:
    """Cuts sentences: of all ways the likeliest (Kudo 2018, the unigram model)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._start, self._end, _, self._unknown = vocabulary.marks
        self._scores, self._norm = vocabulary.scores.tolist(), vocabulary.norm
        self._number = {piece: i for i, piece in enumerate(vocabulary.pieces) if i >= _SPECIAL}
        self._longest = max(map(len, self._number))
        self._far = min(self._scores) - _FAR

    def numbers(self, sentence: str) -> list[int]:
        """Numbers of the pieces of a question, with start and end."""
        text = "".join(self._norm.get(c, c) for c in "query: " + sentence)
        text = "▁" + re.sub(" +", " ", text).replace(" ", "▁")
        best = [0.0] + [-1e30] * len(text)
        came = [(0, self._unknown)] * (len(text) + 1)
        for i in range(len(text)):
            for end in range(i + 1, min(len(text), i + self._longest) + 1):
                piece = self._number.get(text[i:end])
                if piece is not None and best[i] + self._scores[piece] > best[end]:
                    best[end], came[end] = best[i] + self._scores[piece], (i, piece)
            if best[i] + self._far > best[i + 1]:
                best[i + 1], came[i + 1] = best[i] + self._far, (i, self._unknown)
        found, at = [self._end], len(text)
        while at > 0:
            at, piece = came[at]
            found.append(piece)
        return [*found, self._start][::-1]


def _norm(raw: bytes, count: int) -> dict[str, str]:
    found, at = dict[str, str](), 0
    for _ in range(count):
        character, size = struct.unpack_from("<IB", raw, at)
        found[chr(character)] = "".join(map(chr, struct.unpack_from(f"<{size}I", raw, at + 5)))
        at += 5 + 4 * size
    return found
