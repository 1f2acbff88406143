"""Words that every form of the report shares."""

from __future__ import annotations

from bot.clock import BEIJING
from bot.model import Line, Outage, Tally

PENDING = "〔待核〕"
"""Stands for what the bot cannot know."""


def figure(line: Line) -> str:
    """``12 人次``, or 〔待核〕 with its unit."""
    return f"{PENDING if line.value is None else line.value} {line.unit}"


def outage(span: Outage) -> str:
    """An outage in Beijing time."""
    since, until = (f"{moment.astimezone(BEIJING):%Y-%m-%d %H:%M}" for moment in (span.since, span.until))
    return f"{since} 至 {until}"


def provenance(tally: Tally) -> tuple[str, ...]:
    """How the figures can be checked, line by line."""
    gaps = "；".join(map(outage, tally.outages)) or "无"
    return (
        f"统计时期：{tally.period.first} 至 {tally.period.last}（北京时间，含首尾两日）",
        f"计数规则第 {tally.rules} 版；知识库版本：{'、'.join(tally.knowledge) or '无'}",
        f"停机时段：{gaps}。平台只保留 24 小时的消息，更久的停机会漏掉群众的提问，本表无法补计",
        f"读取记录 {tally.rows} 行，校验值 {tally.rows_hash}",
    )
