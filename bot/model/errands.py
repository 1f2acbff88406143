"""What is done for somebody beyond the reply: a question handed over, words left, a message sent later.

Unlike records these rows do not stay: each is deleted as soon as it has served its purpose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.button import Button
from bot.model.quiz import QuizAnswer


@dataclass(frozen=True, slots=True)
class Handover:
    """A resident's question that waits for the office; deleted when it is closed."""

    source: str
    """The mark of the press that sent it."""
    at: datetime
    """When, aware, UTC."""
    person: str
    """Whose it is: a hash, so that only they can withdraw it."""
    chat: str
    """Where the answer goes: a sealed chat number."""
    words: str
    """The question, exactly as the resident saw it before sending."""
    counted: bool = True
    """False for staff and test accounts."""

    @property
    def code(self) -> str:
        """What the office calls it."""
        return self.source[:8]


@dataclass(frozen=True, slots=True)
class HandoverClosed:
    """It was answered, withdrawn or has grown too old: the row goes."""

    source: str
    """The handover's source."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that found no answer, left by somebody who said yes to that; nothing says by whom."""

    source: str
    """The mark of the press that left them."""
    at: datetime
    """The day, as its first moment in UTC: an exact one would lead to the contact log."""
    words: str
    """As shown before consent, without numbers and names."""
    topic: str | None = None
    """The nearest topic."""
    number: int | None = None
    """Its row, by which an admin names it; None: not written yet."""


@dataclass(frozen=True, slots=True)
class WishDone:
    """An admin is done with it: the row goes."""

    number: int
    """Its row."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to somebody other than the asker, or later; deleted once it was sent."""

    source: str
    """Its mark: the same letter is never written twice."""
    at: datetime
    """When it was written, aware, UTC."""
    chat: str
    """A sealed chat number."""
    text: str
    """What it says."""
    buttons: tuple[Button, ...] = ()
    """What may be pressed under it."""
    person: str = ""
    """For whom: a hash, so that /forget finds it; empty for the office."""
    broadcast: str | None = None
    """The broadcast it belongs to: sent at most once.  Any other letter is sent at least once."""
    number: int = 0
    """Its row."""


@dataclass(frozen=True, slots=True)
class Subscribed:
    """Somebody wants to be written to."""

    person: str
    """Whose settings say which broadcasts."""
    chat: str
    """A sealed chat number."""
    at: datetime
    """When, aware, UTC."""


@dataclass(frozen=True, slots=True)
class Unsubscribed:
    """Somebody no longer does; letters of broadcasts to them that wait go too."""

    person: str
    """Who."""


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to all subscribers of an audience and a village."""

    source: str
    """The mark of the press that proposed it."""
    at: datetime
    """When, aware, UTC."""
    by: str
    """Who proposed it: a hash."""
    text: str
    """What it says."""
    entry: str | None = None
    """The entry that a button opens."""
    audience: str | None = None
    """A key of AUDIENCES; None: everybody."""
    village: str | None = None
    """A village of town.yaml; None: everywhere."""
    state: str = "proposed"
    """``proposed``, ``sending``, ``stopped`` or ``done``."""
    sent: int = 0
    """Letters that Telegram took."""
    blocked: int = 0
    """Subscribers who could no longer be reached and were dropped."""
    unsure: int = 0
    """Letters of which nobody knows whether Telegram took them; not sent again by themselves."""
    waiting: int = 0
    """Letters still to be sent."""


@dataclass(frozen=True, slots=True)
class Released:
    """A second admin lets a broadcast go."""

    source: str
    """The broadcast's."""
    by: str
    """Who: another one than proposed it."""
    at: datetime
    """When, aware, UTC."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Every broadcast that has not ended is stopped; what waits is dropped."""


@dataclass(frozen=True, slots=True)
class SentAgain:
    """Letters of a broadcast of which nobody knows are sent again, at the price of repeats."""

    source: str
    """The broadcast's."""


Errand = (
    QuizAnswer
    | Handover
    | HandoverClosed
    | Wish
    | WishDone
    | Letter
    | Subscribed
    | Unsubscribed
    | Broadcast
    | Released
    | Stopped
    | SentAgain
)
"""A row that comes, or one that goes."""
