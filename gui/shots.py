"""Pictures of every page, the important dialogs and the empty and failed states, without a screen."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QSettings,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from core.errors import DeskError
from core.progress import Progress
from gui.application import Program, Wanted, prepared
from gui.demo_desk import made_demo_desk
from gui.kit.record_page import RecordPage
from gui.kit.theme import Look, colour, theme, tokens
from gui.people_shots import PEOPLE_SHOWS
from gui.request_shots import REQUEST_SHOWS, fill_requests
from gui.share_shots import SHARE_SHOWS, fill_shares
from gui.workplace import Workplace

SLOWEST, QUIET_ROUNDS = 60.0, 30
OFFICER, ADMIN, MODERATOR, AUDITOR = "pia", "ada", "mia", "aldo"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, how to come to what is shown, and the page that has to be there for it."""

    name: str
    person: str
    show: Callable[[Workplace], object]
    page: str = ""


def page_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a page with its first record."""
    return Shot(key, person, lambda work: work.go_to(key), key)


def empty_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a list that holds nothing that fits."""
    return Shot(f"{key}-empty", person, partial(_search_nothing, key), key)


def failed_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a list that could not be read."""
    return Shot(f"{key}-failed", person, partial(_fail, key), key)


def _search_nothing(key: str, work: Workplace) -> None:
    work.go_to(key)
    if work.page is not None and work.page.search is not None:
        work.page.search.setText("no such words anywhere")


def _fail(key: str, work: Workplace) -> None:
    work.go_to(key)
    settle(work)
    if isinstance(work.page, RecordPage):
        work.page.model.failed.emit(
            DeskError("The desk's store is not there; put its disk back and try again.")
        )


def _open_keys(work: Workplace) -> None:
    work.go_to("postings")
    work.open_keys()


def _open_palette(work: Workplace) -> None:
    work.go_to("postings")
    work.open_palette()


def _trigger(page: str, name: str) -> Callable[[Workplace], None]:
    def show(work: Workplace) -> None:
        work.go_to(page)
        settle(work)
        if work.page is not None:
            next(one for one in work.page.page_actions() if one.objectName() == name).trigger()

    return show


def _ask_export(work: Workplace) -> None:
    from gui.kit.export_dialog import ask_export  # noqa: PLC0415  # core is imported after the window is painted

    work.go_to("people")
    settle(work)
    if isinstance(work.page, RecordPage):
        dialog = ask_export(work.page, "people", work.page.query)
        settle(work)
        dialog.purpose.setCurrentIndex(dialog.purpose.findData("research"))


def _show_quarantine(work: Workplace) -> None:
    from gui.intake.quarantine_dialog import open_quarantine  # noqa: PLC0415  # as above

    work.go_to("contests")
    if work.page is not None:
        open_quarantine(work.context, work.page)


def _press(page: str, button: str) -> Callable[[Workplace], None]:
    def show(work: Workplace) -> None:
        work.go_to(page)
        settle(work)
        pressed = work.page.findChild(QAbstractButton, button) if work.page is not None else None
        if pressed is not None:
            pressed.click()

    return show


def _escalate_first(work: Workplace) -> None:
    _trigger("postings", "posting-escalate")(work)
    settle(work)
    _press("postings", "postings-filter-escalated")(work)


def _fold(work: Workplace) -> None:
    _press("postings", "postings-filter-new")(work)
    settle(work)
    if isinstance(work.page, RecordPage):
        work.page.table.go_to_row(0)
    _trigger("postings", "posting-folded")(work)


def _open_contact(work: Workplace) -> None:
    _trigger("contacts", "contact-open")(work)
    settle(work)


def _ask_to_answer(work: Workplace) -> None:
    _open_contact(work)
    _press("contacts", "contact-answer")(work)


def _answer_first(work: Workplace) -> None:
    from gui.contacts.answer_dialog import AnswerDialog  # noqa: PLC0415  # as above

    _ask_to_answer(work)
    settle(work)
    if work.page is not None and (dialog := work.page.findChild(AnswerDialog)) is not None:
        dialog.text.setPlainText("Hello,\n\nthank you for writing. It is paid back.")
        dialog.main.click()
    settle(work)
    _press("contacts", "contacts-filter-answered")(work)


def _ask_to_open(work: Workplace) -> None:
    _press("postings", "postings-filter-message")(work)
    settle(work)
    _trigger("postings", "posting-open")(work)


KEYS = ("overview", "postings", "contacts", "contests", "shares", "requests", "people", "audit")
MORE: tuple[Shot, ...] = ()
SHOTS: tuple[Shot, ...] = (
    *(page_shot(key) for key in KEYS),
    Shot("export", OFFICER, _ask_export, "people"),
    Shot("intake", OFFICER, _press("people", "people-intake"), "people"),
    Shot("quarantine", OFFICER, _show_quarantine, "contests"),
    Shot("contact-answer", OFFICER, _ask_to_answer, "contacts"),
    Shot("contact-opened", OFFICER, _open_contact, "contacts"),
    Shot("people-reveal", OFFICER, _press("people", "people-reveal"), "people"),
    *(Shot(name, OFFICER, show, "people") for name, show in PEOPLE_SHOWS.items()),
    Shot("audit-verified", OFFICER, _press("audit", "audit-verify"), "audit"),
    page_shot("staff", ADMIN),
    Shot("overview-admin", ADMIN, lambda work: work.go_to("overview")),
    Shot("staff-add", ADMIN, _press("staff", "staff-add"), "staff"),
    empty_shot("postings", MODERATOR),
    failed_shot("postings", MODERATOR),
    Shot("keys", MODERATOR, _open_keys, "postings"),
    Shot("commands", MODERATOR, _open_palette, "postings"),
    Shot("reason", MODERATOR, _trigger("postings", "posting-remove"), "postings"),
    Shot("posting-history", MODERATOR, _trigger("postings", "posting-history"), "postings"),
    Shot("posting-escalated", MODERATOR, _escalate_first, "postings"),
    Shot("message", MODERATOR, _press("postings", "postings-filter-message"), "postings"),
    Shot("message-opening", MODERATOR, _ask_to_open, "postings"),
    Shot("posting-folded", MODERATOR, _fold, "postings"),
    empty_shot("contacts", MODERATOR),
    failed_shot("contacts", MODERATOR),
    Shot("contacts-answered", MODERATOR, _answer_first, "contacts"),
    Shot("contacts-auditor", AUDITOR, _press("contacts", "contacts-filter-all"), "contacts"),
    empty_shot("requests"),
    failed_shot("requests"),
    *(Shot(name, person, show, "requests") for (person, name), show in REQUEST_SHOWS.items()),
    *(Shot(name, OFFICER, show, "shares") for name, show in SHARE_SHOWS.items()),
    *MORE,
)


def take_shots(
    folder: Path, look: str | None, size: tuple[int, int], desk: Path | None, shots: Sequence[Shot] = SHOTS
) -> int:
    """Render the pictures in the asked look (both if none) into a folder; returns the exit status."""
    qInstallMessageHandler(_without_platform_chatter)
    app = prepared(["remit"])
    app.setCursorFlashTime(0)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="remit-shots-") as place:
        path = desk or _lively_desk(Path(place) / "demo-desk")
        for one in [look] if look else [Look.LIGHT.value, Look.DARK.value]:
            store = QSettings(str(Path(place) / f"{one}.ini"), QSettings.Format.IniFormat)
            _Camera(app, Program(app, Wanted(path, look=Look(one)), store), folder, size).take(shots)
    return 0


def _lively_desk(folder: Path) -> Path:
    """Return a demo desk whose mail has come in, with one answer ready for review."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.requests import actions, arrival, case_view, collecting  # noqa: PLC0415  # as above
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above

    path = made_demo_desk(folder, Progress())
    desk = Desk(path)
    desk.sign_in(OFFICER, DEMO_PASSPHRASE)
    with desk.write() as work:
        messages = sorted(path.with_name(f"{path.name}-mail").glob("*.eml"))
        first, *_ = [arrival.receive(work, one.read_bytes()).case for one in messages]
        person = case_view.case(work, first).matched_person_id
        if person is not None:
            actions.confirm_sender(work, first, person, "name and address are those on file")
            collecting.collect(work, first)
    desk.sign_out()
    fill_requests(path)
    fill_shares(path)
    return path


