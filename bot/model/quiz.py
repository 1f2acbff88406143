"""A question with three answers about what an entry says, and how it was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class Cited:
    """An article that an entry cites."""

    __pydantic_config__ = WRITTEN_BY_HAND

    cite: str
    """Short name of the statute, as in the entry."""
    article: str
    """As in the entry."""


@dataclass(frozen=True, slots=True)
class QuizItem:
    """One question of quiz.yaml, written from the text of an entry alone."""

    __pydantic_config__ = WRITTEN_BY_HAND

    ask: str
    """The question."""
    options: tuple[str, ...]
    """Three; the first is right, they are shuffled when shown."""
    because: str
    """Why, in the entry's words."""
    law: Cited
    """The article that says so."""


@dataclass(frozen=True, slots=True)
class QuizAnswer:
    """That a question was answered, by nobody knows whom."""

    source: str
    """The mark of the press, so that it is not counted twice."""
    day: date
    """The calendar day in Beijing time."""
    campaign: str
    """The campaign in which it was asked."""
    entry: str
    """The entry that it is about."""
    after: bool
    """Whether the explanation had been read before."""
    right: bool
    """Whether the answer was right."""


@dataclass(frozen=True, slots=True)
class Learned:
    """How the questions about an entry were answered in a period."""

    campaign: str
    """The campaign in which they were asked."""
    entry: str
    """The entry that they are about."""
    after: bool
    """Whether the explanations had been read before."""
    asked: int
    """Answers given."""
    right: int
    """Right ones among them."""
