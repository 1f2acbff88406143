"""What is recorded, and what is remembered between messages."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from bot.model.errands import Errand
from bot.model.records import Record


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
    """``answer``, ``unknown``, ``emergency``, ``feedback``, ``delivered`` (a card posted by inline mode or a shared link
    opened) or ``referred`` (a question handed over to an office, closed); the counting leaves out what it does not know."""
    source: str
    """A keyed hash of the message it answers: the same message is never counted twice."""
    pseudonym: str
    """Who, for counting different people; empty for emergencies, and for a browser that keeps no cookie."""
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
    place: str | None = None
    """Where the shared link or the QR code stood that led here; at most 64 characters."""


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
    place: str | None = None
    """Where the link hung through which the person came; empty for nowhere; None: unchanged."""
    campaign: str | None = None
    """The campaign of that link; empty for none; None: unchanged."""
    flow: str | None = None
    """The conversation as it now stands; empty: over; None: unchanged."""
    messages: list[int] = field(default_factory=list)
    """Telegram message numbers of both sides, kept 48 hours for /clear."""
    cleared: bool = False
    """Whether the kept message numbers are to be dropped."""
    forget: tuple[str, ...] = ()
    """Pseudonyms to make unknown; ``person`` is made unknown with them, also as the one who recorded something."""
    records: list[Record | Errand] = field(default_factory=list)
    """What was recorded.  Of two corrections of a row, two confirmations of a session or two uses of an invite the first
    one stands and the other is dropped; so is a confirmation by the one who recorded the session."""
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
    place: str | None = None
    """Where the link hung through which they came last."""
    campaign: str | None = None
    """The campaign of that link."""
