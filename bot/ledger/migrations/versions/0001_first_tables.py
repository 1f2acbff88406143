"""First tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "contacts",
        sa.Column("id", _ROW, primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("pseudonym", sa.String(64), nullable=False),
        sa.Column("counted", sa.Boolean, nullable=False),
        sa.Column("audience", sa.String(16)),
        sa.Column("village", sa.String(64)),
        sa.Column("topic", sa.String(32)),
        sa.Column("entry", sa.String(80)),
        sa.Column("outcome", sa.String(16)),
        sa.Column("campaign", sa.String(64)),
        sa.Column("on_behalf", sa.Boolean, nullable=False),
        sa.Column("knowledge", sa.String(16), nullable=False),
        sa.UniqueConstraint("town", "source", "kind", name="one_contact_a_message"),
    )
    op.create_index("contacts_by_day", "contacts", ["town", "day"])
    op.create_index("contacts_by_person", "contacts", ["town", "pseudonym"])
    op.create_table(
        "inbox",
        sa.Column("id", _ROW, primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        sa.Column("chat", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False),
        sa.UniqueConstraint("town", "update_id", name="one_row_an_update"),
    )
    op.create_index("inbox_waiting", "inbox", ["town", "done"])
    op.create_table(
        "people",
        sa.Column("town", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("audience", sa.String(16)),
        sa.Column("village", sa.String(64)),
        sa.Column("menu", sa.Text, nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("town", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(64), primary_key=True),
        sa.Column("message_id", sa.BigInteger, primary_key=True),
        sa.Column("at", _TIME, nullable=False),
    )
    op.create_table(
        "runs",
        sa.Column("id", _ROW, primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("started", _TIME, nullable=False),
        sa.Column("last_seen", _TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("runs", "messages", "people", "inbox", "contacts"):
        op.drop_table(table)
