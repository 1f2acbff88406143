"""Words that every form of the report shares."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.clock import BEIJING
from bot.model import Line, Outage, Paper, Tally
from bot.report.sentences import FILLED_IN_BY, PARAGRAPH_SENTENCES, SOMEBODY, TITLE

PENDING = "〔待核〕"
"""Stands for what the bot cannot know."""
_PLACE = re.compile(r"\{(\w+)\}")


def figure(line: Line) -> str:
    """``12 人次``, or 〔待核〕 with its unit."""
    return f"{number(line.value)} {line.unit}"


def number(value: int | None) -> str | int:
    """A figure, or 〔待核〕."""
    return PENDING if value is None else value


def change(line: Line) -> str:
    """``增加3``, ``减少3``, ``持平``; an em dash where one of the two is not known."""
    if line.value is None or line.before is None:
        return "—"
    more = line.value - line.before
    return f"增加{more}" if more > 0 else f"减少{-more}" if more else "持平"


def title(tally: Tally) -> str:
    """What stands above everything."""
    return TITLE.format(town=tally.town, period=tally.period.name)


def paragraph(tally: Tally) -> str:
    """The paragraph for the annual report on law-based government."""
    known = {line.key: f"{number(line.value)}{line.unit}" for line in tally.lines}
    known |= {"town": tally.town, "period": tally.period.name}
    sentences = (_sentence(clauses, known) for clauses in PARAGRAPH_SENTENCES)
    return "".join(f"{sentence}。" for sentence in sentences if sentence)


def _sentence(clauses: Sequence[str], known: Mapping[str, str]) -> str:
    return "，".join(c.format_map(known) for c in clauses if known.keys() >= {*_PLACE.findall(c)})


def pending(tally: Tally) -> tuple[tuple[str, str], ...]:
    """Each line that nothing recorded can tell, and who fills it in."""
    return tuple((line.label, FILLED_IN_BY.get(line.key, SOMEBODY)) for line in tally.lines if line.value is None)


def said(day: date) -> str:
    """``2026年3月1日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def outage(span: Outage) -> str:
    """An outage in Beijing time."""
    since, until = (f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" for moment in (span.since, span.until))
    return f"{since} 至 {until}"


def outages(tally: Tally) -> str:
    """All of them, or 无."""
    return "；".join(map(outage, tally.outages)) or "无"


def versions(tally: Tally) -> str:
    """Versions of the knowledge base, or 无."""
    return "、".join(tally.knowledge) or "无"


def provenance(tally: Tally) -> tuple[str, ...]:
    """How the figures can be checked, line by line."""
    return (
        f"统计时期：{tally.period.first} 至 {tally.period.last}（北京时间，含首尾两日）",
        f"计数规则第 {tally.rules} 版；知识库版本：{versions(tally)}",
        f"停机时段：{outages(tally)}。平台只保留 24 小时的消息，更久的停机会漏掉群众的提问，本表无法补计",
        f"读取记录 {tally.rows} 行，校验值 {tally.rows_hash}",
    )


def checks(paper: Paper) -> tuple[tuple[str, str], ...]:
    """What a program needs to check a report against the records: the rows of sheet 核对."""
    tally = paper.tally
    return (
        ("period_first", tally.period.first.isoformat()),
        ("period_last", tally.period.last.isoformat()),
        ("rules", tally.rules),
        ("rows", str(tally.rows)),
        ("rows_hash", tally.rows_hash),
        ("knowledge", "、".join(tally.knowledge)),
        ("town", tally.town),
        ("internal", "yes" if paper.internal else "no"),
    )
