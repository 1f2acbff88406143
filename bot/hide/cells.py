"""Which figures to hide in one table whose sum is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SMALL = 5
"""Figures below it say too much of single people."""
SLACK = SMALL - 1
"""By how much a hidden figure must be able to differ: then it may be small or not, for all that a reader can tell."""


def alone(values: Sequence[int], also: Iterable[int] = ()) -> set[int] | None:
    """Rows to hide in figures whose sum is printed; ``also`` are hidden in any case.

    None: hiding every row would not be enough, so the table must not be printed.  Rows of the same size are hidden
    together and what is hidden is not all of one size, so that even who knows this rule finds that any two hidden rows
    could have changed places.
    """
    hidden = {row for row, value in enumerate(values) if value < SMALL} | set(also)
    rest = sorted(set(range(len(values))) - hidden, key=lambda row: -values[row])
    while hidden and not (_enough(shut := [values[row] for row in hidden]) and (len({*shut}) > 1 or not rest)):
        if not rest:
            return None
        size = values[rest[-1]]
        while rest and values[rest[-1]] == size:
            hidden.add(rest.pop())
    return hidden


def _enough(values: Sequence[int]) -> bool:
    return len(values) > 1 and sum(values) - len(values) >= SLACK
