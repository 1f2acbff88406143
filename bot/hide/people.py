"""Which figures of people to hide: a row's people are at most its contacts, and a person may stand in several rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.hide.cells import SMALL
from bot.hide.nests import Level


@dataclass(slots=True)
class Column:
    """The people of one table."""

    people: tuple[int, ...]
    """Row by row."""
    contacts: tuple[int, ...]
    """Row by row."""
    unseen: frozenset[int]
    """Rows whose contacts are hidden; their people are too."""
    hidden: set[int] = field(default_factory=set)
    """Rows whose people are hidden."""

    def __post_init__(self) -> None:
        self.hidden |= self.unseen | {row for row, people in enumerate(self.people) if people < SMALL}

    def most(self, row: int) -> int:
        """As many people as the row can have, for all that is printed."""
        if row not in self.hidden:
            return self.people[row]
        return sum(self.people) if row in self.unseen else self.contacts[row]

    def visible(self) -> list[int]:
        """Rows that still show their people, the fewest people last."""
        return sorted(set(range(len(self.people))) - self.hidden, key=lambda row: (-self.people[row], -row))


def settle(columns: dict[str, Column], finer: str | None, levels: Sequence[Level], everybody: int | None) -> set[str]:
    """Hide until no hidden figure follows from the others; keys of tables for which hiding every row would not do."""
    lost: set[str] = set()
    changed = True
    while changed:
        changed = False
        for key, column in columns.items():
            while key not in lost and _given_away(column, everybody):
                changed = True
                if rest := column.visible():
                    column.hidden.add(rest[-1])
                else:
                    lost.add(key)
        if finer in columns:
            for level in levels:
                if level.key in columns:
                    changed |= _between(columns[finer], columns[level.key], level)
    return lost


def _given_away(column: Column, everybody: int | None) -> bool:
    """Whether a hidden figure follows from the sum of the column or from the number of all people served."""
    return any(least >= most or most < SMALL for least, most in _ranges(column, everybody))


def _ranges(column: Column, everybody: int | None) -> Iterator[tuple[int, int]]:
    """For each hidden row what a reader can tell who takes everybody to stand in one row, or knows the rows' sum."""
    shown = sum(column.people[row] for row in column.visible())
    total = sum(column.people) - shown
    most = {row: column.most(row) for row in column.hidden}
    # Somebody is behind every row, unless all its contacts came without a pseudonym: a reader may take either to be so.
    sums = {(total, 0), (total, 1)} | (set() if everybody is None else {(everybody - shown, 1)})
    for left, few in sums:
        rest = few * (len(most) - 1)
        if not few + rest <= left <= sum(most.values()):
            continue  # somebody stands in two rows, and the reader knows
        for bound in most.values():
            others = sum(most.values()) - bound
            yield max(few, left - others), min(bound, left - rest)


def _between(finer: Column, coarser: Column, level: Level) -> bool:
    """Rows of the finer table bound the coarser row they belong to, and the other way round."""
    changed = False
    for parent in range(len(coarser.people)):
        rows = [row for row, of in enumerate(level.of) if of == parent]
        if parent in coarser.hidden:
            changed |= not finer.hidden.issuperset(rows)
            finer.hidden.update(rows)
            continue
        bound = coarser.people[parent]
        while any(row in finer.hidden and row not in finer.unseen and _pinned(finer, rows, row, bound) for row in rows):
            changed = True
            rest = [row for row in finer.visible() if row in rows]
            if not rest:
                coarser.hidden.add(parent)
                break
            finer.hidden.add(rest[-1])
    return changed


def _pinned(finer: Column, rows: Sequence[int], row: int, bound: int) -> bool:
    others = sum(finer.most(other) for other in rows if other != row)
    return max(1, bound - others) >= min(finer.most(row), bound)
