"""Decisions about access requests as plain functions of plain values."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from core.errors import WrongState
from core.requests.tables import RequestState as State

ANSWER_WITHIN = timedelta(days=45)
"""How long the site may take to answer, from the moment the request came in; stored at receipt (C25)."""

DUE_SOON = timedelta(days=10)
OPEN_FOR = timedelta(minutes=30)
"""How long an opening holds: until then the same eyes see the case again without another entry (C22)."""

OPEN = frozenset({State.RECEIVED, State.VERIFYING, State.COLLECTING, State.REVIEW})
ENDED = frozenset({State.RELEASED, State.REFUSED, State.WITHDRAWN})
ANSWERED_WITHOUT_A_COPY = frozenset({"opt_out", "objection", "other"})
"""Kinds that may be closed without a workbook having left."""


class Step(StrEnum):
    """What staff can do with a request, in the words that follow “cannot be”."""

    TAKE_UP = "taken up"
    CONFIRM = "confirmed"
    COLLECT = "collected"
    SETTLE = "settled"
    REVIEW = "marked as reviewed"
    RELEASE = "released"
    REFUSE = "refused"
    WITHDRAW = "withdrawn"
    CLOSE = "closed"
    ERASE = "erased"


STEPS: Mapping[Step, tuple[frozenset[State], State]] = {
    Step.TAKE_UP: (frozenset({State.RECEIVED, State.VERIFYING}), State.VERIFYING),
    Step.CONFIRM: (frozenset({State.RECEIVED, State.VERIFYING}), State.COLLECTING),
    Step.COLLECT: (frozenset({State.COLLECTING, State.REVIEW}), State.REVIEW),
    Step.SETTLE: (frozenset({State.REVIEW}), State.REVIEW),
    Step.REVIEW: (frozenset({State.REVIEW}), State.REVIEW),
    Step.RELEASE: (frozenset({State.REVIEW}), State.RELEASED),
    Step.REFUSE: (OPEN, State.REFUSED),
    Step.WITHDRAW: (OPEN, State.WITHDRAWN),
    Step.CLOSE: (ENDED, State.CLOSED),
    Step.ERASE: (frozenset({State.COLLECTING, State.REVIEW, State.RELEASED}), State.CLOSED),
}
"""From which states a step may be taken, and where it leads."""


def state_after(step: Step, state: State, kind: str) -> State:
    """Return where a step leads; raises WrongState when it cannot be taken from here."""
    if not possible(step, state, kind):
        raise WrongState(f"This request is {IN_WORDS[state]}; it cannot be {step.value} now.")
    return STEPS[step][1]


def possible(step: Step, state: str, kind: str) -> bool:
    """Tell whether a step may be taken from this state."""
    if step is Step.CLOSE and kind in ANSWERED_WITHOUT_A_COPY and state in OPEN:
        return True
    return state in STEPS[step][0]


IN_WORDS: Mapping[str, str] = {
    State.RECEIVED: "received and not taken up",
    State.VERIFYING: "waiting for its sender to be confirmed",
    State.COLLECTING: "confirmed and waiting to be collected",
    State.REVIEW: "in review",
    State.RELEASED: "released",
    State.CLOSED: "closed",
    State.REFUSED: "refused",
    State.WITHDRAWN: "withdrawn",
}

MATCHING = frozenset({"exact", "folded"})
"""The grades of a name or an address that count as the same one (C25)."""


def due_at(received: datetime) -> datetime:
    """Return when the answer is due (C25)."""
    return received + ANSWER_WITHIN


def days_left(due: datetime, now: datetime) -> int:
    """Return the days left until a moment, by the calendar in UTC; negative once it is past."""
    return (due.date() - now.date()).days


def urgency(state: str, due: datetime, now: datetime) -> str:
    """Return `done`, `late`, `soon` or `in time`."""
    if state not in OPEN:
        return "done"
    if due < now:
        return "late"
    return "soon" if due - now <= DUE_SOON else "in time"
