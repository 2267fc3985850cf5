"""What the person wrote or sent: contact records, entries, postings, messages, and what was answered."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, or_, select

from core.contacts.tables import Answer, Contact
from core.contests.tables import Contest, Entry
from core.db.unit_of_work import Work
from core.postings.tables import Decision, MessageOpening, Posting, PostingText
from core.postings.tables import Kind as PostingKind
from core.requests.source import Column, Gather, Row, Source, Subject, moment

PRIVATE = "user.content.private"
PUBLIC = "user.content.public"
MEMBER, WORDS = "another member's number", "another person's words"


def contacts(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the problems, comments and requests the person sent."""
    where = Contact.person_id == subject.person_id
    for one in work.session.scalars(select(Contact).where(where).order_by(Contact.received_at, Contact.id)):
        yield one.external_id, one.kind.value, one.state.value, one.received_at, one.subject, one.body


def answers(work: Work, subject: Subject) -> Iterator[Row]:
    """Read what the site answered to them."""
    query = select(Contact.external_id, Answer.at, Answer.text).join(Contact, Contact.id == Answer.contact_id)
    where = Contact.person_id == subject.person_id
    yield from map(tuple, work.session.execute(query.where(where).order_by(Answer.at, Answer.id)))


def entries(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the person's entries in contests, surveys and special offers."""
    query = select(Entry, Contest.name, Contest.kind).join(Contest, Contest.id == Entry.contest_id)
    where = Entry.person_id == subject.person_id
    for one, contest, kind in work.session.execute(query.where(where).order_by(Entry.entered_at, Entry.id)):
        yield one.external_id, contest, kind.value, one.entered_at, one.state.value, one.answer


def demographics(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the demographic answers given with those entries, one a row (C19)."""
    query = select(Entry, Contest.name).join(Contest, Contest.id == Entry.contest_id)
    where = Entry.person_id == subject.person_id
    for one, contest in work.session.execute(query.where(where).order_by(Entry.entered_at, Entry.id)):
        for question, answer in one.demographics.items():
            yield contest, one.entered_at, question, answer


def written(kind: PostingKind) -> Gather:
    """Make the search of what the person posted, or sent to another person."""

    def gather(work: Work, subject: Subject) -> Iterator[Row]:
        for one, texts in _with_texts(work, (Posting.kind == kind) & by_the_person(subject)):
            title, body, rest = _parts(one, texts)
            row = (one.external_id, one.posted_at, one.received_at, one.state.value, one.category)
            yield *row, title, body, rest, *([one.recipient] if kind is PostingKind.MESSAGE else [])

    return gather


def received_messages(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the messages that others sent to the person."""
    for one, texts in _with_texts(work, _to_the_person(subject)):
        title, body, rest = _parts(one, texts)
        whole = "\n\n".join(part for part in (title, body, rest) if part)
        yield one.external_id, one.posted_at, one.received_at, one.author, whole


def decisions(work: Work, subject: Subject) -> Iterator[Row]:
    """Read what the site decided on the person's postings and messages."""
    query = select(Posting.external_id, Decision).join(Decision, Decision.posting_id == Posting.id)
    for number, one in work.session.execute(query.where(by_the_person(subject)).order_by(Decision.id)):
        yield number, one.at, one.verdict.value, one.reason, one.undone_at


def openings(work: Work, subject: Subject) -> Iterator[Row]:
    """Read when staff opened a private message from or to the person (C23)."""
    query = select(Posting.external_id, MessageOpening.at)
    joined = query.join(MessageOpening, MessageOpening.posting_id == Posting.id)
    either = or_(by_the_person(subject), _to_the_person(subject))
    yield from map(tuple, work.session.execute(joined.where(either).order_by(MessageOpening.id)))


def by_the_person(subject: Subject) -> ColumnElement[bool]:
    """Say in SQL that a posting is by the person: linked to them, or by one of their ids at the site.

    One that names only an address which somebody else has on file too is left out, whoever it is linked to;
    so is one linked to somebody else, whose address came to the person only later.
    """
    linked = (Posting.person_id == subject.person_id) & ~at_shared_address(subject)
    return or_(linked, Posting.author.in_(subject.ids) & ~_another_s(subject))


def _another_s(subject: Subject) -> ColumnElement[bool]:
    return Posting.person_id.is_not(None) & (Posting.person_id != subject.person_id)


def at_shared_address(subject: Subject) -> ColumnElement[bool]:
    """Say in SQL that a posting's author is an address of the person that others have on file too."""
    return Posting.author.in_(subject.spelled)


def to_shared_address(subject: Subject) -> ColumnElement[bool]:
    """Say in SQL that a message went to an address of the person that others have on file too."""
    return (Posting.kind == PostingKind.MESSAGE) & Posting.recipient.in_(subject.spelled)


def _to_the_person(subject: Subject) -> ColumnElement[bool]:
    return (Posting.kind == PostingKind.MESSAGE) & Posting.recipient.in_(subject.ids)


def _with_texts(work: Work, where: ColumnElement[bool]) -> Iterator[tuple[Posting, dict[str, str]]]:
    texts: dict[int, dict[str, str]] = {}
    parts = select(PostingText).join(Posting, Posting.id == PostingText.posting_id).where(where)
    for part in work.session.scalars(parts.order_by(PostingText.posting_id, PostingText.place)):
        texts.setdefault(part.posting_id, {})[part.field] = part.text
    for posting in work.session.scalars(select(Posting).where(where).order_by(Posting.id)):
        yield posting, texts.get(posting.id, {})


def _parts(posting: Posting, texts: dict[str, str]) -> tuple[str, str, str]:
    rest = {field: text for field, text in texts.items() if field not in {"title", "body"}}
    others = "\n\n".join(f"{field}: {text}" for field, text in rest.items())
    return texts.get("title", posting.title), texts.get("body", ""), others


NUMBER = Column("Number", "The site's own number for it.", "user.unique_id")
POSTED = (
    NUMBER,
    moment("Posted at", "When you sent it, as the site's file says.", PUBLIC),
    moment("Received at", "When it reached this desk."),
    Column("State", "Whether it waits, was approved, removed, escalated or set aside."),
    Column("Category", "The category you chose.", PUBLIC, free=True),
    Column("Title", "Its title as you wrote it.", PUBLIC, free=True),
    Column("Text", "Its text as you wrote it.", PRIVATE, free=True),
    Column("Other parts", "Every further part of it, under its heading.", PRIVATE, free=True),
)
CONTENT_SOURCES = (
    Source(
        "contacts",
        "Problems, comments, requests",
        "What you wrote to the site.",
        (
            NUMBER,
            Column("Kind", "A problem, a comment or a request."),
            Column("State", "Open, answered or closed."),
            moment("Received at", "When it reached the site."),
            Column("Subject", "Its subject as you wrote it.", PRIVATE, free=True),
            Column("Text", "Its text as you wrote it.", PRIVATE, free=True),
        ),
        contacts,
        ("contact",),
    ),
    Source(
        "answers",
        "Answers",
        "What the site answered you.",
        (
            Column("To number", "Which of your contact records it answers.", "user.unique_id"),
            moment("At", "When it was written."),
            Column("Text", "The answer as written.", PRIVATE, free=True),
        ),
        answers,
        ("contact_answer",),
    ),
    Source(
        "entries",
        "Contest entries",
        "Your entries in contests, surveys and special offers.",
        (
            NUMBER,
            Column("Contest", "What you entered.", free=True),
            Column("Kind", "A contest, a survey or a special offer."),
            moment("Entered at", "When you entered.", "user.account.collection"),
            Column("State", "Entered, drawn as a winner, or told so."),
            Column("Answer", "Your answer as you gave it.", PRIVATE, free=True),
        ),
        entries,
        ("contest_entry",),
    ),
    Source(
        "demographics",
        "Demographic answers",
        "What you told about yourself in contests and surveys.",
        (
            Column("Contest", "Where you told it.", free=True),
            moment("Entered at", "When you told it.", "user.account.collection"),
            Column("Question", "What was asked.", "user.demographic"),
            Column("Answer", "What you answered.", "user.demographic", free=True),
        ),
        demographics,
        ("contest_entry",),
    ),
    Source(
        "postings",
        "Postings",
        "What you posted for all to see.",
        POSTED,
        written(PostingKind.POSTING),
        ("posting", "posting_text"),
    ),
    Source(
        "messages_sent",
        "Messages you sent",
        "What you wrote to other members.",
        (*POSTED, Column("To", "The member you wrote to.", "user.unique_id", by_others=MEMBER)),
        written(PostingKind.MESSAGE),
        ("posting", "posting_text"),
    ),
    Source(
        "messages_received",
        "Messages to you",
        "What other members wrote to you; their words and numbers are theirs.",
        (
            NUMBER,
            moment("Sent at", "When it was sent, as the site's file says.", PUBLIC),
            moment("Received at", "When it reached this desk."),
            Column("From", "The member who wrote it.", "user.unique_id", by_others=MEMBER),
            Column("Text", "What they wrote.", PRIVATE, by_others=WORDS),
        ),
        received_messages,
        ("posting", "posting_text"),
    ),
    Source(
        "decisions",
        "Decisions on postings",
        "What the site decided on what you posted.",
        (
            Column("Posting", "The number of the posting or message.", "user.unique_id"),
            moment("At", "When it was decided."),
            Column("Decision", "Approved, removed or escalated."),
            Column("Reason", "The code of the reason."),
            moment("Taken back at", "When the decision was undone; empty if it stands."),
        ),
        decisions,
        ("posting_decision",),
    ),
    Source(
        "openings",
        "Messages opened by staff",
        "When staff opened a private message from you or to you.",
        (Column("Message", "Its number.", "user.unique_id"), moment("At", "When it was opened.")),
        openings,
        ("message_opening",),
    ),
)
