"""One row of a file as the record it stands for; a row that cannot be one says why."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, TypeVar

from core.contacts.arrival import IncomingContact
from core.contacts.tables import Contact, ContactKind
from core.contests.arrival import IncomingEntry
from core.contests.tables import Contest, ContestKind
from core.intake import ages, values
from core.intake.fitting import fitting, no_longer
from core.intake.mapping import ColumnMapping
from core.intake.refusals import RowRefusedError
from core.intake.shapes import Kind
from core.people.arrival import Arrival, IncomingRecord
from core.people.rules import VERSION_NOT_KNOWN, checked_email
from core.people.tables import Origin, PersonRecord, Source
from core.postings.arrival import IncomingPosting
from core.postings.tables import Posting

KindT = TypeVar("KindT", bound=StrEnum)

ENROLLED = frozenset({"provider", "buyer", "seller", "client", "vendor", "freelancer"})
TITLE = 300
COMPARED = (
    "origin", "collected_at", "full_name", "email", "phone", "company", "country", "role", "birth_date",
    "stated_age", "extra", "opted_out",
)  # fmt: skip
"""What of a person's record tells new content from known."""
COMPARED_OF_POSTING = ("category", "author", "recipient", "posted_at", "texts")
DETAILS = ("phone", "company", "country", "role")
"""What a person's record has a place for; a value too long for it is kept whole among its other details."""


@dataclass(frozen=True)
class Surroundings:
    """What every row is read against: today's moment, the policy versions of this desk, its own place.

    `versions` are the days from which each is in force, in the order of these days, then of publication.
    """

    now: datetime
    versions: tuple[tuple[date, str], ...]
    arrival: Arrival = field(default_factory=Arrival)

    def at(self, arrival: Arrival) -> "Surroundings":
        """Return the same around another row."""
        return Surroundings(self.now, self.versions, arrival)

    def days_of(self, collected: datetime | None) -> tuple[date, date]:
        """Return the day on which a row was collected, today where it tells none, and today."""
        return (collected or self.now).date(), self.now.date()

    def knows(self, version: str) -> bool:
        """Tell whether this desk has a policy version."""
        return any(known == version for _, known in self.versions)

    def in_force(self, day: date) -> str:
        """Return the policy version in force on a day (C02)."""
        past = [version for since, version in self.versions if since <= day]
        return past[-1] if past else VERSION_NOT_KNOWN


