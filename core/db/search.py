"""Finding postings by their words: the one room that knows how the store's text index is asked and kept.

On SQLite the index (`posting_search`) is FTS5's; it reads its texts through the view `posting_document`: what
was posted in public, and for postings and messages alike the ids of the record, its author and recipient,
unless these are addresses. What a message says is never in it (C23). It holds no second copy of any text, and
FTS5's `secure-delete` takes forgotten words out of its pages. On PostgreSQL it is a table of finished
tsvectors over the same view, with the same words in it (`core.db.words`). Rows are indexed in batches, never
by a trigger: that costs nine tenths of the speed.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    TextClause,
    bindparam,
    column,
    false,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeEngine

from core.db.unit_of_work import WriteWork
from core.db.words import phrase, vector

INDEX = "posting_search"
BATCH = 500

_INDEX = table(INDEX, column("rowid"))
_THESE: BindParameter[list[int]] = bindparam("ids", expanding=True)
_ADD = text(
    "INSERT INTO posting_search(rowid, who, text) SELECT id, who, text FROM posting_document WHERE id IN :ids"
).bindparams(_THESE)
_TEXTS = text("SELECT id, who, text FROM posting_document WHERE id IN :ids").bindparams(_THESE)
_ADD_VECTORS = text("INSERT INTO posting_search(rowid, document) VALUES (:id, CAST(:vector AS tsvector))")
_TAKE_OUT = text("DELETE FROM posting_search WHERE rowid IN :ids").bindparams(_THESE)

_PART = re.compile(r'"([^"]*)"|(\S+)')


def match(query: str, ids: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return the condition that a posting matches what a person typed.

    Every word must occur, in any case and with or without accents; the last one may be only begun. What
    stands in double quotes, and an address with its dots and signs, is a phrase. Operators are plain words.
    """
    return ids.in_(matching(query))


def matching(query: str) -> Select[int]:
    """Select the ids of the postings that match what a person typed; see `match`."""
    return select(_INDEX.c.rowid).where(_matches(query))


def by_arrival(
    listed: Select[int], query: str, ids: InstrumentedAttribute[int], *, descending: bool
) -> Select[int]:
    """Narrow a list of postings to what was typed, in the order of their ids, read from the index itself.

    So the first hundred of a word that stands in a million postings come without a look at the others.
    """
    arrival = _INDEX.c.rowid
    found = listed.join(_INDEX, ids == _Computed(arrival)).where(_matches(query))
    return found.order_by(None).order_by(arrival.desc() if descending else arrival.asc())


def _matches(query: str) -> ColumnElement[bool]:
    asked = expression(query)
    return _Matches(asked, server_expression(query)) if asked else false()


class _Matches(FunctionElement[Any]):
    """That a row of the index holds what is asked, in the words of either engine."""

    inherit_cache = True
    type: TypeEngine[Any] = NULLTYPE  # a boolean would be compared with 1, which MATCH does not take

    def __init__(self, of_sqlite: str, of_postgresql: str) -> None:
        super().__init__(literal(of_sqlite), literal(of_postgresql))


@compiles(_Matches, "sqlite")
def _match(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    asked, _ = element.clauses
    return f"{INDEX} MATCH {compiler.process(asked, **options)}"


@compiles(_Matches, "postgresql")
def _contains(element: _Matches, compiler: SQLCompiler, **options: Any) -> str:
    _, asked = element.clauses
    return f"{INDEX}.document @@ CAST({compiler.process(asked, **options)} AS tsquery)"


class _Computed(FunctionElement[int]):
    """A column by which SQLite may not look rows up: else it would ask the index posting by posting."""

    inherit_cache = True
    type: TypeEngine[int] = Integer()


@compiles(_Computed, "sqlite")
def _computed(element: _Computed, compiler: SQLCompiler, **options: Any) -> str:
    return f"+{compiler.process(element.clauses, **options)}"


@compiles(_Computed, "postgresql")
def _as_it_is(element: _Computed, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


def expression(query: str) -> str:
    """Return a query that FTS5 cannot misread, or "" when it holds no word at all."""
    phrases = [f'"{one}"' for one in _phrases(query)]
    return " ".join(phrases) + ("*" if phrases and _is_begun(query) else "")


def server_expression(query: str) -> str:
    """Return the same query as a tsquery of PostgreSQL, or "" when it holds no word at all."""
    phrases = _phrases(query)
    begun = [False] * (len(phrases) - 1) + [_is_begun(query)]
    return " & ".join(phrase(one, begun=last) for one, last in zip(phrases, begun, strict=False))


def index(work: WriteWork, ids: Sequence[int]) -> None:
    """Index postings and messages just stored, or stored anew after `forget`."""
    if work.on_server:
        _in_batches(work, _TEXTS, ids, _add_vectors)
    else:
        _in_batches(work, _ADD, ids)


def forget(work: WriteWork, ids: Sequence[int]) -> None:
    """Take postings out of the index; call it before their texts or ids are changed or deleted."""
    _in_batches(work, _TAKE_OUT, ids)


def is_of_index(table_name: str) -> bool:
    """Tell whether the store keeps this table for the index, and no model maps it."""
    return table_name.startswith(INDEX)


def _phrases(query: str) -> list[str]:
    """Return what is asked for, one by one; what holds no letter or digit asks for nothing."""
    plain = query.replace("\0", " ").encode("utf-8", "ignore").decode()
    found = ((quoted or word).replace('"', " ").strip() for quoted, word in _PART.findall(plain))
    return [one for one in found if any(letter.isalnum() for letter in one)]


def _is_begun(query: str) -> bool:
    return not query.rstrip().endswith('"')


def _add_vectors(work: WriteWork, texts: Sequence[Any]) -> None:
    rows = [{"id": row.id, "vector": vector(row.who, row.text or "")} for row in texts]
    work.session.execute(_ADD_VECTORS, rows)


def _in_batches(
    work: WriteWork,
    statement: TextClause,
    ids: Sequence[int],
    then: Callable[[WriteWork, Sequence[Any]], None] | None = None,
) -> None:
    for start in range(0, len(ids), BATCH):
        found = work.session.execute(statement, {"ids": list(ids[start : start + BATCH])})
        if then:
            then(work, found.all())
