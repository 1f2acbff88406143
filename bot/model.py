"""What travels between the steps: frozen data, no behaviour beyond reading itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

_WRITTEN_BY_HAND = {"extra": "forbid", "coerce_numbers_to_str": True}
"""Pydantic's settings for what people write in YAML: no unknown keys, ``1079`` is as good as ``"1079"``."""

AUDIENCES: Mapping[str, str] = {"farmers": "农村居民", "youth": "青少年", "elderly": "老年人"}
"""Audience id -> what the button says."""


class Outcome(StrEnum):
    """How a question ended."""

    MATCH = "match"
    CHOICES = "choices"
    UNKNOWN = "unknown"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Law:
    """One article that decides a question."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    cite: str
    """Short name of the statute, a key of laws.yaml."""
    article: str
    """``1079``, or ``287-2`` for 第二百八十七条之二."""
    says: str
    """What the article means, in plain words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer as a person reads it."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    short: str
    """The conclusion, at most 60 characters."""
    steps: tuple[str, ...] = ()
    """What to do, in order, at most 5."""
    mind: tuple[str, ...] = ()
    """Time limits, exceptions, traps."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The signature under an entry."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    by: str
    """Who signed: a lawyer or the justice office."""
    on: date
    """The day of the signature."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its curated answer: one file of ``knowledge/<topic>/<slug>.yaml``."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    id: str
    """``topic/slug``, the path of the file."""
    topic: str
    """The folder, a key of topics.yaml."""
    question: str
    """The canonical question."""
    asked_as: tuple[str, ...]
    """How people say it."""
    audiences: tuple[str, ...]
    """Whom it is written for; empty: everyone."""
    answer: Wording
    """The answer for anyone."""
    say_it_for: Mapping[str, Wording]
    """The same law in other words, by audience."""
    law: tuple[Law, ...]
    """The articles behind the answer, at least one."""
    help: tuple[str, ...]
    """Ids of helpers.yaml, the most useful first."""
    see: tuple[str, ...]
    """Ids of related entries."""
    owner: str
    """The office whose duty it is to teach this law (谁执法谁普法)."""
    checked: date
    """The day the text was held against the articles."""
    approved: Approval | None
    """The signature, or None: shown honestly either way."""
    again_by: date
    """After this day the entry says that it is due for checking."""


@dataclass(frozen=True, slots=True)
class Statute:
    """A law that entries cite: one key of laws.yaml."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    short: str
    """The name entries cite it by."""
    title: str
    """Its full title."""
    version: date
    """The day this version was adopted."""
    in_force: date
    """First day of this version."""
    superseded_on: date | None
    """First day on which it no longer holds, if that is known."""
    superseded_by: str | None
    """What replaces it."""
    text: str
    """Where the official text is published."""

    def holds(self, day: date) -> bool:
        """Whether this version is in force on ``day``."""
        return self.in_force <= day and (self.superseded_on is None or day < self.superseded_on)


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading of the menu: one key of topics.yaml."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    id: str
    """The folder name."""
    name: str
    """What the menu says."""
    help: str
    """The office to name when a question of this topic finds no entry."""


@dataclass(frozen=True, slots=True)
class Helper:
    """A hotline, or an office whose local number stands in town.yaml."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    id: str
    """The number of a hotline, or the id of an office."""
    name: str
    """Its everyday name."""
    what_for: str
    """When to turn to it."""
    phone: str | None
    """What to dial; None while the township has not filled it in."""
    hours: str | None
    """When somebody answers; None where not known."""
    dialled: date | None
    """The day somebody last tried the number; None: not yet."""


