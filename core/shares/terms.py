"""The terms of a share, read from the register as it stands today (C14)."""

from sqlalchemy import select

from core.contacts.tables import Contact
from core.db.unit_of_work import Work
from core.errors import NotFound
from core.shares.proposal import ShareDraft
from core.shares.rules import in_force
from core.shares.tables import Agreement, Share, Vendor
from core.shares.verdicts import Terms


def terms_of_draft(work: Work, draft: ShareDraft) -> Terms:
    """Return the terms of a proposal; raises NotFound."""
    vendor = vendor_named(work, draft.vendor)
    agreement = agreement_of(work, vendor, draft.agreement)
    how = (draft.service, draft.purpose, draft.fields, draft.needed(), draft.case)
    return _terms(work, vendor, agreement, *how)


def terms_of_share(work: Work, share: Share) -> Terms:
    """Return the terms of a share as its vendor's agreement stands today."""
    vendor = work.session.get_one(Vendor, share.vendor_id)
    agreement = work.session.get_one(Agreement, share.agreement_id)
    how = (share.service, share.purpose, tuple(share.fields), tuple(share.required), share.case_id)
    return _terms(work, vendor, agreement, *how)


def vendor_named(work: Work, name: str) -> Vendor:
    """Return a vendor on the register; raises NotFound."""
    vendor = work.session.scalar(select(Vendor).where(Vendor.name == name))
    if vendor is None:
        raise NotFound(f"There is no vendor “{name}” on the register; an officer adds it first.")
    return vendor


def agreement_of(work: Work, vendor: Vendor, reference: str) -> Agreement:
    """Return an agreement with this vendor; raises NotFound."""
    query = select(Agreement).where(Agreement.reference == reference, Agreement.vendor_id == vendor.id)
    agreement = work.session.scalar(query)
    if agreement is None:
        raise NotFound(f"There is no agreement “{reference}” with {vendor.name} on the register.")
    return agreement


def _terms(  # noqa: PLR0913, PLR0917 - the parts of a share in their order
    work: Work,
    vendor: Vendor,
    agreement: Agreement,
    service: str,
    purpose: str,
    fields: tuple[str, ...],
    required: tuple[str, ...],
    case: int | None,
) -> Terms:
    return Terms(
        recipient=vendor.kind,
        purpose=purpose,
        service=service,
        agreement_services=frozenset(agreement.services),
        agreement_purposes=frozenset(agreement.purposes),
        agreement_active=in_force(agreement.signed_on, agreement.ends_on, work.now.date()),
        fields=fields,
        required=required,
        case_record=_record_of_case(work, case),
    )


def _record_of_case(work: Work, case: int | None) -> int | None:
    if case is None:
        return None
    found = work.session.scalar(select(Contact.record_id).where(Contact.id == case))
    if found is None:
        raise NotFound(f"There is no contact record {case} to answer.")
    return found
