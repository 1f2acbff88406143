"""Sessions, roster, mediations; where a link stood.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("contacts", sa.Column("place", sa.String(64)))
    _correctable(
        "sessions",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("headcount", sa.Integer, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("village", sa.String(64)),
        sa.Column("venue", sa.String(64)),
        sa.Column("topic", sa.String(80)),
        sa.Column("campaign", sa.String(64)),
    )
    op.create_index("sessions_by_day", "sessions", ["town", "day"])
    _record(
        "confirmations",
        sa.Column("session", sa.String(64), nullable=False),
        sa.UniqueConstraint("town", "session", name="confirmed_once"),
    )
    _correctable(
        "roster",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("village", sa.String(64)),
        sa.Column("since", sa.Date, nullable=False),
        sa.Column("until", sa.Date),
    )
    _record(
        "invites",
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("member", sa.String(64), nullable=False),
        sa.Column("expires", _TIME, nullable=False),
        sa.UniqueConstraint("town", "token", name="one_invite_a_token"),
    )
    _record(
        "bindings",
        sa.Column("member", sa.String(64), nullable=False),
        sa.Column("invite", sa.String(64), nullable=False),
        sa.UniqueConstraint("town", "invite", name="invite_used_once"),
    )
    op.create_index("bindings_by_person", "bindings", ["town", "by"])
    _correctable(
        "mediations",
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("found", sa.Integer, nullable=False),
        sa.Column("settled", sa.Integer, nullable=False),
        sa.Column("village", sa.String(64)),
    )
    op.create_index("mediations_by_day", "mediations", ["town", "first"])


def _record(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", _ROW, primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        *columns,
        sa.UniqueConstraint("town", "source", name=f"{name}_once"),
    )


def _correctable(name: str, *columns: sa.schema.SchemaItem) -> None:
    _record(
        name,
        *columns,
        sa.Column("corrects", sa.String(64)),
        sa.Column("why", sa.Text),
        sa.Column("withdrawn", sa.Boolean, nullable=False),
        sa.UniqueConstraint("town", "corrects", name=f"{name}_corrected_once"),
    )


def downgrade() -> None:
    for table in ("mediations", "bindings", "invites", "roster", "confirmations", "sessions"):
        op.drop_table(table)
    op.drop_column("contacts", "place")
