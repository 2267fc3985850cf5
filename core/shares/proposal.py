"""What a vendor, an agreement and a share say, as plain values: what a TOML file or a dialog fills in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from core.people.tables import PersonRecord
from core.policy.terms import Policy

FIELDS: Mapping[str, str] = {
    "full_name": "Full name",
    "email": "E-mail address",
    "phone": "Phone number",
    "company": "Company",
    "country": "Country",
    "role": "Role",
    "external_id": "The site's id",
    "birth_date": "Date of birth",
    "stated_age": "Stated age",
}
"""The fields of a person's record that a share may ask for, with the words for them."""


LONGEST_TITLE = LONGEST_CONTEST = LONGEST_VENDOR = 200
LONGEST_REFERENCE = LONGEST_COUNTRY = 80
LONGEST_CONTACT = 320
"""Characters of the names on the register and of a share's."""


class Who(StrEnum):
    """How a share selects records."""

    EVERYONE = "everyone"
    ORIGIN = "origin"
    CONTEST = "contest"
    CASE = "case"


@dataclass(frozen=True)
class VendorDraft:
    """A company for the register. `kind` is a recipient kind of the policy that is a third party."""

    name: str
    kind: str
    country: str = ""
    contact: str = ""


@dataclass(frozen=True)
class AgreementDraft:
    """What a vendor signed: services, purposes, and the days until return or destruction (C14)."""

    vendor: str
    reference: str
    services: tuple[str, ...]
    purposes: tuple[str, ...]
    signed_on: date
    return_days: int
    ends_on: date | None = None


@dataclass(frozen=True)
class Selection:
    """Whose records: everyone's, those of some origins, of a contest's entries, or of one case."""

    who: Who = Who.EVERYONE
    origins: tuple[str, ...] = ()
    contest: str = ""

    def stored(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"who": self.who.value, "origins": list(self.origins), "contest": self.contest}

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Selection":
        """Take it back from JSON values."""
        return cls(Who(stored["who"]), tuple(stored["origins"]), stored["contest"])

    def words(self, policy: Policy | None = None) -> str:
        """Say in words whose records these are."""
        if self.who is Who.ORIGIN:
            known = policy.origins if policy else {}
            return "; ".join(known[one].label if one in known else one for one in self.origins)
        if self.who is Who.CONTEST:
            return f"Entries of “{self.contest}”"
        return "Everyone on file" if self.who is Who.EVERYONE else "The one case"


@dataclass(frozen=True)
class ShareDraft:
    """One share as proposed (C14).

    `required` are the fields without which a record does not go; left empty, it is the e-mail address where
    that is asked for, else the first field. `case` is the number of the contact record that the share
    answers (C18). `supersedes` is the number of an earlier share that this one replaces.
    """

    title: str
    vendor: str
    agreement: str
    service: str
    purpose: str
    fields: tuple[str, ...]
    selection: Selection
    required: tuple[str, ...] = ()
    case: int | None = None
    why: str = ""
    supersedes: int | None = None

    def needed(self) -> tuple[str, ...]:
        """Return the fields without which a record does not go."""
        return self.required or (("email",) if "email" in self.fields else self.fields[:1])


def category_of(field: str) -> str:
    """Return the data category of a field of a person's record (C04)."""
    category: str = PersonRecord.__table__.columns[field].info["category"]
    return category


def recipient_kinds(policy: Policy) -> list[str]:
    """Return the kinds of recipient that a vendor on the register may be."""
    return [key for key, kind in policy.recipient_kinds.items() if kind.third_party]


def purposes_served(policy: Policy, services: Collection[str]) -> list[str]:
    """Return the purposes that these services can serve; without services, those that a case has (C18)."""
    if not services:
        return ["respond"] if "respond" in policy.purposes else []
    return [key for key in policy.purposes if any(key in policy.services[one].purposes for one in services)]
