"""Places of shared links, and which one led a person here.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("place", sa.String(64)))
    op.add_column("people", sa.Column("campaign", sa.String(64)))
    op.create_table(
        "places",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("town", sa.String(64), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.UniqueConstraint("town", "source", name="places_once"),
    )


def downgrade() -> None:
    op.drop_table("places")
    op.drop_column("people", "campaign")
    op.drop_column("people", "place")
