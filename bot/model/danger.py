"""What counts as danger, and the card shown before anything else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class Frights:
    """What people type in danger and out of it: danger.yaml, to learn from and to test with."""

    __pydantic_config__ = WRITTEN_BY_HAND

    plain: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Emergency id -> sentences that its rules must catch."""
    vivid: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Emergency id -> sentences that no rule catches."""
    calm: tuple[str, ...] = ()
    """Sentences that must raise no alarm, however they sound."""

    @property
    def afraid(self) -> tuple[str, ...]:
        """All sentences of danger, whatever the card."""
        return tuple(text for cards in (self.plain, self.vivid) for texts in cards.values() for text in texts)


@dataclass(frozen=True, slots=True)
class Emergency:
    """What counts as danger, and the card shown before anything else: one key of emergencies.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

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
    believed: bool = False
    """Whether its rules are believed however calm the rest sounds: who waits for a doctor asks like who asks for damages."""
    words: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Group name -> words between spaces; a pattern names a group as ``{家人}``.  One set serves the whole file."""
