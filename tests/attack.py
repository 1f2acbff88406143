"""A reader of the published report who works out what the hidden figures could be, by linear programming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog

from bot.hide import HIDDEN, Nest
from bot.model import Table, Tally

Cell = tuple[str, int, str]
"""Table, column, label."""


@dataclass
class Reader:
    """What is printed, as sums and bounds over the cells."""

    tally: Tally
    nests: Sequence[Nest]
    one_row_each: tuple[str, ...] = ()
    """Tables of which the reader knows, or wrongly believes, that each person stands in one row."""
    fewest: int = 1
    """People in a row at least: 0 to a reader who knows that some contacts have no pseudonym."""
    cells: dict[Cell, int] = field(default_factory=dict)
    equal: list[tuple[dict[int, int], int]] = field(default_factory=list)
    most: list[tuple[dict[int, int], int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        lines = {line.key: line.value for line in self.tally.lines}
        tables = {table.key: table for table in self.tally.tables if table.rows}
        for table in tables.values():
            self._table(table, lines)
        for nest in self.nests:
            if nest.table in tables and nest.within in tables:
                self._nest(tables[nest.table], tables[nest.within], nest.parent)

    def _cell(self, table: Table, column: int, label: str) -> int:
        return self.cells.setdefault((table.key, column, label), len(self.cells))

    def _table(self, table: Table, lines: Mapping[str, int | None]) -> None:
        for row in table.rows:
            pair = [self._cell(table, column, str(row[0])) for column in (1, 2)]
            self.most.append(({pair[1]: 1, pair[0]: -1}, 0))  # people are at most contacts
            for column, cell in zip((1, 2), pair, strict=True):
                value = row[column]
                if value != HIDDEN:
                    self.equal.append(({cell: 1}, int(value)))
        contacts, people = ([self._cell(table, c, str(row[0])) for row in table.rows] for c in (1, 2))
        assert table.sums_to is not None
        self.equal.append((dict.fromkeys(contacts, 1), int(lines[table.sums_to] or 0)))
        served = int(lines["people"] or 0)
        self.most.append((dict.fromkeys(people, -1), -served))
        self.most += [({cell: 1}, served) for cell in people]
        if table.key in self.one_row_each:
            self.equal.append((dict.fromkeys(people, 1), served))

    def _nest(self, finer: Table, coarser: Table, parent: Mapping[str, str]) -> None:
        for row in coarser.rows:
            label = str(row[0])
            inside = [str(r[0]) for r in finer.rows if parent[str(r[0])] == label]
            self.equal.append(({self._cell(coarser, 1, label): -1, **{self._cell(finer, 1, i): 1 for i in inside}}, 0))
            whole, parts = self._cell(coarser, 2, label), [self._cell(finer, 2, i) for i in inside]
            self.most.append(({whole: 1, **dict.fromkeys(parts, -1)}, 0))
            self.most += [({part: 1, whole: -1}, 0) for part in parts]

    def ranges(self) -> Iterator[tuple[Cell, int, int]]:
        """Each hidden cell with the least and the most it can be; nothing when the belief contradicts the report."""
        tables = {table.key: {str(row[0]): row for row in table.rows} for table in self.tally.tables}
        self.system = self._matrix(self.equal), self._matrix(self.most)
        for cell, number in self.cells.items():
            if tables[cell[0]][cell[2]][cell[1]] != HIDDEN:
                continue
            least, most = (self._solve(number, sign) for sign in (1, -1))
            if least is None or most is None:
                return
            yield cell, int(np.ceil(least - 1e-6)), int(np.floor(most + 1e-6))

    def _solve(self, cell: int, sign: int) -> float | None:
        size = len(self.cells)
        cost = np.zeros(size)
        cost[cell] = sign
        (a_eq, b_eq), (a_ub, b_ub) = self.system
        found = linprog(cost, A_eq=a_eq, b_eq=b_eq, A_ub=a_ub, b_ub=b_ub, bounds=self._bounds(), method="highs")
        return sign * found.fun if found.status == 0 else None

    def _bounds(self) -> list[tuple[int, None]]:
        return [(1 if column == 1 else self.fewest, None) for _, column, _ in self.cells]

    def _matrix(self, rows: Sequence[tuple[Mapping[int, int], int]]) -> tuple[np.ndarray, np.ndarray]:
        matrix = np.zeros((len(rows), len(self.cells)))
        for number, (row, _) in enumerate(rows):
            for cell, times in row.items():
                matrix[number, cell] += times
        return matrix, np.array([value for _, value in rows], dtype=float)
