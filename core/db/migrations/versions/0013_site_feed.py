"""What the site must do. A desk from before begins by telling what stands: removals, and opt-outs heard here."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REMOVED = """
    INSERT INTO feed_item (position, kind, record, record_id, external_id, person_id, address, digest,
                           reason, clause, at, "by")
    SELECT row_number() OVER (ORDER BY ruling.id), 'withdraw',
           CASE posting.kind WHEN 'message' THEN 'messages' ELSE 'postings' END,
           posting.id, posting.external_id, posting.person_id, '', '', ruling.reason,
           CASE posting.kind WHEN 'message' THEN 'C21' ELSE 'C29' END, CURRENT_TIMESTAMP, ruling."by"
    FROM posting_decision AS ruling JOIN posting ON posting.id = ruling.posting_id
    WHERE ruling.verdict = 'remove' AND ruling.undone_at IS NULL AND NOT EXISTS (
        SELECT later.id FROM posting_decision AS later
        WHERE later.posting_id = ruling.posting_id AND later.id > ruling.id
        AND later.undone_at IS NULL AND later.verdict IN ('approve', 'remove'))
"""
"""A removed posting that was edited or escalated since stays withdrawn until it is approved."""

OPTED_OUT = """
    INSERT INTO feed_item (position, kind, record, record_id, external_id, person_id, address, digest,
                           reason, clause, at, "by")
    SELECT (SELECT count(*) FROM feed_item) + row_number() OVER (ORDER BY word.id, person_record.id), 'opt_out',
           person_record.source, person_record.id, person_record.external_id, person_record.person_id,
           CASE WHEN person_record.external_id LIKE 'content:%' THEN person_record.email ELSE '' END, '',
           '', 'C20', CURRENT_TIMESTAMP, word.staff_id
    FROM person_record JOIN person ON person.id = person_record.person_id
    JOIN opt_out AS word ON word.id = (
        SELECT max(said.id) FROM opt_out AS said WHERE said.person_id = person.id)
    WHERE person.opted_out_at IS NOT NULL AND word.heard_through <> 'file'
"""


def upgrade() -> None:
    op.create_table(
        "feed_item",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("corrected", sa.JSON(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("clause", sa.String(length=8), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("cleared_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_feed_item")),
    )
    for name, columns in {
        "ix_feed_item_record": ["record", "record_id", "position"],
        "ix_feed_item_external_id": ["external_id"],
        "ix_feed_item_person_id": ["person_id"],
        "ix_feed_item_digest": ["digest"],
    }.items():
        op.create_index(op.f(name), "feed_item", columns, unique=False)
    op.create_table(
        "feed_acknowledgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_acknowledgement")),
    )
    op.create_index(op.f("ix_feed_acknowledgement_upto"), "feed_acknowledgement", ["upto"], unique=False)
    op.execute(sa.text(REMOVED))
    op.execute(sa.text(OPTED_OUT))


def downgrade() -> None:
    op.drop_table("feed_acknowledgement")
    op.drop_table("feed_item")
