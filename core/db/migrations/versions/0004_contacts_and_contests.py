"""The first tables of contacts and contests."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("first_entry_at", Instant(), nullable=True),
        sa.Column("last_entry_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest")),
        sa.UniqueConstraint("name", name=op.f("uq_contest_name")),
    )
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contact_person_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["person_record.id"], name=op.f("fk_contact_record_id_person_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("external_id", name=op.f("uq_contact_external_id")),
    )
    op.create_index(op.f("ix_contact_kind"), "contact", ["kind"], unique=False)
    op.create_index(op.f("ix_contact_person_id"), "contact", ["person_id"], unique=False)
    op.create_index("ix_contact_queue", "contact", ["state", "received_at", "id"], unique=False)
    op.create_index(op.f("ix_contact_received_at"), "contact", ["received_at"], unique=False)
    op.create_index(op.f("ix_contact_record_id"), "contact", ["record_id"], unique=False)
    op.create_table(
        "contest_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("contest_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("demographics", sa.JSON(), nullable=False),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contest_id"], ["contest.id"], name=op.f("fk_contest_entry_contest_id_contest")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_contest_entry_person_id_person")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["person_record.id"], name=op.f("fk_contest_entry_record_id_person_record")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_entry")),
        sa.UniqueConstraint("external_id", name=op.f("uq_contest_entry_external_id")),
    )
    op.create_index(op.f("ix_contest_entry_contest_id"), "contest_entry", ["contest_id"], unique=False)
    op.create_index(op.f("ix_contest_entry_entered_at"), "contest_entry", ["entered_at"], unique=False)
    op.create_index(op.f("ix_contest_entry_person_id"), "contest_entry", ["person_id"], unique=False)
    op.create_index(op.f("ix_contest_entry_record_id"), "contest_entry", ["record_id"], unique=False)
    op.create_table(
        "contact_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"],
            ["contact.id"],
            name=op.f("fk_contact_answer_contact_id_contact"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_answer")),
    )
    op.create_index(op.f("ix_contact_answer_contact_id"), "contact_answer", ["contact_id"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_contact_answer_contact_id"), table_name="contact_answer")
    op.drop_table("contact_answer")
    op.drop_index(op.f("ix_contest_entry_record_id"), table_name="contest_entry")
    op.drop_index(op.f("ix_contest_entry_person_id"), table_name="contest_entry")
    op.drop_index(op.f("ix_contest_entry_entered_at"), table_name="contest_entry")
    op.drop_index(op.f("ix_contest_entry_contest_id"), table_name="contest_entry")
    op.drop_table("contest_entry")
    op.drop_index(op.f("ix_contact_record_id"), table_name="contact")
    op.drop_index(op.f("ix_contact_received_at"), table_name="contact")
    op.drop_index("ix_contact_queue", table_name="contact")
    op.drop_index(op.f("ix_contact_person_id"), table_name="contact")
    op.drop_index(op.f("ix_contact_kind"), table_name="contact")
    op.drop_table("contact")
    op.drop_table("contest")
