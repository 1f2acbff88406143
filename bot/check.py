"""Holds the knowledge base against everything that must be true of it before a resident reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.answer import card, helper_card, worded
from bot.emergency import NOT, pattern
from bot.entries import read
from bot.frights import read_frights
from bot.model import AUDIENCES, Emergency, Entry, Knowledge, Problem, Wording
from bot.statutes import Statutes
from bot.text import bare
from bot.yamlfile import Collector

PHRASINGS, SHORT, STEPS, SENTENCE, CARD, MESSAGE = 8, 60, 5, 45, 600, 4096
"""At least so many phrasings; at most so many characters, steps, characters a sentence, a card, a Telegram message."""
BUTTON = 64
"""Bytes that Telegram lets a button carry."""
LONGEST_ACTION = "f:paper:e:"
"""What stands before an entry's id in the longest of them."""
OPTION = 14
"""Characters of an answer on a button of the quiz, so that a narrow screen shows it whole."""

_NUMBER = re.compile(r"\d+")
_SENTENCE_END = re.compile(r"[。！？；\n]")
_LATIN = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]+")
_HALF_WIDTH = re.compile(r"(?<!\d)[.:](?!\d)|[,;!?()%\"'/]|(?<=\d)[.:](?!\d)")
_OFFICIALESE = re.compile(r"^(根据|依据|依照|按照)(《|有关|相关|法律|国家|我国|.{0,12}规定)")


