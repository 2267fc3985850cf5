"""Copies of one message are told by what they say; addresses of authors leave the text index (C22, C25)."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

VIEW = (
    "CREATE VIEW posting_document AS SELECT p.id AS id, p.id || ' ' || p.external_id || {author} || {recipient} AS who,"
    " CASE WHEN p.kind = 'posting' THEN (SELECT {joined} FROM"
    " (SELECT text FROM posting_text WHERE posting_id = p.id ORDER BY place) t) ELSE '' END AS text"
    " FROM posting p"
)
NO_ADDRESS = "CASE WHEN p.{name} LIKE '%@%' THEN '' ELSE ' ' || p.{name} END"
ANY_ADDRESS = sa.text("SELECT 1 FROM posting WHERE author LIKE '%@%' OR recipient LIKE '%@%' LIMIT 1")


def upgrade() -> None:
    op.add_column("access_request", sa.Column("message_identity", sa.String(length=64), nullable=True))
    op.create_index(
        op.f("ix_access_request_message_identity"), "access_request", ["message_identity"], unique=True
    )
    _view_anew(*(NO_ADDRESS.format(name=name) for name in ("author", "recipient")))


def downgrade() -> None:
    _view_anew("' ' || p.author", "' ' || p.recipient")
    op.drop_index(op.f("ix_access_request_message_identity"), table_name="access_request")
    op.drop_column("access_request", "message_identity")


def _view_anew(author: str, recipient: str) -> None:
    """Make the view anew, and on SQLite the index over it; a server's index is made by the program."""
    on_server = op.get_bind().dialect.name == "postgresql"
    joined = "string_agg(t.text, chr(10))" if on_server else "group_concat(t.text, char(10))"
    op.execute("DROP VIEW posting_document")
    op.execute(VIEW.format(author=author, recipient=recipient, joined=joined))
    if not on_server and op.get_bind().execute(ANY_ADDRESS).scalar():
        op.execute("INSERT INTO posting_search(posting_search) VALUES ('rebuild')")
