"""Which figures of contacts to hide.

What makes it safe is not a guess at what a reader could work out but a witness: other figures that print the very same
report.  Hidden rows that share every printed sum may pass contacts to each other and nobody could tell.  So rows are
hidden until each can pass or take enough.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.hide.nests import Level

SMALL = 5
"""Figures below it say too much of single people."""
_SLACK = SMALL - 1
"""What the hidden rows of a sum must hold beyond one contact each: every one of them may then be small or not."""
_HIDDEN_PARENT = -1
Key = tuple[int, ...]
"""The printed sums that a row is part of: number of the coarser row in each coarser table, or _HIDDEN_PARENT."""


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
    return len(values) > 1 and sum(values) - len(values) >= _SLACK


class Nested:
    """A finer table and the coarser ones that it adds up to."""

    def __init__(self, values: Sequence[int], levels: Sequence[Level]) -> None:
        self.values, self.levels = values, levels
        self.hidden = {row for row, value in enumerate(values) if value < SMALL}
        """Rows of the finer table."""
        self.above = [{row for row, value in enumerate(level.values) if value < SMALL} for level in levels]
        """Rows of each coarser table."""

    def settle(self) -> bool:
        """Hide until each hidden row can pass or take enough; False when hiding everything would not do."""
        while (pairs := self._fault()) is not None:
            best = min(pairs, key=lambda pair: (self._cost(*pair), pair), default=None)
            if best is None:
                return False
            self._link(*best)
        return True

    def _fault(self) -> Iterable[tuple[int, int]] | None:
        """Pairs of rows of which one would help where something is wrong; None when nothing is."""
        groups = defaultdict[Key, list[int]](list)
        for row in sorted(self.hidden):
            groups[self._key(row)].append(row)
        every = range(len(self.values))
        for rows in groups.values():
            if not _enough([self.values[row] for row in rows]):
                return ((rows[0], other) for other in every if other not in rows)
        for level, above in zip(self.levels, self.above, strict=True):
            sharing = {level.of[row] for rows in groups.values() if len({level.of[r] for r in rows}) > 1 for row in rows}
            for parent in sorted(above - sharing):
                inside = [row for row in every if level.of[row] == parent]
                return ((row, other) for row in inside for other in every if level.of[other] != parent)
        return None

    def _key(self, row: int) -> Key:
        of = (level.of[row] for level in self.levels)
        return tuple(_HIDDEN_PARENT if p in above else p for p, above in zip(of, self.above, strict=True))

    def _parents(self, one: int, other: int) -> Iterable[tuple[Level, set[int], int]]:
        """Coarser rows that must be hidden too before two rows can pass contacts to each other unseen."""
        for level, above in zip(self.levels, self.above, strict=True):
            first, second = level.of[one], level.of[other]
            if first != second:
                yield from ((level, above, parent) for parent in (first, second) if parent not in above)

    def _cost(self, one: int, other: int) -> int:
        """Contacts whose place would no longer be printed."""
        rows = sum(self.values[row] for row in (one, other) if row not in self.hidden)
        return rows + sum(level.values[parent] for level, _, parent in self._parents(one, other))

    def _link(self, one: int, other: int) -> None:
        for _, above, parent in [*self._parents(one, other)]:
            above.add(parent)
        self.hidden |= {one, other}
