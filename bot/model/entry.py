"""What the knowledge base is written in: an entry, its law, who helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

WRITTEN_BY_HAND = {"extra": "forbid", "coerce_numbers_to_str": True}
"""Pydantic's settings for what people write in YAML: no unknown keys, ``1079`` is as good as ``"1079"``."""


@dataclass(frozen=True, slots=True)
class Law:
    """One article that decides a question."""

    __pydantic_config__ = WRITTEN_BY_HAND

    cite: str
    """Short name of the statute, a key of laws.yaml."""
    article: str
    """``1079``, or ``287-2`` for 第二百八十七条之二."""
    says: str
    """What the article means, in plain words."""


@dataclass(frozen=True, slots=True)
class Wording:
    """An answer as a person reads it."""

    __pydantic_config__ = WRITTEN_BY_HAND

    short: str
    """The conclusion, at most 60 characters."""
    steps: tuple[str, ...] = ()
    """What to do, in order, at most 5."""
    mind: tuple[str, ...] = ()
    """Time limits, exceptions, traps."""


@dataclass(frozen=True, slots=True)
class Approval:
    """The signature under an entry."""

    __pydantic_config__ = WRITTEN_BY_HAND

    by: str
    """Who signed: a lawyer or the justice office."""
    on: date
    """The day of the signature."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question with its curated answer: one file of ``knowledge/<topic>/<slug>.yaml``."""

    __pydantic_config__ = WRITTEN_BY_HAND

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

    __pydantic_config__ = WRITTEN_BY_HAND

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

    __pydantic_config__ = WRITTEN_BY_HAND

    id: str
    """The folder name."""
    name: str
    """What the menu says."""
    help: str
    """The office to name when a question of this topic finds no entry."""


@dataclass(frozen=True, slots=True)
class Helper:
    """A hotline, or an office whose local number stands in town.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

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
