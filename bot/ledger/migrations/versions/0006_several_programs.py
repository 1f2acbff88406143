"""Several programs on one database: who answers which chat, and what admins were told.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("town", sa.String(64), primary_key=True),
        sa.Column("chat", sa.String(32), primary_key=True),
        sa.Column("holder", sa.String(32), nullable=False),
        sa.Column("until", _TIME, nullable=False),
    )
    op.create_index("claims_by_holder", "claims", ["holder"])
    op.create_table(
        "told",
        sa.Column("town", sa.String(64), primary_key=True),
        sa.Column("what", sa.String(64), primary_key=True),
        sa.Column("at", _TIME, nullable=False),
    )


def downgrade() -> None:
    for table in ("told", "claims"):
        op.drop_table(table)
