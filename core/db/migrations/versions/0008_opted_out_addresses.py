"""Addresses that stay out of promotion though no person on file who opted out has them."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "opted_out_address",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_opted_out_address")),
    )


def downgrade() -> None:
    op.drop_table("opted_out_address")
