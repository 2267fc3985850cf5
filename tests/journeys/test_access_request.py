"""An access request from the message to the letter, at the window (C25)."""

from email import message_from_bytes, policy
from io import BytesIO

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLineEdit
from sqlalchemy import select

from core.audit.log import record
from core.audit.verification import verify_log
from core.mail.tables import Letter
from core.people.queries import addresses_of, values_of
from core.requests.tables import AccessRequest, RequestState
from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.robots import Person

pytestmark = pytest.mark.window


def request(person: Person) -> AccessRequest | None:
    with person.desk.read() as work:
        found = work.session.scalar(select(AccessRequest))
        if found is not None:
            work.session.refresh(found)
            work.session.expunge(found)
        return found


def state(person: Person) -> RequestState | None:
    found = request(person)
    return found.state if found else None


def take_in_mail(person: Person) -> None:
    person.go_to("requests")
    person.click("request-take-in")
    dialog = person.find(QFileDialog, "request-mail-files")
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert field is not None
    mail = person.desk.folder.path.with_name("desk-mail") / "request-1.eml"
    field.setText(str(mail))
    person.until(field.hasFocus)
    person.press("Return")
    person.until(lambda: state(person) is not None)


def test_a_request_is_matched_searched_reviewed_and_answered_to_the_address_on_file(person: Person) -> None:
    person.sign_in("pia", DEMO_PASSPHRASE)
    take_in_mail(person)
    person.choose_row()
    person.offered("request-confirm")
    person.press("C")
    person.dialog()
    person.type_into("confirm-how", "name and address are those on file")
    person.press("Ctrl+Return")
    person.until(lambda: state(person) is RequestState.COLLECTING)
    person.offered("request-collect")
    person.press("L")
    person.until(lambda: state(person) is RequestState.REVIEW)
    settle_findings(person)
    person.offered("request-review")
    person.press("M")
    person.offered("request-release")
    person.press("R")
    person.dialog()
    person.press("Ctrl+Return")
    person.until(lambda: state(person) is RequestState.RELEASED)
    person.until(lambda: list(person.desk.folder.outbox.glob("*.eml")))
    the_letter_goes_to_the_address_on_file(person)
    the_workbook_holds_what_is_on_file(person)
    the_log_names_an_entry_changed_behind_its_back(person)


def settle_findings(person: Person) -> None:
    """Mask what is other people's, where anything was found."""
    steps = {one.objectName(): one for one in person.page.actions()}
    waits, ready = steps["request-mask-all"], steps["request-review"]
    person.until(lambda: waits.isEnabled() or ready.isEnabled())
    if waits.isEnabled():
        person.press("A")


def the_letter_goes_to_the_address_on_file(person: Person) -> None:
    asked = request(person)
    assert asked is not None
    assert asked.person_id is not None
    assert asked.reply_to == "collector@elsewhere.example.net"
    (file,) = person.desk.folder.outbox.glob("*.eml")
    letter = message_from_bytes(file.read_bytes(), policy=policy.default)
    with person.desk.read() as work:
        assert str(letter["To"]) in addresses_of(work, asked.person_id)
    assert "elsewhere" not in str(letter["To"]) + str(letter["Cc"]) + str(letter["Reply-To"])


def the_workbook_holds_what_is_on_file(person: Person) -> None:
    asked = request(person)
    assert asked is not None
    assert asked.person_id is not None
    with person.desk.read() as work:
        letter = message_from_bytes(work.session.scalars(select(Letter.raw)).one(), policy=policy.default)
        on_file = values_of(work, asked.person_id)
    (enclosed,) = letter.iter_attachments()
    workbook = load_workbook(BytesIO(enclosed.get_payload(decode=True)))
    cells = {str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row}
    for one in on_file.records:
        for value in (one.full_name, one.email, one.external_id, one.phone, one.company, one.country):
            assert not value or value in cells


def the_log_names_an_entry_changed_behind_its_back(person: Person) -> None:
    with person.desk.read() as work:
        assert verify_log(work).ok
    with person.desk.write() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE audit_entry SET body = replace(body, 'staff', 'stuff') WHERE position = 3"
        )
        record(work, "test:entry:edited", ("test", 0))
    with person.desk.read() as work:
        found = verify_log(work)
    assert (found.ok, found.first_bad) == (False, 3)
