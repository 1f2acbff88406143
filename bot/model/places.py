"""Places where links hang that town.yaml does not name: a school, a market day, an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere or some occasion, never somebody."""

    source: str
    """Its code, the same for the same kind and name."""
    at: datetime
    """When it was first entered, aware, UTC."""
    by: str
    """Who entered it: a hash of the person."""
    kind: str
    """``school``, ``market`` or ``event``."""
    name: str
    """What stands on the poster, at most 64 characters."""
