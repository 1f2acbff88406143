"""The whole knowledge base, and what people type that it does not answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.danger import Emergency
from bot.model.entry import WRITTEN_BY_HAND, Entry, Helper, Statute, Topic
from bot.model.notices import Notices
from bot.model.quiz import QuizItem
from bot.model.words import Words


@dataclass(frozen=True, slots=True)
class Vague:
    """Something about law that a person would have to ask back about."""

    __pydantic_config__ = WRITTEN_BY_HAND

    q: str
    """What is typed."""
    near: tuple[str, ...] = ()
    """Entries that a helper would offer, at most three."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What people type that no entry answers: outside.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

    legal: tuple[str, ...] = ()
    """Legal questions that no entry covers."""
    chat: tuple[str, ...] = ()
    """No legal question at all."""
    vague: tuple[Vague, ...] = ()
    """Too little to answer, enough to offer something."""


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
    words: Words
    """What it says in conversations of several steps."""
    version: str
    """First 12 hex digits of a SHA-256 over the files."""
    quiz: Mapping[str, tuple[QuizItem, ...]] = field(default_factory=dict)
    """Entry id -> questions about it, of shown entries only."""

    def of_topic(self, topic: str) -> tuple[Entry, ...]:
        """Entries of one topic, in file order."""
        return tuple(e for e in self.entries.values() if e.topic == topic)
