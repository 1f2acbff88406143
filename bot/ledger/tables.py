"""The tables, for SQLite and PostgreSQL alike.  Changing them takes a new file in ``migrations/versions``."""

from __future__ import annotations

from datetime import UTC, datetime

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
