"""What is said in conversations of several steps: one file of ``knowledge/words/`` for each."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class FlowWords:
    """words/flow.yaml: what any conversation may need."""

    __pydantic_config__ = WRITTEN_BY_HAND

    cancel: str
    """On the button that leaves a conversation; typing it does the same."""
    cancelled: str
    """After that."""
    nothing_to_cancel: str
    """The same where no conversation was going on."""
    over: str
    """To a button of a conversation that is over."""
    no_role: str
    """To somebody whose role does not allow it."""


@dataclass(frozen=True, slots=True)
class VillageWords:
    """words/village.yaml: choosing one's village."""

    __pydantic_config__ = WRITTEN_BY_HAND

    which: str
    """The question."""
    unsaid: str
    """On the button for whoever does not want to say."""
    chosen: str
    """After a choice; {village}."""
    left_open: str
    """After not saying."""
    unknown: str
    """To a name that is no village of the town; {said}."""
    none: str
    """Where town.yaml names no villages."""


@dataclass(frozen=True, slots=True)
class Words:
    """All of them; the name of a field is the name of its file."""

    flow: FlowWords
    """Any conversation."""
    village: VillageWords
    """/village"""
