"""What may be known about a use, and how rules ask for it; what is not known stays unknown."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from core.policy.terms import Policy, Value

UNKNOWN: Final = None
"""The value of a fact that nobody stated, or that could not be found out."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of one category of data: for what, by whom, and what is known about the record.

    Every fact left at UNKNOWN (None) makes a rule that depends on it undecided, and an undecided use is not
    released; a rule that does not apply anyway never asks. `purpose`, `category`, `origin`, `recipient` and
    `service` are keys of the policy; a key that the policy does not list counts as unknown, except an origin,
    which is then not one of the instances in which data may be taken (C13).
    """

    purpose: str | None
    category: str | None
    recipient: str | None = "staff"
    """The kind of recipient; `staff` for a use inside the desk (a reveal, an export of a list)."""
    origin: str | None = UNKNOWN
    """The instance in which it was given (C13); messages between members came with enrolment."""
    service: str | None = UNKNOWN
    """What the vendor does with it (C14)."""
    agreement_services: frozenset[str] | None = UNKNOWN
    """The services that the vendor's agreement covers (C14)."""
    agreement_active: bool | None = UNKNOWN
    opted_out: bool | None = UNKNOWN
    """The person wants no such communications (C20)."""
    under_13: bool | None = UNKNOWN
    """True where the record shows or states it, False where it does not, None where nobody looked (C24)."""
    joins_clickstream: bool | None = UNKNOWN
    """It puts visitors' usage beside data on persons; `Policy.joins_clickstream` finds out (C06, C17)."""
    exported: bool | None = UNKNOWN
    """It leaves the desk in a file; always so when someone other than staff receives it."""
    aggregated: bool | None = UNKNOWN
    """Only figures that have passed the release checks of C07."""
    case_named: bool | None = UNKNOWN
    """The use names the case it answers (C18)."""
    same_case: bool | None = UNKNOWN
    """The record belongs to the case that is named (C18)."""
    own_record: bool | None = UNKNOWN
    """The record is on the very person who receives it (C25)."""
    on_register: bool | None = UNKNOWN
    """The recipient stands on the desk's register (C11, C12, C29)."""
    posting_removed: bool | None = UNKNOWN
    hold: bool | None = UNKNOWN
    """A legal hold covers the record (C15)."""
    instrument: bool | None = UNKNOWN
    """A legal instrument, or the contract of a sale, is named (C05, C15)."""
    in_scope: bool | None = UNKNOWN
    """The instrument's scope covers the record (C15)."""
    officer_approved: bool | None = UNKNOWN
    reason_given: bool | None = UNKNOWN
    """Whoever opens it has said why (C23)."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name that a rule may ask for, what it is called in a sentence, and how it is read from a use.

    `domain` is what its values are; `settled` says that purpose, category and recipient alone decide it.
    """

    asks: str
    domain: str
    read: Callable[[Policy, Use], Value | None]
    settled: bool = False


def _category(policy: Policy, use: Use, attribute: str) -> Value | None:
    category = policy.categories.get(use.category or "")
    found: Value | None = None if category is None else getattr(category, attribute)
    return found


def _purpose(policy: Policy, use: Use, attribute: str) -> Value | None:
    purpose = policy.purposes.get(use.purpose or "")
    found: Value | None = None if purpose is None else getattr(purpose, attribute)
    return found


def _third_party(policy: Policy, use: Use) -> bool | None:
    recipient = policy.recipient_kinds.get(use.recipient or "")
    return None if recipient is None else recipient.third_party


def _leaves(policy: Policy, use: Use) -> bool | None:
    if use.recipient == "staff":
        return use.exported
    return True if use.recipient in policy.recipient_kinds else None


def _recipient(policy: Policy, use: Use) -> str | None:
    return use.recipient if use.recipient in policy.recipient_kinds else None


def _origin_listed(policy: Policy, use: Use) -> bool | None:
    return None if use.origin is None else use.origin in policy.origins


