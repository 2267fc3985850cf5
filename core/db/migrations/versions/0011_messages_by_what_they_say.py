"""Which message a request came with, whatever form its bytes had."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("access_request", sa.Column("message_identity", sa.String(length=64), nullable=True))
    op.create_index(
        op.f("ix_access_request_message_identity"), "access_request", ["message_identity"], unique=True
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_access_request_message_identity"), table_name="access_request")
    op.drop_column("access_request", "message_identity")
