"""The tables, for SQLite and PostgreSQL alike.  Changing them takes a new file in ``migrations/versions``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

from bot.model import Binding, Confirmation, Invite, Mediation, Member, Place, Session

metadata = MetaData()
_ROW = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """An aware moment in UTC, also from SQLite, which does not say so."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What was read, aware."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


contacts = Table(
    "contacts",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("day", Date, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source", String(64), nullable=False),
    Column("pseudonym", String(64), nullable=False),
    Column("counted", Boolean, nullable=False),
    Column("audience", String(16)),
    Column("village", String(64)),
    Column("topic", String(32)),
    Column("entry", String(80)),
    Column("outcome", String(16)),
    Column("campaign", String(64)),
    Column("on_behalf", Boolean, nullable=False),
    Column("knowledge", String(16), nullable=False),
    Column("place", String(64)),
    UniqueConstraint("town", "source", "kind", name="one_contact_a_message"),
    Index("contacts_by_day", "town", "day"),
    Index("contacts_by_person", "town", "pseudonym"),
)
"""The contact log.  No Telegram id, no name, no words."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("done", Boolean, nullable=False),
    UniqueConstraint("town", "update_id", name="one_row_an_update"),
    Index("inbox_waiting", "town", "done"),
)
"""Updates as they arrived.  Once handled, chat and body are wiped; the bare number stays two days against repeats."""

people = Table(
    "people",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("audience", String(16)),
    Column("village", String(64)),
    Column("menu", Text, nullable=False),
    Column("flow", Text, nullable=False, server_default=""),
    Column("place", String(64)),
    Column("campaign", String(64)),
)
"""What is remembered between messages, under a keyed hash."""

messages = Table(
    "messages",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("at", Moment, nullable=False),
)
"""Numbers of messages that /clear may still delete (48 hours)."""

runs = Table(
    "runs",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("started", Moment, nullable=False),
    Column("last_seen", Moment, nullable=False),
)
"""When the bot was running: the gaps are the outages printed in a report."""

claims = Table(
    "claims",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("chat", String(32), primary_key=True),
    Column("holder", String(32), nullable=False),
    Column("until", Moment, nullable=False),
    Index("claims_by_holder", "holder"),
)
"""Which of several programs answers which chat just now; a row lives only while the chat has something waiting."""

told = Table(
    "told",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("what", String(64), primary_key=True),
    Column("at", Moment, nullable=False),
)
"""What admins were told of, so that they are told once, whoever tells and however often the bot starts."""

def _record(name: str, *columns: Column[Any] | UniqueConstraint | Index) -> Table:
    """A table of rows that people record, each only once."""
    return Table(
        name,
        metadata,
        Column("id", _ROW, primary_key=True, autoincrement=True),
        Column("town", String(64), nullable=False),
        Column("source", String(64), nullable=False),
        Column("at", Moment, nullable=False),
        Column("by", String(64), nullable=False),
        *columns,
        UniqueConstraint("town", "source", name=f"{name}_once"),
    )


def _correctable(name: str, *columns: Column[Any] | Index) -> Table:
    """A table whose rows are set right by newer ones, in a chain that never forks."""
    return _record(
        name,
        *columns,
        Column("corrects", String(64)),
        Column("why", Text),
        Column("withdrawn", Boolean, nullable=False),
        UniqueConstraint("town", "corrects", name=f"{name}_corrected_once"),
    )


sessions = _correctable(
    "sessions",
    Column("day", Date, nullable=False),
    Column("headcount", Integer, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("village", String(64)),
    Column("venue", String(64)),
    Column("topic", String(80)),
    Column("campaign", String(64)),
    Index("sessions_by_day", "town", "day"),
)
"""Law taught face to face."""

confirmations = _record(
    "confirmations",
    Column("session", String(64), nullable=False),
    UniqueConstraint("town", "session", name="confirmed_once"),
)
"""A second person's word for a session."""

roster = _correctable(
    "roster",
    Column("name", String(64), nullable=False),
    Column("village", String(64)),
    Column("since", Date, nullable=False),
    Column("until", Date),
)
"""The official list of 法律明白人, which is public; no resident stands in it."""

invites = _record(
    "invites",
    Column("token", String(64), nullable=False),
    Column("member", String(64), nullable=False),
    Column("expires", Moment, nullable=False),
    UniqueConstraint("town", "token", name="one_invite_a_token"),
)
"""One-time tokens, hashed."""

bindings = _record(
    "bindings",
    Column("member", String(64), nullable=False),
    Column("invite", String(64), nullable=False),
    UniqueConstraint("town", "invite", name="invite_used_once"),
    Index("bindings_by_person", "town", "by"),
)
"""Which account speaks for which member."""

mediations = _correctable(
    "mediations",
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("found", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("village", String(64)),
    Index("mediations_by_day", "town", "first"),
)
"""Sums from the ledger of the mediation committee."""

places = _record(
    "places",
    Column("kind", String(16), nullable=False),
    Column("name", String(64), nullable=False),
)
"""Where links hang that town.yaml does not name."""

OF: Mapping[type[Any], Table] = {
    Session: sessions,
    Confirmation: confirmations,
    Member: roster,
    Invite: invites,
    Binding: bindings,
    Mediation: mediations,
    Place: places,
}
"""Where each kind of record is kept; its fields are the columns."""
