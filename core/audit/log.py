"""Writing the log: in the transaction of the change it tells of (C22)."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from core.audit.tables import AuditEntry, AuditHead
from core.audit.tree import grown, leaf_hash, packed, root_of, unpacked
from core.db.unit_of_work import WriteWork

Fact = str | int | float | bool | None | list[Any] | dict[str, Any]


@dataclass(frozen=True)
class Head:
    """The log at one moment: its number of entries and its root (RFC 6962 §2.1)."""

    entries: int
    root: bytes


def record(work: WriteWork, action: str, subject: tuple[str, int], **facts: Fact) -> int:
    """Append an entry and return its position.

    `action` reads `room:subject:what happened` ("postings:posting:removed"). `subject` is a kind and an
    id, 0 where there is no single one. `facts` hold ids, codes, counts and commitments: never a name, an
    address or anyone's text.
    """
    size, frontier = _locked_head(work)
    body = entry_body(work.now, work.actor.id, action, subject, facts)
    leaf = leaf_hash(body)
    kind, subject_id = subject
    work.session.execute(
        insert(AuditEntry).values(
            position=size,
            leaf_hash=leaf,
            body=body,
            at=work.now,
            actor_id=work.actor.id,
            action=action,
            subject_kind=kind,
            subject_id=subject_id,
        )
    )
    _move_head(work, size + 1, packed(grown(frontier, size, leaf)))
    work.entries += 1
    return size


def entry_body(
    at: datetime, actor: int, action: str, subject: tuple[str, int], facts: dict[str, Fact]
) -> bytes:
    """Return an entry's canonical JSON: keys sorted, no spaces, UTF-8 (RFC 8785 for these values)."""
    content = {
        "action": action,
        "actor": actor,
        "at": at.isoformat(),
        "facts": facts,
        "subject": list(subject),
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def head(work: Any) -> Head:
    """Read the log's size and root."""
    row = work.session.execute(select(AuditHead.size, AuditHead.frontier)).one_or_none()
    return Head(row.size, root_of(unpacked(row.frontier))) if row else Head(0, root_of([]))


def hold(work: WriteWork) -> None:
    """Hold the log's head until the commit: whatever is numbered meanwhile is in the order of commits.

    Who has written an entry holds it already.
    """
    if not work.entries:
        _locked_head(work)


def _locked_head(work: WriteWork) -> tuple[int, list[bytes]]:
    """Read the head and hold it until the commit, so that writers append one after the other."""
    row = work.session.execute(select(AuditHead.size, AuditHead.frontier).with_for_update()).one_or_none()
    if row is None:
        work.session.execute(insert(AuditHead).values(id=1, size=0, frontier=b""))
        return 0, []
    return row.size, unpacked(row.frontier)


def _move_head(work: WriteWork, size: int, frontier: bytes) -> None:
    work.session.execute(update(AuditHead).values(size=size, frontier=frontier))
