"""Tables of what is done for somebody later.  Rows go once they have served their purpose."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint

from bot.ledger.tables import _ROW, Moment, metadata

quiz_answers = Table(
    "quiz_answers",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("campaign", String(64), nullable=False),
    Column("entry", String(80), nullable=False),
    Column("after", Boolean, nullable=False),
    Column("right", Boolean, nullable=False),
    UniqueConstraint("town", "source", name="quiz_answers_once"),
    Index("quiz_answers_by_day", "town", "day"),
)
"""That a question of a campaign was answered.  Nothing says by whom."""

handovers = Table(
    "handovers",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", String(64), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("words", Text, nullable=False),
    Column("counted", Boolean, nullable=False),
    UniqueConstraint("town", "source", name="handovers_once"),
)
"""Questions that wait for the office, while they wait."""

wishes = Table(
    "wishes",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("topic", String(32)),
    Column("words", Text, nullable=False),
    UniqueConstraint("town", "source", name="wishes_once"),
)
"""Words left on purpose for a better answer.  Nothing says by whom."""

subscribers = Table(
    "subscribers",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("chat", String(80), nullable=False),
    Column("at", Moment, nullable=False),
)
"""Who wants to be written to; the chat's number is sealed.  The one table that leads back to an account for long."""

broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("source", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("entry", String(80)),
    Column("audience", String(16)),
    Column("village", String(64)),
    Column("state", String(16), nullable=False),
    Column("released_by", String(64)),
    Column("sent", Integer, nullable=False),
    Column("blocked", Integer, nullable=False),
    UniqueConstraint("town", "source", name="broadcasts_once"),
)
"""Messages to subscribers, and how many got them."""

letters = Table(
    "letters",
    metadata,
    Column("id", _ROW, primary_key=True, autoincrement=True),
    Column("town", String(64), nullable=False),
    Column("source", String(100), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person", String(64), nullable=False),
    Column("chat", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", Text, nullable=False),
    Column("broadcast", String(64)),
    Column("state", String(16), nullable=False),
    Column("taken", Moment),
    UniqueConstraint("town", "source", name="letters_once"),
    Index("letters_by_state", "town", "state"),
)
"""Messages on their way: ``waiting``, ``sending`` since ``taken``, and for broadcasts ``sent``, ``blocked`` or ``unsure``.

The text and the buttons of a broadcast's letter are empty: they stand once, with the broadcast.
"""

passes = Table(
    "passes",
    metadata,
    Column("town", String(64), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("role", String(8), nullable=False),
    Column("person", String(64), nullable=False),
    Column("server", Boolean, nullable=False),
    Column("expires", Moment, nullable=False),
)
"""Links to the desk on the web that nobody has used yet, and the browsers that are at it; hours at most."""