def _origin_allows(policy: Policy, use: Use) -> bool | None:
    origin = policy.origins.get(use.origin or "")
    if use.purpose not in policy.purposes or use.origin is None:
        return None
    return origin is not None and use.purpose in origin.purposes


def _service_offered(policy: Policy, use: Use) -> bool | None:
    recipient = policy.recipient_kinds.get(use.recipient or "")
    if recipient is None or use.service not in policy.services:
        return None
    return use.service in recipient.services


def _service_serves(policy: Policy, use: Use) -> bool | None:
    service = policy.services.get(use.service or "")
    return None if service is None or use.purpose not in policy.purposes else use.purpose in service.purposes


def _service_agreed(_: Policy, use: Use) -> bool | None:
    known = use.service is not None and use.agreement_services is not None
    return use.service in (use.agreement_services or ()) if known else None


def _stated(name: str) -> Callable[[Policy, Use], Value | None]:
    read = attrgetter(name)
    return lambda _, use: read(use)


FACTS: Final[Mapping[str, Fact]] = {
    "purpose": Fact("what it is for", "purpose", lambda p, u: _purpose(p, u, "key"), settled=True),
    "purpose_group": Fact("what it is for", "group", lambda p, u: _purpose(p, u, "group"), settled=True),
    "communication": Fact(
        "what it is for", "bool", lambda p, u: _purpose(p, u, "communication"), settled=True
    ),
    "category": Fact("what data it is", "category", lambda p, u: _category(p, u, "key"), settled=True),
    "kind": Fact("what data it is", "kind", lambda p, u: _category(p, u, "kind"), settled=True),
    "personal": Fact("what data it is", "bool", lambda p, u: _category(p, u, "personal"), settled=True),
    "exportable": Fact("what data it is", "bool", lambda p, u: _category(p, u, "exportable"), settled=True),
    "recipient": Fact("who receives it", "recipient", _recipient, settled=True),
    "third_party": Fact("who receives it", "bool", _third_party, settled=True),
    "leaves": Fact("whether it leaves the desk in a file", "bool", _leaves),
    "origin": Fact("where it came from", "origin", _stated("origin")),
    "origin_listed": Fact("where it came from", "bool", _origin_listed),
    "origin_allows": Fact("where it came from", "bool", _origin_allows),
    "service_offered": Fact("which service the vendor does", "bool", _service_offered),
    "service_serves": Fact("which service the vendor does", "bool", _service_serves),
    "service_agreed": Fact("what the agreement covers", "bool", _service_agreed),
    "agreement_active": Fact("whether the agreement is in force", "bool", _stated("agreement_active")),
    "opted_out": Fact("whether the person opted out", "bool", _stated("opted_out")),
    "under_13": Fact("whether the record shows an age under 13", "bool", _stated("under_13")),
    "joins_clickstream": Fact("whether it joins visitors' usage", "bool", _stated("joins_clickstream")),
    "aggregated": Fact("whether it is figures only", "bool", _stated("aggregated")),
    "case_named": Fact("which case it answers", "bool", _stated("case_named")),
    "same_case": Fact("whether the record belongs to that case", "bool", _stated("same_case")),
    "own_record": Fact("whether the record is the person's own", "bool", _stated("own_record")),
    "on_register": Fact("whether the recipient is on the register", "bool", _stated("on_register")),
    "posting_removed": Fact("whether the posting was removed", "bool", _stated("posting_removed")),
    "hold": Fact("whether a legal hold covers it", "bool", _stated("hold")),
    "instrument": Fact("which instrument demands it", "bool", _stated("instrument")),
    "in_scope": Fact("whether the instrument's scope covers it", "bool", _stated("in_scope")),
    "officer_approved": Fact("whether an officer approved it", "bool", _stated("officer_approved")),
    "reason_given": Fact("why it is opened", "bool", _stated("reason_given")),
}
"""Every fact that `when` and `unless` may name."""
