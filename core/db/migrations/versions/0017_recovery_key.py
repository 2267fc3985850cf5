"""The recovery key's slot."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0017"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recovery_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_key")),
        sa.UniqueConstraint("slot", name=op.f("uq_recovery_key_slot")),
    )


def downgrade() -> None:
    op.drop_table("recovery_key")
