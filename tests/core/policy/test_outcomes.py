"""What the shipped policy decides, promise by promise."""

from collections.abc import Callable

import pytest

from core.policy.document import Policy
from core.policy.engine import Outcome, Use, judge

MAIL, STUDY = "email_processing_delivery", "research_analysis"
ALLOW, DENY, OPEN = Outcome.ALLOW, Outcome.DENY, Outcome.INDETERMINATE


@pytest.mark.parametrize("origin", ["contest", "survey", "special_offer"])
def test_promotion_goes_to_those_who_took_part_in_one(
    policy: Policy, promotion: Callable[..., Use], origin: str
) -> None:
    verdict = judge(policy, promotion(origin=origin))
    assert (verdict.outcome, verdict.clauses) == (ALLOW, ("C19", "C14"))


@pytest.mark.parametrize(
    ("facts", "outcome", "clause"),
    [
        ({"origin": "enrolment"}, DENY, "C13"),
        ({"origin": "problem"}, DENY, "C16"),
        ({"origin": "comment"}, DENY, "C16"),
        ({"origin": "request"}, DENY, "C16"),
        ({"origin": None}, OPEN, "C13"),
        ({"origin": "bought_list"}, DENY, "C13"),
        ({"opted_out": True}, DENY, "C20"),
        ({"opted_out": None}, OPEN, "C20"),
        ({"under_13": True}, DENY, "C24"),
        ({"under_13": None}, OPEN, "C24"),
        ({"joins_clickstream": True}, DENY, "C06"),
        ({"joins_clickstream": None}, OPEN, "C06"),
        ({"agreement_active": False}, DENY, "C14"),
        ({"agreement_active": None}, OPEN, "C14"),
        ({"agreement_services": frozenset()}, DENY, "C14"),
        ({"agreement_services": frozenset({STUDY})}, DENY, "C14"),
        ({"agreement_services": None}, OPEN, "C14"),
        ({"service": STUDY, "agreement_services": frozenset({STUDY})}, DENY, "C14"),
        ({"service": None}, OPEN, "C14"),
        ({"recipient": "research_vendor"}, DENY, "C14"),
        ({"purpose": "research", "origin": "enrolment"}, DENY, "C14"),
        ({"recipient": "affiliate"}, DENY, "C01"),
    ],
)
def test_one_changed_fact_changes_the_promotion(
    policy: Policy, promotion: Callable[..., Use], facts: dict[str, object], outcome: Outcome, clause: str
) -> None:
    verdict = judge(policy, promotion(**facts))
    assert (verdict.outcome, verdict.clauses[0]) == (outcome, clause), verdict.sentence


@pytest.mark.parametrize("fact", ["purpose", "category", "recipient"])
@pytest.mark.parametrize("value", ["unheard_of", None])
def test_a_name_the_policy_does_not_list_counts_as_unknown(
    policy: Policy, promotion: Callable[..., Use], fact: str, value: str | None
) -> None:
    verdict = judge(policy, promotion(**{fact: value}))
    assert verdict.outcome is OPEN
    assert verdict.missing


def test_demographic_answers_serve_promotion_and_nothing_else(
    policy: Policy, promotion: Callable[..., Use]
) -> None:
    gender = "user.demographic.gender"
    research = {"purpose": "research", "recipient": "staff", "origin": "enrolment"}
    assert judge(policy, promotion(category=gender)).outcome is ALLOW
    assert judge(policy, promotion(category=gender, **research)).rule == "demographic-answers"


def test_research_on_members_by_a_research_vendor_is_allowed(
    policy: Policy, promotion: Callable[..., Use]
) -> None:
    use = promotion(
        purpose="research",
        origin="enrolment",
        recipient="research_vendor",
        service=STUDY,
        agreement_services=frozenset({STUDY}),
    )
    verdict = judge(policy, use)
    assert (verdict.outcome, verdict.clauses) == (ALLOW, ("C13", "C14"))


