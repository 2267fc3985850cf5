"""How postings stand before a decision, and whether this person may decide them now (C22)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from core.db.ids import plainly
from core.db.unit_of_work import WriteWork
from core.errors import Conflict, NotAllowed, NotFound
from core.postings.last_change import who_did_what
from core.postings.messages import open_messages
from core.postings.rulings import refusal, ruled_on
from core.postings.tables import Kind, Posting, State, Verdict
from core.staff.last_hand import AGAIN


@dataclass(frozen=True)
class Standing:
    """A posting as it stands before the decision."""

    id: int
    kind: Kind
    state: State
    reason: str
    version: int
    decided_by: int | None
    ruled: bool
    """An officer's ruling about its present words stands."""


def as_they_stand(work: WriteWork, chunk: Sequence[int]) -> list[Standing]:
    """Read postings before they are decided; ids that are on no posting are left out."""
    return [Standing(*tuple(row)) for row in plainly(work, _statement(), ids=list(chunk))]


@cache
def _statement() -> Select[*tuple[Any, ...]]:
    """Return the one statement, made once and kept: to put it together takes longer than to run it."""
    columns = (
        Posting.id, Posting.kind, Posting.state, Posting.reason, Posting.version, Posting.decided_by,
        ruled_on(),
    )  # fmt: skip
    return select(*columns).where(Posting.id.in_(bindparam("ids", expanding=True)))


def check_there(chunk: Sequence[int], found: Sequence[Standing]) -> None:
    """Raise NotFound when one of these ids is on no posting."""
    gone = sorted(set(chunk) - {one.id for one in found})
    if gone:
        raise NotFound(f"There is no posting {gone[0]} on this desk.")


def check_seen(work: WriteWork, found: Sequence[Standing], seen: Mapping[int, int]) -> None:
    """Raise Conflict, saying who did what, when a posting is not of the version that was seen."""
    for one in found:
        if seen.get(one.id, one.version) != one.version:
            raise Conflict(f"{who_did_what(work, one.id)} {AGAIN}")


def check_allowed(work: WriteWork, found: Sequence[Standing], verdict: Verdict) -> None:
    """Raise NotAllowed for what is not this role's to decide as it stands; no message is removed unread."""
    for one in found:
        if why := refusal(work.actor.role, one.state, verdict, ruled=one.ruled):
            raise NotAllowed(f"Posting {one.id}: {why}")
    if verdict is Verdict.REMOVE:
        messages = [one.id for one in found if one.kind is Kind.MESSAGE]
        unread = set(messages) - open_messages(work, messages)
        if unread:
            raise NotAllowed(f"Open message {min(unread)} first; none is removed unread.")
