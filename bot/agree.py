"""What the files of the base say of one another must agree: ids that name nothing, phrasings that stand twice, quizzes astray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.model import AUDIENCES, Emergency, Entry, Helper, Outside, Problem, QuizItem, Statute, Topic
from bot.text import bare, bares

CHOICES = 3
"""Answers to choose from in a question of quiz.yaml."""


def loose_ends(
    topics: Mapping[str, Topic],
    entries: Mapping[str, Entry],
    statutes: Mapping[str, Statute],
    helpers: Mapping[str, Helper],
    emergencies: Iterable[Emergency],
) -> Iterator[Problem]:
    """Ids of helpers, entries, statutes and audiences that name nothing; entries without law."""
    for topic in topics.values():
        if topic.help not in helpers:
            what = f"help 写的“{topic.help}”在 helpers.yaml 里没有；请改正"
            yield Problem(f"knowledge/topics.yaml: {topic.id}", what)
    for danger in emergencies:
        shown = f"knowledge/emergencies.yaml: {danger.id}"
        missing = (c for c in danger.calls if c not in helpers)
        yield from (Problem(shown, f"电话“{c}”在 helpers.yaml 里没有；请补上") for c in missing)
        yield from (Problem(shown, f"条目“{e}”不存在；请改正") for e in danger.entries if e not in entries)
    for entry in entries.values():
        yield from _unknown_ids(entry, f"knowledge/{entry.id}.yaml", entries, statutes, helpers)


def said_twice(entries: Mapping[str, Entry], more: Mapping[str, tuple[str, ...]], outside: Outside) -> Iterator[Problem]:
    """A phrasing that stands in two places would teach the reader both."""
    said: dict[str, str] = {}
    aside = {"outside": (*outside.legal, *outside.chat, *(v.q for v in outside.vague))}
    own_words = {e.id: (e.question, *e.asked_as) for e in entries.values()}
    groups = (("", own_words), ("phrasings/", more), ("", aside))
    places = [(f"{prefix}{key}", phrases) for prefix, group in groups for key, phrases in group.items()]
    every = bares([phrase for _, phrases in places for phrase in phrases])
    plains = iter(every)
    for where, phrases in places if len({*every}) < len(every) else ():
        shown, own = f"knowledge/{where}.yaml", Counter[str]()
        for phrase, plain in zip(phrases, plains, strict=False):
            other = said.setdefault(plain, where)
            own[plain] += 1
            if other != where and plain:
                yield Problem(shown, f"问法“{phrase}”在 {other} 里已有；请留一处")
        if twice := sorted(plain for plain, times in own.items() if times > 1 and plain)[:3]:
            yield Problem(shown, f"有重复的问法“{'”“'.join(twice)}”；请删去重复的")
    for missing in more.keys() - entries.keys():
        yield Problem(f"knowledge/phrasings/{missing.partition('/')[0]}.yaml", f"条目“{missing}”不存在；请改正")
    for missing in sorted({n for v in outside.vague for n in v.near} - entries.keys()):
        yield Problem("knowledge/outside.yaml", f"near：条目“{missing}”不存在；请改正")


def wrong_quiz(quiz: Mapping[str, tuple[QuizItem, ...]], entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Questions of a quiz that belong to no entry, rest on a law that the entry does not cite, or do not offer CHOICES answers."""
    for key, items in quiz.items():
        shown = f"knowledge/quiz.yaml: {key}"
        if key not in entries:
            yield Problem(shown, "条目不存在；请改正")
            continue
        cited = {(law.cite, law.article) for law in entries[key].law}
        for item in items:
            if (item.law.cite, item.law.article) not in cited:
                yield Problem(shown, f"“{item.ask}”的 law 不是这个条目引的条文；请写条目里的一条")
            if len(item.options) != CHOICES or len({bare(o) for o in item.options}) != CHOICES:
                yield Problem(shown, f"“{item.ask}”要有 {CHOICES} 个不同的选项；请改写")


def _unknown_ids(
    entry: Entry,
    shown: str,
    entries: Mapping[str, Entry],
    statutes: Mapping[str, Statute],
    helpers: Mapping[str, Helper],
) -> Iterator[Problem]:
    groups: tuple[tuple[str, Iterable[str], Mapping[str, object], str], ...] = (
        ("audiences", (*entry.audiences, *entry.say_it_for), AUDIENCES, "只能写 farmers、youth、elderly"),
        ("law", (law.cite for law in entry.law), statutes, "请先写进 laws.yaml"),
        ("help", entry.help, helpers, "请写 helpers.yaml 里有的"),
        ("see", entry.see, entries, "请写已有条目的编号"),
        ("owner", (entry.owner,), helpers, "请写 helpers.yaml 里有的办公室"),
    )
    for key, ids, known, hint in groups:
        for missing in sorted({i for i in ids if i not in known}):
            yield Problem(shown, f"{key}：“{missing}”不存在；{hint}")
    if not entry.law:
        yield Problem(shown, "law：一条法律都没有；请写上作出结论的条文")
