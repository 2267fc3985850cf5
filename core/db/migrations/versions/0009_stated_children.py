"""Whom a row stated to be under 13 while nobody on file was meant."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stated_child",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_stated_child")),
    )


def downgrade() -> None:
    op.drop_table("stated_child")
