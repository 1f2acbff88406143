"""A question on its way: who asks, how it was understood, what is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.model.button import Button
from bot.model.contact import Contact
from bot.model.errands import Errand
from bot.model.records import Record

AUDIENCES: Mapping[str, str] = {"farmers": "农村居民", "youth": "青少年", "elderly": "老年人"}
"""Audience id -> what the button says."""


class Outcome(StrEnum):
    """How a question ended."""

    MATCH = "match"
    CHOICES = "choices"
    UNKNOWN = "unknown"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Found:
    """What a question was understood as."""

    outcome: Outcome
    """Match, choices, unknown or emergency."""
    entries: tuple[str, ...]
    """At most three ids, best first; for a match the first is shown."""
    topics: tuple[str, ...]
    """Nearest topics, for an unknown."""
    emergency: str | None
    """Id of the emergency card, shown first."""
    why: tuple[str, ...]
    """Lines that explain the decision."""
    dread: float = 0.0
    """Log odds, by the meaning of the words, that somebody is in danger; 0 where it was not asked."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who stands at the window, as far as the bot needs to know."""

    person: str
    """A keyed hash of the account; never the account itself."""
    pseudonym: str
    """The hash under which contacts of this year are counted."""
    audience: str | None = None
    """A key of AUDIENCES, or None."""
    village: str | None = None
    """Where the asker said they are from."""
    channel: str = "telegram"
    """``telegram``, ``group``, ``terminal`` or ``web``."""
    counted: bool = True
    """False for staff and test accounts."""
    menu: tuple[str, ...] = ()
    """Actions of the buttons last shown, for typed numbers."""
    flow: str = ""
    """The conversation the asker is in the middle of: its name, a space, its state; empty: none."""
    roles: frozenset[str] = frozenset()
    """Of ``admin``, ``staff`` and ``volunteer``; empty for a resident.

    ``volunteer`` is looked up only where a conversation asks for it, each time anew.
    """
    address: str = ""
    """Their chat's number, sealed, for what they ask to be sent later; empty where nothing can be sent."""
    place: str | None = None
    """Where the link hung through which they came."""
    campaign: str | None = None
    """The campaign of that link, while it runs."""
    on_behalf: bool = False
    """Whether a volunteer asks for them."""


@dataclass(frozen=True, slots=True)
class File:
    """Something to send along with a reply."""

    name: str
    """File name with its ending."""
    content: bytes
    """What is in it."""
    picture: bool = False
    """Whether it is shown in the chat rather than sent as a document."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the resident sees, and what will be recorded once they have seen it."""

    text: str
    """The whole reply; the channel cuts it to its own limit."""
    buttons: tuple[Button, ...] = ()
    """Numbered from 1 in this order."""
    contact: Contact | None = None
    """To be recorded after the reply was delivered."""
    found: Found | None = None
    """How the question was understood, where one was asked."""
    audience: str | None = None
    """A new audience to remember for the asker."""
    village: str | None = None
    """A new village to remember for the asker; empty for none; None: unchanged."""
    place: str | None = None
    """Where the link hung through which the asker came, to remember; empty for nowhere; None: unchanged."""
    campaign: str | None = None
    """The campaign of that link, to remember; empty for none; None: unchanged."""
    flow: str | None = None
    """The conversation as it stands after this reply; empty: it is over; None: unchanged."""
    rows: tuple[Record | Errand, ...] = ()
    """Rows other than contacts to be recorded after the reply was delivered."""
    files: tuple[File, ...] = ()
    """Sent after the text."""
    brief: bool = False
    """Whether it is a word of thanks that may flash over the chat and leaves the numbers of the last menu alone."""
    delivered: Contact | None = None
    """A row beside :attr:`contact`: a shared card that was opened."""
