"""What the site hears of corrections and erasures, and how long the feed holds what it told (C26)."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import NoResultFound

from core.audit.log import record
from core.desk import Desk
from core.feed.tables import FeedItem, RecordKind
from core.feed.telling import SiteRecord, tell_correction, tell_erasure
from core.people.actions import opt_out, opt_out_address
from core.people.suppression import fingerprints
from core.people.tables import PersonRecord
from tests.core.feed.conftest import finish, page, told

ADDRESS = "nina.okafor@example.org"


@pytest.fixture
def record_of_nina(nina: int, lead: Desk) -> SiteRecord:
    with lead.read() as work:
        one = work.session.scalars(select(PersonRecord).where(PersonRecord.person_id == nina)).one()
        return SiteRecord(RecordKind(one.source), one.external_id, one.id, nina)


def correct(desk: Desk, about: SiteRecord, **corrected: str) -> None:
    """Correct a record as a verb does: the change, what the site is told, and the log, in one commit."""
    with desk.write() as work:
        one = work.session.get_one(PersonRecord, about.record_id)
        for name, value in corrected.items():
            setattr(one, name, value)
        tell_correction(work, about, corrected)
        record(work, "test:person:corrected", ("person", one.person_id))


def erase(desk: Desk, about: SiteRecord) -> None:
    with desk.write() as work:
        work.session.delete(work.session.get_one(PersonRecord, about.record_id))
        tell_erasure(work, [about])
        record(work, "test:person:erased", ("person", about.person_id or 0))


def erase_after_telling(desk: Desk, about: SiteRecord) -> None:
    """Fail after the site was told: no such record is there."""
    with desk.write() as work:
        tell_erasure(work, [about])
        work.session.get_one(PersonRecord, about.record_id)


def everything_stored(desk: Desk) -> str:
    with desk.read() as work:
        return "\n".join(str(vars(one)) for one in work.session.scalars(select(FeedItem)))


def test_a_correction_tells_the_new_values_by_their_fields(
    record_of_nina: SiteRecord, officer: Desk, site: Desk
) -> None:
    correct(officer, record_of_nina, email=ADDRESS, phone="")
    (row,) = page(site).rows
    assert (row.kind, row.record, row.external_id, row.clause) == ("correct", "people", "m-1", "C26")
    assert row.values == {"email": ADDRESS, "phone": ""}


def test_a_later_correction_suffices_and_the_earlier_is_emptied(
    record_of_nina: SiteRecord, officer: Desk, site: Desk
) -> None:
    correct(officer, record_of_nina, email="nina@example.net", phone="+234 803 555 0102")
    correct(officer, record_of_nina, email=ADDRESS, company="Okafor and Sons")
    first, second = page(site).rows
    assert (first.values, first.cleared, first.external_id) == ({}, True, "m-1")
    assert second.values == {"email": ADDRESS, "phone": "+234 803 555 0102", "company": "Okafor and Sons"}


def test_what_was_acknowledged_is_not_told_again_with_a_later_correction(
    record_of_nina: SiteRecord, officer: Desk, site: Desk
) -> None:
    correct(officer, record_of_nina, phone="+234 803 555 0102")
    finish(site)
    correct(officer, record_of_nina, email=ADDRESS)
    (row,) = page(site).rows
    assert row.values == {"email": ADDRESS}


def test_corrected_values_leave_the_feed_once_acknowledged(
    record_of_nina: SiteRecord, officer: Desk, site: Desk
) -> None:
    correct(officer, record_of_nina, email=ADDRESS)
    assert ADDRESS in everything_stored(site)
    finish(site)
    assert ADDRESS not in everything_stored(site)
    (row,) = page(site, "start").rows
    assert (row.kind, row.external_id, row.values, row.cleared) == ("correct", "m-1", {}, True)


def test_an_erasure_empties_all_that_the_feed_told_of_the_record_before(
    record_of_nina: SiteRecord, nina: int, officer: Desk, site: Desk
) -> None:
    with officer.write() as work:
        opt_out(work, nina)
    correct(officer, record_of_nina, email=ADDRESS)
    before = [one.id for one in page(site, "start").rows]
    erase(officer, record_of_nina)
    rows = page(site).rows
    assert [one.id for one in rows[:2]] == before, "they stay in their place"
    assert [(one.external_id, one.values, one.cleared) for one in rows[:2]] == [("", {}, True)] * 2
    assert told(site)[-1] == ("erase", "people", "m-1")
    assert ADDRESS not in everything_stored(site)


def test_an_erased_record_s_id_stays_only_until_the_site_has_erased_it(
    record_of_nina: SiteRecord, officer: Desk, site: Desk
) -> None:
    erase(officer, record_of_nina)
    assert told(site) == [("erase", "people", "m-1")]
    finish(site)
    assert told(site) == [("erase", "people", "")]
    assert "m-1" not in everything_stored(site)


def test_an_opted_out_address_is_erased_by_its_fingerprint_and_cleared_once_acknowledged(
    officer: Desk, site: Desk
) -> None:
    with officer.write() as work:
        opt_out_address(work, ADDRESS)
    with officer.write() as work:
        (digest,) = fingerprints(work, [ADDRESS])
        tell_erasure(work, [SiteRecord(RecordKind.ADDRESS, address=ADDRESS, digest=digest)])
        record(work, "test:address:erased", ("person", 0))
    assert [(one.kind, one.address, one.cleared) for one in page(site).rows] == [
        ("opt_out", "", True), ("erase", ADDRESS, False),
    ]  # fmt: skip
    finish(site)
    assert ADDRESS not in everything_stored(site)


def test_nothing_is_told_when_the_verb_fails(record_of_nina: SiteRecord, officer: Desk, site: Desk) -> None:
    gone = replace(record_of_nina, record_id=99)
    with pytest.raises(NoResultFound):
        erase_after_telling(officer, gone)
    assert told(site) == []


def test_erasing_many_records_of_one_person_takes_them_all(officer: Desk, site: Desk) -> None:
    about = [SiteRecord(RecordKind.POSTINGS, f"p-{n}", n) for n in range(1, 1_203)]
    with officer.write() as work:
        tell_correction(work, about[-1], {"title": "Anew"})
        tell_erasure(work, about)
        record(work, "test:person:erased", ("person", 0))
    rows = page(site, limit=2_000).rows
    assert [one.cleared for one in rows[:2]] == [True, False]
    assert [one.external_id for one in rows[1:]] == [f"p-{n}" for n in range(1, 1_203)]
