"""Compares a question with phrasings by what it means, as :mod:`bot.encode` sees it.

The vectors of the known phrasings are computed once, by ``python -m bot train``, and kept as whole numbers from -127 to
127; a phrasing that was added since is encoded when the program starts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot import encode
from bot.encode import SIZE
from bot.grams import Floats
from bot.model import Problem, Refused

Small = NDArray[np.int8]
_BLOCK = 512
"""Vectors turned into floats at once: so many stay near the processor, and no copy of all of them is ever made."""
_SPREAD = 0.5
"""How much of the common variance is added before whitening: little trusts small differences, much ignores them."""


def key(phrase: str) -> int:
    """The name of a phrasing in the file of vectors: 64 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(phrase.encode()).digest()[:8], "little", signed=True)


def save(path: Path, phrases: Sequence[str], vectors: Floats) -> None:
    """Write the vectors of ``phrases``."""
    names = np.array([key(p) for p in phrases], np.int64)
    order = np.argsort(names)
    np.savez(path, names=names[order], vectors=_small(vectors)[order], of=np.array(encode.mark()))


def names(path: Path) -> frozenset[int]:
    """Keys of the vectors in the file."""
    if not path.exists():
        return frozenset()
    with np.load(path) as file:
        return frozenset(file["names"].tolist())


def stale(path: Path) -> bool:
    """Whether the file holds vectors of another model, which would be compared as if they meant something."""
    if not path.exists():
        return False
    with np.load(path) as file:
        return "of" not in file or str(file["of"]) != encode.mark()


def load(path: Path, phrases: Sequence[str]) -> Floats:
    """The vectors of ``phrases``, of length 1: from the file where they stand in it, encoded now where they do not."""
    return _unit(kept(path, phrases).astype(np.float32))


def kept(path: Path, phrases: Sequence[str]) -> Small:
    """The same as they are kept: whole numbers, of whatever length.

    Raises :class:`bot.model.Refused` where they are another model's.
    """
    if stale(path):
        shown = f"{path.parent.name}/{path.name}"
        raise Refused((Problem(shown, "是另一个句子模型算出来的；请运行 python -m bot train，再重新启动"),))
    names, vectors = np.empty(0, np.int64), np.empty((0, SIZE), np.int8)
    if path.exists():
        with np.load(path) as file:
            names, vectors = file["names"], file["vectors"]
    wanted = np.array([key(p) for p in phrases], np.int64)
    at = np.minimum(np.searchsorted(names, wanted), max(len(names) - 1, 0))
    known = names[at] == wanted if len(names) else np.zeros(len(wanted), bool)
    small = np.empty((len(phrases), SIZE), np.int8)
    small[known] = vectors[at[known]]
    small[~known] = _small(encode.encode([p for p, k in zip(phrases, known, strict=True) if not k]))
    return small


def _small(vectors: Floats) -> Small:
    largest = np.abs(vectors).max(axis=1, keepdims=True) if len(vectors) else 1.0
    return np.round(vectors / largest * 127).astype(np.int8)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9), np.float32)


class Meaning:
    """An index of phrasings, each belonging to one of ``size`` groups or to none.

    Vectors are turned so that what phrasings of one group differ in counts less than what tells groups apart (the
    whitening step of linear discriminant analysis, Fisher 1936).  The phrasings are kept as the whole numbers they are;
    a question is turned back instead, which gives the same cosines: of (p - m)T and t that of p with Tt, but for a shift.
    """

    def __init__(self, vectors: Small, groups: NDArray[np.int64], size: int) -> None:
        """``groups`` ascends; a number of ``size`` or more belongs to one phrasing alone."""
        self._phrases, self._size = vectors, size
        self._scale = np.empty(len(vectors), np.float32)
        scatter, summed, own = np.zeros((SIZE, SIZE), np.float32), np.zeros(SIZE, np.float32), np.zeros((size, SIZE), np.float32)
        for part, floats in self._blocks():
            self._scale[part] = 1 / (np.linalg.norm(floats, axis=1) + 1e-9)
            floats *= self._scale[part, None]
            summed += floats.sum(axis=0)
            some = floats[: int((groups[part] < size).sum())]  # one alone scatters round no centre
            scatter += some.T @ some
            _gather(own, some, groups[part])
        self._mean = summed / max(len(vectors), 1)
        count = np.maximum(np.bincount(groups[groups < size], minlength=size), 1)[:, None]
        # What is left of the scatter once that of the centres is taken away.
        within = (scatter - (own / count).T @ own) / max(len(vectors), 1)
        within += _SPREAD * np.trace(within) / SIZE * np.eye(SIZE, dtype=np.float32)
        self._turn = np.linalg.cholesky(np.linalg.inv(within)).astype(np.float32)
        self._shift, centres = np.empty(len(vectors), np.float32), np.zeros((size, SIZE), np.float32)
        for part, floats in self._blocks():
            turned = (floats * self._scale[part, None] - self._mean) @ self._turn
            self._shift[part] = 1 / (np.linalg.norm(turned, axis=1) + 1e-9)
            _gather(centres, np.asarray(turned * self._shift[part, None], np.float32), groups[part])
        self._scale *= self._shift
        self._centres = _unit(centres)

    def _blocks(self) -> Iterator[tuple[slice, Floats]]:
        for first in range(0, len(self._phrases), _BLOCK):
            part = slice(first, min(first + _BLOCK, len(self._phrases)))
            yield part, self._phrases[part].astype(np.float32)

    def compare(self, vector: Floats) -> tuple[Floats, Floats]:
        """Cosines of a question's vector with every phrasing and with every group's centre, between -1 and 1."""
        turned = _unit(np.asarray((vector - self._mean) @ self._turn, np.float32))
        back, found = self._turn @ turned, np.empty(len(self._phrases), np.float32)
        room = np.empty((_BLOCK, SIZE), np.float32)
        for first in range(0, len(found), _BLOCK):
            small = self._phrases[first : first + _BLOCK]
            floats = room[: len(small)]
            floats[:] = small
            np.dot(floats, back, out=found[first : first + _BLOCK])
        found *= self._scale
        found -= self._shift * np.float32(self._mean @ back)
        return found, self._centres @ turned


def _gather(sums: Floats, rows: Floats, groups: NDArray[np.int64]) -> None:
    """Add to the sum of each group its rows; ``groups`` ascends and may end beyond ``sums``."""
    groups = groups[: int((groups < len(sums)).sum())]
    if len(groups):
        first = np.flatnonzero(np.diff(groups, prepend=-1))
        sums[groups[first]] += np.add.reduceat(rows[: len(groups)], first)
