"""What the desk is given beyond what the residents' pages have."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.model import Problem
from bot.page import Page
from bot.town import Town


@dataclass(frozen=True, slots=True)
class Means:
    """Handed over by the composition root."""

    secret: bytes
    """The township's."""
    place: Page
    """Where the site stands."""
    now: Callable[[], datetime]
    """The time."""
    knowledge: Path
    """The folder of entries, in which signatures are written."""
    reload: Callable[[], Awaitable[tuple[Problem, ...]]]
    """Takes in changed knowledge, or returns what is wrong with it."""
    town: Callable[[], Town]
    """town.yaml as it is served."""
    laws: Path | None = None
    """The folder of statutes; None: an entry is shown beside the articles it cites, without their text."""
