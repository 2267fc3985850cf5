"""The demo's vendors, their agreements, and one share that waits for a second pair of eyes (C14)."""

from datetime import timedelta

from core.desk import Desk
from core.shares.actions import propose_share, submit_share
from core.shares.proposal import AgreementDraft, Selection, ShareDraft, VendorDraft, Who
from core.shares.register import add_agreement, add_vendor

VENDORS = (
    (
        VendorDraft("Postwing Mail", "email_vendor", "Ireland", "desk@postwing.example.com"),
        ("PW-2026-01", ("email_processing_delivery",), ("promotion", "notify_winner", "respond"), 30),
    ),
    (
        VendorDraft("Quanta Panel Research", "research_vendor", "Netherlands", "data@quanta.example.org"),
        ("QP-2026-07", ("research_analysis",), ("research",), 60),
    ),
)


def fill_register(officer: Desk, lead: Desk) -> None:
    """Register vendors and agreements as the officer, then propose a share as the lead."""
    today = officer.clock().date()
    with officer.write() as work:
        for vendor, (reference, services, purposes, days) in VENDORS:
            add_vendor(work, vendor)
            signed, ends = today - timedelta(days=200), today + timedelta(days=500)
            add_agreement(
                work, AgreementDraft(vendor.name, reference, services, purposes, signed, days, ends)
            )
    with lead.write() as work:
        proposed = propose_share(work, research_share())
        (share,) = proposed.ids["share"]
        submit_share(work, share)


def research_share() -> ShareDraft:
    """Return the proposal of the yearly study, for the research vendor's own service and purpose."""
    return ShareDraft(
        title="Yearly satisfaction study",
        vendor="Quanta Panel Research",
        agreement="QP-2026-07",
        service="research_analysis",
        purpose="research",
        fields=("company", "country", "role"),
        selection=Selection(Who.EVERYONE),
        why="The yearly study of how providers and buyers use the site.",
    )
