"""What intake took and how it knows it again; subjects stay whole.

A digest is now of what was taken of a row, no longer of the row; each is made anew from what is on file, so that
the same file again does not look like new content.
"""

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.db.base import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

AT_ONCE = 500
AFTER_EVERY_ROW = 2**31 - 1
"""Which row of its run an edited posting came from is not known: an id twice in its file is not taken again."""
COMPARED = (
    "origin", "collected_at", "full_name", "email", "phone", "company", "country", "role", "birth_date",
    "stated_age", "extra",
)  # fmt: skip


def upgrade() -> None:
    _say_where_rows_came_from()
    _let_subjects_be_longer()
    _digest_postings_anew()
    _digest_records_anew()


def downgrade() -> None:
    """What is on file stays as it is."""


def _say_where_rows_came_from() -> None:
    """The run that took a posting's words is the last that began before they came; its row nobody knows."""
    op.add_column("intake_run", sa.Column("mapping", sa.String(64), nullable=False, server_default=""))
    op.create_index(op.f("ix_intake_run_sha256"), "intake_run", ["sha256"], unique=False)
    for name in ("run_id", "row_number"):
        op.add_column("posting", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE posting SET run_id = COALESCE((SELECT MAX(id) FROM intake_run WHERE intake_run.kind ="
        " posting.kind || 's' AND started_at <= COALESCE(posting.edited_at, posting.received_at)), 0)"
    )
    posting = sa.table("posting", sa.column("row_number"), sa.column("edited_at"))
    edited = posting.update().where(posting.c.edited_at.is_not(None))
    op.execute(edited.values(row_number=AFTER_EVERY_ROW))


def _let_subjects_be_longer() -> None:
    """Put a wider column in place: to make the table anew would take the answers with it, by their key."""
    op.add_column("contact", sa.Column("wider", sa.String(998), nullable=False, server_default=""))
    op.execute("UPDATE contact SET wider = subject")
    op.drop_column("contact", "subject")
    op.execute("ALTER TABLE contact RENAME COLUMN wider TO subject")


def _digest_postings_anew() -> None:
    bind, one = op.get_bind(), _table("posting")
    decided = _table("posting_decision")
    for rows in _in_parts(one, "category", "author", "recipient", "posted_at", "digest"):
        texts = _texts(bind, [row["id"] for row in rows])
        for row in rows:
            number, old = row.pop("id"), row.pop("digest")
            new = _digest(row | {"category": row["category"].strip(), "texts": texts[number]})
            bind.execute(one.update().where(one.c.id == number).values(digest=new))
            seen = (decided.c.posting_id == number, decided.c.text_digest == old)
            bind.execute(decided.update().where(*seen).values(text_digest=new))


def _texts(bind: sa.Connection, ids: list[int]) -> dict[int, dict[str, str]]:
    text = _table("posting_text")
    columns = sa.select(text.c.posting_id, text.c.field, text.c.text)
    found = bind.execute(columns.where(text.c.posting_id.in_(ids)).order_by(text.c.posting_id)).all()
    told = {
        one: {row.field: row.text for row in rows} for one, rows in groupby(found, lambda row: row.posting_id)
    }
    return {one: told.get(one, {}) for one in ids}


def _digest_records_anew() -> None:
    """What a file said of an opt-out is told by whether it is why its person is opted out."""
    bind, one, out = op.get_bind(), _table("person_record"), _table("opt_out")
    heard = set(bind.execute(sa.select(out.c.person_id).where(out.c.heard_through == "file")).scalars())
    for rows in _in_parts(one, "person_id", *COMPARED):
        beside = _beside(bind, [row["id"] for row in rows])
        for row in rows:
            number, person = row.pop("id"), row.pop("person_id")
            new = _digest(row | {"opted_out": person in heard} | beside.get(number, {}))
            bind.execute(one.update().where(one.c.id == number).values(digest=new))


def _beside(bind: sa.Connection, records: list[int]) -> dict[int, dict[str, Any]]:
    """Return what came beside a person's data in the same row: a contact, or a contest entry."""
    contact, entry, contest = _table("contact"), _table("contest_entry"), _table("contest")
    written = sa.select(contact.c.record_id, contact.c.subject, contact.c.body)
    entered = sa.select(
        entry.c.record_id, contest.c.name.label("contest"), entry.c.answer, entry.c.demographics
    ).join(contest, contest.c.id == entry.c.contest_id)
    told: dict[int, dict[str, Any]] = {}
    for table, query in ((contact, written), (entry, entered)):
        for row in bind.execute(query.where(table.c.record_id.in_(records))).mappings():
            told[row["record_id"]] = {name: value for name, value in row.items() if name != "record_id"}
    return told


def _in_parts(table: sa.TableClause, *names: str) -> Iterator[list[dict[str, Any]]]:
    last, columns = 0, [table.c[name] for name in ("id", *names)]
    while True:
        query = sa.select(*columns).where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)
        rows = [dict(row) for row in op.get_bind().execute(query).mappings()]
        if not rows:
            return
        last = rows[-1]["id"]
        yield rows


def _digest(content: dict[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


COLUMNS: dict[str, tuple[str, ...]] = {
    "posting": ("id", "category", "author", "recipient", "digest"),
    "posting_decision": ("posting_id", "text_digest"),
    "posting_text": ("posting_id", "field", "text"),
    "opt_out": ("person_id", "heard_through"),
    "contact": ("record_id", "subject", "body"),
    "contest": ("id", "name"),
    "contest_entry": ("record_id", "contest_id", "answer"),
    "person_record": (
        "id", "person_id", "digest", "origin", "full_name", "email", "phone", "company", "country", "role",
        "stated_age",
    ),
}  # fmt: skip
TYPED: dict[str, tuple[tuple[str, Any], ...]] = {
    "posting": (("posted_at", Instant()),),
    "contest_entry": (("demographics", sa.JSON()),),
    "person_record": (("collected_at", Instant()), ("birth_date", sa.Date()), ("extra", sa.JSON())),
}


def _table(name: str) -> sa.TableClause:
    typed = [sa.column(column, kind) for column, kind in TYPED.get(name, ())]
    return sa.table(name, *map(sa.column, COLUMNS[name]), *typed)
