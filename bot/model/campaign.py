"""A campaign: days of the year on which the township teaches some law more than any other."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class Campaign:
    """One item of ``campaigns`` in town.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

    name: str
    """What people call it; stands on every row that came through it."""
    days: str
    """Each year: ``12-04``, or ``05-01..05-31``; ``12-20..01-10`` runs over the turn of the year."""
    topics: tuple[str, ...] = ()
    """Keys of topics.yaml; empty: all."""
    audiences: tuple[str, ...] = ()
    """Keys of AUDIENCES; empty: everybody."""

    def about(self, topic: str | None) -> bool:
        """Whether a topic belongs to it."""
        return not self.topics or topic in self.topics
