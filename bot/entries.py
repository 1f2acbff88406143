"""``knowledge/*.yaml`` -> :class:`Knowledge`, or every problem found in it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter

from bot.model import (
    AUDIENCES,
    Emergency,
    Entry,
    Frights,
    Helper,
    Knowledge,
    Notices,
    Outside,
    Problem,
    QuizItem,
    Refused,
    Statute,
    Topic,
    Words,
)
from bot.text import bare, bares
from bot.yamlfile import Collector, read_yaml, shaped

T = TypeVar("T")
SINGLE = ("topics", "laws", "synonyms", "emergencies", "helpers", "notices", "outside", "danger", "quiz")
"""Files that stand directly under ``knowledge/``."""
WORDS = "words"
"""Folder of what is said in conversations of several steps."""
CHOICES = 3
"""Answers to choose from in a question of quiz.yaml."""
PHRASINGS = "phrasings"
"""Folder of more ways to ask, one file a topic."""

_WORDS: Mapping[str, type] = get_type_hints(Words)
_QUIZ, _PHRASINGS = dict[str, tuple[QuizItem, ...]], dict[str, tuple[str, ...]]


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    """Made when it is needed: a program that has its shelf from elsewhere does without, and saves 4 MB."""
    return TypeAdapter(shape)


def _as(shape: type[T]) -> TypeAdapter[T]:
    return _adapter(shape)  # type: ignore[arg-type]  # every type has a hash


def load(folder: Path, day: date) -> Knowledge:
    """Everything under ``folder``, with entries withheld whose law does not hold on ``day``.

    Raises :class:`Refused` with every structural problem: unreadable or unknown files, unknown keys, ids that
    name nothing, phrasings that stand twice.
    """
    knowledge, problems = read(folder, day)
    if problems:
        raise Refused(problems)
    return knowledge


def read(folder: Path, day: date) -> tuple[Knowledge, tuple[Problem, ...]]:
    """As :func:`load`, but whatever could be read together with whatever is wrong."""
    take = Collector()
    if not folder.is_dir():
        raise Refused((Problem(str(folder), "没有这个文件夹；请在项目目录里运行"),))
    raw = {name: _single(take, folder, name) for name in SINGLE}
    topics = _keyed(take, _as(Topic), raw["topics"], "knowledge/topics.yaml")
    take.problems += _unknown_files(folder, topics)
    statutes = _keyed(take, _as(Statute), raw["laws"], "knowledge/laws.yaml", key="short")
    helpers = _helpers(take, raw["helpers"])
    dangers = tuple(_keyed(take, _as(Emergency), raw["emergencies"], "knowledge/emergencies.yaml").values())
    synonyms = take.run(lambda: shaped(_as(dict[str, str]), raw["synonyms"] or {}, "knowledge/synonyms.yaml")) or {}
    notices = take.run(lambda: shaped(_as(Notices), raw["notices"], "knowledge/notices.yaml")) or _blank(Notices)
    said = {name: take.run(partial(_words, folder, name, shape)) or _blank(shape) for name, shape in _WORDS.items()}
    words = Words(**said)
    paths = [path for topic in topics for path in sorted((folder / topic).glob("*.yaml"))]
    read_entries = (take.run(partial(_entry, path)) for path in paths)
    entries = {entry.id: entry for entry in read_entries if entry}
    outside = take.run(lambda: shaped(_as(Outside), raw["outside"] or {}, "knowledge/outside.yaml")) or Outside()
    more = {k: v for topic in topics for k, v in (take.run(partial(_more, folder, topic)) or {}).items()}
    frights = take.run(lambda: shaped(_as(Frights), raw["danger"] or {}, "knowledge/danger.yaml")) or Frights()
    take.problems += _unknown_dangers(frights, dangers)
    take.problems += _loose_ends(topics, entries, statutes, helpers, dangers)
    take.problems += _said_twice(entries, more, outside)
    quiz = take.run(lambda: shaped(_as(_QUIZ), raw["quiz"] or {}, "knowledge/quiz.yaml")) or {}
    take.problems += _wrong_quiz(quiz, entries)
    withheld = {e.id: why for e in entries.values() if (why := lapsed(e, statutes, day))}
    shown = {k: e for k, e in entries.items() if k not in withheld}
    asked = {k: items for k, items in quiz.items() if k in shown}
    seen = (frights, dangers, notices, words, version(folder), asked)
    base = Knowledge(topics, shown, withheld, statutes, helpers, synonyms, more, outside, *seen)
    return base, tuple(take.problems)


def _unknown_dangers(frights: Frights, dangers: Iterable[Emergency]) -> Iterator[Problem]:
    known = {danger.id for danger in dangers}
    for name in {*frights.plain, *frights.vivid} - known:
        yield Problem("knowledge/danger.yaml", f"“{name}”在 emergencies.yaml 里没有；请改正拼写")


def _words(folder: Path, name: str, shape: type[T]) -> T:
    shown = f"knowledge/{WORDS}/{name}.yaml"
    return shaped(_as(shape), read_yaml(folder / WORDS / f"{name}.yaml", shown), shown)


def _blank(shape: type[T]) -> T:
    """Stands in for words that could not be read, so that the rest can be looked at too."""
    names = [field.name for field in fields(shape)]  # type: ignore[arg-type]  # every shape is a dataclass
    return shape(**dict.fromkeys(names, ""))


def _single(take: Collector, folder: Path, name: str) -> object:
    return take.run(partial(read_yaml, folder / f"{name}.yaml", f"knowledge/{name}.yaml"))


def version(folder: Path) -> str:
    """First 12 hex digits of a SHA-256 over every YAML file's path and content."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def lapsed(entry: Entry, statutes: Mapping[str, Statute], day: date) -> str | None:
    """Why the entry must not be shown on ``day``, or None."""
    for law in entry.law:
        statute = statutes.get(law.cite)
        if statute is None:
            return f"laws.yaml 里没有{law.cite}"
        if day < statute.in_force:
            return f"{law.cite}要到{statute.in_force}才施行"
        if not statute.holds(day):
            return f"{law.cite}已于{statute.superseded_on}被{statute.superseded_by or '废止'}"
    return None


