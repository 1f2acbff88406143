"""The knowledge of today, read and indexed, with the township's offices."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bot import encode, fear
from bot.clock import local_day, utc_now
from bot.emergency import danger
from bot.entries import load
from bot.model import Knowledge, Problem, Refused
from bot.shelf import Shelf
from bot.town import Town
from bot.understand import Reader

MODEL = Path(__file__).parent.parent / "model"
"""What ``python -m bot train`` made of the knowledge."""


def shelf(folder: Path, town: Town, now: Callable[[], datetime] = utc_now) -> Shelf:
    """The knowledge base of today, with the township's offices.  Raises :class:`Refused` with every problem."""
    return indexed(known(folder, town, now), town)


def known(folder: Path, town: Town, now: Callable[[], datetime] = utc_now) -> Knowledge:
    """The first half of it: what is written.  Raises :class:`Refused` with every problem."""
    knowledge = load(folder, local_day(now()))
    if problems := tuple(_unknown_of_town(knowledge, town)):
        raise Refused(problems)
    return knowledge


def indexed(knowledge: Knowledge, town: Town) -> Shelf:
    """The second half: what finds it.  Raises :class:`Refused` for a missing model."""
    offices, reader = _with_offices(knowledge, town), Reader(knowledge, MODEL)
    return Shelf(knowledge, offices, fear.load(MODEL), reader, town.name, town.campaigns, town.mediators)


def warmed(knowledge: Knowledge) -> None:
    """Make ready what belongs to this process alone and would else be made for the first question: model and patterns."""
    encode.encode([""])
    danger("", knowledge.emergencies)


def _unknown_of_town(knowledge: Knowledge, town: Town) -> Iterator[Problem]:
    """What town.yaml names that the knowledge does not have."""
    hint = "办公室的键要和 knowledge/helpers.yaml 的 offices 一样；请改正"
    yield from (Problem("town.yaml", f"offices.{o}：不认识；{hint}") for o in town.offices if o not in knowledge.helpers)
    for campaign in town.campaigns:
        for topic in (t for t in campaign.topics if t not in knowledge.topics):
            yield Problem("town.yaml", f"campaigns（{campaign.name}）：主题“{topic}”不认识；请写 knowledge/topics.yaml 里的键")


def _with_offices(knowledge: Knowledge, town: Town) -> dict[str, Any]:
    helpers = dict(knowledge.helpers)
    for key, office in town.offices.items():
        usual = helpers[key]
        local = {"name": office.name or usual.name, "phone": office.phone, "hours": office.hours or usual.hours}
        helpers[key] = replace(usual, **local)  # type: ignore[arg-type]
    return helpers
