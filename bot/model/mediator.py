"""Whom a village turns to when two of its people disagree."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.entry import WRITTEN_BY_HAND


@dataclass(frozen=True, slots=True)
class Mediator:
    """A village's mediator: one key of ``mediators`` in town.yaml."""

    __pydantic_config__ = WRITTEN_BY_HAND

    name: str
    """Whom to ask for."""
    phone: str | None = None
    """What to dial; None: not filled in, shown as 〔待核〕."""
