"""Finding postings by their words: the one room that knows how the store's text index is asked and kept.

The index (`posting_search`, SQLite's FTS5) reads its texts through the view `posting_document`: what was
posted in public, and for postings and messages alike the ids of the record, its author and its recipient,
unless these are addresses. What a message says is never in it (C23). It holds no second copy of any text,
and FTS5's `secure-delete` takes forgotten words out of its pages. Rows are indexed in batches, never by a
trigger: that costs nine tenths of the speed. On PostgreSQL a stored tsvector column takes its place behind
these same functions.
"""

import re
from collections.abc import Iterator, Sequence

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    TextClause,
    bindparam,
    column,
    false,
    select,
    table,
    text,
)
from sqlalchemy.orm import InstrumentedAttribute

from core.db.unit_of_work import WriteWork

INDEX = "posting_search"
BATCH = 500

_INDEX = table(INDEX, column("rowid"), column(INDEX))
_THESE: BindParameter[list[int]] = bindparam("ids", expanding=True)
_ADD = text(
    "INSERT INTO posting_search(rowid, who, text) SELECT id, who, text FROM posting_document WHERE id IN :ids"
).bindparams(_THESE)
_TAKE_OUT = text("DELETE FROM posting_search WHERE rowid IN :ids").bindparams(_THESE)

_PART = re.compile(r'"([^"]*)"|(\S+)')


def match(query: str, ids: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that a posting matches what a person typed.

    Every word must occur, in any case and with or without accents; the last one may be only begun. What
    stands in double quotes, and an address with its dots and signs, is a phrase. Operators are plain words.
    """
    asked = expression(query)
    if not asked:
        return false()
    return ids.in_(select(_INDEX.c.rowid).where(_INDEX.c[INDEX].op("MATCH")(asked)))


def expression(query: str) -> str:
    """Return a query that FTS5 cannot misread, or "" when it holds no word at all."""
    phrases = list(_phrases(query.replace("\0", " ").encode("utf-8", "ignore").decode()))
    begun = phrases and not query.rstrip().endswith('"')
    return " ".join(phrases) + ("*" if begun else "")


def index(work: WriteWork, ids: Sequence[int]) -> None:
    """Index postings and messages just stored, or stored anew after `forget`."""
    _in_batches(work, _ADD, ids)


def forget(work: WriteWork, ids: Sequence[int]) -> None:
    """Take postings out of the index; call it before their texts or ids are changed or deleted."""
    _in_batches(work, _TAKE_OUT, ids)


def is_of_index(table_name: str) -> bool:
    """Tell whether the store keeps this table for the index, and no model maps it."""
    return table_name.startswith(INDEX)


def _phrases(query: str) -> Iterator[str]:
    for quoted, word in _PART.findall(query):
        phrase = (quoted or word).replace('"', " ").strip()
        if any(one.isalnum() for one in phrase):
            yield f'"{phrase}"'


def _in_batches(work: WriteWork, statement: TextClause, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), BATCH):
        work.session.execute(statement, {"ids": list(ids[start : start + BATCH])})
