"""From receipt to the end: who may take which step, from which state, on what grounds (C20, C25)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.audit.log import record
from core.desk import Desk
from core.errors import BadInput, Conflict, NotAllowed, NotFound, WrongState
from core.feed.reading import hand_over
from core.home.due import DueKind
from core.home.queries import overview
from core.people.queries import masked_person
from core.requests import actions, queries
from core.requests.arrival import Receipt
from core.requests.case_shapes import Case
from core.requests.case_view import case
from core.requests.cases import request_on_file
from core.requests.collecting import collect
from core.requests.opening import open_case
from core.requests.release import release, review
from core.requests.rules import OPEN, STEPS, Step, days_left, due_at, possible, state_after, urgency
from core.requests.tables import RequestState as State

Taking = Callable[..., Receipt]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HOW = "Called back on the number on file."


def shown(desk: Desk, request: int) -> Case:
    with desk.read() as work:
        return case(work, request)


def test_a_request_goes_from_received_through_review_to_closed() -> None:
    steps = [Step.TAKE_UP, Step.CONFIRM, Step.COLLECT, Step.REVIEW, Step.RELEASE, Step.CLOSE]
    state = State.RECEIVED
    passed = [state := state_after(step, state, "access") for step in steps]

    assert passed == ["verifying", "collecting", "review", "review", "released", "closed"]


@pytest.mark.parametrize("state", [State.RELEASED, State.CLOSED, State.REFUSED, State.WITHDRAWN])
def test_what_is_over_is_not_worked_on(state: State) -> None:
    assert not any(possible(step, state, "access") for step in set(Step) - {Step.CLOSE, Step.ERASE})


def test_a_person_is_erased_once_the_sender_is_confirmed_and_after_the_answer_too() -> None:
    erasable = {state for state in State if possible(Step.ERASE, state, "access")}
    assert erasable == {State.COLLECTING, State.REVIEW, State.RELEASED}


def test_every_open_state_can_be_refused_or_withdrawn() -> None:
    assert all(state in STEPS[step][0] for state in OPEN for step in (Step.REFUSE, Step.WITHDRAW))


def test_only_what_needs_no_copy_closes_without_an_answer() -> None:
    assert possible(Step.CLOSE, State.RECEIVED, "opt_out")
    assert not possible(Step.CLOSE, State.RECEIVED, "access")


@pytest.mark.parametrize(
    ("days", "left", "how"), [(0, 45, "in time"), (35, 10, "soon"), (45, 0, "soon"), (46, -1, "late")]
)
def test_days_left_are_counted_to_the_due_moment(days: int, left: int, how: str) -> None:
    today = NOW + timedelta(days=days)

    assert days_left(due_at(NOW), today) == left
    assert urgency("review", due_at(NOW), today) == how
    assert urgency("closed", due_at(NOW), today) == "done"


def test_a_matching_sender_is_confirmed_without_a_further_reason(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    request = taken_in().case
    with pia.write() as work:
        actions.confirm_sender(work, request, market.nina, HOW)

    found = shown(pia, request)
    assert (found.state, found.confirmed_by, found.person_id) == ("collecting", "pia", market.nina)


@pytest.mark.parametrize(
    "sender", ["Somebody Else <nina.okafor@example.com>", "Nina Okafor <nina@elsewhere.example.net>"]
)
def test_a_sender_that_differs_from_the_file_needs_a_reason(
    taken_in: Taking, market: Any, pia: Desk, sender: str
) -> None:
    request = taken_in(sender=sender).case
    with pytest.raises(BadInput, match="say why"), pia.write() as work:
        actions.confirm_sender(work, request, market.nina, HOW)
    with pia.write() as work:
        actions.confirm_sender(work, request, market.nina, HOW, "She married; the registry's letter is here.")

    assert shown(pia, request).state == "collecting"


def test_how_it_was_confirmed_must_be_said(taken_in: Taking, market: Any, pia: Desk) -> None:
    request = taken_in().case

    with pytest.raises(BadInput, match="how"), pia.write() as work:
        actions.confirm_sender(work, request, market.nina, " ")


def test_a_lead_prepares_and_an_officer_confirms(
    taken_in: Taking, market: Any, signed_in: Callable[[str], Desk], pia: Desk
) -> None:
    request = taken_in(sender="N. Okafor <nina@elsewhere.example.net>").case
    leo = signed_in("leo")
    with leo.write() as work:
        actions.take_up(work, request, market.nina)
    with pytest.raises(NotAllowed), leo.write() as work:
        actions.confirm_sender(work, request, market.nina, HOW, "So it seems.")

    assert (shown(pia, request).state, shown(pia, request).name_match) == ("verifying", "partial")


def test_a_moderator_works_on_no_request(
    taken_in: Taking, market: Any, signed_in: Callable[[str], Desk]
) -> None:
    request = taken_in().case
    mia = signed_in("mia")

    with pytest.raises(NotAllowed), mia.write() as work:
        actions.take_up(work, request, market.nina)
    with pytest.raises(NotAllowed), mia.write() as work:
        open_case(work, request)


def test_nothing_is_collected_before_the_sender_is_confirmed(taken_in: Taking, pia: Desk) -> None:
    request = taken_in().case

    with pytest.raises(WrongState, match="cannot be collected now"), pia.write() as work:
        collect(work, request)


def test_nothing_is_released_before_it_was_reviewed(confirmed: int, pia: Desk) -> None:
    with pytest.raises(WrongState), pia.write() as work:
        review(work, confirmed, "0" * 64)
    with pytest.raises(WrongState), pia.write() as work:
        release(work, confirmed, "0" * 64)


def test_a_request_is_refused_only_with_a_reason(taken_in: Taking, pia: Desk) -> None:
    request = taken_in().case
    with pytest.raises(BadInput), pia.write() as work:
        actions.refuse(work, request, "")
    with pia.write() as work:
        actions.refuse(work, request, "Nobody answered at the address on file.")

    assert shown(pia, request).state == "refused"


def test_an_opt_out_by_mail_is_one_action_and_can_be_undone(taken_in: Taking, market: Any, pia: Desk) -> None:
    request = taken_in(sender="bea@example.net", body="Unsubscribe me, please.").case
    with pia.write() as work:
        changes = actions.apply_opt_out(work, request)
    with pia.read() as work:
        assert masked_person(work, market.bea).opted_out_at is not None
    assert changes.undo is not None
    with pia.write() as work:
        changes.undo(work)

    with pia.read() as work:
        assert masked_person(work, market.bea).opted_out_at is None


def test_an_opt_out_of_nobody_on_file_is_heard_for_the_address_and_told_to_the_site(
    taken_in: Taking, pia: Desk
) -> None:
    request = taken_in(sender="Who <who@example.org>", body="Unsubscribe me.").case
    with pia.write() as work:
        changes = actions.apply_opt_out(work, request)

    assert changes.sentence.startswith("Opted 1 address out of promotion")
    row = hand_over(pia).rows[-1]
    assert (row.kind, row.record, row.address) == ("opt_out", "address", "who@example.org")
    assert changes.undo is not None
    with pia.write() as work:
        changes.undo(work)
    back = hand_over(pia).rows[-1]
    assert (back.kind, back.record, back.address) == ("opt_in", "address", "who@example.org")


def test_an_opt_out_that_may_be_one_of_several_at_its_address_says_what_to_do(
    taken_in: Taking, market: Any, pia: Desk
) -> None:
    assert market.bea
    request = taken_in(sender="Who Else <bea@example.net>", body="Unsubscribe me.").case
    with pia.write() as work:
        request_on_file(work, request).matched_person_id = None
        record(work, "test:request:unmatched", ("request", request))

    with pytest.raises(WrongState, match="choose the person first"), pia.write() as work:
        actions.apply_opt_out(work, request)


def test_opening_a_request_is_in_the_log_and_a_missing_one_says_so(taken_in: Taking, pia: Desk) -> None:
    request = taken_in().case
    with pia.write() as work:
        before = work.entries
        open_case(work, request)
        assert work.entries == before + 1
    with pytest.raises(NotFound), pia.write() as work:
        open_case(work, 99)


def test_what_is_due_next_is_told_for_the_overview(taken_in: Taking, pia: Desk, clock: Any) -> None:
    first = taken_in().case
    clock.forward(days=40)
    taken_in(sender="Bea Lind <bea@example.net>")

    with pia.read() as work:
        due = queries.next_due(work)
        counts = (queries.count_open(work), queries.count_due_soon(work), queries.count_late(work))
    assert due is not None
    assert (due.id, counts) == (first, (2, 1, 0))


@pytest.mark.parametrize(("name", "told"), [("pia", 1), ("leo", 1), ("aldo", 1), ("mia", 0)])
def test_an_open_request_is_due_next_to_whoever_sees_how_many_are_open(
    taken_in: Taking, signed_in: Callable[[str], Desk], name: str, told: int
) -> None:
    request = taken_in().case
    with signed_in(name).read() as work:
        shown = overview(work)

    due = [one for one in shown.due if one.kind is DueKind.REQUEST]
    assert [one.id for one in due] == [request] * told
    assert (shown.requests is not None) == bool(told)
    assert "Okafor" not in repr(due)


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [("okafor", "", 1), ("NINA.OKAFOR@example.com", "", 1), ("2", "", 1), ("", "open", 2), ("", "closed", 0)],
)
def test_requests_are_found_by_name_address_number_and_state(
    taken_in: Taking, pia: Desk, text: str, state: str, found: int
) -> None:
    taken_in()
    taken_in(sender="Bea Lind <bea@example.net>")

    with pia.read() as work:
        assert queries.requests(text, state).total(work) == found


def test_a_request_that_somebody_moved_on_is_not_decided_as_it_was_read(
    taken_in: Taking, market: Any, pia: Desk, signed_in: Callable[[str], Desk]
) -> None:
    request = taken_in().case
    seen = shown(pia, request).version
    with signed_in("olga").write() as work:
        actions.refuse(work, request, "Nobody of that name.", seen)
    told = f"Request {request}: olga refused a request just now; it is refused now"
    with pytest.raises(Conflict, match=told), pia.write() as work:
        actions.confirm_sender(work, request, market.nina, HOW, seen=seen)
