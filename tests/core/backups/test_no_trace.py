"""What was erased stands in no page of the store, of its write-ahead log, or of a backup made since.

REMIT_ERASED sets how many texts are tried (60 unless told).
"""

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.backups.archive import unpack
from core.backups.making import back_up
from core.db.search import match
from core.desk import Desk
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Person, Source
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind, Posting
from core.progress import Progress
from core.requests.actions import confirm_sender
from core.requests.arrival import receive
from core.requests.erasing import erase, rehearse
from tests.core.backups.decrypted import pages_of, pages_of_wal
from tests.core.postings.arriving import incoming
from tests.core.requests.conftest import POLICY, mail

TEXTS = int(os.environ.get("REMIT_ERASED", "60"))
WHO = "wanda.quill@example.net"

pytestmark = pytest.mark.embedded  # a server looks after its own pages


def words(number: int) -> str:
    return f"zq{number:05d}xw"


def taken_in(desk: Desk) -> int:
    """Take in a person and their postings, with somebody else's between; returns whose they are."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    given = IncomingRecord(
        Source.PEOPLE, "w-1", Origin.ENROLMENT, POLICY, full_name="Wanda Quill", email=WHO, collected_at=at,
        digest="w-1",
    )  # fmt: skip
    with desk.write() as work:
        RecordsDesk(work, [given]).place(given)
        person = work.session.scalars(select(Person.id)).one()
        record(work, "test:person:taken-in", ("person", person))
    for start in range(0, TEXTS, 200):
        batch = []
        for number in range(start, min(start + 200, TEXTS)):
            text = f"Please call about {words(number)} today"
            batch.append(incoming(f"w-{number}", text, author="w-1"))
            batch.append(incoming(f"o-{number}", f"Another offer, {number}", author="m-9"))
        with desk.write() as work:
            take_in(work, Kind.POSTING, batch, live_screener())
    return person


def traces(pages: Iterable[bytes]) -> int:
    """Count the erased texts that stand in these pages, as written or as the search index folds them."""
    whole = b"\n".join(pages).lower()
    needles = [words(number) for number in range(TEXTS)] + ["wanda", "quill"]
    return sum(one.encode() in whole for one in needles)


@pytest.fixture
def erased(signed_in: Callable[[str], Desk]) -> Desk:
    pia, leo = signed_in("pia"), signed_in("leo")
    person = taken_in(leo)
    assert traces(
        [*pages_of(pia.folder.store, pia.opened.key), *pages_of_wal(pia.folder.store, pia.opened.key)]
    )
    with pia.write() as work:
        case = receive(work, mail(sender=f"Wanda Quill <{WHO}>", body="Erase me.")).case
        confirm_sender(work, case, person, "She called.")
        erase(work, case, rehearse(work, case).rows)
    return pia


def test_no_erased_text_stands_in_any_decrypted_page(
    erased: Desk, signed_in: Callable[[str], Desk], tmp_path: Path
) -> None:
    store, key = erased.folder.store, erased.opened.key
    assert traces(pages_of(store, key)) == 0
    assert traces(pages_of_wal(store, key)) == 0

    with erased.read() as work:
        assert work.session.scalars(select(Posting.id).where(match(words(1), Posting.id))).all() == []
    (tmp_path / "out").mkdir()
    unpack(back_up(signed_in("ada"), tmp_path / "one.remit-backup").path, tmp_path / "out", Progress())
    assert traces(pages_of(tmp_path / "out" / "desk.db", key)) == 0
