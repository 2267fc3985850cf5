"""The register of vendors and agreements: who keeps it, and what may stand on it (C14)."""

from sqlalchemy import select

from core.audit.log import Fact, record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import BadInput
from core.policy.store import current_policy
from core.shares.proposal import (
    LONGEST_CONTACT,
    LONGEST_COUNTRY,
    LONGEST_REFERENCE,
    LONGEST_VENDOR,
    AgreementDraft,
    VendorDraft,
    purposes_served,
    recipient_kinds,
)
from core.shares.tables import Agreement, Vendor
from core.shares.terms import vendor_named
from core.short_names import short_name
from core.staff.roles import Permission, require


def add_vendor(work: WriteWork, draft: VendorDraft) -> Changes:
    """Add a vendor; raises BadInput when the name is empty or taken, or the kind is none of the policy's."""
    require(work, Permission.EDIT_VENDORS)
    kinds = recipient_kinds(current_policy(work))
    if draft.kind not in kinds:
        raise BadInput(f"“{draft.kind}” is no kind of vendor; take one of {', '.join(sorted(kinds))}.")
    name = short_name(draft.name, "The vendor's name", LONGEST_VENDOR)
    if not name:
        raise BadInput("A vendor needs a name.")
    if work.session.scalar(select(Vendor.id).where(Vendor.name == name)):
        raise BadInput(f"There is a vendor “{name}” on the register already.")
    vendor = Vendor(
        name=name,
        kind=draft.kind,
        country=short_name(draft.country, "The vendor's country", LONGEST_COUNTRY),
        contact=short_name(draft.contact, "The vendor's contact", LONGEST_CONTACT),
        added_at=work.now,
    )
    work.session.add(vendor)
    work.session.flush()
    record(work, "shares:vendor:added", ("vendor", vendor.id), kind=vendor.kind)
    return Changes(f"Added {name} to the register.", {"vendor": frozenset([vendor.id])})


def add_agreement(work: WriteWork, draft: AgreementDraft) -> Changes:
    """Add an agreement with a vendor; raises BadInput for what the vendor's kind cannot be engaged for."""
    require(work, Permission.EDIT_VENDORS)
    vendor = vendor_named(work, draft.vendor)
    _check_services(work, vendor, draft)
    reference = short_name(draft.reference, "The agreement's reference", LONGEST_REFERENCE)
    if not reference:
        raise BadInput("An agreement needs a reference.")
    if work.session.scalar(select(Agreement.id).where(Agreement.reference == reference)):
        raise BadInput(f"There is an agreement “{reference}” on the register already.")
    agreement = _agreement(vendor, reference, draft)
    work.session.add(agreement)
    work.session.flush()
    facts: dict[str, Fact] = {
        "vendor": vendor.id,
        "services": list(draft.services),
        "purposes": list(draft.purposes),
    }
    record(work, "shares:agreement:added", ("agreement", agreement.id), **facts)
    ids = {"agreement": frozenset([agreement.id]), "vendor": frozenset([vendor.id])}
    return Changes(f"Added agreement {reference} with {vendor.name}.", ids)


def _check_services(work: WriteWork, vendor: Vendor, draft: AgreementDraft) -> None:
    policy = current_policy(work)
    kind = policy.recipient_kinds[vendor.kind]
    outside = [one for one in draft.services if one not in kind.services]
    if outside:
        may = ", ".join(sorted(kind.services)) or "no service of the policy"
        raise BadInput(f"{vendor.name} is here as “{kind.label}” and may do {may}, not “{outside[0]}” (C14).")
    if kind.services and not draft.services:
        raise BadInput(f"Name the services of the agreement: {', '.join(sorted(kind.services))}.")
    served = purposes_served(policy, draft.services)
    beyond = [one for one in draft.purposes if one not in served]
    if beyond or not draft.purposes:
        wrong = f"“{beyond[0]}” is not what these services serve; take" if beyond else "Name the purposes:"
        raise BadInput(f"{wrong} {', '.join(sorted(served))} (C14).")
    if draft.ends_on and draft.ends_on < draft.signed_on:
        raise BadInput("The agreement ends before it is signed; correct one of the two dates.")


def _agreement(vendor: Vendor, reference: str, draft: AgreementDraft) -> Agreement:
    return Agreement(
        vendor_id=vendor.id,
        reference=reference,
        services=list(draft.services),
        purposes=list(draft.purposes),
        signed_on=draft.signed_on,
        ends_on=draft.ends_on,
        return_days=draft.return_days,
        onward_sharing=False,
    )
