"""What an answer must hold, reckoned from the marketplace's own files, not from what the program collects."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.tables import Person, PersonRecord
from core.postings.tables import Decision, Posting

Rows = Sequence[Mapping[str, str]]
Grid = list[tuple[Any, ...]]
POLICY = "offshorexperts-2012-12"
RECORD = (
    "Number", "Origin", "Given at", "Policy version", "Name", "E-mail", "Telephone", "Company", "Country",
    "Role", "Date of birth", "Stated age", "Choices", "Other details",
)  # fmt: skip
POSTED = ("Number", "Posted at", "Received at", "State", "Category", "Title", "Text", "Other parts")
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "Your entry": ("On file since", "Opted out at", "Under 13"),
    "Enrolment and files": RECORD,
    "Details given when writing": RECORD,
    "Details given in contests": RECORD,
    "Addresses": ("E-mail",),
    "Opt-outs and choices": ("At", "Choice", "How"),
    "Problems, comments, requests": ("Number", "Kind", "State", "Received at", "Subject", "Text"),
    "Answers": ("To number", "At", "Text"),
    "Contest entries": ("Number", "Contest", "Kind", "Entered at", "State", "Answer"),
    "Demographic answers": ("Contest", "Entered at", "Question", "Answer"),
    "Postings": POSTED,
    "Messages you sent": (*POSTED, "To"),
    "Messages to you": ("Number", "Sent at", "Received at", "From", "Text"),
    "Decisions on postings": ("Posting", "At", "Decision", "Reason", "Taken back at"),
    "Messages opened by staff": ("Message", "At"),
    "Seen by staff": ("At", "Purpose"),
    "Given to vendors": (
        "At", "Vendor", "Purpose", "Agreement", "Fields", "Share", "Policy version",
    ),
    "Letters to you": ("At", "To", "Subject", "About"),
    "Your other requests": ("Request", "Received at", "Kind", "State", "Subject", "Text"),
    "Rows not taken in": ("At", "Kind", "Reason", "Clause", "Values"),
    "Told to the site": ("At", "What", "Kind", "Number", "Address", "Corrected"),
    "Log entries": ("Entry", "At", "Action"),
}  # fmt: skip
"""Every place that is searched, in the order of the answer, with the columns of its sheet."""

MEMBER, WORDS = "[masked: another member's number]", "[masked: another person's words]"


@dataclass(frozen=True)
class Asker:
    """The row of the enrolment file of who asks."""

    row: Mapping[str, str]
    others: frozenset[str]

    @property
    def member(self) -> str:
        return self.row["member_id"]

    def masked(self, text: str) -> str | None:
        """Return a text with everything of others in it masked; None for an empty one, as a cell is."""
        own = {self.row["phone"], self.row["email"]}
        for pattern, words in (
            (r"\+1 202 555 \d{4}", "a telephone number"),
            (r"[\w.]+@[\w.]+\w", "an e-mail address"),
        ):
            text = re.sub(
                pattern, lambda hit, words=words: hit[0] if hit[0] in own else f"[masked: {words}]", text
            )
        for name in self.others:
            text = text.replace(name, "[masked: a name]")
        return text or None


def expected(work: Work, files: Mapping[str, Rows], address: str) -> dict[str, Grid]:
    """Return every sheet's rows; those of a place with nothing on file are empty."""
    (row,) = [one for one in files["people"] if one["email"] == address]
    named = {one["name"] for kind in ("people", "contacts", "contests") for one in files[kind]} - {
        row["name"]
    }
    asker = Asker(row, frozenset(named))
    entries = [one for one in files["contests"] if one["email"] == address]
    sheets: dict[str, Grid] = {name: [] for name in HEADINGS}
    sheets["Your entry"] = [_entry(work, address)]
    sheets["Enrolment and files"] = [_enrolment(row)]
    sheets["Details given in contests"] = [
        _origin("contest", one, "entry_id", "entered_at") for one in entries
    ]
    written = [one for one in files["contacts"] if one["email"] == address]
    sheets["Details given when writing"] = [
        _origin(one["kind"], one, "ticket_id", "received_at") for one in written
    ]
    sheets["Addresses"] = [(address,)]
    sheets["Problems, comments, requests"] = [_written(one, asker) for one in written]
    sheets["Contest entries"] = [_contest_entry(one, asker) for one in entries]
    sheets["Demographic answers"] = [line for one in entries for line in _demographics(one)]
    sheets["Postings"] = [_posted(work, one, "posting_id", asker) for one in _by(files["postings"], asker)]
    sent = [one for one in files["messages"] if one["from"] == asker.member]
    sheets["Messages you sent"] = [(*_posted(work, one, "message_id", asker), MEMBER) for one in sent]
    came = [one for one in files["messages"] if one["to"] == asker.member]
    sheets["Messages to you"] = [_received(work, one) for one in came]
    numbers = [line[0] for name in ("Postings", "Messages you sent") for line in sheets[name]]
    sheets["Decisions on postings"] = _decisions(work, numbers)
    return sheets


