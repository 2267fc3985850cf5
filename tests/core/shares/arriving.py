"""Invented people and what they gave, and the register that the shares' tests start from."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from core.audit.log import record
from core.db.unit_of_work import WriteWork
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Person, Source
from core.shares.proposal import AgreementDraft, Selection, ShareDraft, VendorDraft
from core.shares.register import add_agreement, add_vendor

POLICY = "offshorexperts-2012-12"
COLLECTED = datetime(2013, 5, 1, 12, 0, tzinfo=UTC)
MAIL, STUDY = "email_processing_delivery", "research_analysis"


def given(name: str, origin: str = "contest", **more: Any) -> IncomingRecord:
    """What a person called `name` gave; the same name has the same address, so it is the same person."""
    key = f"{origin}-{name}-{more.get('tag', '')}"
    more.pop("tag", None)
    facts: dict[str, Any] = {
        "source": Source.PEOPLE,
        "external_id": key,
        "origin": Origin(origin),
        "policy_version": POLICY,
        "digest": sha256(key.encode()).hexdigest(),
        "full_name": f"{name} Example",
        "email": f"{name.casefold()}@example.com",
        "collected_at": COLLECTED,
        "country": "Ireland",
    }
    return IncomingRecord(**facts | more)


def arrive(
    work: WriteWork, records: Iterable[IncomingRecord], *, children: Iterable[str] = ()
) -> dict[str, int]:
    """Put these on file; returns the person's id by name. `children` turn out to be under 13 later."""
    incoming = list(records)
    desk = RecordsDesk(work, incoming)
    placed = {one.full_name.split()[0]: desk.place(one).person_id for one in incoming}
    for name in children:
        work.session.get_one(Person, placed[name]).under_13 = True
    work.session.flush()
    record(work, "intake:run:finished", ("intake", 0), stored=len(incoming))
    return placed


def register(work: WriteWork, **agreed: Any) -> None:
    """Put Sparrow Mail and its agreement on the register."""
    add_vendor(work, VendorDraft("Sparrow Mail", "email_vendor", "Ireland", "privacy@sparrow.example.com"))
    facts: dict[str, Any] = {
        "vendor": "Sparrow Mail",
        "reference": "SM-1",
        "services": (MAIL,),
        "purposes": ("promotion", "notify_winner", "respond"),
        "signed_on": date(2026, 1, 15),
        "return_days": 30,
    }
    add_agreement(work, AgreementDraft(**facts | agreed))


def register_study(work: WriteWork) -> None:
    """Put Owl Research and its agreement on the register."""
    add_vendor(work, VendorDraft("Owl Research", "research_vendor"))
    add_agreement(work, AgreementDraft("Owl Research", "OR-1", (STUDY,), ("research",), date(2026, 1, 1), 60))


def add_old_agreement(work: WriteWork, ends_on: date) -> None:
    """Put an earlier agreement with Sparrow Mail on the register."""
    old = AgreementDraft("Sparrow Mail", "SM-0", (MAIL,), ("promotion",), date(2025, 1, 1), 30, ends_on)
    add_agreement(work, old)


def newsletter(**other: Any) -> ShareDraft:
    """A promotion to everyone on file by the e-mail vendor."""
    facts: dict[str, Any] = {
        "title": "Autumn newsletter",
        "vendor": "Sparrow Mail",
        "agreement": "SM-1",
        "service": MAIL,
        "purpose": "promotion",
        "fields": ("full_name", "email", "country"),
        "selection": Selection(),
    }
    return ShareDraft(**facts | other)
