"""A tally as Markdown: each figure with its rule beside it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.model import Paper, Tally
from bot.report import sentences as say
from bot.report.words import change, figure, number, paragraph, pending, provenance


def markdown(paper: Paper) -> str:
    """The whole report as one text."""
    tally = paper.tally
    head = f"# {tally.town}法治宣传教育统计（{tally.period.name}）"
    note = f"**{say.INTERNAL}**：{say.INTERNAL_NOTE}。" if paper.internal else f"{say.PUBLIC_NOTE}。"
    parts = [head, note, f"## {say.HEADINGS['paragraph']}", paragraph(tally), *_summary(tally)]
    for table in tally.tables:
        body = _grid(table.columns, table.rows) if table.rows else say.NO_ROWS
        parts += [f"## {table.title}", f"算法：{table.rule}", body]
    parts += [f"## {say.HEADINGS['pending']}", _list(f"{label}：{who}" for label, who in pending(tally)) or say.NO_PENDING]
    made = [f"{c.on} {c.what}（{c.why}）" for c in tally.corrections]
    parts += [f"## {say.HEADINGS['corrections']}", _list(made) or say.NO_CORRECTIONS]
    parts += ["## 怎么核对", _list(provenance(tally))]
    return "\n\n".join(parts) + "\n"


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _summary(tally: Tally) -> list[str]:
    if tally.before is None:
        rows = [(line.label, figure(line), line.rule, line.excludes) for line in tally.lines]
        return ["## 总数", _grid(("项目", "数量", "算法", "不计入"), rows)]
    held = [(li.label, figure(li), number(li.before), change(li), li.rule, li.excludes) for li in tally.lines]
    return ["## 总数", _grid(("项目", "数量", tally.before.name, "比上期", "算法", "不计入"), held)]


def _grid(columns: Iterable[str], rows: Iterable[Iterable[str | int]]) -> str:
    head = [str(c) for c in columns]
    lines = [head, ["---"] * len(head), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(cell: str | int) -> str:
    return str(cell).replace("|", "\\|").replace("\n", " ")
