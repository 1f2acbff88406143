"""What was found -> what the resident reads: conclusion, steps, law, date checked, who helps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.model import Button, Emergency, Entry, Helper, Knowledge, Reply, Topic, Wording

NUMERALS = "①②③④⑤⑥⑦⑧⑨⑩"
PENDING = "电话〔待核〕"
"""Stands where the township has not filled in a number."""


def article_name(article: str) -> str:
    """``1079`` -> ``第1079条``; ``287-2`` -> ``第287条之2``."""
    number, _, inserted = article.partition("-")
    return f"第{number}条之{inserted}" if inserted else f"第{number}条"


def worded(entry: Entry, audience: str | None) -> Wording:
    """The entry's words for an audience; parts that a variant leaves out come from the main answer."""
    own = entry.say_it_for.get(audience or "")
    if own is None:
        return entry.answer
    return Wording(own.short, own.steps or entry.answer.steps, own.mind or entry.answer.mind)


def card(entry: Entry, audience: str | None, helpers: Mapping[str, Helper], today: date) -> str:
    """The whole answer as plain text, under 600 characters in a checked base."""
    words = worded(entry, audience)
    parts = [f"【{entry.question}】", words.short]
    if words.steps:
        parts.append("怎么办：\n" + "\n".join(f"{NUMERALS[i]}{step}" for i, step in enumerate(words.steps)))
    if words.mind:
        parts.append("要注意：\n" + "\n".join(f"·{line}" for line in words.mind))
    cited = [f"·《{law.cite}》{article_name(law.article)}：{law.says}" for law in entry.law]
    parts.append("法律依据：\n" + "\n".join(cited))
    parts.append("找谁帮忙：\n" + "\n".join(f"·{helper_line(helpers[h])}" for h in entry.help[:2]))
    parts.append(provenance(entry, today))
    return "\n\n".join(parts)


def provenance(entry: Entry, today: date) -> str:
    """When the text was held against the law, who signed it, and what it is not."""
    day = f"{entry.checked.year}年{entry.checked.month}月{entry.checked.day}日"
    signed = f"已由{entry.approved.by}签字确认" if entry.approved else "尚未经律师签字"
    due = "；已过复核日期，用前请打12348核实" if today > entry.again_by else ""
    return f"{day}核对法条，{signed}{due}。这是普法信息，不是律师意见。"


def helper_line(helper: Helper) -> str:
    """``公共法律服务热线 12348``, or the office with its number or 〔待核〕."""
    return f"{helper.name} {helper.phone or PENDING}"


def helper_card(ids: Iterable[str], helpers: Mapping[str, Helper]) -> Reply:
    """Who helps, what for, when, and how sure we are of the number."""
    lines = ["可以找这些地方帮忙："]
    for helper in (helpers[i] for i in ids):
        hours = f"（{helper.hours}）" if helper.hours else ""
        lines.append(f"·{helper_line(helper)}{hours}：{helper.what_for}。")
    if any(helpers[i].phone is None for i in ids):
        lines.append("标〔待核〕的电话本地还没填，可以打12345转接。")
    return Reply("\n".join(lines))


def entry_buttons(entry: Entry, entries: Mapping[str, Entry]) -> tuple[Button, ...]:
    """Useful or not, who helps, and up to three related questions."""
    related = [entries[i] for i in entry.see if i in entries][:3]
    return (
        Button("有用", f"y:{entry.id}"),
        Button("没用", f"n:{entry.id}"),
        Button("找人帮忙", f"h:{entry.id}"),
        *(Button(e.question, f"o:{e.id}") for e in related),
    )


def choices(found: Sequence[Entry]) -> Reply:
    """Up to three questions to choose from."""
    buttons = tuple(Button(e.question, f"o:{e.id}") for e in found)
    return Reply("您是不是想问：", (*buttons, Button("都不是", "none")))


def whom_to_ask(topics: Sequence[Topic]) -> tuple[str, ...]:
    """Ids of who helps where no entry does: the office of the nearest topic first."""
    return tuple(dict.fromkeys([*(t.help for t in topics[:1]), "justice-office", "12348"]))


def unknown(topics: Sequence[Topic], helpers: Mapping[str, Helper]) -> Reply:
    """An honest "I don't know", the nearest topics and whom to call."""
    lines = ["这个问题我答不上来，不敢乱说。您可以问：", *(f"·{helper_line(helpers[c])}" for c in whom_to_ask(topics))]
    lines.append("也可以换个短一点的说法再问一次，或者从下面的主题里找。" if topics else "也可以换个说法再问一次。")
    return Reply("\n".join(lines), (*(Button(t.name, f"t:{t.id}") for t in topics), Button("全部主题", "topics")))


def emergency_card(danger: Emergency, knowledge: Knowledge, helpers: Mapping[str, Helper]) -> Reply:
    """The number to call and the first thing to do, before anything else."""
    calls = [f"☎ {helpers[c].phone or PENDING} {helpers[c].name}" for c in danger.calls]
    steps = [f"{NUMERALS[i]}{step}" for i, step in enumerate(danger.first)]
    tail = "等安全了，再看下面这些："
    offered = [knowledge.entries[i] for i in danger.entries if i in knowledge.entries]
    text = "\n".join([danger.title, *calls, "", *steps, *(["", tail] if offered else [])])
    return Reply(text, tuple(Button(e.question, f"o:{e.id}") for e in offered))


def has_chinese(text: str) -> bool:
    """Whether there is anything in Chinese characters to understand."""
    return any("\u3400" <= character <= "\u9fff" for character in text)


def numbered(buttons: Sequence[Button]) -> tuple[str, ...]:
    """The labels of buttons, each with the number that may be typed instead."""
    return tuple(f"{number} {button.label}" for number, button in enumerate(buttons, 1))


def split(text: str, limit: int = 3500) -> list[str]:
    """``text`` in pieces of at most ``limit`` characters, cut at paragraphs, then lines, then anywhere.

    Telegram takes 4096 characters after entities; 3500 leaves room.
    """
    pieces: list[str] = []
    rest = text.strip()
    while len(rest) > limit:
        cut = max(rest.rfind("\n\n", 1, limit), 0) or max(rest.rfind("\n", 1, limit), 0) or limit
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*pieces, rest] if rest else pieces