@pytest.mark.parametrize(
    ("case", "outcome"),
    [
        ({"case_named": True, "same_case": True}, ALLOW),
        ({"case_named": False, "same_case": True}, DENY),
        ({"case_named": True, "same_case": False}, DENY),
        ({"case_named": True}, OPEN),
        ({"same_case": True}, OPEN),
    ],
)
@pytest.mark.parametrize("recipient", ["responder", "email_vendor"])
def test_a_third_party_answers_only_with_the_case_it_answers(
    policy: Policy,
    promotion: Callable[..., Use],
    recipient: str,
    case: dict[str, bool],
    outcome: Outcome,
) -> None:
    use = promotion(purpose="respond", origin="problem", recipient=recipient, opted_out=True, **case)
    verdict = judge(policy, use)
    assert (verdict.outcome, verdict.clauses[0]) == (outcome, "C18")


def test_a_winner_is_told_unless_they_opted_out(policy: Policy, promotion: Callable[..., Use]) -> None:
    assert judge(policy, promotion(purpose="notify_winner")).outcome is ALLOW
    assert judge(policy, promotion(purpose="notify_winner", opted_out=True)).clauses == ("C20",)


@pytest.mark.parametrize(
    "facts",
    [
        {"purpose": "respond", "origin": "problem", "recipient": "staff"},
        {"purpose": "access", "recipient": "data_subject", "own_record": True},
        {
            "purpose": "legal_disclosure",
            "recipient": "legal_authority",
            "instrument": True,
            "in_scope": True,
            "officer_approved": True,
        },
        {"purpose": "transfer", "recipient": "acquirer", "instrument": True, "officer_approved": True},
        {"purpose": "provide_services", "origin": "enrolment", "recipient": "staff"},
        {"purpose": "moderation", "recipient": "staff"},
        {"purpose": "deletion", "recipient": "staff", "hold": False},
    ],
)
@pytest.mark.parametrize("opted_out", [True, False, None])
def test_an_opt_out_stops_communications_and_nothing_else(
    policy: Policy, promotion: Callable[..., Use], facts: dict[str, object], *, opted_out: bool | None
) -> None:
    assert judge(policy, promotion(**facts, opted_out=opted_out)).outcome is ALLOW


def test_a_child_sees_their_own_data_and_no_one_elses(policy: Policy, promotion: Callable[..., Use]) -> None:
    own = promotion(purpose="access", recipient="data_subject", own_record=True, under_13=True)
    other = promotion(purpose="access", recipient="data_subject", own_record=False, under_13=True)
    assert judge(policy, own).outcome is ALLOW
    assert judge(policy, other).clauses == ("C25",)


@pytest.mark.parametrize(("under_13", "outcome"), [(True, ALLOW), (False, DENY), (None, OPEN)])
def test_only_a_record_that_shows_a_child_can_be_purged_as_one(
    policy: Policy, promotion: Callable[..., Use], *, under_13: bool | None, outcome: Outcome
) -> None:
    use = promotion(purpose="child_purge", recipient="staff", under_13=under_13, hold=False)
    assert judge(policy, use).outcome is outcome


@pytest.mark.parametrize("purpose", ["deletion", "child_purge"])
def test_a_hold_stops_deletion(policy: Policy, promotion: Callable[..., Use], purpose: str) -> None:
    use = promotion(purpose=purpose, recipient="staff", hold=True, under_13=purpose == "child_purge")
    assert judge(policy, use).clauses == ("C15",)


@pytest.mark.parametrize("missing", ["instrument", "in_scope", "officer_approved"])
def test_a_disclosure_by_law_needs_instrument_scope_and_officer(policy: Policy, missing: str) -> None:
    ready = {"instrument": True, "in_scope": True, "officer_approved": True}
    use = {"purpose": "legal_disclosure", "category": "user.name", "recipient": "legal_authority"}
    plain = {"under_13": False, "joins_clickstream": False}
    for value, outcome in ((False, DENY), (None, OPEN), (True, ALLOW)):
        facts = ready | {missing: value}
        verdict = judge(policy, Use(**use, **plain, **facts))
        assert verdict.outcome is outcome
        assert "C15" in verdict.clauses


