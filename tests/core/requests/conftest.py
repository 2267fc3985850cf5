"""A marketplace in small: people on file with something in every room, and mail from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Integer, String, Text

from core.audit.log import record
from core.contacts.tables import Answer, Contact, ContactKind, ContactState
from core.contests.tables import Contest, ContestKind, Entry, EntryState
from core.db.base import Instant
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.intake.tables import IntakeRun, QuarantinedRow, RunState
from core.mail.outbox import Outgoing, keep_letter
from core.people.actions import opt_out, reveal
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Source
from core.postings.tables import Decision, Kind, MessageOpening, Posting, PostingText, State, Verdict
from core.requests.actions import confirm_sender
from core.requests.arrival import Receipt, receive
from core.shares.tables import Agreement, Share, ShareRecord, ShareState, Vendor

POLICY = "offshorexperts-2012-12"
THEN = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NINA = "nina.okafor@example.com"
LOGO = {"title": "=Logo wanted", "body": "Call +234 803 555 0101.", "pay": "9"}
OTHER = "tomas.reyes@example.org"


@dataclass(frozen=True)
class Marketplace:
    """Ids of who is on file: Nina has something everywhere, Tomas is someone else, Bea has little."""

    nina: int
    tomas: int
    bea: int


def mail(
    body: str = "Please send me a copy of all my personal data.",
    sender: str = f"Nina Okafor <{NINA}>",
    subject: str = "My data",
    **headers: str,
) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "privacy@offshorexperts.com"
    message["Subject"] = subject
    message["Date"] = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    message["Message-ID"] = f"<{abs(hash((body, sender, subject)))}@example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(body)
    return message.as_bytes()


@pytest.fixture
def letter() -> Callable[..., bytes]:
    return mail


@pytest.fixture
def pia(signed_in: Callable[[str], Desk]) -> Desk:
    """An officer's desk."""
    return signed_in("pia")


@pytest.fixture
def market(pia: Desk) -> Marketplace:
    """Put the people and everything about them on the desk."""
    with pia.write() as work:
        made = _people(work)
        _contacts(work, made)
        _contest(work, made)
        _postings(work)
        _share(work, made)
        _quarantined(work)
        opt_out(work, made.nina, "telephone")
        reveal(work, made.nina, "respond")
        about = Outgoing(made.nina, "contact", 1, NINA, "About your problem", b"From: privacy\r\n\r\nHello")
        keep_letter(work, about)
        record(work, "test:market:made", ("test", 0))
    return made


@pytest.fixture
def taken_in(pia: Desk, market: Marketplace) -> Callable[..., Receipt]:
    """Take a message in: `taken_in(sender=…)`."""
    del market

    def take(raw: bytes | None = None, **parts: str) -> Receipt:
        with pia.write() as work:
            return receive(work, raw if raw is not None else mail(**parts))

    return take


def _record(
    source: Source, number: str, origin: Origin, name: str, email: str, **more: object
) -> IncomingRecord:
    given = {"collected_at": THEN, "digest": f"{source}-{number}"} | more
    return IncomingRecord(source, number, origin, POLICY, full_name=name, email=email, **given)  # type: ignore[arg-type]  # a test's own keywords


def _people(work: WriteWork) -> Marketplace:
    nina = _record(
        Source.PEOPLE, "m-1", Origin.ENROLMENT, "Nina Okafor", NINA,
        phone="+234 803 555 0101", company="Okafor Ltd", country="Nigeria", role="provider",
        birth_date=date(1990, 5, 4), choices={"newsletter": "yes"},
        extra={"referee": "ask Tomas Reyes, +44 20 7946 0000"},
    )  # fmt: skip
    tomas = _record(Source.PEOPLE, "m-2", Origin.ENROLMENT, "Tomás Reyes", OTHER, phone="+44 20 7946 0000")
    bea = _record(Source.PEOPLE, "m-3", Origin.ENROLMENT, "Bea Lind", "bea@example.net")
    written = _record(Source.CONTACTS, "c-1", Origin.PROBLEM, "Nina Okafor", NINA)
    entered = _record(Source.CONTESTS, "e-1", Origin.CONTEST, "Nina A. Okafor", NINA.upper())
    placed = RecordsDesk(work, [nina, tomas, bea, written, entered])
    ids = [placed.place(one).person_id for one in (nina, tomas, bea, written, entered)]
    assert ids[0] == ids[3] == ids[4]
    return Marketplace(ids[0], ids[1], ids[2])


def _contacts(work: WriteWork, made: Marketplace) -> None:
    contact = Contact(
        external_id="c-1", kind=ContactKind.PROBLEM, state=ContactState.ANSWERED, person_id=made.nina,
        record_id=4, subject="Late payment",
        body="Reyes, Tomas owes me money; write to tomas.reyes@example.org or nina.okafor@example.com.",
        received_at=THEN, digest="c", version=1,
    )  # fmt: skip
    work.session.add(contact)
    work.session.flush()
    work.session.add(Answer(contact_id=contact.id, by=1, at=THEN, text="We look into it."))


