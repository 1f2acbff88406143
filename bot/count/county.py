"""Adds up the towns of a county."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.model import Line, Table, Tally

_UNNAMED = {"village", "offline_village"}
"""Breakdowns whose labels mean something within a town only."""
_LISTS = {"sessions", "mediations"}
"""Lists, which are put one below the other."""
Row = tuple[str | int, ...]


def tally_of_county(county: str, towns: Sequence[Tally]) -> Tally:
    """The sum of the tallies of one and the same period, at least one; of each town its figures stand in a table."""
    one = towns[0]
    return Tally(
        town=county,
        period=one.period,
        lines=tuple(_line([t.lines[n] for t in towns]) for n in range(len(one.lines))),
        tables=(_by_town(towns), *(_table(towns, n) for n in range(len(one.tables)))),
        rules=one.rules,
        knowledge=tuple(dict.fromkeys(version for t in towns for version in t.knowledge)),
        outages=tuple(sorted((o for t in towns for o in t.outages), key=lambda o: (o.since, o.until))),
        rows=sum(t.rows for t in towns),
        rows_hash=hashlib.sha256("".join(t.rows_hash for t in towns).encode()).hexdigest(),
        before=one.before,
        corrections=tuple(
            replace(c, what=f"{t.town} {c.what}") for t in towns for c in t.corrections
        ),
    )


def _line(lines: Sequence[Line]) -> Line:
    one, missing = lines[0], sum(line.value is None for line in lines)
    rule = f"{one.rule.partition('；')[0]}；{len(lines)}个乡镇相加"
    if one.key == "people":
        rule += "，同一个人在两个乡镇问过算2人"
    if missing:
        rule += f"；{missing}个乡镇没有数，没有计入"
    return replace(one, value=_sum([line.value for line in lines]), before=_sum([line.before for line in lines]), rule=rule)


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _by_town(towns: Sequence[Tally]) -> Table:
    keys = [n for n, line in enumerate(towns[0].lines) if line.key in ("online", "people", "offline", "events", "volunteers")]
    head = ("乡镇", *(towns[0].lines[n].label for n in keys))
    rows = [(t.town, *("〔待核〕" if (v := t.lines[n].value) is None else v for n in keys)) for t in towns]
    return Table("town", "按乡镇统计", head, tuple(rows), "各乡镇自己的数，按同样的规则", "online")


def _table(towns: Sequence[Tally], number: int) -> Table:
    one = towns[0].tables[number]
    if one.key in _LISTS or one.key in _UNNAMED:
        column = one.columns.index("村")
        rows: list[Row] = [
            (*row[:column], f"{t.town}{row[column]}", *row[column + 1 :]) for t in towns for row in t.tables[number].rows
        ]
    else:
        groups: dict[str | int, list[Row]] = defaultdict(list)
        for row in (row for t in towns for row in t.tables[number].rows):
            groups[row[0]].append(row[1:])
        rows = [(name, *map(sum, zip(*of, strict=True))) for name, of in groups.items()]
    if one.key == "month":
        rows.sort(key=lambda row: row[0])
    elif one.key not in _LISTS:
        rows.sort(key=lambda row: (-int(row[1]), row[0]))
    sums_to = one.sums_to if all(t.tables[number].sums_to for t in towns) else None
    return replace(one, rows=tuple(rows), sums_to=sums_to)
