"""The register of vendors and agreements."""

from datetime import date
from typing import Any

import pytest

from core.errors import BadInput, NotAllowed
from core.shares.proposal import AgreementDraft, Selection, ShareDraft, VendorDraft, Who
from core.shares.register import add_agreement, add_vendor
from core.shares.vendors import agreements, vendors, vocabulary
from tests.conftest import Clock
from tests.core.shares.arriving import MAIL, STUDY
from tests.core.shares.conftest import Shift


def agreed(**other: Any) -> AgreementDraft:
    facts: dict[str, Any] = {
        "vendor": "Sparrow Mail",
        "reference": "SM-2",
        "services": (MAIL,),
        "purposes": ("promotion",),
        "signed_on": date(2026, 1, 1),
        "return_days": 10,
    }
    return AgreementDraft(**facts | other)


def test_only_an_officer_keeps_the_register(shift: Shift) -> None:
    with pytest.raises(NotAllowed), shift.leo.write() as work:
        add_vendor(work, VendorDraft("Other", "email_vendor"))
    with pytest.raises(NotAllowed), shift.leo.write() as work:
        add_agreement(work, agreed())


@pytest.mark.parametrize(
    ("draft", "sentence"),
    [
        (VendorDraft("Sparrow Mail", "email_vendor"), "a vendor “Sparrow Mail” on the register already"),
        (VendorDraft(" ", "email_vendor"), "needs a name"),
        (VendorDraft("Us", "staff"), "“staff” is no kind of vendor"),
        (
            VendorDraft("Owl\u202egnp", "email_vendor"),
            "vendor's name holds a mark that turns text around",
        ),
        (VendorDraft("Owl", "email_vendor", "Ire\nland"), "The vendor's country holds a line break"),
        (VendorDraft("Owl", "email_vendor", "", "x\x00"), r"contact holds a character .*\(U\+0000\)"),
        (VendorDraft("O" * 201, "email_vendor"), "200 characters at most; this one has 201"),
    ],
)
def test_a_vendor_that_cannot_stand_is_refused(shift: Shift, draft: VendorDraft, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence), shift.pia.write() as work:
        add_vendor(work, draft)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"reference": "SM-1"}, "“SM-1” on the register already"),
        ({"reference": " "}, "needs a reference"),
        ({"reference": "SM-2\u200b"}, r"The agreement's reference holds a character .*\(U\+200B\)"),
        ({"services": (STUDY,)}, "may do email_processing_delivery, not “research_analysis”"),
        ({"services": ()}, "Name the services"),
        ({"purposes": ("research",)}, "“research” is not what these services serve"),
        ({"purposes": ()}, "Name the purposes"),
        ({"ends_on": date(2025, 1, 1)}, "ends before it is signed"),
    ],
)
def test_an_agreement_that_cannot_stand_is_refused(
    shift: Shift, other: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence), shift.pia.write() as work:
        add_agreement(work, agreed(**other))


def test_the_register_tells_what_a_vendor_still_holds(shift: Shift, clock: Clock) -> None:
    shift.executed(shift.approved())
    with shift.leo.read() as work:
        (row,) = vendors(work.now.date(), "sparrow").first(work, 9)
        (agreement,) = agreements(work, "Sparrow Mail")
    assert (row.agreements, row.executed, row.held) == (1, 1, 1)
    assert row.next_due is not None
    assert (row.next_due - clock()).days == 30
    assert agreement.active


def test_the_words_for_dialogs_come_from_the_policy(shift: Shift) -> None:
    with shift.leo.read() as work:
        words = vocabulary(work)
    assert words.services_of_kind["email_vendor"] == (MAIL,)
    assert "promotion" in words.purposes_of_service[MAIL]
    assert "staff" not in words.kinds


def test_a_selection_is_stored_and_read_as_it_was() -> None:
    for selection in (Selection(Who.ORIGIN, ("contest", "survey")), Selection(Who.CONTEST, contest="Spring")):
        assert Selection.read(selection.stored()) == selection
    draft = ShareDraft("t", "v", "a", "s", "p", ("phone", "country"), Selection())
    assert draft.needed() == ("phone",)
