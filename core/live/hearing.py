"""What others changed since a position of the log: kinds and ids of records, told as Changes."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.audit.entries import facts_of
from core.audit.log import head
from core.audit.tables import AuditEntry
from core.changes import Changes
from core.claims.queries import Claimed, claims_now
from core.db.unit_of_work import Work
from core.errors import NotAllowed

MOST = 1_000
"""Entries that are read one by one; of more than that, all kinds of record may have changed."""
BATCH: Mapping[str, tuple[str, ...]] = {
    "run": ("posting", "contact", "entry", "person", "quarantine"),
    "letter": (),
    "export": (),
    "desk": (),
}
"""What an entry about one of these says of other records."""
ALL = (
    "posting",
    "contact",
    "entry",
    "person",
    "request",
    "share",
    "vendor",
    "agreement",
    "quarantine",
    "staff",
)


@dataclass(frozen=True)
class Heard:
    """What others did: `changes` by kind (no ids: any of them), the claims that count, and the log's size."""

    changes: Changes
    claims: tuple[Claimed, ...]
    position: int


def hear(work: Work, since: int | None, own: Collection[int] = ()) -> Heard:
    """Read what was done from this position on, leaving one's own entries out; None is from now on."""
    now = head(work).entries
    begin = now if since is None else since
    rows = [] if begin == now else work.session.execute(_entries(begin)).all()
    ids: dict[str, frozenset[int]] = {}
    if len(rows) >= MOST:
        ids = dict.fromkeys((*ALL, "log", "feed"), frozenset())
    else:
        for row in rows:
            if row.position not in own:
                _add(ids, row)
    return Heard(Changes("", ids, elsewhere=True), _claims(work), now)


def _entries(begin: int) -> Any:
    columns = (AuditEntry.position, AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.body)
    return select(*columns).where(AuditEntry.position >= begin).order_by(AuditEntry.position).limit(MOST)


def _add(ids: dict[str, frozenset[int]], row: Any) -> None:
    """Add the records that an entry is about; the log itself and the feed may have grown in any case."""
    told = facts_of(row.body)
    about: Iterable[int] = [row.subject_id] if row.subject_id else _whole(told.get("ids", []))
    for kind in BATCH.get(row.subject_kind, (row.subject_kind,)):
        some = about if row.subject_kind == kind else ()
        ids[kind] = ids.get(kind, frozenset()) | frozenset(some)
    if isinstance(told.get("person"), int):
        ids["person"] = ids.get("person", frozenset()) | {told["person"]}
    for kind in ("log", "feed"):
        ids.setdefault(kind, frozenset())


def _whole(found: Any) -> list[int]:
    return [one for one in found if isinstance(one, int)] if isinstance(found, list) else []


def _claims(work: Work) -> tuple[Claimed, ...]:
    try:
        return tuple(claims_now(work))
    except NotAllowed:
        return ()
