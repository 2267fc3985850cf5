"""A list as remitctl names it: what to search for and which state, made into the same list as on screen."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.contacts.queries import contacts
from core.contacts.tables import ContactState
from core.contests.queries import entries
from core.errors import BadInput
from core.exports.desk_rows import log_listing, shares_listing
from core.exports.shapes import ListKind
from core.people.queries import people
from core.postings.queries import PostingFilter, postings
from core.postings.tables import State
from core.requests.queries import requests
from core.requests.tables import RequestState
from core.shares.tables import ShareState


def narrowed(kind: ListKind, query: str = "", state: str = "", now: datetime | None = None) -> Any:
    """Return the list as it stands now; raises BadInput for a state that such a list does not have."""
    allowed = STATES[kind]
    if state and state not in allowed:
        may = ", ".join(allowed) or "none"
        raise BadInput(f"A list of {kind.value} has no state “{state}”; it may be one of: {may}.")
    if kind is ListKind.SHARES:
        return shares_listing(state, query, now)
    return _LISTINGS[kind](query, state)


def _words(states: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in states)


STATES: Mapping[ListKind, tuple[str, ...]] = {
    ListKind.POSTINGS: _words(State),
    ListKind.PEOPLE: ("opted_out", "under_13"),
    ListKind.CONTACTS: _words(ContactState),
    ListKind.CONTESTS: ("opted_out",),
    ListKind.SHARES: ("waiting", "away", *_words(ShareState)),
    ListKind.REQUESTS: ("open", *_words(RequestState)),
    ListKind.AUDIT: (),
}
_ON_SCREEN: Mapping[ListKind, frozenset[str]] = {
    ListKind.POSTINGS: frozenset({"message"}),
    ListKind.AUDIT: frozenset({"looks", "people", "postings", "contacts", "shares", "requests", "staff"}),
}
CODES: Mapping[ListKind, frozenset[str]] = {
    kind: frozenset(states) | _ON_SCREEN.get(kind, frozenset()) for kind, states in STATES.items()
}
"""The words by which a list is filtered here and on the screen: all of a filter that the log repeats."""
_LISTINGS: Mapping[ListKind, Callable[[str, str], Any]] = {
    ListKind.POSTINGS: lambda text, state: postings(PostingFilter(text, State(state) if state else None)),
    ListKind.PEOPLE: lambda text, state: people(text, only=state),
    ListKind.CONTACTS: contacts,
    ListKind.CONTESTS: lambda text, state: entries(text, only=state),
    ListKind.REQUESTS: requests,
    ListKind.AUDIT: lambda text, _: log_listing(text),
}
