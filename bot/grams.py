"""Compares a question with phrasings by what it is made of: characters and pairs of them, or their sounds.

Runs of one and two symbols, weighed by TF-IDF: cosine with phrasings and centres (Salton & Buckley 1988), and how likely
a group is to say it (multinomial naive Bayes, McCallum & Nigam 1998).  Unspaced Chinese has no words to count, and a
wrongly cut word is worse than none; pairs of characters stand in for words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Symbols = Callable[[str], NDArray[np.int64]]
"""Text -> one number a symbol, at least 1."""
Weighed = tuple[NDArray[np.int64], Floats]
"""The places of a text's grams among the known ones, and what each of them weighs in it."""
_PAIR = 1 << 21
"""Above every code point, so that a pair has a number of its own."""
_SMOOTHING = 0.01
"""Weight of a gram that a group never used."""
_NONE = np.float32(1e-12)
"""Length of what has no gram at all, so that it is near to nothing."""
_TOGETHER = 1 << 16
"""Phrasings looked through at once: their numbers take two bytes, and what is added up stays near the processor."""


def characters(text: str) -> NDArray[np.int64]:
    """Code points of ``text``."""
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)


def cut(one: NDArray[np.int64]) -> NDArray[np.int64]:
    """Symbols and pairs of neighbours."""
    return np.concatenate([one, one[:-1] * _PAIR + one[1:]])


class Grams:
    """An index of phrasings, each belonging to one of ``size`` groups or to none.

    Kept is only what cannot be worked out for the few grams of a question: who has a gram, and how often a group said it.
    """

    def __init__(self, phrases: Sequence[str], groups: NDArray[np.int64], size: int, symbols: Symbols) -> None:
        """``groups`` ascends; a number of ``size`` or more belongs to one phrasing alone."""
        self._symbols, self._among = symbols, len(groups)
        self._known, column, owner = self._all(phrases)
        seen = np.bincount(column, minlength=len(self._known))
        self._rare = (np.log((1 + len(phrases)) / (1 + seen)) + 1).astype(np.float32)
        weight = self._rare[column]
        self._length = np.sqrt(np.bincount(owner, weight**2, len(phrases))).astype(np.float32) + _NONE
        weight /= self._length[owner]
        self._phrases = [*_parted(column, owner, len(self._known), len(phrases))]
        grouped = groups[owner] < size
        # Ascending already: within a gram the owners ascend, and with them their groups.
        cell, weight = column[grouped] * size + groups[owner[grouped]], weight[grouped]
        first = np.flatnonzero(np.diff(cell, prepend=-1))
        self._summed = np.add.reduceat(weight, first) if len(first) else weight
        column, group = cell[first] // size, cell[first] % size
        self._groups = _Postings(column, group, len(self._known), size)
        self._size = np.sqrt(np.bincount(group, self._summed**2, size)).astype(np.float32) + _NONE
        said = np.bincount(group, self._summed, size)
        self._silent = (np.log(_SMOOTHING) - np.log(said + _SMOOTHING * len(self._known))).astype(np.float32)

    def _all(self, phrases: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Every gram, sorted; and for each phrase that has it the gram's place and the phrase's number, in that order.

        All phrases are cut at once, and gram and phrase sorted as one number, which takes a tenth of the time.
        """
        one, bits = self._symbols("".join(phrases)), len(phrases).bit_length()
        owner = np.repeat(np.arange(len(phrases)), [len(phrase) for phrase in phrases])
        inside = np.flatnonzero(owner[:-1] == owner[1:])
        has = np.concatenate([one << bits | owner, (one[inside] * _PAIR + one[inside + 1]) << bits | owner[inside]])
        has.sort()
        has = has[_fresh(has)]
        gram = has >> bits
        fresh = _fresh(gram)
        return gram[fresh], np.cumsum(fresh) - 1, has & ((1 << bits) - 1)

    def weighed(self, text: str) -> Weighed:
        """The grams of ``text`` that are known, by which it is compared."""
        grams = np.unique(cut(self._symbols(text)))
        at = np.searchsorted(self._known, grams)
        at[at == len(self._known)] = 0
        hit = self._known[at] == grams
        column = at[hit]
        unseen = float(np.log(1 + self._among) + 1)
        size = np.sqrt(float((self._rare[column] ** 2).sum()) + unseen**2 * int((~hit).sum())) or 1.0
        return column, self._rare[column] / np.float32(size)

    def near(self, text: Weighed) -> Floats:
        """Cosines with every phrasing."""
        column, weight = text
        weight = weight * self._rare[column]
        found = np.concatenate([part.summed(part.at(column), part.beside(column, weight)) for part in self._phrases])
        found /= self._length
        return found

    def centre(self, text: Weighed) -> Floats:
        """Cosines with every group's centre."""
        column, weight = text
        parts = self._groups.beside(column, weight) * self._groups.at(column, self._summed)
        return self._groups.summed(self._groups.at(column), parts) / self._size

    def likely(self, text: Weighed) -> Floats:
        """How likely each group is to say it, as a logarithm."""
        column, weight = text
        said = np.log1p(self._groups.at(column, self._summed) / np.float32(_SMOOTHING))
        found = self._groups.summed(self._groups.at(column), self._groups.beside(column, weight) * said)
        return np.asarray(found + self._silent * weight.sum(), np.float32)


def _fresh(ascending: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which numbers are not the one before."""
    return np.append(np.ones(min(len(ascending), 1), bool), ascending[1:] != ascending[:-1])


class _Postings:
    """Which rows hold a gram: the places of a sparse matrix, by column, given in the order of its columns."""

    def __init__(self, column: NDArray[np.int64], row: NDArray[np.int64], columns: int, rows: int) -> None:
        self._row, self._rows = row.astype(np.min_scalar_type(max(rows, 1))), rows
        self._start = np.searchsorted(column, np.arange(columns + 1)).astype(np.int32)

    def at(self, columns: NDArray[np.int64], of: NDArray[Any] | None = None) -> NDArray[Any]:
        """The rows that hold these columns, one column after the other; or what ``of`` has for their places."""
        held = self._row if of is None else of
        parts = [held[first:end] for first, end in zip(self._start[columns].tolist(), self._start[columns + 1].tolist(), strict=True)]
        return np.concatenate(parts) if parts else held[:0]

    def beside(self, columns: NDArray[np.int64], weight: Floats) -> Floats:
        """The weight of each column, as often as a row holds it."""
        return np.repeat(weight, self._start[columns + 1] - self._start[columns])

    def summed(self, rows: NDArray[Any], parts: Floats) -> Floats:
        """The parts of each row, added up."""
        return np.bincount(rows, parts, self._rows).astype(np.float32)


def _parted(column: NDArray[np.int64], row: NDArray[np.int64], columns: int, rows: int) -> Iterator[_Postings]:
    """The postings of every _TOGETHER rows."""
    if rows <= _TOGETHER:
        yield _Postings(column, row, columns, rows)
        return
    for first in range(0, rows, _TOGETHER):
        mine = (row >= first) & (row < first + _TOGETHER)
        yield _Postings(column[mine], row[mine] - first, columns, min(_TOGETHER, rows - first))
