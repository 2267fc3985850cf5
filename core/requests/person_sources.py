"""What stands on file about the person: their records by origin, addresses, opt-outs and choices."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.people.queries import addresses_of
from core.people.tables import OptOut, Person, PersonRecord
from core.people.tables import Source as File
from core.requests.source import Column, Gather, Row, Source, Subject, lines, moment
from core.sheets.plan import Kind

RECORD_COLUMNS = (
    Column("Number", "The site's own number for this record.", "user.unique_id"),
    Column("Origin", "On which occasion you gave it."),
    moment("Given at", "When you gave it.", "user.account.collection"),
    Column("Policy version", "The privacy policy in force then."),
    Column("Name", "Your name as you gave it.", "user.name"),
    Column("E-mail", "Your address as you gave it.", "user.contact.email"),
    Column("Telephone", "Your number as you gave it.", "user.contact.phone_number"),
    Column("Company", "The company you named.", "user.contact.organization", free=True),
    Column("Country", "The country you named.", "user.contact.address.country"),
    Column("Role", "What you are on the site.", "user.account"),
    Column("Date of birth", "As you gave it.", "user.demographic.date_of_birth", Kind.date),
    Column("Stated age", "In years, as you gave it.", "user.demographic.age_range", Kind.number),
    Column("Choices", "What you chose then.", "user.preferences", free=True),
    Column("Other details", "Whatever else you gave with it.", "user.account", free=True),
)


def person_row(work: Work, subject: Subject) -> Iterator[Row]:
    """Read the person's own entry: one row."""
    person = work.session.get_one(Person, subject.person_id)
    yield person.created_at, person.opted_out_at, person.under_13


def records(file: File) -> Gather:
    """Make the search of the records that came with one of the site's files."""

    def gather(work: Work, subject: Subject) -> Iterator[Row]:
        where = (PersonRecord.person_id == subject.person_id, PersonRecord.source == file)
        for one in work.session.scalars(select(PersonRecord).where(*where).order_by(PersonRecord.id)):
            yield _record_row(one)

    return gather


def addresses(work: Work, subject: Subject) -> Iterable[Row]:
    """Read the distinct addresses on file, the one that letters go to first."""
    return [(address,) for address in addresses_of(work, subject.person_id)]


def choices(work: Work, subject: Subject) -> Iterator[Row]:
    """Read opt-outs as they were heard, then the choices made at each collection."""
    outs = select(OptOut).where(OptOut.person_id == subject.person_id).order_by(OptOut.id)
    for out in work.session.scalars(outs):
        said = "Opted out of promotion" if out.opted_out else "Opt-out taken back"
        yield out.at, said, f"heard through: {out.heard_through}"
    made = select(PersonRecord).where(PersonRecord.person_id == subject.person_id).order_by(PersonRecord.id)
    for record in work.session.scalars(made):
        for name, value in record.choices.items():
            yield record.collected_at, f"{name}: {value}", f"chosen at: {record.origin.value}"


def _record_row(one: PersonRecord) -> Row:
    return (
        one.external_id, one.origin.value, one.collected_at, one.policy_version, one.full_name, one.email,
        one.phone, one.company, one.country, one.role, one.birth_date, one.stated_age, lines(one.choices),
        lines(one.extra),
    )  # fmt: skip


PERSON_SOURCES = (
    Source(
        "person",
        "Your entry",
        "That you are on file, since when, and what is noted on the whole of it.",
        (
            moment("On file since", "When this site's desk first had you on file."),
            moment("Opted out at", "When you opted out of promotion, if you did.", "user.preferences"),
            Column("Under 13", "Whether a record shows an age under 13.", "user.demographic.age_range"),
        ),
        person_row,
        ("person",),
    ),
    Source(
        "people",
        "Enrolment and files",
        "What you gave when you became a provider or buyer.",
        RECORD_COLUMNS,
        records(File.PEOPLE),
        ("person_record",),
    ),
    Source(
        "contact_origins",
        "Details given when writing",
        "Contact details that came with a problem, comment or request.",
        RECORD_COLUMNS,
        records(File.CONTACTS),
        ("person_record",),
    ),
    Source(
        "contest_origins",
        "Details given in contests",
        "Contact details that came with an entry.",
        RECORD_COLUMNS,
        records(File.CONTESTS),
        ("person_record",),
    ),
    Source(
        "addresses",
        "Addresses",
        "Every e-mail address on file for you.",
        (Column("E-mail", "An address on file.", "user.contact.email"),),
        addresses,
        ("person_record",),
    ),
    Source(
        "choices",
        "Opt-outs and choices",
        "What you chose, and when.",
        (
            moment("At", "When you chose, or when the site heard of it.", "user.preferences"),
            Column("Choice", "What you chose.", "user.preferences", free=True),
            Column("How", "How the site learned of it."),
        ),
        choices,
        ("opt_out", "person_record"),
    ),
)
