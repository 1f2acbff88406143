"""A tally as Markdown: each figure with its rule beside it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import Tally
from bot.report.words import figure, provenance


def markdown(tally: Tally) -> str:
    """The whole report as one text."""
    parts = [f"# {tally.town}法治宣传教育统计（{tally.period.name}）", *_summary(tally)]
    for table in tally.tables:
        body = _grid(table.columns, table.rows) if table.rows else "本期没有记录。"
        parts += [f"## {table.title}", f"算法：{table.rule}", body]
    parts += ["## 怎么核对", "\n".join(f"- {line}" for line in provenance(tally))]
    return "\n\n".join(parts) + "\n"


def _summary(tally: Tally) -> list[str]:
    rows = [(line.label, figure(line), line.rule, line.excludes) for line in tally.lines]
    return ["## 总数", _grid(("项目", "数量", "算法", "不计入"), rows)]


def _grid(columns: Iterable[str], rows: Iterable[Iterable[str | int]]) -> str:
    head = [str(c) for c in columns]
    lines = [head, ["---"] * len(head), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: str | int) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
