"""The page over a real desk: people on file who write of each other, and mail from one of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.audit.log import record
from core.contacts.tables import Contact, ContactKind, ContactState
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.people.arrival import IncomingRecord, RecordsDesk
from core.people.tables import Origin, Source
from core.requests.arrival import receive
from gui.kit.notices import Notices
from gui.kit.page_spec import PageContext
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.requests.page import RequestsPage

POLICY = "offshorexperts-2012-12"
BODY = "Good morning,\n\nI am Ida Moreau. Please send me a copy of all the personal data you hold on me."
WRITTEN = (
    "Jon Adler never paid me. His number is +44 20 7946 0000, and you can reach me at ida.moreau@example.com."
)


def message(sender: str = "Ida Moreau <ida.moreau@example.com>", body: str = BODY, **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, "privacy@offshorexperts.com", "My personal data"
    made["Date"], made["Message-ID"] = (
        "Fri, 20 Nov 2026 08:00:00 +0000",
        f"<{len(sender)}.{len(body)}@example.com>",
    )
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made.as_bytes()


def _enrolled(number: str, name: str, address: str, work: WriteWork) -> IncomingRecord:
    return IncomingRecord(
        Source.PEOPLE, number, Origin.ENROLMENT, POLICY, digest=number, full_name=name, email=address,
        collected_at=work.now, country="France", role="provider",
    )  # fmt: skip


def fill(work: WriteWork) -> None:
    """Put two people, a problem report and two requests on the desk."""
    ida = _enrolled("1", "Ida Moreau", "ida.moreau@example.com", work)
    jon = _enrolled("2", "Jon Adler", "jon@example.org", work)
    records = RecordsDesk(work, [ida, jon])
    placed = [records.place(one) for one in (ida, jon)]
    contact = Contact(
        external_id="c1", kind=ContactKind.PROBLEM, state=ContactState.OPEN, person_id=placed[0].person_id,
        record_id=placed[0].record_id, subject="Not paid", body=WRITTEN, received_at=work.now, digest="c",
    )  # fmt: skip
    work.session.add(contact)
    record(work, "test:desk:filled", ("test", 0))
    receive(work, message(Reply_To="ida@elsewhere.example.net"))
    receive(work, message("Jon Adler <jon@somewhere.example.net>", "Please delete my account."))


@dataclass
class Screen:
    """The page on a screen, and the person's hands on it."""

    bot: QtBot
    page: RequestsPage
    desk: Desk
    tasks: Tasks

    def settled(self) -> None:
        """Wait until nothing is being read or written."""
        QApplication.processEvents()
        self.bot.waitUntil(lambda: not self.tasks.jobs, timeout=20_000)
        QApplication.processEvents()

    def choose(self, request: int) -> None:
        """Make a request the current one."""
        self.bot.waitUntil(lambda: self.page.model.rowCount() > 0 and self.page.table.go_to_record(request))
        self.bot.waitUntil(lambda: self.page.case is not None and self.page.case.id == request)
        self.settled()

    def press(self, key: Qt.Key) -> None:
        """Press a key on the table."""
        self.page.window().activateWindow()
        self.bot.waitUntil(self.page.window().isActiveWindow)
        self.page.table.setFocus()
        self.bot.keyClick(self.page.table, key)
        self.settled()

    def click(self, name: str) -> None:
        """Click the button of that name on the page."""
        self.bot.mouseClick(self.button(name), Qt.MouseButton.LeftButton)
        self.settled()

    def button(self, name: str) -> QPushButton:
        """Return the button of that name that can be seen."""
        shown = [one for one in self.page.findChildren(QPushButton, name) if one.isVisibleTo(self.page)]
        assert shown, f"no button {name} to be seen"
        return shown[-1]

    def dialog(self, name: str) -> Any:
        """Wait for a dialog."""
        self.bot.waitUntil(lambda: bool(self.page.findChildren(QWidget, name)))
        return self.page.findChildren(QWidget, name)[-1]

    def state(self) -> str:
        """Return the state the page shows."""
        assert self.page.case is not None
        return self.page.case.state


@pytest.fixture
def screen(
    qtbot: QtBot, signed_in: Callable[[str], Desk], tmp_path: Path
) -> Iterator[Callable[[str], Screen]]:
    """Show the page to a person: `screen("pia")`."""
    made: list[Tasks] = []
    filled = False

    def show(name: str) -> Screen:
        nonlocal filled
        if not filled:
            with signed_in("pia").write() as work:
                fill(work)
            filled = True
        desk = signed_in(name)
        tasks = Tasks(desk)
        made.append(tasks)
        window = QWidget()
        window.setObjectName("ground")
        window.resize(1208, 860)
        qtbot.addWidget(window)
        settings = PersonSettings(
            "desk", 1, QSettings(str(tmp_path / f"{name}.ini"), QSettings.Format.IniFormat)
        )
        page = RequestsPage(PageContext(desk, tasks, Notices(tasks, window), settings, lambda *_: None))
        page.setParent(window)
        page.resize(1208, 860)
        window.show()
        page.shown()
        shown = Screen(qtbot, page, desk, tasks)
        qtbot.waitUntil(lambda: page.model.rowCount() == 2)
        shown.settled()
        return shown

    yield show
    for tasks in made:
        tasks.close()
