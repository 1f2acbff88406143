"""``knowledge/*.yaml`` -> :class:`Knowledge`, or every problem found in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from pydantic import TypeAdapter

from bot import frights
from bot.agree import loose_ends, said_twice, wrong_quiz
from bot.model import (
    Emergency,
    Entry,
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
from bot.yamlfile import Collector, read_yaml, shaped

T = TypeVar("T")
SINGLE = ("topics", "laws", "synonyms", "emergencies", "helpers", "notices", "outside", "quiz")
"""Files that stand directly under ``knowledge/``; beside them only what :mod:`bot.frights` reads."""
WORDS = "words"
"""Folder of what is said in conversations of several steps."""
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
    take.problems += loose_ends(topics, entries, statutes, helpers, dangers)
    take.problems += said_twice(entries, more, outside)
    quiz = take.run(lambda: shaped(_as(_QUIZ), raw["quiz"] or {}, "knowledge/quiz.yaml")) or {}
    take.problems += wrong_quiz(quiz, entries)
    withheld = {e.id: why for e in entries.values() if (why := lapsed(e, statutes, day))}
    shown = {k: e for k, e in entries.items() if k not in withheld}
    asked = {k: items for k, items in quiz.items() if k in shown}
    seen = (dangers, notices, words, version(folder), asked)
    base = Knowledge(topics, shown, withheld, statutes, helpers, synonyms, more, outside, *seen)
    return base, tuple(take.problems)


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
    known = words | {folder / f"{name}.yaml" for name in SINGLE} | {folder / name for name in ("README.md", "CHANGELOG.md", frights.FILE)}
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
