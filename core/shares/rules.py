"""Decisions about shares as plain functions of plain values: who may move one where, and when."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from unicodedata import normalize

from core.shares.tables import ShareState
from core.staff.roles import Permission, may

APPROVAL_DAYS = 7
"""How long an approval holds unless the officer says otherwise."""

LONGEST_APPROVAL_DAYS = 30


class Step(StrEnum):
    """What can be done to a share."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REJECT = "reject"
    EXECUTE = "execute"
    DELIVER = "deliver"
    ATTEST = "attest"
    CLOSE = "close"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"


@dataclass(frozen=True)
class Move:
    """From which states a step leads where, who may do it, and the words for it."""

    start: frozenset[ShareState]
    end: ShareState
    permission: Permission
    done: str


S = ShareState
_PROPOSE, _DECIDE = Permission.PROPOSE_SHARES, Permission.DECIDE_SHARES
_OPEN = frozenset({S.DRAFT, S.SUBMITTED})
_OUT = frozenset({S.EXECUTED, S.DELIVERED})

MOVES: Mapping[Step, Move] = {
    Step.SUBMIT: Move(frozenset({S.DRAFT}), S.SUBMITTED, _PROPOSE, "submitted"),
    Step.WITHDRAW: Move(_OPEN, S.WITHDRAWN, _PROPOSE, "withdrawn"),
    Step.APPROVE: Move(frozenset({S.SUBMITTED}), S.APPROVED, _DECIDE, "approved"),
    Step.REJECT: Move(frozenset({S.SUBMITTED}), S.REJECTED, _DECIDE, "rejected"),
    Step.EXECUTE: Move(frozenset({S.APPROVED}), S.EXECUTED, _DECIDE, "executed"),
    Step.DELIVER: Move(frozenset({S.EXECUTED}), S.DELIVERED, _DECIDE, "marked as delivered"),
    Step.ATTEST: Move(frozenset({S.DELIVERED, S.REVOKED}), S.ATTESTED, _DECIDE, "attested"),
    Step.CLOSE: Move(frozenset({S.ATTESTED}), S.CLOSED, _DECIDE, "closed"),
    Step.REVOKE: Move(_OUT | {S.APPROVED, S.EXPIRED}, S.REVOKED, _DECIDE, "revoked"),
    Step.SUPERSEDE: Move(_OPEN | {S.APPROVED, S.EXPIRED}, S.SUPERSEDED, _PROPOSE, "superseded"),
}
"""Every way a share can go. `expired` is where an approved share stands once its time is over."""

TAKEN_BACK: Mapping[ShareState, Step] = {
    S.SUBMITTED: Step.SUBMIT,
    S.APPROVED: Step.APPROVE,
    S.DELIVERED: Step.DELIVER,
    S.ATTESTED: Step.ATTEST,
    S.CLOSED: Step.CLOSE,
}
"""The steps by which nothing leaves the desk, by the state they led to: whoever took one may take it back."""

AWAY = frozenset({S.EXECUTED, S.DELIVERED, S.REVOKED})
"""The states in which a vendor still holds what it was given, if anything has left the desk (C14)."""


def standing(state: ShareState, expires_at: datetime | None, now: datetime) -> ShareState:
    """Return the state as of now: an approval whose time is over has expired."""
    over = state is S.APPROVED and expires_at is not None and now >= expires_at
    return S.EXPIRED if over else state


def fits(step: Step, state: ShareState, *, left: bool) -> bool:
    """Tell whether a share in this state can take this step; `left` says that its file has left the desk.

    Revoking does not bring back what has left: its return or destruction is still to be attested (C14).
    """
    return state in MOVES[step].start and (left or state is not S.REVOKED)


def refusal(step: Step, state: ShareState, *, left: bool = False) -> str:
    """Say why a share in this state cannot take this step, and which it can; empty when it can."""
    if fits(step, state, left=left):
        return ""
    if state is S.EXPIRED and step is Step.EXECUTE:
        return "The approval expired; nothing left the desk. Propose the share again."
    starts = " or ".join(sorted(one.value for one in MOVES[step].start))
    said = f"This share is {state.value}; only one that is {starts} can be {MOVES[step].done}."
    ways = [one.value for one in Step if one is not Step.SUPERSEDE and fits(one, state, left=left)]
    return f"{said} What can be done now: {', '.join(ways)}." if ways else f"{said} It is over."


