"""Which table's rows add up to the rows of another: questions to topics and offices, sessions to places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Knowledge, Table

UNSAID = "未说明"
"""What a table calls rows that do not say."""


@dataclass(frozen=True, slots=True)
class Nest:
    """Each row of one table belongs to one row of another; anybody can look that up."""

    table: str
    """Key of the finer table."""
    within: str
    """Key of the coarser one."""
    parent: Mapping[str, str]
    """First cell of a finer row -> first cell of the coarser row it belongs to."""


@dataclass(frozen=True, slots=True)
class Level:
    """A coarser table over a finer one."""

    key: str
    """Which table."""
    values: tuple[int, ...]
    """Its figures, row by row."""
    of: tuple[int, ...]
    """For each finer row the number of the coarser one."""


def nests(knowledge: Knowledge) -> tuple[Nest, ...]:
    """What the knowledge base, which is public, says: each question has one topic and one office."""
    entries = knowledge.entries.values()
    topics = {topic.id: topic.name for topic in knowledge.topics.values()}
    offices = {helper.id: helper.name for helper in knowledge.helpers.values()}
    return (
        Nest("entry", "topic", _Topics({e.question: topics.get(e.topic, e.topic) for e in entries}, topics)),
        Nest("entry", "owner", {e.question: offices.get(e.owner, e.owner) for e in entries}),
    )


class _Topics(dict[str, str]):
    """Question -> topic; a question that has left the base is printed as its id, which begins with the topic's."""

    def __init__(self, known: Mapping[str, str], topics: Mapping[str, str]) -> None:
        super().__init__(known)
        self._topics = topics

    def __missing__(self, label: str) -> str:
        topic, slash, _ = label.partition("/")
        return self._topics.get(topic, topic) if slash else UNSAID


def levels(finer: Table, coarser: Sequence[Table], known: Iterable[Nest]) -> tuple[Level, ...] | None:
    """The tables that ``finer`` nests in; None when a nest is known and the figures do not bear it out.

    Known are the nests given, and those that the table shows itself by a column of words headed like the other table.
    """
    found = []
    given = {nest.within: nest for nest in known if nest.table == finer.key}
    for table in coarser:
        if table.key in given:
            parents = [_parent(given[table.key].parent, str(row[0])) for row in finer.rows]
        elif table.columns[0] in finer.columns[1:]:
            column = finer.columns.index(table.columns[0])
            parents = [str(row[column]) or UNSAID for row in finer.rows]
        else:
            continue
        level = _level(finer, table, parents)
        if level is None:
            return None
        found.append(level)
    return tuple(found)


def _parent(parent: Mapping[str, str], label: str) -> str:
    try:
        return parent[label]
    except KeyError:
        return UNSAID


def _level(finer: Table, coarser: Table, parents: Sequence[str]) -> Level | None:
    numbers = {str(row[0]): number for number, row in enumerate(coarser.rows)}
    values = tuple(figure(row) for row in coarser.rows)
    sums = defaultdict[str, int](int)
    for row, parent in zip(finer.rows, parents, strict=True):
        sums[parent] += figure(row)
    if sums != {label: values[number] for label, number in numbers.items()}:
        return None
    return Level(coarser.key, values, tuple(numbers[parent] for parent in parents))


def figure(row: Sequence[str | int]) -> int:
    """The first figure of a row; 0 where it has none."""
    return next((cell for cell in row if isinstance(cell, int)), 0)
