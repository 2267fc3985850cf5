"""A desk with people of every origin, taken in as a site's files would bring them."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from core.desk import Desk
from core.intake.runs import open_file, take_in_file
from core.intake.shapes import Kind

SignIn = Callable[[str], Desk]
POLICY = "offshorexperts-2012-12"

PEOPLE = [
    {"id": "u1", "name": "Ines Farkas", "email": "ines@example.org", "role": "buyer", "country": "Portugal"},
    {"id": "u2", "name": "Wei 王", "email": "wei@example.net", "role": "provider", "country": "Kenya"},
    {"id": "u3", "name": "=Bo Tables", "email": "bo@example.com", "role": "buyer", "country": "Peru"},
]
CONTACTS = [
    {
        "id": "c1",
        "kind": "problem",
        "name": "Nina Okafor",
        "email": "nina@example.com",
        "subject": "Lost",
        "body": "I lost it.",
    },
    {
        "id": "c2",
        "kind": "request",
        "name": "Tomas Reyes",
        "email": "tomas@example.org",
        "subject": "How",
        "body": "How so?",
    },
]
ENTRIES = [
    {"entry_id": "e1", "contest": "Desk", "name": "Ana Luz", "email": "ana@example.com", "opted_out": ""},
    {"entry_id": "e2", "contest": "Desk", "name": "Ole Berg", "email": "ole@example.com", "opted_out": "yes"},
]
POSTINGS = [
    {"id": f"p{n}", "title": f"Logo {n}", "body": f"A logo for shop {n}", "author": f"u{n}"}
    for n in range(1, 8)
]
MESSAGES = [{"id": "m1", "body": "the secret is beetroot", "from": "u1", "to": "u2"}]


def write_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def take_in(desk: Desk, file: Path, kind: Kind) -> None:
    """Take a file in as collected under the shipped policy."""
    _, mapping = open_file(file, kind)
    take_in_file(desk, file, kind, mapping.with_constants({"policy_version": POLICY}))


@pytest.fixture
def marketplace(signed_in: SignIn, tmp_path: Path) -> Desk:
    """The lead's desk, filled."""
    leo = signed_in("leo")
    for kind, rows in {
        Kind.PEOPLE: PEOPLE,
        Kind.CONTACTS: CONTACTS,
        Kind.CONTESTS: ENTRIES,
        Kind.POSTINGS: POSTINGS,
        Kind.MESSAGES: MESSAGES,
    }.items():
        take_in(leo, write_csv(tmp_path / f"{kind.value}.csv", rows), kind)
    return leo


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder to export into."""
    folder = tmp_path / "out"
    folder.mkdir()
    return folder
