"""A share's way from proposal to return, and who may move it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, Conflict, NotAllowed, NotFound, WrongState
from core.home.due import DueKind, due_next
from core.shares import actions
from core.shares.detail import ShareDetail, share_detail
from core.shares.proposal import Selection, Who
from core.shares.queries import count_waiting, returns_due, shares
from core.shares.rules import MOVES, Step, file_name, refusal, why_not
from core.shares.tables import ShareState
from core.shares.vendors import vendors
from tests.conftest import Clock
from tests.core.shares.arriving import newsletter
from tests.core.shares.conftest import Shift


def seen(desk: Desk, share: int) -> ShareDetail:
    with desk.read() as work:
        return share_detail(work, share)


def test_a_share_goes_from_draft_to_closed_with_every_step_in_its_history(shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    for verb in (actions.deliver_share, actions.attest_share, actions.close_share):
        with shift.olga.write() as work:
            verb(work, share, "as agreed")
    history = seen(shift.leo, share).history
    assert [(one.who, one.state.value) for one in history] == [
        ("leo", "draft"),
        ("leo", "submitted"),
        ("pia", "approved"),
        ("pia", "executed"),
        ("olga", "delivered"),
        ("olga", "attested"),
        ("olga", "closed"),
    ]
    with shift.pia.read() as work:
        assert verify_log(work).ok


def test_nobody_approves_what_they_proposed(shift: Shift) -> None:
    with shift.pia.write() as work:
        share = max(actions.propose_share(work, newsletter()).ids["share"])
    with shift.olga.write() as work:
        actions.submit_share(work, share)
    with (
        pytest.raises(NotAllowed, match="You proposed this share; another officer must approve it"),
        shift.pia.write() as work,
    ):
        actions.approve_share(work, share)
    with (
        pytest.raises(NotAllowed, match="You submitted this share; another officer must approve it"),
        shift.olga.write() as work,
    ):
        actions.approve_share(work, share)
    assert seen(shift.leo, share).state is ShareState.SUBMITTED


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"title": "Autumn\u202enews"}, r"The share's title holds a mark that turns text around \(U\+202E\)"),
        ({"title": "Autumn\nnews"}, "The share's title holds a line break"),
        ({"title": "n" * 201}, "The share's title has 200 characters at most"),
        ({"selection": Selection(Who.CONTEST, contest="Draw\x07")}, "The contest's name holds a character"),
    ],
)
def test_a_proposal_s_names_are_shown_as_they_are_or_not_taken(
    shift: Shift, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence), shift.leo.write() as work:
        actions.propose_share(work, newsletter(**other))


def test_an_approval_is_told_by_how_long_it_holds_not_by_a_moment_of_another_zone(shift: Shift) -> None:
    share = shift.proposed()
    with shift.pia.write() as work:
        told = actions.approve_share(work, share, days=1).sentence
    assert told.endswith("frozen; the approval holds for 1 day.")
    assert "UTC" not in told


def test_a_lead_may_propose_but_not_approve(shift: Shift) -> None:
    share = shift.proposed()
    with pytest.raises(NotAllowed, match="As a lead you may not approve"), shift.leo.write() as work:
        actions.approve_share(work, share)


def test_a_moderator_sees_no_shares(shift: Shift, signed_in: Callable[[str], Desk]) -> None:
    share = shift.proposed()
    with pytest.raises(NotAllowed, match="As a moderator you do not see vendor shares"):
        seen(signed_in("mia"), share)


def test_an_auditor_reads_but_does_not_move_it(shift: Shift, signed_in: Callable[[str], Desk]) -> None:
    detail = seen(signed_in("aldo"), shift.proposed())
    assert all(detail.refusals.values())


def test_a_rejection_says_why(shift: Shift) -> None:
    share = shift.proposed()
    with pytest.raises(BadInput, match="Say why"), shift.pia.write() as work:
        actions.reject_share(work, share, "  ")
    with shift.pia.write() as work:
        actions.reject_share(work, share, "Too many fields.")
    assert (seen(shift.leo, share).state, seen(shift.leo, share).history[-1].note) == (
        ShareState.REJECTED,
        "Too many fields.",
    )


def test_a_lead_withdraws_only_their_own(shift: Shift) -> None:
    with shift.pia.write() as work:
        share = max(actions.propose_share(work, newsletter()).ids["share"])
    with pytest.raises(NotAllowed, match="Only whoever proposed"), shift.leo.write() as work:
        actions.withdraw_share(work, share)
    own = shift.proposed()
    with shift.leo.write() as work:
        actions.withdraw_share(work, own)
    assert seen(shift.leo, own).state is ShareState.WITHDRAWN


def test_a_share_that_changed_meanwhile_is_not_decided_blindly(shift: Shift) -> None:
    share = shift.proposed()
    version = seen(shift.pia, share).version
    with shift.olga.write() as work:
        actions.reject_share(work, share, "No.")
    with (
        pytest.raises(Conflict, match="olga rejected this just now"),
        shift.pia.write() as work,
    ):
        actions.approve_share(work, share, seen=version)


def test_an_approval_that_is_over_reads_expired_and_can_be_revoked(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    clock.forward(days=7)
    assert seen(shift.leo, share).state is ShareState.EXPIRED
    with shift.leo.read() as work:
        assert [one.id for one in shares(work.now, state="expired").first(work, 9)] == [share]
        assert not shares(work.now, state="approved").first(work, 9)
        assert count_waiting(work) == 0
    with shift.pia.write() as work:
        actions.revoke_share(work, share)
    assert seen(shift.leo, share).state is ShareState.REVOKED


def test_nothing_to_let_out_is_nothing_to_approve(shift: Shift) -> None:
    share = shift.proposed(newsletter(purpose="provide_services"))
    with pytest.raises(WrongState, match="nothing to approve"), shift.pia.write() as work:
        actions.approve_share(work, share)


def test_a_new_proposal_supersedes_an_approved_one(shift: Shift) -> None:
    earlier = shift.approved()
    with shift.leo.write() as work:
        changes = actions.propose_share(work, newsletter(supersedes=earlier))
    assert changes.ids["share"] == {earlier, max(changes.ids["share"])}
    assert seen(shift.leo, earlier).state is ShareState.SUPERSEDED


def test_revoking_what_has_left_makes_its_return_due_at_once(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    shift.executed(share)
    assert seen(shift.leo, share).return_due == clock() + timedelta(days=30)
    with shift.leo.read() as work:
        assert [one.id for one in returns_due(work)] == [share]
    clock.forward(days=2)
    with shift.pia.write() as work:
        actions.revoke_share(work, share)
    assert seen(shift.leo, share).return_due == clock()


def test_what_left_before_it_was_revoked_is_chased_until_it_is_attested(shift: Shift, clock: Clock) -> None:
    share = shift.approved()
    shift.executed(share)
    with shift.pia.write() as work:
        actions.revoke_share(work, share)
    clock.forward(days=1)
    assert chased(shift) == ([share], [share], 1)
    with shift.olga.write() as work:
        actions.attest_share(work, share, "Destroyed on the vendor's word.")
    assert chased(shift) == ([], [], 0)
    with shift.olga.write() as work:
        actions.close_share(work, share)
    assert seen(shift.leo, share).state is ShareState.CLOSED


def test_what_was_revoked_before_it_left_is_chased_by_nobody(shift: Shift) -> None:
    share = shift.approved()
    with shift.pia.write() as work:
        actions.revoke_share(work, share)
    assert chased(shift) == ([], [], 0)
    with pytest.raises(WrongState, match="This share is revoked"), shift.olga.write() as work:
        actions.attest_share(work, share)


def chased(shift: Shift) -> tuple[list[int], list[int], int]:
    """The shares to come back by the list and by the Overview, and those held by the register."""
    with shift.pia.read() as work:
        due = [one.id for one in due_next(work) if one.kind is DueKind.RETURN]
        (vendor,) = vendors(work.now.date()).first(work, 9)
        return [one.id for one in returns_due(work)], due, vendor.held


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (newsletter(title=" "), "Give the share a title"),
        (newsletter(fields=()), "Choose one or more fields"),
        (newsletter(fields=("email", "shoe_size")), "Choose one or more fields"),
        (newsletter(required=("phone",)), "among the fields asked for"),
        (newsletter(purpose="gossip"), "“gossip” is no purpose"),
        (newsletter(service=""), "Name the vendor's service"),
    ],
)
def test_a_proposal_that_names_nothing_sensible_is_refused(
    shift: Shift, draft: object, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence), shift.leo.write() as work:
        actions.propose_share(work, draft)  # type: ignore[arg-type]  # parametrized


def test_a_share_that_is_not_there_is_not_found(shift: Shift) -> None:
    with pytest.raises(NotFound, match="no share 77"):
        seen(shift.leo, 77)


def test_shares_are_found_by_title_vendor_and_number(shift: Shift) -> None:
    share = shift.proposed()
    with shift.leo.read() as work:
        for text in ("autumn", "SPARROW", str(share)):
            assert [one.id for one in shares(work.now, text).first(work, 9)] == [share]
        for text in ("100%", "winter"):
            assert not shares(work.now, text).first(work, 9)


def test_no_step_leads_out_of_a_share_that_is_over() -> None:
    over = {ShareState.CLOSED, ShareState.REJECTED, ShareState.WITHDRAWN}
    assert not [step for step, move in MOVES.items() if move.start & over]
    assert all(refusal(step, ShareState.REVOKED, left=False) for step in Step)
    assert refusal(Step.REVOKE, ShareState.CLOSED).endswith("It is over.")


def test_a_refused_step_names_the_state_and_what_can_be_done() -> None:
    assert refusal(Step.REVOKE, ShareState.SUBMITTED) == (
        "This share is submitted; only one that is approved or delivered or executed or expired can be "
        "revoked. What can be done now: withdraw, approve, reject."
    )


def test_the_permission_is_the_first_thing_that_is_asked() -> None:
    said = why_not(
        Step.EXECUTE,
        ShareState.DRAFT,
        actor=1,
        role="lead",
        proposed_by=1,
        submitted_by=None,
    )
    assert said == "As a lead you may not approve and execute vendor shares."


def test_the_file_is_named_in_letters_that_every_system_takes(clock: Clock) -> None:
    assert file_name(12, "Čapek & Søns / 株式会社", clock()) == "share-12-capek-sns-2026-11-20.xlsx"
    assert file_name(3, "株式会社", clock()) == "share-3-vendor-2026-11-20.xlsx"
