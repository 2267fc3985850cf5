"""A share from proposal to the file that left, at the window, by three people."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from core.errors import NotAllowed
from core.people.tables import Origin, Person
from core.people.tables import PersonRecord as Record
from core.shares.actions import approve_share
from core.shares.tables import Share, ShareState
from core.sheets.verification import verify
from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.robots import Person as Somebody

pytestmark = pytest.mark.window
TITLE = "Autumn letter"


def share_state(person: Somebody) -> ShareState | None:
    with person.desk.read() as work:
        return work.session.scalar(select(Share.state).where(Share.title == TITLE))


def share_id(person: Somebody) -> int:
    with person.desk.read() as work:
        return work.session.scalars(select(Share.id).where(Share.title == TITLE)).one()


def may_receive_promotion(person: Somebody) -> set[str]:
    """Say, from the rows alone, whose address may go: a promotional origin, not opted out, not a child."""
    allowed = select(Record.email).join(Person, Person.id == Record.person_id)
    promotional = (Origin.CONTEST, Origin.SURVEY, Origin.SPECIAL_OFFER)
    where = (Record.origin.in_(promotional), Person.opted_out_at.is_(None), Person.under_13.is_(False))
    with person.desk.read() as work:
        return {address.casefold() for address in work.session.scalars(allowed.where(*where))}


def propose(person: Somebody) -> None:
    person.go_to("shares")
    person.press("P")
    person.type_into("share-title", TITLE)
    person.choose("share-vendor", "Postwing Mail")
    person.choose("share-purpose", "Send product information")
    person.click("share-proposal-main")
    person.until(lambda: share_state(person) is ShareState.SUBMITTED)


def open_share(person: Somebody) -> None:
    person.go_to("shares")
    rows, proposed = person.page.model, share_id(person)
    person.until(lambda: rows.complete and rows.row_of(proposed) is not None)
    person.choose_row(rows.row_of(proposed) or 0)
    person.until(lambda: person.page.table.current_id() == proposed)


def test_a_share_is_proposed_judged_approved_by_another_and_let_out_once(person: Somebody) -> None:
    person.sign_in("leo", DEMO_PASSPHRASE)
    propose(person)
    with pytest.raises(NotAllowed), person.desk.write() as work:
        approve_share(work, share_id(person))
    person.leave()

    person.sign_in("pia", DEMO_PASSPHRASE)
    open_share(person)
    for clause in ("C20", "C16", "C13", "C24"):
        person.wait_to_read(clause)
    person.offered("share-approve")
    person.press("A")
    person.until(lambda: share_state(person) is ShareState.APPROVED)
    expected = may_receive_promotion(person)
    person.offered("share-execute")
    person.press("E")
    person.dialog()
    person.press("Ctrl+Return")
    person.until(lambda: share_state(person) is ShareState.EXECUTED)

    person.until(lambda: any(person.desk.folder.outbox.rglob("*.xlsx")))  # it lands once the step is on file
    workbook = next(person.desk.folder.outbox.rglob("*.xlsx"))
    assert addresses_in(workbook) == expected
    assert verify(workbook).ok
    one_byte_changed(workbook)
    assert not verify(workbook).ok


def test_an_officer_may_not_approve_what_they_proposed(person: Somebody) -> None:
    person.sign_in("pia", DEMO_PASSPHRASE)
    propose(person)
    open_share(person)
    person.wait_to_read("another")
    person.press("A")
    assert share_state(person) is ShareState.SUBMITTED
    with pytest.raises(NotAllowed, match="another"), person.desk.write() as work:
        approve_share(work, share_id(person))


def addresses_in(workbook: Path) -> set[str]:
    found = load_workbook(workbook, read_only=False)
    cells = (cell.value for sheet in found for row in sheet.iter_rows() for cell in row)
    return {str(one).casefold() for one in cells if "@" in str(one)}


def one_byte_changed(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
