"""The contact log: what the desk may ask of it, whatever database stands behind."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Protocol

from bot.model import (
    Broadcast,
    Contact,
    Effects,
    Handover,
    Invite,
    Learned,
    Mediation,
    Member,
    Outage,
    Pass,
    Period,
    Person,
    Place,
    Recorded,
    Session,
    Wish,
)

COUNTED = tuple(f.name for f in fields(Contact) if f.name != "source")
"""What the counting reads of a contact: everything but the mark of the message."""


class Records(Protocol):
    """What people have recorded; :class:`bot.ledger.records.RecordStore` reads it from disk.

    It is written with :meth:`Ledger.settle`, as ``Effects.records``.  Each call raises :class:`bot.model.Unavailable`
    when the database cannot be read.
    """

    async def sessions(
        self, period: Period | None = None, *, by: str | None = None, confirmed: bool | None = None
    ) -> Sequence[Session]:
        """Sessions as they stand now, without withdrawn ones, in the order in which they were recorded.

        ``confirmed=False``: those that wait for a second person; None: both.
        """

    async def session(self, source: str) -> Session | None:
        """The session with this source; None where it was corrected, withdrawn or never recorded."""

    async def roster(self, day: date) -> Mapping[str, Member]:
        """Who is on the roster on a day, by the source of the first row, which invites and bindings name."""

    async def member(self, who: str, day: date) -> Member | None:
        """For whom an account speaks, as long as that member is on the roster on ``day``; the newest binding of both stands."""

    async def invite(self, token: str) -> Invite | None:
        """The invite with this hash of a token; None where it was used, has expired or was never made."""

    async def bound(self) -> frozenset[str]:
        """Members, by the source of their first row, for whom some account speaks."""

    async def place(self, code: str) -> Place | None:
        """The place with this code, None where nobody entered one."""

    async def places(self, kind: str) -> Sequence[Place]:
        """Places of a kind, the newest first."""

    async def mediations(self, period: Period) -> Sequence[Mediation]:
        """Lines of the mediation ledger as they stand now that have a day in the period."""

    async def everything(self) -> Recorded:
        """Every row, for counting."""


class Errands(Protocol):
    """What waits to be done for somebody; :class:`bot.ledger.errands.ErrandStore` reads it from disk.

    It is written with :meth:`Ledger.settle`, as ``Effects.records``.  Each call raises :class:`bot.model.Unavailable`
    when the database cannot be read.
    """

    async def handovers(self) -> Sequence[Handover]:
        """Questions that wait for the office, the oldest first."""

    async def wishes(self) -> Sequence[Wish]:
        """Words left for a better answer, the oldest first."""

    async def subscribed(self, person: str) -> bool:
        """Whether a person wants to be written to."""

    async def reach(self, audience: str | None, village: str | None) -> int:
        """How many subscribers a broadcast would go to."""

    async def broadcasts(self) -> Sequence[Broadcast]:
        """The latest ten, the newest first, with how far they have got."""

    async def learned(self, period: Period) -> Sequence[Learned]:
        """How questions of campaigns were answered."""


class Passes(Protocol):
    """Who may open the desk on the web; :class:`bot.ledger.passes.PassStore` keeps it on disk.

    Each call raises :class:`bot.model.Unavailable` when the database cannot be read or written.
    """

    async def make(self, made: Pass) -> None:
        """Keep a new one, and drop what has expired."""

    async def take(self, digest: str, kind: str) -> Pass | None:
        """The pass that still holds, which is then no more: of two who come at once one gets it."""

    async def find(self, digest: str, kind: str) -> Pass | None:
        """The pass that still holds, None where there is none."""

    async def end_all(self) -> int:
        """End every pass; returns how many there were."""


class Ledger(Protocol):
    """What the desk needs; :class:`bot.ledger.store.Store` is the one that writes to disk."""

    @property
    def records(self) -> Records:
        """What people have recorded."""

    @property
    def errands(self) -> Errands:
        """What waits to be done for somebody."""

    @property
    def passes(self) -> Passes:
        """Who may open the desk on the web."""

    async def settle(self, effects: Effects, update_id: int | None = None) -> None:
        """Write what handling left behind and end the inbox row, in one transaction."""

    async def person(self, person: str) -> Person:
        """What is remembered of a person."""

    async def clearable(self, person: str) -> list[int]:
        """Message numbers younger than 48 hours."""

    def rows(self, period: Period) -> AsyncIterator[Sequence[Sequence[Any]]]:
        """Rows of a period by day, and within a day in the order in which they were written, in portions.

        Each row holds :data:`COUNTED` in order, as :meth:`bot.ledger.statements.Statements.raw` says.
        """

    def contacts(self, period: Period) -> AsyncIterator[Sequence[Contact]]:
        """The same as :class:`Contact`."""

    async def outages(self, period: Period) -> tuple[Outage, ...]:
        """When the bot was not running."""
