"""The first tables of access requests."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("message_digest", sa.String(length=64), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("from_name", sa.String(length=255), nullable=False),
        sa.Column("from_address", sa.String(length=320), nullable=False),
        sa.Column("reply_to", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("sender", sa.String(length=20), nullable=False),
        sa.Column("name_match", sa.String(length=20), nullable=False),
        sa.Column("address_match", sa.String(length=20), nullable=False),
        sa.Column("matched_person_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("confirmed_how", sa.Text(), nullable=False),
        sa.Column("refused_why", sa.Text(), nullable=False),
        sa.Column("reviewed_by", sa.Integer(), nullable=True),
        sa.Column("reviewed_at", Instant(), nullable=True),
        sa.Column("collected", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("workbook", sa.LargeBinary(), nullable=True),
        sa.Column("workbook_sha256", sa.String(length=64), nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=True),
        sa.Column("released_at", Instant(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_request")),
        sa.UniqueConstraint("message_digest", name=op.f("uq_access_request_message_digest")),
    )
    op.create_index(op.f("ix_access_request_due_at"), "access_request", ["due_at"], unique=False)
    op.create_index(
        op.f("ix_access_request_matched_person_id"), "access_request", ["matched_person_id"], unique=False
    )
    op.create_index(op.f("ix_access_request_person_id"), "access_request", ["person_id"], unique=False)
    op.create_index(op.f("ix_access_request_state"), "access_request", ["state"], unique=False)
    op.create_table(
        "found_leak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=60), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("settled", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["access_request.id"],
            name=op.f("fk_found_leak_request_id_access_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_found_leak")),
    )
    op.create_index(op.f("ix_found_leak_request_id"), "found_leak", ["request_id"], unique=False)
    op.create_table(
        "searched_source",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
        sa.Column("searched_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["access_request.id"],
            name=op.f("fk_searched_source_request_id_access_request"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("request_id", "source", name=op.f("pk_searched_source")),
    )


def downgrade() -> None:

    op.drop_table("searched_source")
    op.drop_index(op.f("ix_found_leak_request_id"), table_name="found_leak")
    op.drop_table("found_leak")
    op.drop_index(op.f("ix_access_request_state"), table_name="access_request")
    op.drop_index(op.f("ix_access_request_person_id"), table_name="access_request")
    op.drop_index(op.f("ix_access_request_matched_person_id"), table_name="access_request")
    op.drop_index(op.f("ix_access_request_due_at"), table_name="access_request")
    op.drop_table("access_request")
