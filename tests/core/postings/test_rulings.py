"""What was escalated waits for a privacy officer, and what the officer then ruled stays the officer's."""

from collections.abc import Callable

import pytest

from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.postings.actions import (
    Ruling,
    approve_postings,
    decide,
    escalate_postings,
    remove_postings,
)
from core.postings.detail import posting_detail
from core.postings.queries import postings
from core.postings.rulings import refusal
from core.postings.tables import State, Verdict
from core.postings.undo import undo_batch, undo_decision
from tests.core.postings.arriving import TakeIn, incoming


@pytest.fixture
def escalated(five: list[int], moderator: Desk) -> int:
    """The first posting, escalated by mia."""
    with moderator.write() as work:
        escalate_postings(work, five[:1])
    return five[0]


@pytest.fixture
def ruled(escalated: int, officer: Desk) -> int:
    """The same one, approved by the officer."""
    with officer.write() as work:
        approve_postings(work, [escalated])
    return escalated


def state(desk: Desk, posting: int) -> tuple[State, bool]:
    """Read where it stands, and whether an officer's ruling stands; the list says what the detail says."""
    with desk.read() as work:
        detail = posting_detail(work, posting)
        (row,) = postings().rows(work, [posting])
    assert (row.state, row.ruled) == (detail.state, detail.ruled)
    return detail.state, detail.ruled


@pytest.mark.parametrize("name", ["mia", "leo"])
@pytest.mark.parametrize("verdict", [Verdict.APPROVE, Verdict.REMOVE])
def test_what_is_escalated_is_decided_by_no_moderator_and_no_lead(
    name: str, verdict: Verdict, escalated: int, signed_in: Callable[[str], Desk]
) -> None:
    desk = signed_in(name)
    with pytest.raises(NotAllowed, match="waits for a privacy officer"), desk.write() as work:
        decide(work, [escalated], Ruling(verdict, "spam" if verdict is Verdict.REMOVE else ""))
    assert state(desk, escalated) == (State.ESCALATED, False)


def test_one_escalated_posting_among_many_stops_the_whole_decision(
    escalated: int, five: list[int], moderator: Desk
) -> None:
    with pytest.raises(NotAllowed, match=f"Posting {escalated}"), moderator.write() as work:
        approve_postings(work, five)
    assert state(moderator, five[1]) == (State.NEW, False)


def test_who_escalated_takes_it_back_and_no_colleague_does(
    escalated: int, moderator: Desk, lead: Desk
) -> None:
    with pytest.raises(NotAllowed, match="only mia takes that back"), lead.write() as work:
        undo_decision(work, escalated)
    with moderator.write() as work:
        undo_decision(work, escalated)
    assert state(moderator, escalated) == (State.NEW, False)


@pytest.mark.parametrize("name", ["mia", "leo"])
def test_an_officers_ruling_is_taken_back_by_officers_alone(
    name: str, ruled: int, signed_in: Callable[[str], Desk]
) -> None:
    desk = signed_in(name)
    with pytest.raises(NotAllowed, match="privacy officer ruled"), desk.write() as work:
        undo_decision(work, ruled)
    assert state(desk, ruled) == (State.APPROVED, True)
    with signed_in("olga").write() as work:
        undo_decision(work, ruled)
    assert state(desk, ruled) == (State.ESCALATED, False)


def test_an_officers_ruling_is_not_decided_over_but_may_be_escalated_again(
    ruled: int, moderator: Desk, officer: Desk
) -> None:
    with pytest.raises(NotAllowed, match="has ruled on it"), moderator.write() as work:
        remove_postings(work, [ruled], "spam")
    with moderator.write() as work:
        escalate_postings(work, [ruled], "Its author wrote again")
    with moderator.write() as work:
        undo_decision(work, ruled)
    assert state(moderator, ruled) == (State.APPROVED, True)
    with officer.write() as work:
        remove_postings(work, [ruled], "fraud")
    with pytest.raises(NotAllowed, match="privacy officer ruled"), moderator.write() as work:
        undo_decision(work, ruled)
    assert state(moderator, ruled) == (State.REMOVED, True)


def test_new_words_are_a_moderators_again(take: TakeIn, moderator: Desk, officer: Desk) -> None:
    (posting,) = take([incoming("p-1", "one")]).ids
    with moderator.write() as work:
        escalate_postings(work, [posting])
    with officer.write() as work:
        remove_postings(work, [posting], "fraud")
    take([incoming("p-1", "two")])
    assert state(moderator, posting) == (State.NEW, False)
    with moderator.write() as work:
        approve_postings(work, [posting])
    assert state(moderator, posting) == (State.APPROVED, False)


def test_a_lead_takes_back_what_a_moderator_decided(five: list[int], moderator: Desk, lead: Desk) -> None:
    with moderator.write() as work:
        remove_postings(work, five[:1], "spam")
    with lead.write() as work:
        undo_decision(work, five[0])
    assert state(lead, five[0]) == (State.NEW, False)


@pytest.mark.parametrize(
    "attempt",
    [
        approve_postings,
        lambda work, ids: remove_postings(work, ids, ""),
        lambda work, _: approve_postings(work, [999]),
        lambda work, ids: undo_decision(work, ids[0]),
        lambda work, _: undo_batch(work, "no such batch"),
    ],
)
def test_an_auditor_is_told_that_deciding_is_not_the_roles_before_anything_else(
    attempt: Callable[..., object], five: list[int], auditor: Desk
) -> None:
    with pytest.raises(NotAllowed) as told, auditor.write() as work:
        attempt(work, five)
    assert told.value.sentence == "As an auditor you may not decide postings."


def test_a_moderator_is_told_of_a_missing_reason_before_a_state(escalated: int, moderator: Desk) -> None:
    with pytest.raises(BadInput), moderator.write() as work:
        remove_postings(work, [escalated], "")


@pytest.mark.parametrize("role", ["moderator", "lead", "officer", "auditor", "admin", "service"])
@pytest.mark.parametrize("verdict", list(Verdict))
@pytest.mark.parametrize("where", list(State))
@pytest.mark.parametrize("ruled", [False, True])
def test_every_posting_is_somebodys_to_decide_and_no_role_decides_all(
    role: str,
    verdict: Verdict,
    where: State,
    ruled: bool,  # noqa: FBT001  # a case
) -> None:
    said = refusal(role, where, verdict, ruled=ruled)
    officers = where is State.ESCALATED or (ruled and verdict is not Verdict.ESCALATE)
    allowed = role == "officer" if officers else role in {"moderator", "lead"}
    assert (said == "") is allowed
    assert allowed or said.endswith(".")
