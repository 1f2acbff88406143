"""The reviewer's sheet: each entry beside the full text of the articles it cites, to be printed and signed by a lawyer."""

from __future__ import annotations

from html import escape
from pathlib import Path

from bot.answer import article_name
from bot.model import AUDIENCES, Entry, Knowledge, Problem, Refused, Wording
from bot.statutes import Statutes

_STYLE = """
body { font: 11pt/1.6 'Noto Serif CJK SC', 'SimSun', serif; margin: 2em; }
h1 { break-before: page; font-size: 18pt; } h1:first-of-type { break-before: auto; }
article { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5em; border-top: 1px solid #999; padding: 1em 0; break-inside: avoid; }
h2 { font-size: 13pt; margin: 0; } .id, .sign { color: #444; font-size: 9pt; } .law { white-space: pre-wrap; font-size: 10pt; }
"""


def sheet(knowledge: Knowledge, laws: Path) -> str:
    """One HTML page with a printed page or more for each topic.  ``laws`` is the folder of statutes, as for ``check``."""
    statutes = Statutes(laws)
    parts = []
    for topic in knowledge.topics.values():
        entries = knowledge.of_topic(topic.id)
        parts.append(f"<h1>{escape(topic.name)}（{len(entries)} 条）</h1>")
        parts += [_entry(entry, statutes) for entry in entries]
    title = f"法律明白知识库核对表（版本 {knowledge.version}）"
    return f"<!doctype html><html lang=zh-CN><meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>{''.join(parts)}</html>"


def _entry(entry: Entry, statutes: Statutes) -> str:
    variants = [("", entry.answer), *((f"（{AUDIENCES[a]}）", w) for a, w in entry.say_it_for.items())]
    answer = "".join(_wording(name, words) for name, words in variants)
    says = "".join(f"<li>《{escape(law.cite)}》{article_name(law.article)}：{escape(law.says)}</li>" for law in entry.law)
    texts = "".join(
        f"<p class=law><b>《{escape(law.cite)}》{article_name(law.article)}</b>\n"
        f"{escape(statutes.articles(law.cite).get(law.article, '〔法规库里没有这一条〕'))}</p>"
        for law in entry.law
    )
    signed = f"已由{escape(entry.approved.by)}于{entry.approved.on}签字" if entry.approved else "签字：________　日期：________"
    head = f"<h2>{escape(entry.question)}</h2><p class=id>{entry.id}　{entry.checked}核对</p>"
    left = f"{head}{answer}<ul>{says}</ul><p class=sign>{signed}</p>"
    return f"<article><div>{left}</div><div>{texts}</div></article>"


def _wording(name: str, words: Wording) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in words.steps)
    mind = "".join(f"<li>{escape(line)}</li>" for line in words.mind)
    return f"<p><b>{name}{escape(words.short)}</b></p><ol>{steps}</ol><ul>{mind}</ul>"


def write_sheet(knowledge: Knowledge, laws: Path, out: Path) -> None:
    """Write the sheet to ``out``.  Raises :class:`Refused` when it cannot be written."""
    try:
        out.write_text(sheet(knowledge, laws), encoding="utf-8")
    except OSError as error:
        raise Refused((Problem(str(out), f"写不进去（{error.strerror}）；请换一个位置"),)) from error