@dataclass(frozen=True, slots=True)
class Emergency:
    """What counts as danger, and the card shown before anything else: one key of emergencies.yaml."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    id: str
    """Its name."""
    title: str
    """First line of the card."""
    calls: tuple[str, ...]
    """Hotlines in order of urgency."""
    first: tuple[str, ...]
    """The first things to do, one idea each."""
    when: tuple[tuple[str, ...], ...]
    """Rules; one fires when each of its patterns is found in the message, and none of those that begin with 不是."""
    unless: tuple[str, ...]
    """Patterns that show that the message tells of no danger, whatever the rule (supposed, on television)."""
    entries: tuple[str, ...]
    """Entries to offer below the card."""
    signs: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Pattern -> points, of what this danger looks like where no rule fits; below zero: speaks against it."""
    circumstances: Mapping[str, int] = field(default_factory=dict, hash=False)
    """Pattern -> points, of what makes any danger likely or unlikely; one set serves the whole file."""
    enough: int = 0
    """So many points of ``signs`` and ``circumstances`` together are danger; 0: only ``when`` counts."""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Group name -> words between spaces; a pattern names a group as ``{家人}``.  One set serves the whole file."""


@dataclass(frozen=True, slots=True)
class Vague:
    """Something about law that a person would have to ask back about."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    q: str
    """What is typed."""
    near: tuple[str, ...] = ()
    """Entries that a helper would offer, at most three."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What people type that no entry answers: outside.yaml."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    legal: tuple[str, ...] = ()
    """Legal questions that no entry covers."""
    chat: tuple[str, ...] = ()
    """No legal question at all."""
    vague: tuple[Vague, ...] = ()
    """Too little to answer, enough to offer something."""


@dataclass(frozen=True, slots=True)
class Notices:
    """What the bot says of itself: notices.yaml.  Braces hold what is filled in."""

    __pydantic_config__ = _WRITTEN_BY_HAND

    greeting: str
    """Answer to /start; {town}."""
    ask_me: str
    """After the audience was chosen."""
    topics: str
    """Above the list of topics."""
    entries: str
    """Above the questions of a topic."""
    help: str
    """How to use the bot."""
    privacy: str
    """What is kept, in two sentences."""
    forgotten: str
    """After /forget."""
    cleared: str
    """After /clear, everything gone."""
    cleared_partly: str
    """After /clear, something left; {done}, {left}."""
    nothing_to_clear: str
    """After /clear with nothing to delete."""
    thanks: str
    """After 有用."""
    sorry: str
    """After 没用."""
    rephrase: str
    """After 都不是."""
    wordless: str
    """To stickers and whatever else has no words."""
    voice: str
    """To voice messages."""
    picture: str
    """To pictures and files without words."""
    not_chinese: str
    """To text without a Chinese character."""
    empty: str
    """To /ask without a question, and to blank text."""
    group_help: str
    """To a mention without a question in a group."""
    group_choices: str
    """Below a choice in a group, where there are no buttons."""
    gone: str
    """To a button that leads nowhere any more."""
    no_number: str
    """To a number that was not on offer."""
    no_role: str
    """To somebody without the role."""
    my_id: str
    """Answer to /id; {account}."""
    report_ready: str
    """With the files of a report; {period}."""
    failed: str
    """When something broke."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything under ``knowledge/``, loaded and consistent."""

    topics: Mapping[str, Topic]
    """In menu order."""
    entries: Mapping[str, Entry]
    """By id, in menu order; entries whose law has ceased to hold are in ``withheld`` instead."""
    withheld: Mapping[str, str]
    """Entry id -> why it is not shown."""
    statutes: Mapping[str, Statute]
    """By short name."""
    helpers: Mapping[str, Helper]
    """By id, national numbers; the township's own are laid over them by the desk."""
    synonyms: Mapping[str, str]
    """How people say it -> how entries say it."""
    phrasings: Mapping[str, tuple[str, ...]]
    """Entry id -> more ways to ask, by which questions are understood; never shown."""
    outside: Outside
    """What people type that no entry answers, so that the reader learns to say so."""
    emergencies: tuple[Emergency, ...]
    """In the order in which they are tried."""
    notices: Notices
    """What the bot says of itself."""
    version: str
    """First 12 hex digits of a SHA-256 over the files."""

    def of_topic(self, topic: str) -> tuple[Entry, ...]:
        """Entries of one topic, in file order."""
        return tuple(e for e in self.entries.values() if e.topic == topic)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file that people write."""

    path: str
    """The file, and the key within it where that helps."""
    what: str
    """What is wrong; what to do."""

    def __str__(self) -> str:
        return f"{self.path}: {self.what}"


class Unavailable(Exception):
    """The database cannot be read or written just now; the same may work in a moment."""


class Refused(Exception):
    """Input that cannot be used; carries every problem found in it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Found:
    """What a question was understood as."""

    outcome: Outcome
    """Match, choices, unknown or emergency."""
    entries: tuple[str, ...]
    """At most three ids, best first; for a match the first is shown."""
    topics: tuple[str, ...]
    """Nearest topics, for an unknown."""
    emergency: str | None
    """Id of the emergency card, shown first."""
    why: tuple[str, ...]
    """Lines that explain the decision."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who stands at the window, as far as the bot needs to know."""

    person: str
    """A keyed hash of the account; never the account itself."""
    pseudonym: str
    """The hash under which contacts of this year are counted."""
    audience: str | None = None
    """A key of AUDIENCES, or None."""
    village: str | None = None
    """Where the asker said they are from."""
    channel: str = "telegram"
    """``telegram``, ``group`` or ``terminal``."""
    counted: bool = True
    """False for staff and test accounts."""
    menu: tuple[str, ...] = ()
    """Actions of the buttons last shown, for typed numbers."""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press, or to choose by typing its number."""

    label: str
    """What it says."""
    action: str
    """What it does, at most 64 bytes (Telegram's limit for callback data)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of the contact log: something that happened at the window.  No name, no id, no words."""

    at: datetime
    """When, aware, UTC."""
    day: date
    """The calendar day in Beijing time."""
    channel: str
    """The way in."""
    kind: str
    """``answer``, ``unknown``, ``emergency`` or ``feedback``."""
    source: str
    """A keyed hash of the message it answers: the same message is never counted twice."""
    pseudonym: str
    """Who, for counting different people; empty for emergencies."""
    counted: bool
    """False for staff and test accounts."""
    audience: str | None = None
    """A key of AUDIENCES."""
    village: str | None = None
    """As chosen by the asker."""
    topic: str | None = None
    """A key of topics.yaml."""
    entry: str | None = None
    """The entry shown."""
    outcome: str | None = None
    """``match``, ``opened``, ``unknown``, ``useful`` or ``useless``."""
    campaign: str | None = None
    """The campaign it came through."""
    on_behalf: bool = False
    """Whether a volunteer asked for somebody else."""
    knowledge: str = ""
    """Version of the knowledge base that answered."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the resident sees, and what will be recorded once they have seen it."""

    text: str
    """The whole reply; the channel cuts it to its own limit."""
    buttons: tuple[Button, ...] = ()
    """Numbered from 1 in this order."""
    contact: Contact | None = None
    """To be recorded after the reply was delivered."""
    found: Found | None = None
    """How the question was understood, where one was asked."""
    audience: str | None = None
    """A new audience to remember for the asker."""
    brief: bool = False
    """Whether it is a word of thanks that may flash over the chat and leaves the numbers of the last menu alone."""


@dataclass(slots=True)
class Effects:
    """What handling one update leaves behind; written in one transaction with the end of its inbox row."""

    contacts: list[Contact] = field(default_factory=list)
    """Rows for the contact log."""
    person: str | None = None
    """Whose menu, audience and messages these are."""
    menu: tuple[str, ...] | None = None
    """Actions of the buttons last shown, so that typing a number works; None: unchanged."""
    audience: str | None = None
    """A newly chosen audience; empty for none; None: unchanged."""
    messages: list[int] = field(default_factory=list)
    """Telegram message numbers of both sides, kept 48 hours for /clear."""
    cleared: bool = False
    """Whether the kept message numbers are to be dropped."""
    forget: tuple[str, ...] = ()
    """Pseudonyms to make unknown."""
    again: float | None = None
    """Seconds after which the update must be handled again, because the reply did not go out."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is remembered between messages, under a keyed hash of the account."""

    audience: str | None = None
    """A key of AUDIENCES."""
    village: str | None = None
    """As chosen."""
    menu: tuple[str, ...] = ()
    """Actions of the buttons last shown."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of calendar days in Beijing time."""

    first: date
    """First day."""
    last: date
    """Last day, included."""
    name: str
    """``2026年``, ``2026年5月``, ``2026-03-01至2026-04-15``."""


@dataclass(frozen=True, slots=True)
class Line:
    """A figure of the report."""

    key: str
    """Its name in JSON."""
    label: str
    """What the report says."""
    value: int | None
    """The figure; None: nothing recorded can tell, printed as 〔待核〕."""
    unit: str
    """人次, 人, 份 …"""
    rule: str
    """How it is counted."""
    excludes: str
    """What is not counted."""


@dataclass(frozen=True, slots=True)
class Table:
    """A breakdown of the report."""

    key: str
    """File name and name in JSON."""
    title: str
    """What the report says."""
    columns: tuple[str, ...]
    """Headings."""
    rows: tuple[tuple[str | int, ...], ...]
    """Cells, one tuple a row."""
    rule: str
    """How the cells are counted."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A span in which the bot was not running."""

    since: datetime
    """Last sign of life, UTC."""
    until: datetime
    """Next start, UTC."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a period, with all that is needed to check it."""

    town: str
    """Name of the township."""
    period: Period
    """The days counted."""
    lines: tuple[Line, ...]
    """The figures."""
    tables: tuple[Table, ...]
    """The breakdowns."""
    rules: str
    """Version of the counting rules."""
    knowledge: tuple[str, ...]
    """Versions of the knowledge base that answered in the period."""
    outages: tuple[Outage, ...]
    """When the bot was not running."""
    rows: int
    """How many rows were read."""
    rows_hash: str
    """SHA-256 over them; forgetting a person does not change it."""
