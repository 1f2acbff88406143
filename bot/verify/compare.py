"""What differs between a report and what is counted now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import Table, Tally
from bot.verify.stated import Cell, Stated, title

_UNKNOWN = "〔待核〕"


def differences(said: Stated, now: Tally) -> tuple[str, ...]:
    """Every figure that is not the same, and every fact of how they were counted; empty: equal."""
    return (*_facts(said, now), *_figures(said, now), *(line for table in now.tables for line in _table(said, table)))


def _facts(said: Stated, now: Tally) -> Iterator[str]:
    for what, was, is_now in (
        ("计数规则", said.rules, now.rules), ("读取行数", said.rows, str(now.rows)), ("校验值", said.rows_hash, now.rows_hash),
    ):  # fmt: skip
        if was != is_now:
            yield f"{what}：报表上 {was}，现在 {is_now}"


def _figures(said: Stated, now: Tally) -> Iterator[str]:
    for line in now.lines:
        was = said.figures.get(line.label, _UNKNOWN)
        if (was if isinstance(was, int) else None) != line.value:
            yield f"{line.label}：报表上 {was if isinstance(was, int) else _UNKNOWN}，现在 {_UNKNOWN if line.value is None else line.value}"


def _table(said: Stated, table: Table) -> Iterator[str]:
    sheet = said.tables.get(title(table.title))
    if sheet is None:
        yield f"{table.title}：报表上没有这张分表"
        return
    width = len(table.columns)
    start = next((n for n, row in enumerate(sheet) if tuple(row[:width]) == table.columns), len(sheet))
    left = list(table.rows)
    for row in (tuple(row[:width]) for row in sheet[start + 1 :] if _filled(row[:width])):
        same = next((there for there in left if _fits(row, there, said.internal)), None)
        if same is None:
            yield f"{table.title}：报表上的“{_shown(row)}”现在没有"
        else:
            left.remove(same)
    if said.internal:
        yield from (f"{table.title}：现在有“{_shown(row)}”，报表上没有" for row in left)


def _filled(row: Sequence[Cell]) -> bool:
    """Whether it is a row of the table, not a remark below its headings."""
    return len(row) > 1 and any(cell != "" for cell in row[1:])


def _fits(row: Sequence[Cell], there: Sequence[Cell], internal: bool) -> bool:
    """Whether the row says the same; where small figures are hidden, words may stand in the place of one."""
    if len(row) != len(there):
        return False
    return all(a == b or (not internal and isinstance(b, int) and not isinstance(a, int)) for a, b in zip(row, there, strict=True))


def _shown(row: Sequence[Cell]) -> str:
    return " ".join(str(cell) for cell in row if cell != "")
