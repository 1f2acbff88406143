"""Which figures to hide in a table and the one or two tables that it adds up to.

What makes it safe is not a guess at what a reader could work out but a witness: other figures that print the very same
report.  Contacts flow from the rows of one coarser table through the finer rows to those of the other; where hidden
figures form a circle, contacts can be passed around it and every printed figure stays.  So for each hidden figure the
cheapest circle is found by which it could differ by SLACK, and whatever is printed on that circle is hidden too
(the shortest-path heuristic for complementary suppression; see Castro, 2012).
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.hide.cells import SLACK, SMALL
from bot.hide.nests import Level

_MOST_LEVELS = 2
"""Coarser tables over one finer; with three the contacts no longer flow from one to the other."""
_DEARER = 3
"""How much rather a figure of the finer table is hidden than one of the coarser."""
Node = tuple[str, int]


@dataclass(slots=True)
class Arc:
    """A figure, as the contacts that flow through it."""

    start: Node
    """Where they come from."""
    end: Node
    """Where they go."""
    value: int
    """The figure."""
    price: int
    """What hiding it costs."""
    hidden: bool
    """Whether it is."""


def around(values: Sequence[int], levels: Sequence[Level]) -> list[set[int]] | None:
    """Rows to hide of the finer table and of each coarser one; None: the finer one must not be printed."""
    if min(min(values), *(min(level.values) for level in levels)) >= SMALL:
        return [set(), *(set[int]() for _ in levels)]
    if len(levels) > _MOST_LEVELS:
        return None
    circles = _Circles(values, levels)
    return [circles.hidden, *circles.above] if circles.settle() else None


class _Circles:
    """A finer table and the coarser ones above it."""

    def __init__(self, values: Sequence[int], levels: Sequence[Level]) -> None:
        self._above = [
            [_arc(("top", number), (level.key, row), value, _DEARER, number) for row, value in enumerate(level.values)]
            for number, level in enumerate(levels)
        ]
        ends = [[(level.key, of) for of in level.of] for level in levels]
        ends += [[("whole", 0)] * len(values)] * (_MOST_LEVELS - len(levels))
        self._rows = [_arc(start, end, value, 1, 0) for start, end, value in zip(*ends, values, strict=True)]
        self._around = defaultdict[Node, list[Arc]](list)
        for arc in self._arcs():
            self._around[arc.start].append(arc)
            self._around[arc.end].append(arc)

    def settle(self) -> bool:
        """Hide until each hidden figure lies on a circle; False when there is none for some."""
        waiting = [arc for arc in self._arcs() if arc.hidden]
        for arc in waiting:  # grows while it is read
            ways = [self._way(arc, arc.end, arc.start)]
            if arc.value > SLACK:
                ways.append(self._way(arc, arc.start, arc.end))
            found = [way for way in ways if way is not None]
            if not found:
                return False
            for other in min(found, key=lambda way: way[0])[1]:
                if not other.hidden:
                    other.hidden = True
                    waiting.append(other)
        return True

    @property
    def hidden(self) -> set[int]:
        """Rows of the finer table."""
        return {row for row, arc in enumerate(self._rows) if arc.hidden}

    @property
    def above(self) -> list[set[int]]:
        """Rows of each coarser table."""
        return [{row for row, arc in enumerate(arcs) if arc.hidden} for arcs in self._above]

    def _arcs(self) -> Iterator[Arc]:
        for arcs in self._above:
            yield from arcs
        yield from self._rows

    def _way(self, without: Arc, start: Node, goal: Node) -> tuple[int, list[Arc]] | None:
        """The cheapest way back, with its price; against its direction an arc gives contacts, which it must have."""
        best, came = {start: 0}, dict[Node, tuple[Node, Arc]]()
        heap = [(0, start)]
        while heap:
            price, node = heapq.heappop(heap)
            if node == goal:
                return price, _walked(came, start, goal)
            if price > best[node]:
                continue
            for arc in self._around[node]:
                forward = arc.start == node
                if arc is without or not (forward or arc.value > SLACK):
                    continue
                there = arc.end if forward else arc.start
                cost = price + (0 if arc.hidden else arc.price) * 1000 + 1  # of ways that hide the same the shortest
                if cost < best.get(there, cost + 1):
                    best[there], came[there] = cost, (node, arc)
                    heapq.heappush(heap, (cost, there))
        return None


def _arc(start: Node, end: Node, value: int, weight: int, reversed_: int) -> Arc:
    if reversed_:
        start, end = end, start
    return Arc(start, end, value, value * weight, value < SMALL)


def _walked(came: dict[Node, tuple[Node, Arc]], start: Node, goal: Node) -> list[Arc]:
    way = list[Arc]()
    while goal != start:
        goal, arc = came[goal]
        way.append(arc)
    return way
