"""What counts of the contact log: one contact for each person, day and entry shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bot.count.columns import Codes, Columns, Numbers, distinct

Group = dict[str, tuple[int, int]]
"""Label -> contacts and different people."""


class Contacts:
    """The rules, applied to the rows of a period."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        answers = columns.where(kind="answer", counted=True)
        answers = answers[columns.numbers("entry")[answers] != columns.codes["entry"].get(None, -1)]
        _, first = np.unique(columns.together(answers, "pseudonym", "day", "entry"), return_index=True)
        self._shown = answers[np.sort(first)]
        self._who = columns.numbers("pseudonym")[self._shown]

    @property
    def shown(self) -> int:
        """Contacts: different persons, days and entries."""
        return len(self._shown)

    @property
    def people(self) -> int:
        """Different pseudonyms to whom an entry was shown."""
        return len(distinct(self._who))

    @property
    def versions(self) -> tuple[str, ...]:
        """Versions of the knowledge base in order of appearance."""
        return tuple(version for version in self._columns.codes["knowledge"] if version)

    def times(self, kind: str) -> int:
        """Rows of a kind, each of them counted."""
        return len(self._columns.where(kind=kind, counted=True))

    def by(self, name: str, label: Callable[[Any], str]) -> Group:
        """Contacts and people by what ``label`` makes of a column."""
        return self._grouped(self._shown, name, label)

    def unknown(self, label: Callable[[Any], str]) -> dict[str, int]:
        """Questions without an answer, by topic."""
        rows = self._columns.where(kind="unknown", counted=True)
        return {name: times for name, (times, _) in self._grouped(rows, "topic", label).items()}

    def said(self, label: Callable[[Any], str]) -> dict[str, tuple[int, int]]:
        """Useful and useless, by entry: the last word of each person, day and entry."""
        rows = self._columns.where(kind="feedback", counted=True)[::-1]
        rows = rows[self._columns.numbers("entry")[rows] != self._columns.codes["entry"].get(None, -1)]
        _, last = np.unique(self._columns.together(rows, "pseudonym", "day", "entry"), return_index=True)
        rows = rows[last]
        liked = self._columns.numbers("outcome")[rows] == self._columns.codes["outcome"].get("useful", -1)
        good, all_of_them = (self._grouped(some, "entry", label) for some in (rows[liked], rows))
        return {name: (good.get(name, (0, 0))[0], times - good.get(name, (0, 0))[0]) for name, (times, _) in all_of_them.items()}

    def _grouped(self, rows: Numbers, name: str, label: Callable[[Any], str]) -> Group:
        labels, values, numbers = Codes(), [*self._columns.codes[name]], self._columns.numbers(name)[rows]
        label_of = np.zeros(len(values), np.int64)
        for number in distinct(numbers):
            label_of[number] = labels[label(values[number])]
        groups, people = label_of[numbers], max(len(self._columns.codes["pseudonym"]), 1)
        times = np.bincount(groups, minlength=len(labels))
        pairs = distinct(groups * people + self._columns.numbers("pseudonym")[rows])
        heads = np.bincount(pairs // people, minlength=len(labels))
        return {text: (int(times[n]), int(heads[n])) for text, n in labels.items()}
