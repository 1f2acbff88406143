"""Rows of the contact log as columns of small numbers: a million rows fit into memory and are counted at once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.ledger import COUNTED

Numbers = NDArray[np.int64]
_WHEN, _WHO = "at", "pseudonym"


class Codes(dict[Any, int]):
    """Values numbered in the order in which they appear."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        self.texts.append("" if value is None else str(value))
        return number


class Columns:
    """What has been read so far; ``take`` wants the rows in the order in which they were written."""

    def __init__(self) -> None:
        self.codes = {name: Codes() for name in COUNTED if name != _WHEN}
        self.rows = 0
        self._portions: dict[str, list[NDArray[np.int32]]] = {name: [] for name in self.codes}
        self._digest = hashlib.sha256()

    def take(self, portion: Sequence[Sequence[Any]]) -> None:
        """Some rows, their fields in the order of :data:`bot.ledger.COUNTED`."""
        texts = list[Sequence[str]]()
        for name, values in zip(COUNTED, zip(*portion, strict=True), strict=True):
            if name == _WHEN:
                texts.append([moment.isoformat(timespec="microseconds") for moment in values])
                continue
            codes = self.codes[name]
            numbers = [codes[value] for value in values]
            self._portions[name].append(np.array(numbers, np.int32))
            if name != _WHO:  # so that forgetting a person leaves the hash as it is
                texts.append([codes.texts[number] for number in numbers])
        self.rows += len(portion)
        self._digest.update("".join(f"{line}\x1e" for line in map("\x1f".join, zip(*texts, strict=True))).encode())

    @property
    def hash(self) -> str:
        """SHA-256 over all rows but for who it was."""
        return self._digest.hexdigest()

    def numbers(self, name: str) -> Numbers:
        """A column, one number a row; ``codes[name]`` says what they stand for."""
        return np.concatenate([np.zeros(0, np.int32), *self._portions[name]]).astype(np.int64)

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
