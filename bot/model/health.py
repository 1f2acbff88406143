"""How the program is: what a balancer, a container and an admin ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Health:
    """What was seen of a running program and its database."""

    at: datetime
    """When it was looked at."""
    writable: bool
    """Whether the database took a write just now."""
    last_sign: datetime | None = None
    """When a program last said that it is alive (every minute)."""
    last_update: datetime | None = None
    """When an update last came in; None: none within 48 hours."""
    backlog: int = 0
    """Updates that are not answered yet."""
    oldest: datetime | None = None
    """When the oldest of them came in."""
    knowledge: str = ""
    """Version of the knowledge."""
    entries: int = 0
    """Entries that are shown."""
    withheld: tuple[str, ...] = ()
    """Entries that are not shown, because their law has ceased to hold."""
    due: tuple[str, ...] = ()
    """Entries whose day of checking has passed."""
    free: int | None = None
    """Bytes free where the data lie; None: not known."""
