"""Deciding postings and messages: approve, remove, escalate (C21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from secrets import token_hex
from typing import Any

from sqlalchemy import BindParameter, Insert, Integer, String, Update, bindparam, insert, select, update

from core.audit.log import record
from core.changes import Changes, changed
from core.db.unit_of_work import WriteWork
from core.errors import BadInput, WrongState
from core.postings.last_change import who_did_what
from core.postings.rules import state_after
from core.postings.rulings import check_decides
from core.postings.standing import Standing, as_they_stand, check_allowed, check_seen, check_there
from core.postings.tables import Decision, Posting, Verdict
from core.postings.telling import tell_standing
from core.postings.undo import undo_batch
from core.text.characters import storable
from core.text.reasons import reason, reasons

CHUNK = 500
"""Postings a statement, and ids a log entry, when many are decided at once."""

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)

DONE: Mapping[Verdict, str] = {
    Verdict.APPROVE: "Approved",
    Verdict.REMOVE: "Removed",
    Verdict.ESCALATE: "Escalated",
}


@dataclass(frozen=True)
class Ruling:
    """What was decided about one or many postings at once; `reason` is a code of the two families."""

    verdict: Verdict
    reason: str = ""
    note: str = ""


def approve_postings(work: WriteWork, ids: Sequence[int], seen: Mapping[int, int] | None = None) -> Changes:
    """Let postings stand; see `decide`."""
    return decide(work, ids, Ruling(Verdict.APPROVE), seen)


def remove_postings(
    work: WriteWork, ids: Sequence[int], reason: str, note: str = "", seen: Mapping[int, int] | None = None
) -> Changes:
    """Take postings down for a reason of the two families, legal or terms of service; see `decide`."""
    return decide(work, ids, Ruling(Verdict.REMOVE, reason, note), seen)


def escalate_postings(
    work: WriteWork, ids: Sequence[int], note: str = "", seen: Mapping[int, int] | None = None
) -> Changes:
    """Hand postings to a privacy officer; see `decide`."""
    return decide(work, ids, Ruling(Verdict.ESCALATE, note=note), seen)


def decide(
    work: WriteWork, ids: Sequence[int], ruling: Ruling, seen: Mapping[int, int] | None = None
) -> Changes:
    """Decide postings by id, all or none of them; the undo takes back exactly this.

    `seen` maps ids to the versions that the person was looking at. Those that stand as decided already are
    left alone and told of. Raises BadInput for a removal without a reason, NotFound, Conflict when someone
    changed one since, WrongState when all stand so already, NotAllowed for the wrong role, for what is an
    officer's to decide, and for a message removed unread.
    """
    check_decides(work.actor.role)
    _check_ruling(ruling)
    batch = token_hex(16)
    decided: list[int] = []
    wanted = list(dict.fromkeys(ids))
    for chunk in _chunks(wanted):
        decided += _decide_chunk(work, chunk, ruling, batch, seen or {})
    if not decided:
        already = f"Nothing to do: already {state_after(ruling.verdict).value}."
        raise WrongState(f"{already} {who_did_what(work, wanted[0])}" if len(wanted) == 1 else already)
    sentence = _sentence(ruling, len(decided), len(wanted) - len(decided))
    return Changes(sentence, changed("", "posting", decided).ids, partial(undo_batch, batch=batch))


def _check_ruling(ruling: Ruling) -> None:
    if ruling.verdict is Verdict.REMOVE and not ruling.reason:
        raise BadInput("A removal needs a reason: pick one of the legal or the terms-of-service reasons.")
    if ruling.reason and reason(ruling.reason) is None:
        codes = ", ".join(one.code for one in reasons())
        raise BadInput(f"“{ruling.reason}” is no reason; take one of {codes}.")


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    if not ids:
        raise BadInput("Choose a posting first.")
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def _decide_chunk(
    work: WriteWork, chunk: Sequence[int], ruling: Ruling, batch: str, seen: Mapping[int, int]
) -> list[int]:
    found = as_they_stand(work, chunk)
    check_there(chunk, found)
    check_seen(work, found, seen)
    check_allowed(work, found, ruling.verdict)
    todo = [one.id for one in found if _differs(one, ruling)]
    if todo:
        _keep_decisions(work, todo, ruling, batch)
        _apply(work, todo, ruling)
        _log(work, todo, ruling, batch)
        tell_standing(work, todo, anew=ruling.verdict is Verdict.REMOVE)
    return todo


def _differs(one: Standing, ruling: Ruling) -> bool:
    return one.state is not state_after(ruling.verdict) or one.reason != ruling.reason


def _keep_decisions(work: WriteWork, ids: Sequence[int], ruling: Ruling, batch: str) -> None:
    """Write what is decided and how each posting stood before, in one statement."""
    told = {"batch": batch, "verdict": ruling.verdict, "note": storable(ruling.note)}
    work.session.execute(_keeping(), told | _deciding(work, ids, ruling))


def _apply(work: WriteWork, ids: Sequence[int], ruling: Ruling) -> None:
    told = {"new_state": state_after(ruling.verdict)}
    work.session.execute(_applying(), told | _deciding(work, ids, ruling))


def _deciding(work: WriteWork, ids: Sequence[int], ruling: Ruling) -> dict[str, Any]:
    return {"ids": list(ids), "why": ruling.reason, "who": work.actor.id, "now": work.now}


@cache
def _keeping() -> Insert:
    """Return the statement that keeps decisions, made once: putting it together takes longer than running."""
    kept = {
        Decision.posting_id: Posting.id,
        Decision.batch: bindparam("batch", type_=String),
        Decision.verdict: bindparam("verdict", type_=Decision.verdict.type),
        Decision.reason: bindparam("why", type_=String),
        Decision.note: bindparam("note", type_=String),
        Decision.before: Posting.state,
        Decision.before_reason: Posting.reason,
        Decision.before_decided_at: Posting.decided_at,
        Decision.before_decided_by: Posting.decided_by,
        Decision.by: bindparam("who", type_=Integer),
        Decision.at: bindparam("now", type_=Decision.at.type),
        Decision.text_digest: Posting.digest,
    }
    rows = select(*kept.values()).where(Posting.id.in_(_IDS)).order_by(Posting.id)
    return insert(Decision.metadata.tables[Decision.__tablename__]).from_select(
        [one.key for one in kept], rows
    )


@cache
def _applying() -> Update:
    """Return the statement that has postings stand as decided, made once as well."""
    posting = Posting.metadata.tables[Posting.__tablename__]
    decided = {
        "state": bindparam("new_state", type_=Posting.state.type),
        "reason": bindparam("why", type_=String),
        "decided_at": bindparam("now", type_=Posting.decided_at.type),
        "decided_by": bindparam("who", type_=Integer),
        "version": posting.c.version + 1,
    }
    return update(posting).where(posting.c.id.in_(_IDS)).values(decided)


def _log(work: WriteWork, ids: Sequence[int], ruling: Ruling, batch: str) -> None:
    subject = ids[0] if len(ids) == 1 else 0
    record(
        work,
        f"postings:posting:{state_after(ruling.verdict).value}",
        ("posting", subject),
        batch=batch,
        ids=list(ids),
        reason=ruling.reason,
    )


def _sentence(ruling: Ruling, decided: int, stood: int) -> str:
    plain = f"{DONE[ruling.verdict]} {decided:,} {'posting' if decided == 1 else 'postings'}."
    return f"{plain} {stood:,} stood so already." if stood else plain
