"""The rows of an export: as the list has them, less what the policy leaves out."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Any

from core.db.paging import ASKED, PAGE
from core.db.unit_of_work import Work
from core.exports.desk_rows import log_lines, share_lines
from core.exports.facts import RecordFacts, facts_by_id, plain_values
from core.exports.judging import Judge, Reason
from core.exports.shapes import ExportOrder, ListKind
from core.sheets.plan import Cell

OWN_ROWS: Mapping[ListKind, Callable[[Work, Sequence[int]], Sequence[Any]]] = {
    ListKind.SHARES: share_lines,
    ListKind.AUDIT: log_lines,
}


@dataclass
class Tally:
    """What really went, counted while it was written."""

    records: int = 0
    blanks: int = 0
    stays: Counter[Reason] = field(default_factory=Counter)
    digest: Any = field(default_factory=sha256)
    facts: dict[int, RecordFacts] = field(default_factory=dict)
    """The facts that each record was judged by; equal ones are one object, kept in `alike`."""
    alike: dict[RecordFacts, RecordFacts] = field(default_factory=dict)


def exported_rows(work: Work, order: ExportOrder, judge: Judge, tally: Tally) -> Iterator[list[Cell]]:
    """Read the rows that may go, in the order of the list; `tally` is counted up meanwhile."""
    for chunk in order.listing.chunks(work):
        for start in range(0, len(chunk), PAGE):
            yield from _page(work, order, judge, tally, chunk[start : start + PAGE])


def unchanged(work: Work, judge: Judge, tally: Tally) -> bool:
    """Tell whether every record that was judged still has the facts that it was judged by."""
    source = judge.exported.facts
    if source is None:
        return True
    ids = iter(tally.facts)
    while some := list(islice(ids, ASKED)):
        if facts_by_id(work, source, some) != {one: tally.facts[one] for one in some}:
            return False
    return True


def _page(
    work: Work, order: ExportOrder, judge: Judge, tally: Tally, ids: Sequence[int]
) -> Iterator[list[Cell]]:
    exported = judge.exported
    facts = facts_by_id(work, exported.facts, ids) if exported.facts else {}
    plain = plain_values(work, exported, ids) if order.values else {}
    own = OWN_ROWS.get(order.kind)
    rows = own(work, ids) if own else order.listing.rows(work, ids)
    for row in rows:
        number = row.position if order.kind is ListKind.AUDIT else row.id
        if exported.facts is not None and number not in facts:
            continue  # gone between the count and this page; nothing is known of it any more
        known = facts.get(number)
        if known is not None:
            tally.facts[number] = tally.alike.setdefault(known, known)
        verdict = judge.record(known)
        if verdict.left_out is not None:
            tally.stays[verdict.left_out] += 1
            continue
        tally.records += 1
        tally.digest.update(f"{number}\n".encode())
        yield _cells(judge, verdict.released, row, plain.get(number, {}), tally)


def _cells(
    judge: Judge, released: frozenset[int], row: Any, plain: Mapping[str, str], tally: Tally
) -> list[Cell]:
    columns = judge.exported.columns
    tally.blanks += sum(at not in released for at in judge.kept)
    return [
        plain.get(columns[at].title, columns[at].read(row)) if at in released else None for at in judge.kept
    ]