def _contest(work: WriteWork, made: Marketplace) -> None:
    contest = Contest(name="Spring draw", kind=ContestKind.CONTEST)
    work.session.add(contest)
    work.session.flush()
    entry = Entry(
        external_id="e-1", contest_id=contest.id, person_id=made.nina, record_id=5, state=EntryState.ENTERED,
        answer="Blue", demographics={"age group": "30-39", "trade": "design"}, entered_at=THEN, digest="e",
    )  # fmt: skip
    work.session.add(entry)


def _posting(kind: Kind, number: str, author: str, recipient: str, texts: dict[str, str]) -> Posting:
    return Posting(
        kind=kind, external_id=number, state=State.NEW, risk=0,
        title=texts.get("title", ""), category="Design", author=author, recipient=recipient, received_at=THEN,
        posted_at=THEN, digest=number,
    )  # fmt: skip


def _postings(work: WriteWork) -> None:
    sent = [
        (
            Kind.POSTING,
            "p-1",
            "m-1",
            "",
            LOGO,
        ),
        (Kind.POSTING, "p-2", "m-2", "", {"title": "Someone else's", "body": "Not hers."}),
        (Kind.MESSAGE, "x-1", "m-1", "m-2", {"title": "Hello", "body": "Are you Bea Lind's friend?"}),
        (Kind.MESSAGE, "x-2", "m-2", "m-1", {"title": "Re: Hello", "body": "Yes I am."}),
    ]
    for kind, number, author, recipient, texts in sent:
        posting = _posting(kind, number, author, recipient, texts)
        work.session.add(posting)
        work.session.flush()
        for place, (field, text) in enumerate(texts.items()):
            work.session.add(PostingText(posting_id=posting.id, field=field, place=place, text=text))
        if number == "p-1":
            work.session.add(_decision(posting.id))
        if number == "x-2":
            work.session.add(MessageOpening(posting_id=posting.id, staff_id=1, at=THEN, reason="report"))


def _decision(posting_id: int) -> Decision:
    return Decision(
        posting_id=posting_id, batch="b", verdict=Verdict.REMOVE, reason="tos-spam", note="seen before",
        before=State.NEW, by=1, at=THEN, text_digest="t",
    )  # fmt: skip


def _share(work: WriteWork, made: Marketplace) -> None:
    vendor = Vendor(name="Mailwell", kind="email_vendor", added_at=THEN)
    work.session.add(vendor)
    work.session.flush()
    agreement = Agreement(
        vendor_id=vendor.id,
        reference="A-1",
        services=[],
        purposes=[],
        signed_on=date(2026, 1, 1),
        return_days=30,
    )
    work.session.add(agreement)
    work.session.flush()
    share = Share(
        **_whatever(Share) | {"title": "Spring mailing", "purpose": "promotion", "fields": ["email"]}
    )
    share.vendor_id, share.agreement_id = vendor.id, agreement.id
    share.executed_at, share.decided_by = THEN, 1
    work.session.add(share)
    work.session.flush()
    work.session.add(
        ShareRecord(share_id=share.id, record_id=5, person_id=made.nina, field_set=1, released=True)
    )
    work.session.add(
        ShareRecord(share_id=share.id, record_id=1, person_id=made.nina, field_set=0, released=False)
    )


def _whatever(table: type[Share]) -> dict[str, Any]:
    """Fill the columns that must not be empty and that do not matter here."""
    empty = {JSON: [], String: "", Text: "", Integer: 1, Instant: THEN, Boolean: False}
    columns = [one for one in table.__table__.columns if not (one.nullable or one.default or one.primary_key)]
    return {one.name: empty.get(type(one.type), ShareState.EXECUTED) for one in columns}


def _quarantined(work: WriteWork) -> None:
    run = IntakeRun(
        kind="people", source="f.csv", sha256="0" * 64, state=RunState.DONE, started_at=THEN, by=1
    )
    work.session.add(run)
    work.session.flush()
    for number, address in enumerate(("Nina.Okafor@Example.com", "someone@example.net")):
        row = QuarantinedRow(
            run_id=run.id, kind="people", number=number, values={"Mail": address, "Name": "N. O."},
            mapping={}, reason="It names no origin.", clause="C13", digest=str(number), at=THEN,
        )  # fmt: skip
        work.session.add(row)


@pytest.fixture
def confirmed(taken_in: Callable[..., Receipt], market: Marketplace, pia: Desk) -> int:
    """A request of Nina's, taken in with a Reply-To elsewhere, its sender confirmed."""
    request = taken_in(Reply_To="else@example.net").case
    with pia.write() as work:
        confirm_sender(work, request, market.nina, "She answered from the address on file.")
    return request
