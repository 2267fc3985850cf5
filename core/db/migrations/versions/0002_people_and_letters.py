"""The first tables of people and letters."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about_kind", sa.String(length=20), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("to_address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_index(op.f("ix_letter_written_at"), "letter", ["written_at"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shown_record_id", sa.Integer(), nullable=True),
        sa.Column("under_13", sa.Boolean(), nullable=False),
        sa.Column("opted_out_at", Instant(), nullable=True),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_opted_out_at"), "person", ["opted_out_at"], unique=False)
    op.create_index(op.f("ix_person_shown_record_id"), "person", ["shown_record_id"], unique=False)
    op.create_table(
        "opt_out",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("opted_out", sa.Boolean(), nullable=False),
        sa.Column("heard_through", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_opt_out_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opt_out")),
    )
    op.create_index(op.f("ix_opt_out_person_id"), "opt_out", ["person_id"], unique=False)
    op.create_table(
        "person_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("collected_at", Instant(), nullable=True),
        sa.Column("policy_version", sa.String(length=80), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("full_name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("email_key", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=80), nullable=False),
        sa.Column("company", sa.String(length=255), nullable=False),
        sa.Column("country", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("stated_age", sa.Integer(), nullable=True),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("row_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_record_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_record")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_person_record_source_external_id")),
    )
    op.create_index(op.f("ix_person_record_email_key"), "person_record", ["email_key"], unique=False)
    op.create_index(
        "ix_person_record_judged_by", "person_record", ["origin", "policy_version", "person_id"], unique=False
    )
    op.create_index("ix_person_record_name_key", "person_record", ["name_key"], unique=False)
    op.create_index(op.f("ix_person_record_person_id"), "person_record", ["person_id"], unique=False)
    op.create_table(
        "reveal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_reveal_person_id_person"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reveal")),
    )
    op.create_index(op.f("ix_reveal_person_id"), "reveal", ["person_id"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_reveal_person_id"), table_name="reveal")
    op.drop_table("reveal")
    op.drop_index(op.f("ix_person_record_person_id"), table_name="person_record")
    op.drop_index("ix_person_record_name_key", table_name="person_record")
    op.drop_index("ix_person_record_judged_by", table_name="person_record")
    op.drop_index(op.f("ix_person_record_email_key"), table_name="person_record")
    op.drop_table("person_record")
    op.drop_index(op.f("ix_opt_out_person_id"), table_name="opt_out")
    op.drop_table("opt_out")
    op.drop_index(op.f("ix_person_shown_record_id"), table_name="person")
    op.drop_index(op.f("ix_person_opted_out_at"), table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_letter_written_at"), table_name="letter")
    op.drop_index(op.f("ix_letter_person_id"), table_name="letter")
    op.drop_table("letter")
