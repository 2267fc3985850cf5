"""Records by number or title, as each page's own search finds them; runs on a reader."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.contacts.queries import reads_bodies
from core.errors import NotAllowed
from core.people.searching import by_part
from core.shares.queries import shares
from gui.audit import page as audit
from gui.contacts import page as contacts
from gui.contests import page as contests
from gui.feed import page as feed
from gui.feed.words import what
from gui.kit.record_page import Query
from gui.people import page as people
from gui.postings import page as postings
from gui.requests import page as requests
from gui.staff import page as staff

FEW, LONGEST = 5, 18
"""Records of one page, and digits of a number that the store can hold."""


@dataclass(frozen=True)
class FoundRecord:
    """One record: its page, its number, and what the page calls it."""

    page: str
    id: int
    words: str


@dataclass(frozen=True)
class _Search:
    """A page's search as this person may use it, and what a row of it is called."""

    listing: Callable[[Any, str], Any]
    words: Callable[[Any], str]
    texts: bool = True  # False: by number only


SEARCHES: Mapping[str, _Search] = {
    "postings": _Search(lambda _, text: postings.listing(Query(text)), lambda row: row.title),
    "contacts": _Search(
        lambda work, text: contacts.listing(Query(text), in_bodies=reads_bodies(work.actor.role)),
        lambda row: row.subject,
    ),
    "contests": _Search(
        lambda work, text: contests.listing(Query(text), in_part=by_part(work.actor.role)),
        lambda row: f"{row.contest}, {row.entrant}",
    ),
    "shares": _Search(lambda work, text: shares(work.now, text), lambda row: f"{row.title}, {row.vendor}"),
    "requests": _Search(
        lambda work, text: requests.listing(Query(text), in_part=by_part(work.actor.role)),
        lambda row: row.who,
    ),
    "people": _Search(
        lambda work, text: people.listing(Query(text), in_part=by_part(work.actor.role)),
        lambda row: row.name,
    ),
    "feed": _Search(lambda _, text: feed.listing(Query(text)), lambda row: f"{what(row)}, {row.external_id}"),
    "audit": _Search(lambda _, text: audit.listing(Query(text)), lambda row: row.what, texts=False),
    "staff": _Search(lambda _, text: staff.listing(Query(text)), lambda row: row.name),
}


def find_records(work: Any, text: str, pages: Sequence[str]) -> Iterator[list[FoundRecord]]:
    """Give what is found on each of these pages, as it is found; a number finds its record first."""
    number = number_in(text)
    for page in pages:
        search = SEARCHES.get(page)
        if search is not None:
            yield [FoundRecord(page, row.id, search.words(row)) for row in _rows(work, search, text, number)]


def number_in(text: str) -> int | None:
    """Return the record's number that was typed: `2766`, `#2766`, `R12` or `2,766`."""
    digits = text.strip().lstrip("Rr#").replace(",", "")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST else None


def _rows(work: Any, search: _Search, text: str, number: int | None) -> list[Any]:
    found: dict[int, Any] = {}
    if number is not None:
        everything = search.listing(work, "")
        there = sorted(everything.still(work, [number]))
        found = {row.id: row for row in everything.rows(work, there)}
    for row in _said(work, search, text) if search.texts else ():
        found.setdefault(row.id, row)
    return list(found.values())[:FEW]


def _said(work: Any, search: _Search, text: str) -> Sequence[Any]:
    try:
        rows: Sequence[Any] = search.listing(work, text).first(work, FEW)
    except NotAllowed:  # this role does not search this page so
        return ()
    return rows
