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
        self._nobody = columns.codes["pseudonym"].get("", -1)
        """Browsers that keep no cookie: each of their rows is a contact, and none of them a person."""
        answers = columns.where(kind="answer", counted=True)
        answers = answers[columns.numbers("entry")[answers] != columns.codes["entry"].get(None, -1)]
        self._shown = self._once(answers)

    @property
    def shown(self) -> int:
        """Contacts: different persons, days and entries."""
        return len(self._shown)

    @property
    def people(self) -> int:
        """Different pseudonyms to whom an entry was shown."""
        return len(distinct(self._columns.numbers("pseudonym")[self._named(self._shown)]))

    @property
    def versions(self) -> tuple[str, ...]:
        """Versions of the knowledge base in order of appearance."""
        return tuple(version for version in self._columns.codes["knowledge"] if version)

    def times(self, kind: str, **more: str) -> int:
        """Rows of a kind, each of them counted; ``more`` names what other columns must hold."""
        return len(self._columns.where(kind=kind, counted=True, **more))

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
        rows = self._once(rows)
        liked = self._columns.numbers("outcome")[rows] == self._columns.codes["outcome"].get("useful", -1)
        good, all_of_them = (self._grouped(some, "entry", label) for some in (rows[liked], rows))
        return {name: (good.get(name, (0, 0))[0], times - good.get(name, (0, 0))[0]) for name, (times, _) in all_of_them.items()}

    def _once(self, rows: Numbers) -> Numbers:
        """The first of ``rows`` of each person, day and entry, and all that are nobody's."""
        named = self._named(rows)
        _, first = np.unique(self._columns.together(named, "pseudonym", "day", "entry"), return_index=True)
        alone = rows[self._columns.numbers("pseudonym")[rows] == self._nobody]
        once: Numbers = np.sort(np.concatenate([named[first], alone]))
        return once

    def _named(self, rows: Numbers) -> Numbers:
        """Those of ``rows`` behind which a person is known."""
        named: Numbers = rows[self._columns.numbers("pseudonym")[rows] != self._nobody]
        return named

    def _grouped(self, rows: Numbers, name: str, label: Callable[[Any], str]) -> Group:
        labels, values, numbers = Codes(), [*self._columns.codes[name]], self._columns.numbers(name)[rows]
        label_of = np.zeros(len(values), np.int64)
        for number in distinct(numbers):
            label_of[number] = labels[label(values[number])]
        groups, people = label_of[numbers], max(len(self._columns.codes["pseudonym"]), 1)
        times = np.bincount(groups, minlength=len(labels))
        who = self._columns.numbers("pseudonym")[rows]
        pairs = distinct((groups * people + who)[who != self._nobody])
        heads = np.bincount(pairs // people, minlength=len(labels))
        return {text: (int(times[n]), int(heads[n])) for text, n in labels.items()}
