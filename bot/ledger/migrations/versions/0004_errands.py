"""Quizzes, handed-over questions, words left, subscribers, broadcasts, letters.

Revision ID: 0004
Revises: 0003
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _table(
        "quiz_answers",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("campaign", sa.String(64), nullable=False),
        sa.Column("entry", sa.String(80), nullable=False),
        sa.Column("after", sa.Boolean, nullable=False),
        sa.Column("right", sa.Boolean, nullable=False),
    )
    op.create_index("quiz_answers_by_day", "quiz_answers", ["town", "day"])
    _table(
        "handovers",
        sa.Column("at", _TIME, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("chat", sa.String(80), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False),
    )
    _table(
        "wishes",
        sa.Column("at", _TIME, nullable=False),
        sa.Column("topic", sa.String(32)),
        sa.Column("words", sa.Text, nullable=False),
    )
    op.create_table(
        "subscribers",
        sa.Column("town", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("chat", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
    )
    _table(
        "broadcasts",
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("entry", sa.String(80)),
        sa.Column("audience", sa.String(16)),
        sa.Column("village", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("released_by", sa.String(64)),
        sa.Column("sent", sa.Integer, nullable=False),
        sa.Column("blocked", sa.Integer, nullable=False),
    )
    _table(
        "letters",
        sa.Column("at", _TIME, nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("chat", sa.String(80), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("buttons", sa.Text, nullable=False),
        sa.Column("broadcast", sa.String(64)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("taken", _TIME),
        source=100,
    )
    op.create_index("letters_by_state", "letters", ["town", "state"])


def _table(name: str, *columns: sa.Column[Any], source: int = 64) -> None:
    op.create_table(
        name,
        sa.Column("id", _ROW, primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("source", sa.String(source), nullable=False),
        *columns,
        sa.UniqueConstraint("town", "source", name=f"{name}_once"),
    )


def downgrade() -> None:
    for table in ("letters", "broadcasts", "subscribers", "wishes", "handovers", "quiz_answers"):
        op.drop_table(table)