def _more(folder: Path, topic: str) -> dict[str, tuple[str, ...]]:
    path = folder / PHRASINGS / f"{topic}.yaml"
    shown = f"knowledge/{PHRASINGS}/{topic}.yaml"
    if not path.exists():
        return {}
    return {f"{topic}/{slug}": said for slug, said in shaped(_as(_PHRASINGS), read_yaml(path, shown) or {}, shown).items()}


def _unknown_files(folder: Path, topics: Mapping[str, Topic]) -> Iterator[Problem]:
    words = {folder / WORDS / f"{name}.yaml" for name in _WORDS}
    known = words | {folder / f"{name}.yaml" for name in SINGLE} | {folder / "README.md", folder / "CHANGELOG.md"}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.parent.parent == folder and path.parent.name in topics and path.suffix == ".yaml"
        more = path.parent == folder / PHRASINGS and path.stem in topics and path.suffix == ".yaml"
        if path not in known and not (inside or more):
            shown = f"knowledge/{path.relative_to(folder).as_posix()}"
            yield Problem(shown, "不认识的文件；条目请放进 topics.yaml 里有的文件夹，以 .yaml 结尾")


def _entry(path: Path) -> Entry:
    topic = path.parent.name
    shown = f"knowledge/{topic}/{path.name}"
    data = read_yaml(path, shown)
    if not isinstance(data, dict):
        raise Refused((Problem(shown, "是空的或不是条目；请照 knowledge/README.md 的样子写"),))
    if own := {"id", "topic"} & data.keys():
        raise Refused((Problem(shown, f"{'、'.join(sorted(own))}：不认识的键；文件路径就是编号，请删去"),))
    optional: dict[str, object] = {"audiences": (), "say_it_for": {}, "see": ()}
    return shaped(_as(Entry), {**optional, **data, "id": f"{topic}/{path.stem}", "topic": topic}, shown)


def _keyed(take: Collector, adapter: TypeAdapter[T], data: object, shown: str, key: str = "id") -> dict[str, T]:
    if data is None:
        return {}
    if not isinstance(data, dict):
        take.problems.append(Problem(shown, "应当是“键: 值”的形式；请改写"))
        return {}
    made: dict[str, T] = {}
    for name, written in data.items():
        body = written if isinstance(written, dict) else {}
        item = take.run(partial(shaped, adapter, {**body, key: str(name)}, f"{shown}: {name}"))
        if item is not None:
            made[str(name)] = item
    return made


def _helpers(take: Collector, data: object) -> dict[str, Helper]:
    shown = "knowledge/helpers.yaml"
    if not isinstance(data, dict) or set(data) != {"hotlines", "offices"}:
        take.problems.append(Problem(shown, "应当只有 hotlines 和 offices 两部分；请改写"))
        return {}
    blank: dict[str, object] = {"hours": None, "dialled": None}
    hotlines = {str(n): {**(f or {}), "phone": str(n)} for n, f in (data["hotlines"] or {}).items()}
    offices = {str(n): {**blank, **(f or {}), "phone": None} for n, f in (data["offices"] or {}).items()}
    return _keyed(take, _as(Helper), {**hotlines, **offices}, shown)


def _loose_ends(
    topics: Mapping[str, Topic],
    entries: Mapping[str, Entry],
    statutes: Mapping[str, Statute],
    helpers: Mapping[str, Helper],
    emergencies: Iterable[Emergency],
) -> Iterator[Problem]:
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


def _said_twice(entries: Mapping[str, Entry], more: Mapping[str, tuple[str, ...]], outside: Outside) -> Iterator[Problem]:
    """A phrasing that stands in two places would teach the reader both."""
    said: dict[str, str] = {}
    aside = {"outside": (*outside.legal, *outside.chat, *(v.q for v in outside.vague))}
    own_words = {e.id: (e.question, *e.asked_as) for e in entries.values()}
    groups = (("", own_words), (f"{PHRASINGS}/", more), ("", aside))
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
        yield Problem(f"knowledge/{PHRASINGS}/{missing.partition('/')[0]}.yaml", f"条目“{missing}”不存在；请改正")
    for missing in sorted({n for v in outside.vague for n in v.near} - entries.keys()):
        yield Problem("knowledge/outside.yaml", f"near：条目“{missing}”不存在；请改正")


def _wrong_quiz(quiz: Mapping[str, tuple[QuizItem, ...]], entries: Mapping[str, Entry]) -> Iterator[Problem]:
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