class _Camera:
    def __init__(self, app: QApplication, program: Program, folder: Path, size: tuple[int, int]) -> None:
        self.app, self.window, self.folder, self.size = app, program.window, folder, size
        program.idle.stop()
        program.show()
        self.window.resize(*size)
        self._wait(lambda: self.window.desk is not None)
        self.window.activateWindow()
        rest()
        self._save("sign-in")

    def take(self, shots: Sequence[Shot]) -> None:
        person = ""
        for one in shots:
            if one.person != person:
                person = one.person
                self._sign_in(person)
            self._take(one)
        self.window.close()

    def _take(self, one: Shot) -> None:
        work = self.window.workplace
        if work is None or (one.page and one.page not in work.specs):
            return
        self.window.activateWindow()
        one.show(work)
        settle(work)
        work.notices.hide()
        self._save(one.name)
        for dialog in self._dialogs():
            dialog.close()
        if work.page is not None and work.page.search is not None:
            work.page.search.setText("")
        if isinstance(work.page, RecordPage):
            work.page.ask(work.page.query)
        settle(work)

    def _sign_in(self, name: str) -> None:
        self.window.lock()
        page = self.window.sign_in
        page.name.setText(name)
        staff = {
            who: phrase for who, _role, phrase in (self.window.desk.demo_staff if self.window.desk else ())
        }
        page.passphrase.setText(staff.get(name, ""))
        page.ask()
        self._wait(lambda: self.window.workplace is not None)
        if self.window.workplace is not None:
            settle(self.window.workplace)

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + SLOWEST
        while not until() and time.monotonic() < end:
            self.app.processEvents()

    def _dialogs(self) -> list[QWidget]:
        return [one for one in self.app.topLevelWidgets() if one is not self.window and one.isVisible()]

    def _save(self, name: str) -> None:
        picture = self.window.grab()
        for dialog in self._dialogs():
            _lay_over(picture, dialog, self.window)
        picture.save(str(self.folder / f"{name}-{'dark' if theme().tokens.dark else 'light'}.png"))


def _lay_over(picture: QPixmap, dialog: QWidget, window: QWidget) -> None:
    painter = QPainter(picture)
    x, y = (window.width() - dialog.width()) // 2, max((window.height() - dialog.height()) // 3, 0)
    painter.drawPixmap(x, y, dialog.grab())
    painter.setPen(colour(tokens().control))
    painter.drawRect(x, y, dialog.width() - 1, dialog.height() - 1)
    painter.end()


def settle(work: Workplace) -> None:
    """Wait until nothing is being read and nothing is left to paint."""
    rest(lambda: not work.tasks.jobs)


def rest(until: Callable[[], bool] = lambda: True) -> None:
    """Let the screen work until it is still for a while."""
    app, end, quiet = QApplication.instance(), time.monotonic() + SLOWEST, 0
    while app is not None and quiet < QUIET_ROUNDS and time.monotonic() < end:
        app.processEvents()
        quiet = quiet + 1 if until() else 0
        time.sleep(0.01)


def _without_platform_chatter(kind: QtMsgType, where: QMessageLogContext, words: str) -> None:
    """Keep what the platform without a screen says about itself off the terminal."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{qFormatLogMessage(kind, where, words)}\n")
