"""What answers are given from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

from bot.model import Campaign, Emergency, Found, Helper, Knowledge, Mediator


class Understands(Protocol):
    """Turns words into entries; see :class:`bot.understand.Reader`."""

    def read(self, text: str, audience: str | None) -> Found:
        """What the question was understood as."""

    def ahead(self, text: str) -> AbstractContextManager[None]:
        """Entered, in a thread if one likes, it has done most of the work of reading ``text``; left, it has forgotten it."""


class Hears(Protocol):
    """Hears danger in words; see :class:`bot.fear.Fear`."""

    def hears(self, text: str, emergencies: Sequence[Emergency], dread: float = 0.0) -> Emergency | None:
        """The emergency that the words sound like, or None."""

    def doubts(self, text: str, seen: Emergency, dread: float = 0.0) -> bool:
        """Whether the danger that a rule saw in the words is none."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the window answers from; swapped as a whole when the knowledge changes."""

    knowledge: Knowledge
    """The entries."""
    helpers: Mapping[str, Helper]
    """Hotlines, and offices with the township's own names and numbers laid over them."""
    fear: Hears
    """Hears danger that no rule sees."""
    reader: Understands
    """Finds the entries that a question means."""
    town: str
    """What people call the township."""
    campaigns: Sequence[Campaign] = ()
    """Its campaigns, running or not."""
    mediators: Mapping[str, Mediator] = field(default_factory=dict)
    """Village -> its mediator."""
