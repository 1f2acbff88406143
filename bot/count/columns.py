"""Rows of the contact log as columns of small numbers: a million rows fit into memory and are counted at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.ledger import COUNTED

Numbers = NDArray[np.int64]
_MOMENT = "at"
"""A number already."""
_NOT_HASHED = "pseudonym"
"""So that forgetting a person leaves the hash as it is."""


class Codes(dict[Any, int]):
    """Values numbered in the order in which they appear."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class Columns:
    """The rows of a period; ``take`` wants them in the order in which they were written, before anything is asked."""

    def __init__(self) -> None:
        self.codes = {name: Codes() for name in COUNTED if name != _MOMENT}
        self.rows = 0
        self._portions: dict[str, list[NDArray[np.int32] | Numbers]] = {name: [np.zeros(0, np.int32)] for name in COUNTED}

    def take(self, portion: Sequence[Sequence[Any]]) -> None:
        """Some rows, their fields in the order of :data:`bot.ledger.COUNTED`."""
        for name, values in zip(COUNTED, zip(*portion, strict=True), strict=True):
            if name == _MOMENT:
                self._portions[name].append(np.fromiter(values, np.int64, len(portion)))
            else:
                numbers = map(self.codes[name].__getitem__, values)
                self._portions[name].append(np.fromiter(numbers, np.int32, len(portion)))
        self.rows += len(portion)

    @cached_property
    def _whole(self) -> dict[str, Numbers]:
        return {name: np.concatenate(self._portions.pop(name)).astype(np.int64) for name in COUNTED}

    def numbers(self, name: str) -> Numbers:
        """A column, one number a row; ``codes[name]`` says what they stand for."""
        return self._whole[name]

    @cached_property
    def hash(self) -> str:
        """SHA-256 over all rows but for who it was, column by column, as docs/counting.md says."""
        digest = hashlib.sha256()
        for name in (n for n in COUNTED if n != _NOT_HASHED):
            digest.update("\x1f".join(map(_text, self.codes.get(name, ()))).encode() + b"\x1e")
            digest.update(self.numbers(name).astype("<i8").tobytes())
        return digest.hexdigest()

    def where(self, **values: Any) -> Numbers:
        """Numbers of the rows in which every column has its value."""
        wanted = np.ones(self.rows, bool)
        for name, value in values.items():
            wanted &= self.numbers(name) == self.codes[name].get(value, -1)
        return np.flatnonzero(wanted)

    def together(self, rows: Numbers, *names: str) -> Numbers:
        """One number for what some columns hold together in each of ``rows``."""
        keys = np.zeros(len(rows), np.int64)
        for name in names:
            keys = keys * max(len(self.codes[name]), 1) + self.numbers(name)[rows]
        return keys


def distinct(numbers: Numbers) -> Numbers:
    """Each number once, in order; NumPy's own ``unique`` hashes, which takes ten times as long as sorting."""
    ordered = np.sort(numbers)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _text(value: object) -> str:
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)
