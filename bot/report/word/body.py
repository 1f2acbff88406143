"""What the Word report says, part by part."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt

from bot.model import Paper
from bot.report import sentences as say
from bot.report.word.grid import grid
from bot.report.word.page import BODY, SIHAO, blank, flush, letters
from bot.report.words import PENDING, change, number, paragraph, pending, provenance, said, title
from bot.report.zipped import timeless

_NUMBERS = "一二三四五六七八九十"
_MOST_ROWS = 30
"""A longer table belongs into Excel."""


def document(paper: Paper, pictures: Mapping[str, bytes]) -> bytes:
    """The content of ``report.docx``; ``pictures`` are the charts by file name."""
    doc = blank(paper)
    _head(doc, paper)
    parts = (_paragraph, _figures, _tables, None, _pending, _corrections, _rules, _provenance)
    for count, (heading, part) in enumerate(zip(say.HEADINGS.values(), parts, strict=True)):
        doc.add_heading(f"{_NUMBERS[count]}、{heading}", 1)
        if part is None:
            _charts(doc, paper, pictures)
        else:
            part(doc, paper)
    _signatures(doc)
    out = io.BytesIO()
    doc.save(out)
    return timeless(out.getvalue())


def _head(doc: Any, paper: Paper) -> None:
    tally = paper.tally
    doc.add_paragraph(title(tally), "Title")
    span = f"（{said(tally.period.first)}至{said(tally.period.last)}）"
    line = doc.add_paragraph()
    flush(line)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    letters(line, span, "楷体_GB2312", Pt(16))
    flush(doc.add_paragraph())
    doc.add_paragraph(f"{say.INTERNAL_NOTE if paper.internal else say.PUBLIC_NOTE}。")


def _paragraph(doc: Any, paper: Paper) -> None:
    doc.add_paragraph(say.PARAGRAPH_HINT)
    doc.add_paragraph(paragraph(paper.tally))


def _figures(doc: Any, paper: Paper) -> None:
    tally = paper.tally
    before = tally.before.name if tally.before else "上期"
    rows = [
        (count, line.label, number(line.value), line.unit, "—" if line.before is None else line.before, change(line))
        for count, line in enumerate(tally.lines, 1)
    ]
    _caption(doc, f"{tally.period.name}主要数据" + ("" if tally.before else f"（{say.NO_BEFORE}）"))
    grid(doc, ("序号", "项目", "数量", "单位", before, "比上期"), rows, (4, 14, 7, 5, 8, 8))
    doc.add_paragraph("每项数据的算法见“计数规则”同一序号。")


def _tables(doc: Any, paper: Paper) -> None:
    for count, table in enumerate(paper.tally.tables, 1):
        doc.add_heading(f"（{_chinese(count)}）{table.title}", 2)
        if not table.rows:
            reason = table.rule.rpartition("；")[2]
            doc.add_paragraph(f"{reason}。" if "不对外" in reason else say.NO_ROWS)
            continue
        grid(doc, table.columns, table.rows[:_MOST_ROWS])
        _note(doc, f"算法：{table.rule}。")
        if len(table.rows) > _MOST_ROWS:
            _note(doc, say.MORE_ROWS.format(shown=_MOST_ROWS, all=len(table.rows)))


def _charts(doc: Any, paper: Paper, pictures: Mapping[str, bytes]) -> None:
    if not pictures:
        doc.add_paragraph(say.NO_ROWS)
    for picture in pictures.values():
        place = doc.add_paragraph()
        flush(place)
        place.alignment = WD_ALIGN_PARAGRAPH.CENTER
        place.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        place.paragraph_format.space_after = Pt(8)
        place.add_run().add_picture(io.BytesIO(picture), width=Mm(122))


def _pending(doc: Any, paper: Paper) -> None:
    rows = pending(paper.tally)
    if not rows:
        doc.add_paragraph(say.NO_PENDING)
        return
    doc.add_paragraph(f"下列{len(rows)}项本系统没有记录，标{PENDING}，由有关单位核实后填写。")
    grid(doc, ("项目", "由谁核实填写"), rows, (10, 24))


def _corrections(doc: Any, paper: Paper) -> None:
    rows = [(said(c.on), c.what, c.why) for c in paper.tally.corrections]
    if rows:
        grid(doc, ("日期", "更正内容", "原因"), rows, (9, 16, 12))
    else:
        doc.add_paragraph(say.NO_CORRECTIONS)


def _rules(doc: Any, paper: Paper) -> None:
    for count, line in enumerate(paper.tally.lines, 1):
        doc.add_paragraph(f"{count}．{line.label}：{line.rule}。不计入：{line.excludes}。")


def _provenance(doc: Any, paper: Paper) -> None:
    for line in provenance(paper.tally):
        doc.add_paragraph(f"{line}。").alignment = WD_ALIGN_PARAGRAPH.LEFT  # a hash would pull a line apart


def _signatures(doc: Any) -> None:
    flush(doc.add_paragraph())
    for words in say.SIGNATURES[:-1]:
        doc.add_paragraph(words).paragraph_format.keep_with_next = True
    seal = doc.add_paragraph(f"{say.SIGNATURES[-1]}　　　　年　　月　　日")
    seal.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _caption(doc: Any, text: str) -> None:
    line = doc.add_paragraph()
    flush(line)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.keep_with_next = True
    letters(line, text, "黑体", SIHAO)


def _note(doc: Any, text: str) -> None:
    line = doc.add_paragraph()
    flush(line)
    line.paragraph_format.line_spacing = Pt(20)
    letters(line, text, BODY, Pt(12))


def _chinese(count: int) -> str:
    """1 to 99 in Chinese."""
    tens, ones = divmod(count, 10)
    return ("" if tens < 2 else _NUMBERS[tens - 1]) + ("十" if tens else "") + (_NUMBERS[ones - 1] if ones else "")
