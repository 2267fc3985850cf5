"""A share that answers a case carries that case's record alone (C18)."""

from core.audit.log import record
from core.contacts.arrival import IncomingContact, take_in_contacts
from core.contacts.tables import ContactKind
from core.contests.arrival import IncomingEntry, take_in_entries
from core.contests.tables import ContestKind
from core.people.tables import Source
from core.shares.evaluation import Evaluation, evaluate_draft
from core.shares.proposal import Selection, ShareDraft, Who
from tests.core.shares.arriving import COLLECTED, given, newsletter
from tests.core.shares.conftest import Shift


def judged(shift: Shift, draft: ShareDraft) -> Evaluation:
    with shift.leo.read() as work:
        return evaluate_draft(work, draft)


def two_cases(shift: Shift) -> None:
    cases = [
        IncomingContact(
            given(name, "problem", source=Source.CONTACTS),
            ContactKind.PROBLEM,
            "Help",
            "It broke.",
            COLLECTED,
        )
        for name in ("Vera", "Wim")
    ]
    with shift.pia.write() as work:
        take_in_contacts(work, cases)
        record(work, "intake:run:finished", ("intake", 0), stored=2)


def test_only_the_record_of_the_named_case_goes(shift: Shift) -> None:
    two_cases(shift)
    evaluation = judged(shift, newsletter(purpose="respond", case=1))
    assert evaluation.records == 1
    others = next(one for one in evaluation.excluded if one.rule == "another-case")
    assert (others.reason, others.clause, others.records) == ("Another case", "C18", 3)
    assert judged(shift, newsletter(purpose="respond", case=1, selection=Selection(Who.CASE))).selected == 1


def test_without_a_case_no_answer_leaves(shift: Shift) -> None:
    two_cases(shift)
    evaluation = judged(shift, newsletter(purpose="respond"))
    assert evaluation.records == 0
    assert "no-case-named" in {one.rule for one in evaluation.excluded}
    assert judged(shift, newsletter(purpose="respond", selection=Selection(Who.CASE))).selected == 0


def test_a_selection_by_contest_takes_its_entries(shift: Shift) -> None:
    entries = [
        IncomingEntry(
            given(name, "contest", source=Source.CONTESTS),
            "Spring draw",
            ContestKind.CONTEST,
            "",
            {},
            COLLECTED,
        )
        for name in ("Xena", "Yan")
    ]
    with shift.pia.write() as work:
        take_in_entries(work, entries)
        record(work, "intake:run:finished", ("intake", 0), stored=2)
    spring = newsletter(selection=Selection(Who.CONTEST, contest="Spring draw"))
    assert (judged(shift, spring).selected, judged(shift, spring).records) == (2, 2)