def incoming(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> Any:
    """Return the row as its kind's incoming record; raises RowRefusedError or BadInput with the reason."""
    return BUILDERS[mapping.kind](row, mapping, around)


def digest_of(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of a row's content, or of what is taken of it, in hex; the order does not matter."""
    return sha256(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def _posting(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> IncomingPosting:
    short, whole = fitting(row, mapping, Posting, ("category",))
    texts = {name: mapping.value(row, name) for name in ("title", "body")}
    for heading, text in (_rest(row, mapping) | whole).items():
        texts[f"other {heading}" if heading in texts else heading] = text
    if not any(texts.values()):
        raise RowRefusedError("There is no text in it.")
    one = IncomingPosting(
        external_id=id_of(row, mapping),
        title=texts["title"][:TITLE] or texts["body"].strip().partition("\n")[0][:TITLE],
        category=short["category"],
        author=no_longer(mapping.value(row, "author"), Posting.author, "author"),
        recipient=no_longer(mapping.value(row, "recipient"), Posting.recipient, "recipient"),
        posted_at=values.moment(mapping.value(row, "posted_at"), "date of posting"),
        texts={name: text for name, text in texts.items() if text},
        digest="",
        arrival=around.arrival,
    )
    return replace(one, digest=digest_of({name: getattr(one, name) for name in COMPARED_OF_POSTING}))


def _person(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> IncomingRecord:
    origin = origin_of(mapping.value(row, "origin"), mapping.value(row, "role"))
    collected = values.moment(mapping.value(row, "collected_at"), "date of collection")
    return _digested(_record(row, mapping, around, (Source.PEOPLE, origin, collected), _rest(row, mapping)))


def _contact(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> IncomingContact:
    kind = contact_kind(mapping.value(row, "kind"))
    received = values.moment(mapping.value(row, "received_at"), "date of receipt")
    body = mapping.value(row, "body")
    if not body.strip():
        raise RowRefusedError("There is no text in it.")
    collected = (Source.CONTACTS, Origin(kind.value), received)
    sender = _record(row, mapping, around, collected, _rest(row, mapping))
    subject = no_longer(mapping.value(row, "subject"), Contact.subject, "subject")
    sender = _digested(sender, subject=subject, body=body)
    return IncomingContact(sender, kind, subject, body, received or around.now)


def _entry(row: Mapping[str, str], mapping: ColumnMapping, around: Surroundings) -> IncomingEntry:
    kind = contest_kind(mapping.value(row, "kind"))
    entered = values.moment(mapping.value(row, "entered_at"), "date of entry")
    contest = no_longer(mapping.value(row, "contest").strip(), Contest.name, "contest's name")
    if not contest:
        raise RowRefusedError("It names no contest.")
    entrant = _record(row, mapping, around, (Source.CONTESTS, Origin(kind.value), entered), {})
    answer, demographics = mapping.value(row, "answer"), _rest(row, mapping)
    entrant = _digested(entrant, contest=contest, answer=answer, demographics=demographics)
    return IncomingEntry(entrant, contest, kind, answer, demographics, entered or around.now)


BUILDERS: Mapping[Kind, Callable[[Mapping[str, str], ColumnMapping, Surroundings], Any]] = {
    Kind.PEOPLE: _person,
    Kind.POSTINGS: _posting,
    Kind.MESSAGES: _posting,
    Kind.CONTACTS: _contact,
    Kind.CONTESTS: _entry,
}


def _record(
    row: Mapping[str, str],
    mapping: ColumnMapping,
    around: Surroundings,
    collected: tuple[Source, Origin, datetime | None],
    extra: Mapping[str, str],
) -> IncomingRecord:
    source, origin, collected_at = collected
    short, whole = fitting(row, mapping, PersonRecord, DETAILS)
    version = mapping.value(row, "policy_version").strip()
    return IncomingRecord(
        source=source,
        external_id=id_of(row, mapping),
        origin=origin,
        policy_version=_policy_version(version, collected_at, around),
        version_told=bool(version),
        digest="",
        full_name=no_longer(mapping.value(row, "full_name").strip(), PersonRecord.full_name, "name"),
        email=checked_email(mapping.value(row, "email")),
        collected_at=collected_at,
        birth_date=ages.birth_date(mapping.value(row, "birth_date"), *around.days_of(collected_at)),
        stated_age=ages.age(mapping.value(row, "stated_age"), *around.days_of(collected_at)),
        opted_out=values.yes_or_no(mapping.value(row, "opted_out"), "opt-out"),
        extra={**extra, **whole},
        arrival=around.arrival,
        phone=short["phone"],
        company=short["company"],
        country=short["country"],
        role=short["role"],
    )


def _digested(one: IncomingRecord, **beside: object) -> IncomingRecord:
    """Return a record with the digest of what is taken by this mapping, of it and of what came `beside` it.

    Its policy version is compared apart: a file that comes again without it does not take it back (C02).
    """
    return replace(one, digest=digest_of({name: getattr(one, name) for name in COMPARED} | beside))


def _rest(row: Mapping[str, str], mapping: ColumnMapping) -> dict[str, str]:
    """Return what stands under the headings that no field takes, empty ones left out."""
    return {heading: row[heading] for heading in mapping.rest if row.get(heading)}


def id_of(row: Mapping[str, str], mapping: ColumnMapping) -> str:
    """Return a row's id, made from its content where the file has none; raises RowRefusedError."""
    if "external_id" not in mapping.fields and "external_id" not in mapping.constants:
        return f"content:{digest_of(row)[:32]}"
    given = mapping.value(row, "external_id").strip()
    if not given:
        raise RowRefusedError("Its id is empty.")
    return no_longer(given, PersonRecord.external_id, "id")


def origin_of(given: str, role: str) -> Origin:
    """Read an origin; becoming a provider or a buyer is one (C13). Raises RowRefusedError."""
    if not given.strip() and role.strip().casefold() in ENROLLED:
        return Origin.ENROLMENT
    if not given.strip():
        raise RowRefusedError("It names no origin: how this was collected must be assigned.", "C13")
    return _one_of(Origin, given, "origin")


def contact_kind(given: str) -> ContactKind:
    """Read what somebody wrote for: a problem, a comment, a request (C13). Raises RowRefusedError."""
    return _one_of(ContactKind, given, "kind of contact")


def contest_kind(given: str) -> ContestKind:
    """Read what somebody took part in; a contest where nothing is said (C13). Raises RowRefusedError."""
    return _one_of(ContestKind, given if given.strip() else "contest", "kind of contest")


def _one_of(kinds: type[KindT], given: str, what: str) -> KindT:
    plain = given.strip().casefold().replace(" ", "_").replace("-", "_")
    words = [one.value for one in kinds]
    if plain not in words:
        raise RowRefusedError(f"Its {what} is none of {', '.join(words)}.", "C13")
    return kinds(plain)


def known_version(given: str, around: Surroundings) -> str:
    """Read the name of a policy version; raises RowRefusedError when this desk does not have it (C02)."""
    if not around.knows(given):
        raise RowRefusedError("It names a policy version that this desk does not have.", "C02")
    return given


def _policy_version(given: str, collected_at: datetime | None, around: Surroundings) -> str:
    """Return the version that was told, else the one in force on the day of collection, if that is known."""
    if given:
        return known_version(given, around)
    return around.in_force(collected_at.date()) if collected_at else VERSION_NOT_KNOWN
