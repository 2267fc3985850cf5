"""Lists of postings and messages; a message's row shows nothing of what was written in it (C23).

An author whom the site calls by an address is masked, as people are elsewhere (C22).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core.db import search
from core.db.paging import PAGE, Listing
from core.db.unit_of_work import Work
from core.errors import NotFound
from core.postings.authors import by_author
from core.postings.messages import open_messages
from core.postings.rules import MESSAGE_TITLE, address_spellings, shown_name
from core.postings.rulings import ruled_on
from core.postings.tables import IS_ADDRESS, Kind, Posting, PostingHit, State
from core.staff.roles import Permission, needs, require
from core.text.matching import Hit
from core.text.reasons import reasons


@dataclass(frozen=True)
class PostingRow:
    """One line of the list. `version` goes back with a decision, to tell whether anything changed.

    `ruled` says that a privacy officer's ruling about its present words stands.
    """

    id: int
    kind: Kind
    external_id: str
    state: State
    title: str
    category: str
    risk: int
    author: str
    received_at: datetime
    reason: str
    version: int
    ruled: bool


@dataclass(frozen=True)
class PostingFilter:
    """What a list is narrowed to; empty means all. `text` is what a person typed (`core.db.search`).

    `person_id` widens an `author` to all that this person on file has sent, under whatever name.
    """

    text: str = ""
    state: State | None = None
    kind: Kind | None = None
    category: str = ""
    reason: str = ""
    family: str = ""
    author: str = ""
    person_id: int | None = None
    min_risk: int = 0


SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "risk": Posting.risk,
    "received": Posting.id,  # in order of arrival, whatever the clock did
    "title": Posting.title,
    "category": Posting.category,
    "state": Posting.state,
    "id": Posting.id,
}
"""Each has an index; equal ones stand in the order of their arrival."""

_STORED = [name for name in PostingRow.__dataclass_fields__ if name != "ruled"]
_NO_FILTER = PostingFilter()


def postings(
    narrowed: PostingFilter = _NO_FILTER, sort: str = "risk", *, descending: bool = True
) -> Listing[PostingRow]:
    """List postings and messages, the riskiest first; equal ones in the order of their arrival."""
    ids = _listed(narrowed, sort, descending=descending)
    rows = select(*(getattr(Posting, name) for name in _STORED), ruled_on())
    return Listing(needs(Permission.POSTINGS), ids, rows, Posting.id, _row)


def _listed(narrowed: PostingFilter, sort: str, *, descending: bool) -> Select[int]:
    key, typed = SORTS[sort], narrowed.text.strip()
    listed = select(Posting.id).where(*_conditions(narrowed))
    if typed and "@" not in typed and key is Posting.id:
        return search.by_arrival(listed, typed, Posting.id, descending=descending)
    listed = listed.where(_said_or_sent(typed)) if typed else listed
    return listed.order_by(key.desc() if descending else key.asc(), *_ties(key, descending=descending))


def queue(chip: str, text: str = "", category: str = "") -> PostingFilter:
    """Return the filter of a chip above the list: a state, "message", or "" for all."""
    if chip == Kind.MESSAGE:
        return PostingFilter(text, kind=Kind.MESSAGE, category=category)
    return PostingFilter(text, state=State(chip) if chip else None, category=category)


def sent_by(work: Work, posting_id: int, limit: int = 100) -> list[PostingRow]:
    """Return what a posting's author, or the person on file that the author is, has sent; newest first.

    Raises NotFound.
    """
    require(work, Permission.POSTINGS)
    posting = work.session.get(Posting, posting_id)
    if posting is None:
        raise NotFound(f"There is no posting {posting_id} on this desk.")
    return postings(PostingFilter(author=posting.author, person_id=posting.person_id), "id").first(
        work, limit
    )


def count_new(work: Work) -> int:
    """Count what waits to be decided."""
    return counts_by_state(work)[State.NEW]


def counts_by_state(work: Work) -> dict[State, int]:
    """Count postings and messages by state, zeros too; those that are new wait in the rail."""
    require(work, Permission.POSTINGS)
    found = work.session.execute(select(Posting.state, func.count()).group_by(Posting.state))
    return dict.fromkeys(State, 0) | dict(found.all())


def categories(work: Work) -> list[str]:
    """List the categories in use, by name."""
    require(work, Permission.POSTINGS)
    found = select(Posting.category).distinct().where(Posting.category != "").order_by(Posting.category)
    return list(work.session.scalars(found))


def hits_of(work: Work, ids: Collection[int]) -> dict[int, list[Hit]]:
    """Return the hits of these postings, each list in the order of the text.

    What struck in a message tells what stands in it: only whoever has it open is told (C23).
    """
    require(work, Permission.POSTINGS)
    asked = list(ids)
    found: dict[int, list[Hit]] = {}
    for start in range(0, len(asked), PAGE):
        found |= _hits(work, asked[start : start + PAGE])
    return found


def _hits(work: Work, ids: Sequence[int]) -> dict[int, list[Hit]]:
    found: dict[int, list[Hit]] = {one: [] for one in ids}
    told = set(ids) - _closed_messages(work, ids)
    query = select(PostingHit).where(PostingHit.posting_id.in_(told))
    for hit in work.session.scalars(query.order_by(PostingHit.posting_id, PostingHit.id)):
        found[hit.posting_id].append(_hit(hit))
    return found


def _closed_messages(work: Work, ids: Collection[int]) -> set[int]:
    query = select(Posting.id).where(Posting.id.in_(ids), Posting.kind == Kind.MESSAGE)
    messages = set(work.session.scalars(query))
    return messages - open_messages(work, messages)


def _ties(key: InstrumentedAttribute[Any], *, descending: bool) -> Sequence[ColumnElement[Any]]:
    """Within a risk the oldest comes first whichever way the risks go; elsewhere ties follow the order."""
    if key is Posting.id:
        return ()
    return (Posting.id.desc() if descending and key is not Posting.risk else Posting.id.asc(),)


def _conditions(narrowed: PostingFilter) -> list[ColumnElement[bool]]:
    given = {
        Posting.state: narrowed.state,
        Posting.kind: narrowed.kind,
        Posting.category: narrowed.category,
        Posting.reason: narrowed.reason,
    }
    conditions: list[ColumnElement[bool]] = [column == value for column, value in given.items() if value]
    if narrowed.author:
        conditions.append(by_author(narrowed.author, narrowed.person_id))
    if narrowed.family:
        codes = [one.code for one in reasons() if one.family == narrowed.family]
        conditions.append(Posting.reason.in_(codes))
    if narrowed.min_risk:
        conditions.append(Posting.risk >= narrowed.min_risk)
    return conditions


def _said_or_sent(text: str) -> ColumnElement[bool]:
    """Find by words; by an address only whole, in any case: part by part it could be spelled out (C22)."""
    if "@" not in text:
        return search.match(text, Posting.id)
    spellings, sent = address_spellings(text), aliased(Posting)
    sent_or_got = (
        select(sent.id).where(func.lower(one).in_(spellings), one.like(IS_ADDRESS))
        for one in (sent.author, sent.recipient)
    )
    return Posting.id.in_(union_all(search.matching(text), *sent_or_got))


def _row(*values: Any) -> PostingRow:
    named = dict(zip(PostingRow.__dataclass_fields__, values, strict=True))
    if named["kind"] is Kind.MESSAGE:
        named["title"] = MESSAGE_TITLE
    named["author"] = shown_name(named["author"])
    return PostingRow(**named)


def _hit(hit: PostingHit) -> Hit:
    return Hit(**{name: getattr(hit, name) for name in Hit.__dataclass_fields__})
