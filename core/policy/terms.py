"""What a policy document is made of: kinds, categories, purposes, origins, recipients, services, rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Value = str | bool
Effect = Literal["permit", "forbid"]


@dataclass(frozen=True, slots=True)
class Kind:
    """The top of the category tree: one of the policy's four kinds of data, or a place beside them (C04).

    `collected_as` names the one of the four that it is collected as; empty for what nobody collects, such as
    the desk's own record-keeping.
    """

    key: str
    label: str
    collected_as: str
    says: str


@dataclass(frozen=True, slots=True)
class Category:
    """What a column holds (C04). `vocabulary`: `fideslang`, or `ours` where fideslang has none that fits."""

    key: str
    label: str
    kind: str
    vocabulary: str
    personal: bool
    exportable: bool


@dataclass(frozen=True, slots=True)
class Purpose:
    """What data is used for. A communication is one that a person may opt out of (C20)."""

    key: str
    label: str
    group: str
    communication: bool
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """The instance in which data was given, and the purposes that instance allows (C13)."""

    key: str
    label: str
    purposes: frozenset[str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """What a vendor does on the site's behalf, and the purposes that can serve (C14)."""

    key: str
    label: str
    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class RecipientKind:
    """Who may come to see the data; `services` is what a vendor of this kind can be engaged for (C14)."""

    key: str
    label: str
    third_party: bool
    services: frozenset[str]
    clauses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One fact and the values it may have: as `written` in the document, and all that this reaches."""

    fact: str
    written: tuple[Value, ...]
    values: frozenset[Value]
    negated: bool

    def holds(self, value: Value | None) -> bool | None:
        """Say whether the condition is met; None when the fact is not known."""
        return None if value is None else (value in self.values) is not self.negated


@dataclass(frozen=True, slots=True)
class Rule:
    """One promise as a decision: applies when all of `when` holds, save where all of `unless` holds."""

    id: str
    effect: Effect
    clauses: tuple[str, ...]
    when: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Unruled:
    """A clause that no rule can hold, and why."""

    clause: str
    reason: str


@dataclass(frozen=True, eq=False)
class Policy:
    """One version of a site's policy; equal `digest` (SHA-256 of the text) means the same policy."""

    version: str
    site: str
    effective: date
    source: str
    digest: str
    clauses: Mapping[str, str]
    kinds: Mapping[str, Kind]
    categories: Mapping[str, Category]
    purposes: Mapping[str, Purpose]
    origins: Mapping[str, Origin]
    services: Mapping[str, Service]
    recipient_kinds: Mapping[str, RecipientKind]
    rules: tuple[Rule, ...]
    default: Rule
    unruled: tuple[Unruled, ...]

    def joins_clickstream(self, categories: Iterable[str]) -> bool:
        """Say whether these categories put visitors' usage beside data on persons (C06, C09, C17)."""
        held = [self.categories[key] for key in categories]
        usage = any(self.kinds[one.kind].collected_as in USAGE for one in held)
        return usage and any(one.personal for one in held)


USAGE = frozenset({"traffic", "cookies", "pixel_tags"})
"""The kinds that record what visitors did; nothing in them says who a visitor is (C06, C09)."""
