"""An access request from the message to the letter, at the window (C25)."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QFileDialog, QLineEdit
from sqlalchemy import select

from core.audit.log import record
from core.audit.verification import verify_log
from core.people.queries import addresses_of
from core.requests.tables import AccessRequest, RequestState
from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.journeys.on_file import HEADINGS, Grid, expected
from tests.journeys.robots import Person

pytestmark = pytest.mark.window
Files = dict[str, list[dict[str, str]]]


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


def test_a_request_is_matched_searched_reviewed_and_answered_to_the_address_on_file(
    person: Person, files: Files
) -> None:
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
    person.dialog()
    person.press("Ctrl+Return")
    person.offered("request-release")
    person.press("R")
    person.dialog()
    person.press("Ctrl+Return")
    person.until(lambda: state(person) is RequestState.RELEASED)
    person.until(lambda: list(person.desk.folder.outbox.glob("*.eml")))
    the_letter_goes_to_the_address_on_file(person)
    the_workbook_is_cell_by_cell_what_is_on_file(person, files)
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


def the_workbook_is_cell_by_cell_what_is_on_file(person: Person, files: Files) -> None:
    """Compare the file in the outbox with the marketplace's own files: every sheet, row and cell, no more."""
    (letter,) = person.desk.folder.outbox.glob("*.eml")
    message = message_from_bytes(letter.read_bytes(), policy=policy.default)
    (enclosed,) = message.iter_attachments()
    book = load_workbook(BytesIO(enclosed.get_payload(decode=True)))
    with person.desk.read() as work:
        sheets = expected(work, files, str(message["To"]))
    filled = {name: rows for name, rows in sheets.items() if rows}
    assert book.sheetnames == ["About this file", *filled, "What the columns mean"]
    for name, rows in filled.items():
        assert cells_of(book[name]) == [HEADINGS[name], *rows], name
    empty = {name for name, rows in sheets.items() if not rows}
    assert empty >= {"Answers", "Letters to you", "Told to the site", "Log entries"}
    the_cover_counts_every_sheet(cells_of(book["About this file"]), sheets, str(message["To"]))
    explained = cells_of(book["What the columns mean"])
    assert explained[0] == ("Sheet", "Column", "Meaning")
    assert [row[:2] for row in explained[1:]] == [(name, head) for name in filled for head in HEADINGS[name]]
    assert all(row[2] for row in explained)


def the_cover_counts_every_sheet(cover: Grid, sheets: dict[str, Grid], address: str) -> None:
    title, blank, *facts = cover
    (enrolled,) = sheets["Enrolment and files"]
    today = datetime.now(UTC).date()
    told = dict(facts[:5])
    assert (title, blank) == (("What this site has on file about you", None), (None, None))
    assert (told.pop("For"), told.pop("Address on file"), told.pop("Request")) == (enrolled[4], address, "1")
    assert set(told) == {"Asked on", "Searched on"}
    assert set(told.values()) <= {str(today), str(today - timedelta(days=1))}
    assert facts[5:-2] == [(f"Searched: {name}", counted(len(rows))) for name, rows in sheets.items()]
    assert [label for label, _ in facts[-2:]] == ["To correct something (C26)", "To have it deleted (C26)"]


def counted(rows: int) -> str:
    return "nothing on file" if not rows else "1 row" if rows == 1 else f"{rows} rows"


def cells_of(sheet: Any) -> Grid:
    """Every cell from the first to the last that holds anything."""
    return [tuple(row) for row in sheet.iter_rows(values_only=True)]


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
