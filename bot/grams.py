"""Compares a question with phrasings by what it is made of: characters and pairs of them, or their sounds.

Runs of one and two symbols, weighed by TF-IDF: cosine with phrasings and centres (Salton & Buckley 1988), and how likely
a group is to say it (multinomial naive Bayes, McCallum & Nigam 1998).  Unspaced Chinese has no words to count, and a
wrongly cut word is worse than none; pairs of characters stand in for words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Symbols = Callable[[str], NDArray[np.int64]]
"""Text -> one number a symbol, at least 1."""
_PAIR = 1 << 21
"""Above every code point, so that a pair has a number of its own."""
_SMOOTHING = 0.01
"""Weight of a gram that a group never used."""


def characters(text: str) -> NDArray[np.int64]:
    """Code points of ``text``."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


class Grams:
    """An index of phrasings, each belonging to one of ``size`` groups."""

    def __init__(self, phrases: Sequence[str], groups: NDArray[np.int64], size: int, symbols: Symbols) -> None:
        self._symbols, self._groups, self._size = symbols, groups, size
        grams, owner = self._all(phrases)
        self._known, column = np.unique(grams, return_inverse=True)
        seen = np.bincount(column, minlength=len(self._known))
        self._rare = (np.log((1 + len(phrases)) / (1 + seen)) + 1).astype(np.float32)
        weight = self._rare[column]
        weight /= np.sqrt(np.bincount(owner, weight**2, len(phrases)))[owner].astype(np.float32)
        self._phrases = _Postings(column, owner, weight, len(self._known), len(phrases))
        cell, where = np.unique(column * size + groups[owner], return_inverse=True)
        self._of_groups(cell // size, cell % size, np.bincount(where, weight).astype(np.float32))

    def _all(self, phrases: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        each = [np.unique(self._cut(phrase)) for phrase in phrases]
        owner = np.repeat(np.arange(len(each)), [len(grams) for grams in each])
        return np.concatenate([*each, np.empty(0, np.int64)]), owner

    def _cut(self, text: str) -> NDArray[np.int64]:
        one = self._symbols(text)
        return np.concatenate([one, one[:-1] * _PAIR + one[1:]])

    def _of_groups(self, column: NDArray[np.int64], group: NDArray[np.int64], summed: Floats) -> None:
        """Index the centre of each group, and how much more likely it is than chance to use a gram."""
        shape = len(self._known), self._size
        norm = np.sqrt(np.bincount(group, summed**2, self._size)).astype(np.float32)
        self._centres = _Postings(column, group, summed / norm[group], *shape)
        said = np.bincount(group, summed, self._size)
        self._silent = (np.log(_SMOOTHING) - np.log(said + _SMOOTHING * len(self._known))).astype(np.float32)
        self._likely = _Postings(column, group, np.log1p(summed / _SMOOTHING).astype(np.float32), *shape)

    def compare(self, text: str) -> tuple[Floats, Floats, Floats]:
        """Cosines of ``text`` with every phrasing and with every group's centre, and each group's log likelihood."""
        grams = np.unique(self._cut(text))
        at = np.searchsorted(self._known, grams)
        at[at == len(self._known)] = 0
        hit = self._known[at] == grams
        column = at[hit]
        unseen = float(np.log(1 + len(self._groups)) + 1)
        size = np.sqrt(float((self._rare[column] ** 2).sum()) + unseen**2 * int((~hit).sum())) or 1.0
        weight = self._rare[column] / np.float32(size)
        likely = self._likely.dot(column, weight) + self._silent * weight.sum()
        return self._phrases.dot(column, weight), self._centres.dot(column, weight), likely


class _Postings:
    """A sparse matrix, by column: which rows hold a gram, and with what weight."""

    def __init__(self, column: NDArray[np.int64], row: NDArray[np.int64], weight: Floats, columns: int, rows: int) -> None:
        order = np.argsort(column, kind="stable")
        self._row, self._weight, self._rows = row[order].astype(np.int32), weight[order], rows
        self._start = np.searchsorted(column[order], np.arange(columns + 1))

    def dot(self, columns: NDArray[np.int64], weight: Floats) -> Floats:
        """The product with a sparse vector."""
        spans = [slice(self._start[c], self._start[c + 1]) for c in columns]
        if not spans:
            return np.zeros(self._rows, np.float32)
        rows = np.concatenate([self._row[s] for s in spans])
        parts = np.concatenate([self._weight[s] * w for s, w in zip(spans, weight, strict=True)])
        return np.bincount(rows, parts, self._rows).astype(np.float32)
