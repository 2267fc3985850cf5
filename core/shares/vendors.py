"""Reads of the register: vendors with what they hold, agreements with what they cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from core.contests.tables import Contest
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.policy.store import current_policy
from core.shares.queries import require_sight, still_away
from core.shares.rules import in_force
from core.shares.tables import Agreement, Share, Vendor
from core.staff.roles import Permission, needs


@dataclass(frozen=True)
class VendorRow:
    """One vendor: agreements in force, shares let out, and those whose data it still holds (C14)."""

    id: int
    name: str
    kind: str
    country: str
    contact: str
    agreements: int
    executed: int
    held: int
    next_due: datetime | None


@dataclass(frozen=True)
class AgreementRow:
    """One agreement; services and purposes are keys of the policy."""

    id: int
    vendor_id: int
    vendor: str
    reference: str
    services: tuple[str, ...]
    purposes: tuple[str, ...]
    signed_on: date
    ends_on: date | None
    return_days: int
    active: bool


@dataclass(frozen=True)
class Vocabulary:
    """The policy's words for what the register and a proposal name, by key."""

    kinds: Mapping[str, str]
    services: Mapping[str, str]
    purposes: Mapping[str, str]
    origins: Mapping[str, str]
    services_of_kind: Mapping[str, tuple[str, ...]]
    purposes_of_service: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Choices:
    """What a proposal may name: vendors with their kinds, their agreements, contests, the policy's words."""

    words: Vocabulary
    vendors: Mapping[str, str]
    agreements: tuple[AgreementRow, ...]
    contests: tuple[str, ...]


def vendors(
    today: date, text: str = "", sort: str = "name", *, descending: bool = False
) -> Listing[VendorRow]:
    """List the vendors on the register; agreements count where they are in force today."""
    columns = {one.name: one for one in _vendor_columns(today)}
    key = func.lower(Vendor.name) if sort == "name" else columns[sort]
    order = key.desc() if descending else key.asc()
    filters = [Vendor.name.icontains(text.strip(), autoescape=True)] if text.strip() else []
    ids = select(Vendor.id).where(*filters).order_by(order, Vendor.id)
    return Listing(needs(Permission.SHARES), ids, select(*_vendor_columns(today)), Vendor.id, VendorRow)


def agreements(work: Work, vendor: str = "") -> list[AgreementRow]:
    """List agreements by vendor and reference, those that have ended too."""
    require_sight(work)
    query = select(Agreement, Vendor.name).join(Vendor, Vendor.id == Agreement.vendor_id)
    if vendor:
        query = query.where(Vendor.name == vendor)
    rows = work.session.execute(query.order_by(func.lower(Vendor.name), Agreement.reference)).all()
    return [_agreement_row(one, name, work.now.date()) for one, name in rows]


def vocabulary(work: Work) -> Vocabulary:
    """Return the words that dialogs offer, from today's policy."""
    policy = current_policy(work)
    third = {key: one for key, one in policy.recipient_kinds.items() if one.third_party}
    return Vocabulary(
        kinds={key: one.label for key, one in third.items()},
        services={key: one.label for key, one in policy.services.items()},
        purposes={key: one.label for key, one in policy.purposes.items()},
        origins={key: one.label for key, one in policy.origins.items()},
        services_of_kind={key: tuple(sorted(one.services)) for key, one in third.items()},
        purposes_of_service={
            key: tuple(one for one in policy.purposes if one in service.purposes)
            for key, service in policy.services.items()
        },
    )


def choices(work: Work) -> Choices:
    """Return what a proposal may name."""
    require_sight(work)
    kinds = work.session.execute(select(Vendor.name, Vendor.kind).order_by(func.lower(Vendor.name))).all()
    names = work.session.scalars(select(Contest.name).order_by(func.lower(Contest.name)))
    return Choices(
        vocabulary(work), {row.name: row.kind for row in kinds}, tuple(agreements(work)), tuple(names)
    )


def _vendor_columns(today: date) -> tuple[ColumnElement[Any], ...]:
    active = and_(
        Agreement.vendor_id == Vendor.id,
        Agreement.signed_on <= today,
        Agreement.ends_on.is_(None) | (Agreement.ends_on >= today),
    )
    own = Share.vendor_id == Vendor.id
    away = and_(own, still_away())
    return (
        Vendor.id.expression,
        Vendor.name.expression,
        Vendor.kind.expression,
        Vendor.country.expression,
        Vendor.contact.expression,
        select(func.count()).select_from(Agreement).where(active).scalar_subquery().label("agreements"),
        select(func.count()).select_from(Share).where(own, Share.executed_at.is_not(None))
        .scalar_subquery().label("executed"),
        select(func.count()).select_from(Share).where(away).scalar_subquery().label("held"),
        select(func.min(Share.return_due)).where(away).scalar_subquery().label("next_due"),
    )  # fmt: skip


def _agreement_row(one: Agreement, vendor: str, today: date) -> AgreementRow:
    return AgreementRow(
        one.id,
        one.vendor_id,
        vendor,
        one.reference,
        tuple(one.services),
        tuple(one.purposes),
        one.signed_on,
        one.ends_on,
        one.return_days,
        in_force(one.signed_on, one.ends_on, today),
    )
