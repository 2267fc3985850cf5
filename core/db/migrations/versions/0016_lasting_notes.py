"""Notes that outlive a backup: of backups made, and of people erased.

Revision ID: 0016
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lasting_note",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_lasting_note")),
    )


def downgrade() -> None:
    op.drop_table("lasting_note")