def _by(rows: Rows, asker: Asker) -> Rows:
    return [one for one in rows if one["author"] == asker.member]


def _entry(work: Work, address: str) -> tuple[Any, ...]:
    query = select(Person.created_at, Person.opted_out_at, Person.under_13).join(
        PersonRecord, PersonRecord.person_id == Person.id
    )
    created, out, child = work.session.execute(query.where(PersonRecord.email == address).limit(1)).one()
    return _moment(created), _moment(out), "yes" if child else "no"


def _enrolment(row: Mapping[str, str]) -> tuple[Any, ...]:
    given = _moment(datetime.fromisoformat(row["joined_at"]))
    known = (row["name"], row["email"], row["phone"], row["company"], row["country"], row["role"])
    return (row["member_id"], "enrolment", given, POLICY, *known, None, None, None, None)


def _origin(origin: str, row: Mapping[str, str], number: str, at: str) -> tuple[Any, ...]:
    given = _moment(datetime.fromisoformat(row[at]))
    return (row[number], origin, given, POLICY, row["name"], row["email"], *[None] * 8)


def _written(row: Mapping[str, str], asker: Asker) -> tuple[Any, ...]:
    at = _moment(datetime.fromisoformat(row["received_at"]))
    return row["ticket_id"], row["kind"], "open", at, asker.masked(row["subject"]), asker.masked(row["body"])


def _contest_entry(row: Mapping[str, str], asker: Asker) -> tuple[Any, ...]:
    at = _moment(datetime.fromisoformat(row["entered_at"]))
    return row["entry_id"], row["contest"], row["kind"], at, "entered", asker.masked(row["answer"])


def _demographics(row: Mapping[str, str]) -> Grid:
    at = _moment(datetime.fromisoformat(row["entered_at"]))
    return [(row["contest"], at, asked, row[asked]) for asked in ("industry", "household") if row[asked]]


def _posted(work: Work, row: Mapping[str, str], number: str, asker: Asker) -> tuple[Any, ...]:
    at = _moment(datetime.fromisoformat(row["posted_at"]))
    received, state = _on_desk(work, row[number])
    texts = (asker.masked(row["title"]), asker.masked(row["body"]), None)
    return row[number], at, received, state, row.get("category"), *texts


def _received(work: Work, row: Mapping[str, str]) -> tuple[Any, ...]:
    at = _moment(datetime.fromisoformat(row["posted_at"]))
    return row["message_id"], at, _on_desk(work, row["message_id"])[0], MEMBER, WORDS


def _on_desk(work: Work, number: str) -> tuple[datetime | None, str]:
    query = select(Posting.received_at, Posting.state).where(Posting.external_id == number)
    received, state = work.session.execute(query).one()
    return _moment(received), state.value


def _decisions(work: Work, numbers: Iterable[str]) -> Grid:
    query = select(Posting.external_id, Decision.at, Decision.verdict, Decision.reason, Decision.undone_at)
    joined = query.join(Posting, Posting.id == Decision.posting_id).where(
        Posting.external_id.in_(list(numbers))
    )
    return [
        (number, _moment(at), verdict.value, reason or None, _moment(undone))
        for number, at, verdict, reason, undone in work.session.execute(joined.order_by(Decision.id))
    ]


def _moment(at: datetime | None) -> datetime | None:
    """Return a moment as a cell keeps it: in UTC, without a zone."""
    return at.astimezone(UTC).replace(tzinfo=None) if at else None
