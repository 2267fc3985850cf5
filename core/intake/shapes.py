"""What each kind of file must and may hold, and the headings that sites give to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    POSTINGS = "postings"
    MESSAGES = "messages"
    CONTACTS = "contacts"
    CONTESTS = "contests"


@dataclass(frozen=True)
class Shape:
    """The fields of one kind: those a row cannot be without, and all of them with their usual headings.

    A file without ids is taken too: a row's id is then made from its content, so that the same file twice
    stores nothing twice. `rest` names what becomes of headings that match no field: texts of a posting,
    demographic answers of an entry, further values of a person.
    """

    required: tuple[str, ...]
    headings: Mapping[str, tuple[str, ...]]
    rest: str

    @property
    def fields(self) -> tuple[str, ...]:
        """All fields of this kind."""
        return tuple(self.headings)


STANDS_FOR: Mapping[str, str] = {"origin": "role"}
"""A field that may be left out where this other one is given: a buyer's role is an origin (C13)."""

ID = ("external_id", "id", "uid", "uuid", "key", "ref", "reference", "number", "no")
NAME = ("full_name", "name", "fullname", "contact_name", "person", "customer", "member", "sender_name")
EMAIL = (
    "email",
    "e_mail",
    "mail",
    "email_address",
    "e_mail_address",
    "contact_email",
    "sender_email",
    "from",
)
PERSON: Mapping[str, tuple[str, ...]] = {
    "full_name": NAME,
    "email": EMAIL,
    "phone": ("phone", "telephone", "tel", "mobile", "phone_number"),
    "company": ("company", "organisation", "organization", "firm", "employer"),
    "country": ("country", "nation", "country_code"),
    "birth_date": ("birth_date", "date_of_birth", "dob", "birthday", "born"),
    "stated_age": ("stated_age", "age"),
    "opted_out": ("opted_out", "opt_out", "optout", "unsubscribed", "no_promotion", "do_not_mail"),
    "policy_version": ("policy_version", "privacy_policy_version"),
}
WHEN = (
    "created_at",
    "created",
    "date",
    "timestamp",
    "time",
    "received_at",
    "received",
    "sent_at",
    "submitted_at",
)
POSTING: Mapping[str, tuple[str, ...]] = {
    "external_id": ("external_id", "posting_id", "job_id", "project_id", "offer_id", "ad_id", *ID),
    "title": ("title", "headline", "job_title", "subject", "project_title"),
    "body": ("body", "description", "text", "content", "posting", "job_description", "details", "message"),
    "category": ("category", "function", "section", "type", "industry", "kind"),
    "author": ("author", "author_id", "user_id", "username", "posted_by", "poster", "member_id", "owner"),
    "posted_at": ("posted_at", "posted", "published_at", *WHEN),
}

SHAPES: Mapping[Kind, Shape] = {
    Kind.PEOPLE: Shape(
        ("full_name", "email", "origin"),
        {
            "external_id": ("external_id", "person_id", "member_id", "user_id", "customer_id", *ID),
            **PERSON,
            "origin": ("origin", "collected_through", "collected_by", "source", "collection"),
            "collected_at": (
                "collected_at",
                "registered_at",
                "enrolled_at",
                "joined_at",
                "joined",
                "registered",
                "enrolled",
                "registration_date",
                "signup_date",
                "member_since",
                *WHEN,
            ),
            "role": ("role", "account_type", "user_type", "member_type"),
        },
        "extra",
    ),
    Kind.POSTINGS: Shape(("body",), POSTING, "texts"),
    Kind.MESSAGES: Shape(
        ("body",),
        {
            **POSTING,
            "external_id": ("external_id", "message_id", *ID),
            "body": ("body", "message", "text", "content"),
            "author": ("author", "from", "sender", "sender_id", "from_id", "author_id", "user_id"),
            "recipient": ("recipient", "to", "recipient_id", "to_id", "receiver"),
        },
        "texts",
    ),
    Kind.CONTACTS: Shape(
        ("kind", "email", "body"),
        {
            "external_id": ("external_id", "contact_id", "ticket_id", "case_id", "ticket", *ID),
            "kind": ("kind", "type", "category", "reason"),
            **PERSON,
            "subject": ("subject", "title", "topic"),
            "body": ("body", "message", "text", "content", "description", "comment"),
            "received_at": WHEN,
        },
        "extra",
    ),
    Kind.CONTESTS: Shape(
        ("contest", "email"),
        {
            "external_id": ("external_id", "entry_id", *ID),
            "contest": ("contest", "contest_name", "promotion", "campaign", "giveaway", "offer", "survey"),
            "kind": ("kind", "type", "contest_kind"),
            **PERSON,
            "answer": ("answer", "entry", "text", "comment"),
            "entered_at": ("entered_at", "entered", *WHEN),
        },
        "demographics",
    ),
}
