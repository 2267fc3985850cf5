"""The workbook that a vendor gets: a cover with the terms, the records, the manifest."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from core.db.unit_of_work import Work
from core.policy.store import current_policy
from core.progress import Progress
from core.shares.evaluation import LeftOutLine
from core.shares.frozen import Release
from core.shares.proposal import FIELDS
from core.shares.tables import Agreement, Share, Vendor
from core.sheets.manifest import Disclosed, Disclosure, LeftOut, StaffHand, write_disclosure
from core.sheets.plan import ColumnHead, Cover, Kind, Sheet
from core.staff.accounts import staff_roles

KINDS = {"birth_date": Kind.date, "stated_age": Kind.number}


def write_package(  # noqa: PLR0913, PLR0917 - where to, which share, what of it, how it goes
    work: Work,
    path: Path,
    share: Share,
    release: Release,
    rows: Iterable[list[Any]],
    excluded: list[LeftOutLine],
    due: datetime,
    progress: Progress,
) -> Disclosed:
    """Write the workbook and the manifest beside it; `due` is when it is to be returned or destroyed."""
    vendor = work.session.get_one(Vendor, share.vendor_id)
    agreement = work.session.get_one(Agreement, share.agreement_id)
    progress.at(0, release.records, f"Writing share {share.id}")
    disclosure = _disclosure(work, share, release, excluded, (vendor.name, agreement.reference))
    cover = _cover(disclosure, release, agreement, due)
    return write_disclosure(path, disclosure, cover, [_records(release, rows)], progress)


def _records(release: Release, rows: Iterable[list[Any]]) -> Sheet:
    columns = [ColumnHead(FIELDS[name], KINDS.get(name, Kind.text)) for name in release.fields]
    return Sheet("Records", columns, rows)


def _disclosure(
    work: Work, share: Share, release: Release, excluded: list[LeftOutLine], names: tuple[str, str]
) -> Disclosure:
    policy = current_policy(work)
    vendor, agreement = names
    return Disclosure(
        what=share.title,
        reference=f"share {share.id}",
        given_to=vendor,
        purpose=policy.purposes[share.purpose].label,
        policy_version=policy.version,
        executed_at=work.now,
        agreement=agreement,
        fields=tuple(FIELDS[name] for name in release.fields),
        proposed_by=_hand(work, share.proposed_by),
        approved_by=_hand(work, share.decided_by),
        excluded=tuple(LeftOut(one.reason, one.clause, one.records) for one in excluded),
    )


def _cover(disclosure: Disclosure, release: Release, agreement: Agreement, due: datetime) -> Cover:
    facts = (
        ("Given to", disclosure.given_to),
        ("For", disclosure.purpose),
        ("Under agreement", f"{agreement.reference}, signed {agreement.signed_on:%Y-%m-%d}"),
        ("Records", f"{release.records:,}"),
        ("Let out", f"{disclosure.executed_at:%Y-%m-%d %H:%M} UTC"),
        ("Use", "For this purpose and no other; it may be passed on to nobody."),
        ("Return or destroy by", f"{due:%Y-%m-%d}"),
        ("Privacy policy", disclosure.policy_version),
    )
    return Cover(disclosure.what, facts)


def _hand(work: Work, staff_id: int | None) -> StaffHand | None:
    if staff_id is None:
        return None
    role = staff_roles(work).get(staff_id)
    return StaffHand(role.value if role else "staff", str(staff_id))