def test_a_cookie_identifier_is_read_inside_and_never_exported(policy: Policy) -> None:
    def reading(**facts: object) -> Use:
        return Use("affiliate_payment", "user.device.cookie_id", joins_clickstream=False, **facts)  # type: ignore[arg-type]  # facts by name

    assert judge(policy, reading(exported=False)).outcome is ALLOW
    assert judge(policy, reading(exported=True)).clauses == ("C09",)
    assert judge(policy, reading()).outcome is OPEN


@pytest.mark.parametrize("aggregated", [True, False, None])
def test_clickstream_leaves_only_as_figures(policy: Policy, *, aggregated: bool | None) -> None:
    use = Use(
        "usage_report",
        "user.behavior.browsing_history",
        "advertising_company",
        aggregated=aggregated,
        on_register=True,
        joins_clickstream=False,
    )
    verdict = judge(policy, use)
    assert (verdict.outcome, verdict.clauses[0]) == (
        {True: ALLOW, False: DENY, None: OPEN}[aggregated],
        "C07",
    )


@pytest.mark.parametrize(
    ("purpose", "outcome"), [("fraud_check", ALLOW), ("promotion", DENY), ("advertising_targeting", DENY)]
)
def test_clickstream_has_four_uses(policy: Policy, purpose: str, outcome: Outcome) -> None:
    use = Use(purpose, "user.behavior.search_history", joins_clickstream=False, opted_out=False)
    verdict = judge(policy, use)
    assert (verdict.outcome, verdict.clauses) == (outcome, ("C08",))


@pytest.mark.parametrize(
    ("purpose", "recipient", "registered", "outcome"),
    [
        ("advertising_targeting", "advertising_company", True, ALLOW),
        ("advertising_measurement", "advertising_company", True, ALLOW),
        ("advertising_targeting", "advertising_company", False, DENY),
        ("research", "advertising_company", True, DENY),
        ("advertising_targeting", "affiliate", True, DENY),
    ],
)
def test_pixel_usage_serves_two_purposes_of_registered_advertising_companies(
    policy: Policy, purpose: str, recipient: str, *, registered: bool, outcome: Outcome
) -> None:
    use = Use(purpose, "user.behavior.pixel", recipient, on_register=registered, joins_clickstream=False)
    verdict = judge(policy, use)
    assert verdict.outcome is outcome
    assert "C12" in verdict.clauses


@pytest.mark.parametrize(
    ("category", "removed", "outcome"),
    [
        ("user.content.public", False, ALLOW),
        ("user.content.public", True, DENY),
        ("user.content.public", None, OPEN),
        ("user.contact.email", False, DENY),
    ],
)
def test_search_partners_show_public_postings_that_still_stand(
    policy: Policy, category: str, *, removed: bool | None, outcome: Outcome
) -> None:
    use = Use(
        "display",
        category,
        "search_partner",
        origin="enrolment",
        posting_removed=removed,
        on_register=True,
        under_13=False,
        joins_clickstream=False,
    )
    verdict = judge(policy, use)
    assert (verdict.outcome, "C29" in verdict.clauses) == (outcome, True)


@pytest.mark.parametrize(("reason", "outcome"), [(True, ALLOW), (False, DENY), (None, OPEN)])
def test_a_private_message_opens_with_a_reason(
    policy: Policy, *, reason: bool | None, outcome: Outcome
) -> None:
    use = Use(
        "moderation",
        "user.content.private",
        origin="enrolment",
        reason_given=reason,
        under_13=False,
        joins_clickstream=False,
    )
    assert judge(policy, use).outcome is outcome


def test_staff_export_the_desks_own_records_but_never_its_keys(policy: Policy) -> None:
    assert judge(policy, Use("audit", "system.operations", exported=True)).outcome is ALLOW
    assert judge(policy, Use("audit", "system.authentication", exported=True)).clauses == ("C22",)
    assert judge(policy, Use("audit", "user.name", exported=True, origin="enrolment")).outcome is DENY


def test_the_policy_knows_which_columns_would_join_usage_with_persons(policy: Policy) -> None:
    assert policy.joins_clickstream(["user.name", "user.behavior.search_history"])
    assert policy.joins_clickstream(["user.content.public", "user.device.cookie_id"])
    assert not policy.joins_clickstream(["user.name", "user.contact.email", "system.operations"])
    assert not policy.joins_clickstream(["user.behavior", "system.operations"])
