"""The recovery key's slot, and the secret of commitments under a new key of the desk."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0018"
down_revision = "0017"
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
    op.create_table(
        "desk_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_secret")),
    )


def downgrade() -> None:
    op.drop_table("desk_secret")
    op.drop_table("recovery_key")
