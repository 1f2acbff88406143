"""docs/counting.md: every worked example is true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count

import pytest

from bot.count import RULES, tally
from bot.ledger.store import Store
from bot.model import Confirmation, Effects, Knowledge, Mediation, Member, Record, Session
from bot.period import period
from tests.township import NOW, ROOT, contact

DOCUMENT = (ROOT / "docs" / "counting.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^### (例\d+ .*?)$(.*?)(?=^###? |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
HAPPENED = {
    "看卡片": ("answer", "match"), "答不上来": ("unknown", "unknown"), "紧急卡片": ("emergency", None), "评价有用": ("feedback", "useful"),
    "转发或打开链接": ("delivered", None), "转办有答复": ("referred", "answered"), "转办被撤回": ("referred", "withdrawn"),
    "转办过期": ("referred", "expired"),
}
Cells = Mapping[str, str]
_marks = count()


def grids(text: str) -> Iterator[Sequence[Cells]]:
    """The tables of an example, each as rows by heading."""
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
        yield [dict(zip(head, row, strict=True)) for row in rows]


def records(row: Cells) -> Iterator[Record]:
    """What a line of an example records."""
    mark = str(next(_marks))
    if "入册" in row:
        until = date.fromisoformat(row["离册"]) if row["离册"] else None
        yield Member(mark, NOW, "clerk", row["姓名"], "东村", date.fromisoformat(row["入册"]), until)
    elif "排查" in row:
        days = date.fromisoformat(row["首日"]), date.fromisoformat(row["末日"])
        yield Mediation(mark, NOW, "clerk", *days, int(row["排查"]), int(row["化解"]))
    else:
        corrects, withdrawn = row["更正"].removesuffix("作废") or None, row["更正"].endswith("作废")
        why, day = corrects and "记错了", date.fromisoformat(row["日期"])
        figures = int(row["人数"]), int(row["资料份数"])
        yield Session(row["编号"], NOW, row["登记人"], day, *figures, corrects=corrects, why=why, withdrawn=withdrawn)
        if row["确认人"]:
            yield Confirmation(mark, NOW, row["确认人"], row["编号"])


def effects(row: Cells) -> Iterator[Effects]:
    """The same, as updates leave it behind."""
    if "发生了什么" in row:
        kind, outcome = HAPPENED[row["发生了什么"]]
        yield Effects(contacts=[contact(
            next(_marks), day=date.fromisoformat(row["日期"]), pseudonym=row["谁"], counted=row["谁"] != "工作人员",
            kind=kind, entry=row["卡片"] or None, outcome=outcome,
        )])
    else:
        yield from (Effects(records=[record]) for record in records(row))


@pytest.mark.parametrize(("title", "text"), EXAMPLES, ids=[title.partition(" ")[0] for title, _ in EXAMPLES])
async def test_the_figures_of_an_example_are_those_that_the_program_counts(
    title: str, text: str, store: Store, base: Knowledge
) -> None:
    span = re.search(r"^时期：(.*)$", text, re.MULTILINE)
    *given, expected = grids(text)
    for row in (row for grid in given for row in grid):
        for left in effects(row):
            await store.settle(left)
    assert span and given, title
    made = await tally("试验镇", period(span[1]), store, base)
    figures = {line.label: line.value for line in made.lines}
    said = {row["项目"]: None if row["数量"] == "〔待核〕" else int(row["数量"]) for row in expected}
    assert {label: figures[label] for label in said} == said


async def test_the_document_names_version_and_rule_of_every_figure(store: Store, base: Knowledge) -> None:
    made = await tally("试验镇", period("2026"), store, base)
    rules = DOCUMENT.partition("## 二")[2].partition("### 例1")[0]
    assert f"第 {RULES} 版" in DOCUMENT
    assert [line.label for line in made.lines if line.label not in rules and line.label.removeprefix("矛盾纠纷") not in rules] == []
    assert [t.title for t in made.tables if t.title.removeprefix("线下场次").removesuffix("统计").removeprefix("按") not in DOCUMENT] == []
    assert len(EXAMPLES) == 9
