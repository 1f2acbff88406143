"""What people record beside the contact log: sessions, the roster, the mediation ledger, and who may record.

Rows are only ever added.  A mistake is set right by a new row that names the old one in ``corrects`` and says why; a
withdrawal is a correction with ``withdrawn``.  Both rows stay, the newest one counts.  ``source`` tells rows of a kind
apart: a keyed hash of the update or of the line of a sheet, never of a person, so that writing it again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from bot.model.places import Place


@dataclass(frozen=True, slots=True)
class Session:
    """A lecture, a stand at the market, a visit: law taught face to face."""

    source: str
    """The mark of this row, at most 64 characters."""
    at: datetime
    """When it was recorded, aware, UTC."""
    by: str
    """Who recorded it: a hash of the person."""
    day: date
    """The day on which it took place."""
    headcount: int
    """People who were there."""
    sheets: int = 0
    """Printed sheets handed out."""
    village: str | None = None
    """A village of town.yaml; None: the whole township."""
    venue: str | None = None
    """One of the venues of town.yaml: 机关、乡村、社区、学校、企业、单位."""
    topic: str | None = None
    """What it was about: a key of topics.yaml, or words."""
    campaign: str | None = None
    """The campaign it belonged to."""
    corrects: str | None = None
    """The source of the row that this one replaces."""
    why: str | None = None
    """The reason of the correction."""
    withdrawn: bool = False
    """Whether it did not take place after all."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A second person says that a session took place as recorded; a corrected session needs a new one."""

    source: str
    """The mark of this row."""
    at: datetime
    """When, aware, UTC."""
    by: str
    """Who confirmed: a hash of the person, another one than the session's."""
    session: str
    """The source of the session's row."""


@dataclass(frozen=True, slots=True)
class Member:
    """A 法律明白人 of the official list."""

    source: str
    """The mark of this row."""
    at: datetime
    """When it was entered, aware, UTC."""
    by: str
    """Who entered it: a hash of the person."""
    name: str
    """As on the official list."""
    village: str | None
    """A village of town.yaml."""
    since: date
    """First day on the list."""
    until: date | None = None
    """Last day on the list; None: still on it."""
    corrects: str | None = None
    """The source of the row that this one replaces."""
    why: str | None = None
    """The reason of the correction."""
    withdrawn: bool = False
    """Whether the person never was on the list."""

    def on(self, day: date) -> bool:
        """Whether the person is on the list on ``day``."""
        return not self.withdrawn and self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Invite:
    """A way to bind an account to a member of the roster, once."""

    source: str
    """The mark of this row."""
    at: datetime
    """When it was made, aware, UTC."""
    by: str
    """Who made it: a hash of the person."""
    token: str
    """A hash of the one-time token."""
    member: str
    """The source of the member's first row, which no correction changes."""
    expires: datetime
    """The first moment at which it no longer works."""


@dataclass(frozen=True, slots=True)
class Binding:
    """An account that speaks for a member of the roster; an invite binds one account, ever."""

    source: str
    """The mark of this row."""
    at: datetime
    """When, aware, UTC."""
    by: str
    """Whose account: a hash of the person."""
    member: str
    """The source of the member's first row."""
    invite: str
    """The source of the invite that was used."""


@dataclass(frozen=True, slots=True)
class Mediation:
    """A line of the 调解委员会's ledger: disputes of some days, never of one case."""

    source: str
    """The mark of this row."""
    at: datetime
    """When it was entered, aware, UTC."""
    by: str
    """Who entered it: a hash of the person."""
    first: date
    """First day it covers."""
    last: date
    """Last day it covers."""
    found: int
    """Disputes found (排查)."""
    settled: int
    """Disputes settled (化解)."""
    village: str | None = None
    """A village of town.yaml; None: the whole township."""
    corrects: str | None = None
    """The source of the row that this one replaces."""
    why: str | None = None
    """The reason of the correction."""
    withdrawn: bool = False
    """Whether the line was entered by mistake."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """Every row ever recorded in a town, superseded ones too, in the order in which they were written."""

    sessions: tuple[Session, ...] = ()
    """Law taught face to face."""
    confirmations: tuple[Confirmation, ...] = ()
    """Second persons' words for them."""
    roster: tuple[Member, ...] = ()
    """The official list."""
    mediations: tuple[Mediation, ...] = ()
    """Lines of the mediation ledger."""


Record = Session | Confirmation | Member | Invite | Binding | Mediation | Place
"""A row that somebody records."""


def may_confirm(session: Session, who: str) -> bool:
    """Whether ``who`` is a second person.

    Where the recorder has been forgotten nobody can tell, so that nobody may: the session is to be recorded again.
    """
    return session.by != who and not session.by.startswith(FORGOTTEN)


Correctable = TypeVar("Correctable", Session, Member, Mediation)


def newest(rows: Iterable[Correctable]) -> dict[str, Correctable]:
    """Source of the first row -> the row that stands now, withdrawn ones too; in the order of the first rows."""
    first, standing = dict[str, str](), dict[str, Correctable]()
    for row in rows:
        root = first.get(row.corrects or "", row.source)
        first[row.source] = root
        standing[root] = row
    return standing


FORGOTTEN = "forgotten-"
"""What stands before the random name of somebody who has been forgotten."""