def last_taken(history: Sequence[tuple[ShareState, int]], state: ShareState) -> tuple[ShareState, int]:
    """Return from which state the share came to this one, and who brought it there; `history` oldest first.

    A line that a step taken back left in the history is nobody's step: it is the first that counts.
    """
    starts = MOVES[TAKEN_BACK[state]].start
    at = max(n for n, (one, _) in enumerate(history) if one in starts)
    return history[at][0], next(who for one, who in history[at:] if one is state)


def not_taken_back(state: ShareState) -> str:
    """Say why a share in this state has no step to take back; empty when it has one."""
    if state in TAKEN_BACK:
        return ""
    ways = ", ".join(one.value for one in TAKEN_BACK)
    return f"This share is {state.value}; a step is taken back only while it is {ways}."


def four_eyes(step: Step, actor: int, proposed_by: int, submitted_by: int | None) -> str:
    """Say why this person may not decide, having proposed or submitted it; empty when they may (C22)."""
    if step not in {Step.APPROVE, Step.REJECT} or actor not in {proposed_by, submitted_by}:
        return ""
    did = "proposed" if actor == proposed_by else "submitted"
    if step is Step.APPROVE:
        return f"You {did} this share; another officer must approve it."
    return f"You {did} this share; withdraw it, or let another officer reject it."


def in_force(signed_on: date, ends_on: date | None, today: date) -> bool:
    """Tell whether an agreement holds on this day (C14)."""
    return signed_on <= today and (ends_on is None or today <= ends_on)


def return_due(executed_at: datetime, days: int) -> datetime:
    """Return when the vendor must have returned or destroyed what it got (C14)."""
    return executed_at + timedelta(days=days)


def file_name(share_id: int, vendor: str, executed_at: datetime) -> str:
    """Name the workbook that leaves: number, vendor, day; letters and digits that every system takes."""
    plain = normalize("NFKD", vendor).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "vendor"
    return f"share-{share_id}-{slug}-{executed_at:%Y-%m-%d}.xlsx"


def not_theirs(step: Step, actor: int, role: str, proposed_by: int, submitted_by: int | None) -> str:
    """Say why someone may not take back another's proposal; empty when they may."""
    theirs = actor in {proposed_by, submitted_by} or may(role, Permission.DECIDE_SHARES)
    if step not in {Step.WITHDRAW, Step.SUPERSEDE, Step.SUBMIT} or theirs:
        return ""
    return "Only whoever proposed this share, or an officer, may do that."


def people_and_records(people: int, records: int) -> str:
    """Say how many people and how many of their records: `21 people, 24 records`."""
    persons = "1 person" if people == 1 else f"{people:,} people"
    return f"{persons}, 1 record" if records == 1 else f"{persons}, {records:,} records"


def removed_words(reason: str, records: int, clause: str) -> str:
    """Say how many frozen records were removed at execution and why, exact about numbers."""
    said = {"Opted out": "opted out", "Under 13": "turned out to be under 13"}.get(reason)
    if said:
        return f"{records:,} {'person' if records == 1 else 'people'} {said} since approval; removed."
    noun = "record" if records == 1 else "records"
    return f"{records:,} {noun} removed since approval: {reason[0].lower()}{reason[1:]} ({clause})."


def why_not(  # noqa: PLR0913 - the share and the person, fact by fact
    step: Step,
    state: ShareState,
    *,
    actor: int,
    role: str,
    proposed_by: int,
    submitted_by: int | None,
    left: bool = False,
) -> str:
    """Say why this person cannot take this step with a share in this state; empty when they can."""
    if not may(role, MOVES[step].permission):
        return f"As {'an' if role[0] in 'ao' else 'a'} {role} you may not {MOVES[step].permission}."
    return (
        refusal(step, state, left=left)
        or four_eyes(step, actor, proposed_by, submitted_by)
        or not_theirs(step, actor, role, proposed_by, submitted_by)
    )
