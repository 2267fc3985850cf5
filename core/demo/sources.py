"""The files that the invented marketplace would hand over, as rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.demo.invention import Invented, Inventor, words

MESSAGE_SHARE = 0.1
"""Messages for each posting."""

OPTED_OUT = 0.06
TOLD_TWICE = 0.5


def people_rows(inventor: Inventor, people: list[Invented], day: datetime) -> Iterator[dict[str, str]]:
    """Return the enrolment file: providers and buyers (C13)."""
    for one in people:
        joined = day - timedelta(days=inventor.dice.randrange(20, 900))
        yield {
            "member_id": one.user,
            "name": one.name,
            "email": one.email,
            "role": one.role,
            "company": one.company,
            "country": one.country,
            "phone": one.phone,
            "joined_at": joined.isoformat(timespec="seconds"),
            "opted_out": "yes" if inventor.dice.random() < OPTED_OUT else "no",
        }


def posting_rows(
    inventor: Inventor, people: list[Invented], first: int, many: int, day: datetime
) -> Iterator[dict[str, str]]:
    """Return a day's postings."""
    for number in range(first, first + many):
        author = inventor.one_of(people)
        at = day - timedelta(seconds=inventor.dice.randrange(1, 30_000))
        yield {
            "posting_id": f"P{number:06d}",
            **inventor.posting(),
            "author": author.user,
            "posted_at": at.isoformat(timespec="seconds"),
        }


def message_rows(
    inventor: Inventor, people: list[Invented], first: int, many: int, day: datetime
) -> Iterator[dict[str, str]]:
    """Return a day's private messages."""
    for number in range(first, first + many):
        sender, receiver = inventor.dice.sample(people, 2)
        at = day - timedelta(seconds=inventor.dice.randrange(1, 30_000))
        yield {
            "message_id": f"M{number:06d}",
            **inventor.text("messages", "title"),
            "from": sender.user,
            "to": receiver.user,
            "posted_at": at.isoformat(timespec="seconds"),
        }


def contact_rows(inventor: Inventor, writers: list[Invented], day: datetime) -> Iterator[dict[str, str]]:
    """Return problems, comments and requests, some from people who never enrolled (C16)."""
    for place, one in enumerate(writers):
        kind = ("problem", "comment", "request")[place % 3]
        at = day - timedelta(hours=inventor.dice.randrange(1, 24 * 12))
        yield {
            "ticket_id": f"T{place + 1:05d}",
            "kind": kind,
            "name": one.name,
            "email": one.email,
            **inventor.text(kind, "subject"),
            "received_at": at.isoformat(timespec="seconds"),
        }


def complaint_row(one: Invented, other: Invented, place: int, day: datetime) -> dict[str, str]:
    """Return a problem that names another member, so that an answer to its writer holds another's data."""
    body = (
        f"{other.name} took my finished work and has not paid. I wrote to {other.email} twice and left "
        f"a message at {other.phone}. Please help me to get my money."
    )
    at = day - timedelta(days=3)
    return {
        "ticket_id": f"T{place:05d}",
        "kind": "problem",
        "name": one.name,
        "email": one.email,
        "subject": "Not paid for a finished job",
        "body": body,
        "received_at": at.isoformat(timespec="seconds"),
    }


def entry_rows(inventor: Inventor, entrants: list[Invented], day: datetime) -> Iterator[dict[str, str]]:
    """Return contest entries (C19)."""
    for place, one in enumerate(entrants):
        contest = inventor.one_of(words()["contests"])
        at = day - timedelta(hours=inventor.dice.randrange(1, 24 * 40))
        yield {
            "entry_id": f"E{place + 1:05d}",
            "contest": contest["name"],
            "kind": contest["kind"],
            "name": one.name,
            "email": one.email,
            "answer": inventor.one_of(words()["answers"]["contest"]),
            "industry": inventor.one_of(words()["answers"]["industry"]),
            "household": inventor.one_of(words()["answers"]["household"]),
            "age": "",
            "entered_at": at.isoformat(timespec="seconds"),
        }


def children_rows(children: list[Invented], day: datetime) -> Iterator[dict[str, str]]:
    """Return later entries of people on file that state an age under 13 (C24)."""
    contest = words()["contests"][0]
    for place, one in enumerate(children):
        yield {
            "entry_id": f"K{place + 1:05d}",
            "contest": contest["name"],
            "kind": contest["kind"],
            "name": one.name,
            "email": one.email,
            "answer": words()["answers"]["contest"][1],
            "age": str(10 + place % 3),
            "entered_at": day.isoformat(timespec="seconds"),
        }
