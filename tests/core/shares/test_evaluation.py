"""What a share would let out, what it leaves out and why."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from core.errors import NotFound
from core.shares.evaluation import Evaluation, evaluate_draft
from core.shares.explaining import explain_share
from core.shares.proposal import Selection, ShareDraft, Who
from tests.core.shares.arriving import MAIL, STUDY, add_old_agreement, newsletter, register_study
from tests.core.shares.conftest import Shift


def judged(shift: Shift, draft: ShareDraft) -> Evaluation:
    with shift.leo.read() as work:
        return evaluate_draft(work, draft)


def left_out(evaluation: Evaluation) -> dict[tuple[str, str], int]:
    return {(one.reason, one.clause): one.records for one in evaluation.excluded}


def test_who_is_left_out_is_counted_once_with_the_clause(shift: Shift) -> None:
    evaluation = judged(shift, newsletter())
    assert left_out(evaluation) == {
        ("Opted out", "C20"): 1,
        ("Under 13", "C24"): 1,
        ("Reported a problem", "C16"): 1,
        ("Made a comment", "C16"): 1,
        ("Became a provider or buyer", "C13"): 2,
        ("Not known", "C02"): 1,
        ("Same person, other record", ""): 1,
    }
    assert (evaluation.selected, evaluation.records) == (12, 4)


def test_selected_is_always_records_plus_excluded(shift: Shift) -> None:
    for purpose in ("promotion", "notify_winner", "research", "respond", "audit"):
        evaluation = judged(shift, newsletter(purpose=purpose))
        assert (
            evaluation.records + sum(one.records for one in evaluation.excluded) == evaluation.selected == 12
        )


def test_the_verdicts_of_each_field_add_up_to_the_selected(shift: Shift) -> None:
    totals: Counter[str] = Counter()
    for line in judged(shift, newsletter()).grid:
        totals[line.field] += line.records
    assert totals == {"full_name": 12, "email": 12, "country": 12}


def test_a_purpose_outside_the_agreement_is_denied_field_by_field(shift: Shift) -> None:
    evaluation = judged(shift, newsletter(purpose="provide_services"))
    assert {(one.field, one.outcome, one.rule, one.clause) for one in evaluation.grid} == {
        (field, "deny", "purpose-not-in-agreement", "C14") for field in ("full_name", "email", "country")
    }
    assert left_out(evaluation) == {("Outside the agreement", "C14"): 12}


def test_a_service_outside_the_agreement_is_denied(shift: Shift) -> None:
    evaluation = judged(shift, newsletter(service=STUDY))
    assert evaluation.records == 0
    assert ("Outside the agreement", "C14") in left_out(evaluation)


def test_a_field_that_may_not_go_stays_while_its_record_goes(shift: Shift) -> None:
    with shift.pia.write() as work:
        register_study(work)
    draft = ShareDraft(
        "A study", "Owl Research", "OR-1", STUDY, "research", ("country", "birth_date"), Selection()
    )
    evaluation = judged(shift, draft)
    assert evaluation.records == 2  # Rosa, and Otto, who opted out of promotion only
    denied = {one.clause for one in evaluation.grid if one.field == "birth_date"}
    assert "C19" in denied
    assert all(one.released <= {"country"} for _, _, one in evaluation.groups)


def test_a_selection_by_origin_counts_those_records_alone(shift: Shift) -> None:
    evaluation = judged(shift, newsletter(selection=Selection(Who.ORIGIN, ("survey",))))
    assert (evaluation.selected, evaluation.records, evaluation.excluded) == (1, 1, ())


def test_a_contest_of_no_entries_selects_nobody(shift: Shift) -> None:
    evaluation = judged(shift, newsletter(selection=Selection(Who.CONTEST, contest="No such contest")))
    assert (evaluation.selected, evaluation.records) == (0, 0)


def test_an_agreement_that_has_ended_lets_nothing_out(shift: Shift) -> None:
    with shift.pia.write() as work:
        add_old_agreement(work, date(2026, 6, 30))
    evaluation = judged(shift, newsletter(agreement="SM-0"))
    assert evaluation.records == 0
    assert sum(n for (reason, clause), n in left_out(evaluation).items() if clause == "C14") >= 4


def test_the_explanation_names_every_rule_that_took_part(shift: Shift) -> None:
    share = shift.proposed()
    with shift.leo.read() as work:
        lines = explain_share(work, share)
    child = next(one for one in lines if one.under_13 and one.field == "email")
    assert (child.outcome, child.rule, child.clause, child.records) == ("deny", "child-record", "C24", 1)
    assert "child-record" in child.because


def test_an_unknown_vendor_or_agreement_is_named(shift: Shift) -> None:
    with pytest.raises(NotFound, match="no vendor “Nobody”"):
        judged(shift, newsletter(vendor="Nobody"))
    with pytest.raises(NotFound, match="no agreement “SM-9” with Sparrow Mail"):
        judged(shift, replace(newsletter(), agreement="SM-9", service=MAIL))