def check(folder: Path, day: date, laws: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of the base on ``day``; with ``laws``, articles are held against the statutes there.

    Raises :class:`bot.model.Refused` when ``folder`` or ``laws`` is not there.
    """
    knowledge, problems = read(folder, day)
    everything = [*knowledge.entries.values()]
    corpus = Statutes(laws) if laws else None
    take = Collector()
    take.run(lambda: read_frights(folder, knowledge.emergencies))
    found = [*problems, *take.problems]
    for entry in everything:
        shown = f"knowledge/{entry.id}.yaml"
        found += (Problem(shown, what) for what in (*_numbers(entry), *_dates(entry, day), *_outlived(entry, knowledge), *_prose(entry)))
        found += (Problem(shown, what) for what in _length(entry, knowledge, day))
        if corpus:
            found += (Problem(shown, what) for what in corpus.wrong(entry))
    found += (Problem(f"knowledge/{i}.yaml", f"{why}；请改引现行法律或撤下") for i, why in knowledge.withheld.items())
    found += _unused(knowledge)
    found += _quiz(knowledge)
    found += (p for danger in knowledge.emergencies for p in _danger(danger))
    return tuple(found)


def _numbers(entry: Entry) -> Iterator[str]:
    if len(f"{LONGEST_ACTION}{entry.id}".encode()) > BUTTON:
        yield f"文件名太长，按钮最多带 {BUTTON} 字节；请改短"
    if len(entry.asked_as) < PHRASINGS:
        yield f"asked_as 只有 {len(entry.asked_as)} 种问法；至少写 {PHRASINGS} 种"
    if not entry.help:
        yield "help：一个能帮忙的都没有；请至少写一个"
    for audience, words in ((None, entry.answer), *entry.say_it_for.items()):
        name = f"say_it_for.{audience}" if audience else "answer"
        if len(words.short) > SHORT:
            yield f"{name}.short 有 {len(words.short)} 个字；请缩到 {SHORT} 个字以内"
        if not words.short.strip():
            yield f"{name}.short 是空的；请先写结论"
        if len(words.steps) > STEPS:
            yield f"{name}.steps 有 {len(words.steps)} 步；请并成 {STEPS} 步以内"


def _dates(entry: Entry, day: date) -> Iterator[str]:
    if entry.checked > day:
        yield f"checked 是 {entry.checked}，在今天之后；请写实际核对的日子"
    if entry.again_by <= entry.checked:
        yield "again_by 不晚于 checked；请写下次复核的日子"
    elif entry.again_by < day:
        yield f"已过复核日期 {entry.again_by}；请重新核对法条，改 checked 和 again_by"


def _outlived(entry: Entry, knowledge: Knowledge) -> Iterator[str]:
    """A change of law that is known already must not pass before the entry is looked at again."""
    for law in entry.law:
        end = knowledge.statutes[law.cite].superseded_on
        if end and entry.again_by >= end:
            yield f"again_by 是 {entry.again_by}，而引用的《{law.cite}》{end} 起被代替；请写那之前的日子"


def _prose(entry: Entry) -> Iterator[str]:
    texts = [("question", entry.question), *((f"law.{law.cite}.says", law.says) for law in entry.law)]
    for audience, words in (("answer", entry.answer), *entry.say_it_for.items()):
        texts += [(f"{audience}.short", words.short)]
        texts += [(f"{audience}.steps", s) for s in words.steps] + [(f"{audience}.mind", m) for m in words.mind]
    for where, text in texts:
        yield from (f"{where}：{fault}" for fault in prose_faults(text))


def prose_faults(text: str) -> Iterator[str]:
    """What a villager would stumble over in one string, each with what to do."""
    if latin := _LATIN.search(text):
        yield f"有字母“{latin.group()}”；请换成中文"
    if mark := _HALF_WIDTH.search(text):
        yield f"有半角标点“{mark.group()}”；请换成全角"
    for sentence in _SENTENCE_END.split(text):
        if len(sentence) > SENTENCE:
            yield f"“{sentence[:12]}……”一句有 {len(sentence)} 个字；请断成 {SENTENCE} 个字以内的短句"
    if opener := _OFFICIALESE.match(text):
        yield f"以“{opener.group()}”开头；请先说结论，法条写在 law 里"


def _length(entry: Entry, knowledge: Knowledge, day: date) -> Iterator[str]:
    if any(h not in knowledge.helpers for h in entry.help):
        return
    for audience in (None, *AUDIENCES):
        if audience and worded(entry, audience) is entry.answer:
            continue
        size = len(card(entry, audience, knowledge.helpers, day))
        if size > CARD:
            yield f"整张卡片{'（' + AUDIENCES[audience] + '）' if audience else ''}有 {size} 个字；请缩到 {CARD} 个字以内"
    if len(helper_card(entry.help, knowledge.helpers).text) > MESSAGE:
        yield f"找人帮忙的内容超过 {MESSAGE} 个字；请减少 help"


def _unused(knowledge: Knowledge) -> Iterator[Problem]:
    entries = knowledge.entries.values()
    corpus = "\n".join(bare(p) for e in entries for p in (e.question, *e.asked_as))
    for said, written in knowledge.synonyms.items():
        if bare(written) not in corpus:
            yield Problem("knowledge/synonyms.yaml", f"“{said}”换成的“{written}”没有条目用到；请改成条目里的说法或删去")
        if said == written:
            yield Problem("knowledge/synonyms.yaml", f"“{said}”换成了自己；请删去")
    for topic in knowledge.topics.keys() - {e.topic for e in entries}:
        yield Problem("knowledge/topics.yaml", f"主题“{topic}”下没有条目；请加条目或删去主题")
    used = {h for e in entries for h in (*e.help, e.owner)} | {t.help for t in knowledge.topics.values()}
    used |= {c for d in knowledge.emergencies for c in d.calls} | {"justice-office", "12348", "12345"}
    for helper in knowledge.helpers.keys() - used:
        yield Problem("knowledge/helpers.yaml", f"“{helper}”没有条目用到；请用上或删去")


def _quiz(knowledge: Knowledge) -> Iterator[Problem]:
    """A question says nothing that its entry does not say: every number of what is right stands in the entry."""
    for key, items in knowledge.quiz.items():
        entry, shown = knowledge.entries[key], f"knowledge/quiz.yaml: {key}"
        said = "\n".join([entry.question, *_parts(entry.answer), *(law.says for law in entry.law)])
        known = set(_NUMBER.findall(said))
        for item in items:
            for text in (item.ask, *item.options, item.because):
                yield from (Problem(shown, f"“{item.ask}”：{fault}") for fault in prose_faults(text))
            for number in _NUMBER.findall(item.options[0] + "\n" + item.because):
                if number not in known:
                    yield Problem(shown, f"“{item.ask}”的答案里的“{number}”条目里没有；请照条目的话出题")
            for option in item.options:
                if len(option) > OPTION:
                    yield Problem(shown, f"选项“{option}”有 {len(option)} 个字；请缩到 {OPTION} 个字以内")


def _parts(words: Wording) -> tuple[str, ...]:
    return (words.short, *words.steps, *words.mind)


def _danger(danger: Emergency) -> Iterator[Problem]:
    shown = f"knowledge/emergencies.yaml: {danger.id}"
    for written in (*danger.unless, *(p for rule in danger.when for p in rule), *danger.signs, *danger.circumstances):
        try:
            pattern(written.removeprefix(NOT), danger.words)
        except KeyError as name:
            yield Problem(shown, f"规则“{written}”用的词组{name}在 words 里没有，或者用到了自己；请补上或改正")
        except re.error as error:
            yield Problem(shown, f"规则“{written}”写错了（{error}）；请改正")
    if any(all(p.startswith(NOT) for p in rule) for rule in danger.when):
        yield Problem(shown, "when：有一条规则只写了“不是”；请写上要找的话")
    if not danger.when:
        yield Problem(shown, "when：一条规则都没有；请写上什么话算危险")
    yield from (Problem(shown, f"first：{f}") for step in danger.first for f in prose_faults(step))
