"""What is recorded, and what is remembered between messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """One row of the contact log: something that happened at the window.  No name, no id, no words."""

    at: datetime
    """When, aware, UTC."""
    day: date
    """The calendar day in Beijing time."""
    channel: str
    """The way in."""
    kind: str
    """``answer``, ``unknown``, ``emergency`` or ``feedback``."""
    source: str
    """A keyed hash of the message it answers: the same message is never counted twice."""
    pseudonym: str
    """Who, for counting different people; empty for emergencies."""
    counted: bool
    """False for staff and test accounts."""
    audience: str | None = None
    """A key of AUDIENCES."""
    village: str | None = None
    """As chosen by the asker."""
    topic: str | None = None
    """A key of topics.yaml."""
    entry: str | None = None
    """The entry shown."""
    outcome: str | None = None
    """``match``, ``opened``, ``unknown``, ``useful`` or ``useless``."""
    campaign: str | None = None
    """The campaign it came through."""
    on_behalf: bool = False
    """Whether a volunteer asked for somebody else."""
    knowledge: str = ""
    """Version of the knowledge base that answered."""


@dataclass(slots=True)
class Effects:
    """What handling one update leaves behind; written in one transaction with the end of its inbox row."""

    contacts: list[Contact] = field(default_factory=list)
    """Rows for the contact log."""
    person: str | None = None
    """Whose menu, audience and messages these are."""
    menu: tuple[str, ...] | None = None
    """Actions of the buttons last shown, so that typing a number works; None: unchanged."""
    audience: str | None = None
    """A newly chosen audience; empty for none; None: unchanged."""
    village: str | None = None
    """A newly chosen village; empty for none; None: unchanged."""
    flow: str | None = None
    """The conversation as it now stands; empty: over; None: unchanged."""
    rows: list[object] = field(default_factory=list)
    """Rows other than contacts, of the kinds that the ledger knows."""
    messages: list[int] = field(default_factory=list)
    """Telegram message numbers of both sides, kept 48 hours for /clear."""
    cleared: bool = False
    """Whether the kept message numbers are to be dropped."""
    forget: tuple[str, ...] = ()
    """Pseudonyms to make unknown."""
    again: float | None = None
    """Seconds after which the update must be handled again, because the reply did not go out."""


@dataclass(frozen=True, slots=True)
class Person:
    """What is remembered between messages, under a keyed hash of the account."""

    audience: str | None = None
    """A key of AUDIENCES."""
    village: str | None = None
    """As chosen."""
    menu: tuple[str, ...] = ()
    """Actions of the buttons last shown."""
    flow: str = ""
    """The conversation in the middle of which the person is."""
