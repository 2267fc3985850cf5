"""The first tables of postings."""

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("category", sa.String(length=120), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("recipient", sa.String(length=255), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("posted_at", Instant(), nullable=True),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("edited_at", Instant(), nullable=True),
        sa.Column("decided_at", Instant(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("screened_with", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
        sa.UniqueConstraint("kind", "external_id", name=op.f("uq_posting_kind_external_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_posting_author"), "posting", ["author"], unique=False)
    op.create_index("ix_posting_category", "posting", ["category", "id"], unique=False)
    op.create_index(op.f("ix_posting_decided_at"), "posting", ["decided_at"], unique=False)
    op.create_index(op.f("ix_posting_person_id"), "posting", ["person_id"], unique=False)
    op.create_index("ix_posting_queue", "posting", ["state", "risk", "id"], unique=False)
    op.create_index("ix_posting_received", "posting", ["received_at", "id"], unique=False)
    op.create_index("ix_posting_risk", "posting", ["risk", "id"], unique=False)
    op.create_index("ix_posting_state", "posting", ["state", "id"], unique=False)
    op.create_index("ix_posting_title", "posting", ["title", "id"], unique=False)
    op.create_table(
        "message_opening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["posting.id"],
            name=op.f("fk_message_opening_posting_id_posting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_opening")),
    )
    op.create_index(op.f("ix_message_opening_posting_id"), "message_opening", ["posting_id"], unique=False)
    op.create_index(op.f("ix_message_opening_staff_id"), "message_opening", ["staff_id"], unique=False)
    op.create_table(
        "posting_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("before", sa.String(32), nullable=False),
        sa.Column("before_reason", sa.String(length=40), nullable=False),
        sa.Column("before_decided_at", Instant(), nullable=True),
        sa.Column("before_decided_by", sa.Integer(), nullable=True),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["posting.id"],
            name=op.f("fk_posting_decision_posting_id_posting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_decision")),
    )
    op.create_index(op.f("ix_posting_decision_at"), "posting_decision", ["at"], unique=False)
    op.create_index(op.f("ix_posting_decision_batch"), "posting_decision", ["batch"], unique=False)
    op.create_index(op.f("ix_posting_decision_posting_id"), "posting_decision", ["posting_id"], unique=False)
    op.create_table(
        "posting_hit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("clause", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"], ["posting.id"], name=op.f("fk_posting_hit_posting_id_posting"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting_hit")),
    )
    op.create_index(op.f("ix_posting_hit_posting_id"), "posting_hit", ["posting_id"], unique=False)
    op.create_table(
        "posting_text",
        sa.Column("posting_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["posting_id"],
            ["posting.id"],
            name=op.f("fk_posting_text_posting_id_posting"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("posting_id", "field", name=op.f("pk_posting_text")),
    )
    on_server = op.get_bind().dialect.name == "postgresql"
    joined = "string_agg(t.text, chr(10))" if on_server else "group_concat(t.text, char(10))"
    op.execute(VIEW.format(joined=joined))
    for statement in INDEX_ON_SERVER if on_server else INDEX_IN_FILE:
        op.execute(statement)


VIEW = (
    "CREATE VIEW posting_document AS SELECT p.id AS id,"
    " p.id || ' ' || p.external_id || ' ' || p.author || ' ' || p.recipient AS who,"
    " CASE WHEN p.kind = 'posting' THEN (SELECT {joined} FROM"
    " (SELECT text FROM posting_text WHERE posting_id = p.id ORDER BY place) t) ELSE '' END AS text"
    " FROM posting p"
)
INDEX_IN_FILE = (
    "CREATE VIRTUAL TABLE posting_search USING fts5(who, text, content='posting_document', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    "INSERT INTO posting_search(posting_search, rank) VALUES ('secure-delete', 1)",
)
INDEX_ON_SERVER = (
    "CREATE TABLE posting_search (rowid integer PRIMARY KEY REFERENCES posting(id) ON DELETE CASCADE, document tsvector NOT NULL)",
    "CREATE INDEX ix_posting_search_document ON posting_search USING gin (document)",
    # So that the server knows how rare a rare word is: it then reads its few postings, not all in their order.
    "ALTER TABLE posting_search ALTER COLUMN document SET STATISTICS 1000",
)


def downgrade() -> None:
    op.execute("DROP TABLE posting_search")
    op.execute("DROP VIEW posting_document")
    op.drop_table("posting_text")
    op.drop_index(op.f("ix_posting_hit_posting_id"), table_name="posting_hit")
    op.drop_table("posting_hit")
    op.drop_index(op.f("ix_posting_decision_posting_id"), table_name="posting_decision")
    op.drop_index(op.f("ix_posting_decision_batch"), table_name="posting_decision")
    op.drop_index(op.f("ix_posting_decision_at"), table_name="posting_decision")
    op.drop_table("posting_decision")
    op.drop_index(op.f("ix_message_opening_staff_id"), table_name="message_opening")
    op.drop_index(op.f("ix_message_opening_posting_id"), table_name="message_opening")
    op.drop_table("message_opening")
    op.drop_index("ix_posting_title", table_name="posting")
    op.drop_index("ix_posting_state", table_name="posting")
    op.drop_index("ix_posting_risk", table_name="posting")
    op.drop_index("ix_posting_received", table_name="posting")
    op.drop_index("ix_posting_queue", table_name="posting")
    op.drop_index(op.f("ix_posting_person_id"), table_name="posting")
    op.drop_index(op.f("ix_posting_decided_at"), table_name="posting")
    op.drop_index("ix_posting_category", table_name="posting")
    op.drop_index(op.f("ix_posting_author"), table_name="posting")
    op.drop_table("posting")
