"""The contact log: what the desk may ask of it, whatever database stands behind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Protocol

from bot.model import Contact, Effects, Outage, Period, Person


class Ledger(Protocol):
    """What the desk needs; :class:`bot.ledger.store.Store` is the one that writes to disk."""

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """Write what handling left behind and end the inbox row, in one transaction."""

    async def person(self, person: str) -> Person:
        """What is remembered of a person."""

    async def clearable(self, person: str) -> list[int]:
        """Message numbers younger than 48 hours."""

    def contacts(self, period: Period) -> AsyncIterator[Sequence[Contact]]:
        """Rows of a period in the order in which they were written, in portions."""

    async def outages(self, period: Period) -> tuple[Outage, ...]:
        """When the bot was not running."""
