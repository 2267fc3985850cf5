"""Pictures of every page, the important dialogs and the empty and failed states, without a screen."""

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QLocale,
    QMessageLogContext,
    QSettings,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core.errors import DeskError
from core.progress import Progress
from gui.application import Program, Wanted, prepared
from gui.audit_shots import AUDIT_SHOWS, fill_audit
from gui.demo_desk import made_demo_desk
from gui.kit.dialogs import ConfirmDialog
from gui.kit.theme import Look, colour, theme, tokens
from gui.people_shots import PEOPLE_SHOWS
from gui.request_shots import REQUEST_SHOWS, cast_requests
from gui.share_shots import SHARE_SHOWS, cast_shares
from gui.shot_stage import SLOWEST, Cast, NotThere, Stage, rest

REFUSED = 1
PICTURED_WAIT_S = 32
OFFICER, ADMIN, MODERATOR, AUDITOR = "pia", "ada", "mia", "aldo"


@dataclass(frozen=True)
class Shot:
    """One picture: who looks, and how to come to what its name says; raises NotThere where that cannot be."""

    name: str
    person: str
    show: Callable[[Stage], object]


def page_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a page with its first record."""
    return Shot(key, person, lambda stage: stage.go(key))


def empty_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a list that holds nothing that fits."""
    return Shot(f"{key}-empty", person, partial(_search_nothing, key))


def failed_shot(key: str, person: str = OFFICER) -> Shot:
    """Return the picture of a list that could not be read."""
    return Shot(f"{key}-failed", person, partial(_fail, key))


def _search_nothing(key: str, stage: Stage) -> None:
    stage.go(key)
    stage.search("no such words anywhere")
    if stage.records.model.rowCount():
        raise NotThere(f"{key} lists something whatever is searched")


def _fail(key: str, stage: Stage) -> None:
    stage.go(key)
    words = "The desk's store is not there; put its disk back and try again."
    stage.records.model.failed.emit(DeskError(words))


def _open_keys(stage: Stage) -> None:
    stage.go("postings")
    stage.work.open_keys()


def _open_palette(stage: Stage) -> None:
    stage.go("postings")
    stage.work.open_palette()


def _do(page: str, name: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.go(page)
        stage.filled()
        stage.do_somewhere(name)

    return show


def _press(page: str, button: str) -> Callable[[Stage], None]:
    def show(stage: Stage) -> None:
        stage.go(page)
        stage.press(button)

    return show


def _ask_export(stage: Stage) -> None:
    from gui.kit.export_dialog import ask_export  # noqa: PLC0415  # core is imported after the window is painted

    stage.go("people")
    dialog = ask_export(stage.records, "people", stage.records.query)
    stage.settle()
    dialog.purpose.setCurrentIndex(dialog.purpose.findData("research"))


def _show_quarantine(stage: Stage) -> None:
    from gui.intake.quarantine_dialog import open_quarantine  # noqa: PLC0415  # as above

    stage.go("contests")
    open_quarantine(stage.work.context, stage.page)


def _escalate_first(stage: Stage) -> None:
    _do("postings", "posting-escalate")(stage)
    stage.press("postings-filter-escalated")
    stage.filled()


def _show_message(stage: Stage) -> None:
    _press("postings", "postings-filter-message")(stage)
    stage.filled()


def _fold(stage: Stage) -> None:
    _press("postings", "postings-filter-new")(stage)
    stage.do_somewhere("posting-folded")


def _open_contact(stage: Stage) -> None:
    stage.go("contacts")
    stage.filled()
    with suppress(NotThere):  # it was opened before
        stage.do("contact-open")


def _ask_to_answer(stage: Stage) -> None:
    _open_contact(stage)
    stage.press("contact-answer")


def _write_answer(stage: Stage) -> QDialog:
    from gui.contacts.answer_dialog import AnswerDialog  # noqa: PLC0415  # as above

    _ask_to_answer(stage)
    dialog = stage.page.findChild(AnswerDialog)
    if dialog is None:
        raise NotThere("no contact can be answered")
    dialog.text.setPlainText("Hello,\n\nthank you for writing. It is paid back.")
    return dialog


def _leave_draft(stage: Stage) -> None:
    _write_answer(stage).reject()
    stage.press("contact-answer")


def _answer_first(stage: Stage) -> None:
    _write_answer(stage)
    stage.press("contact-answer-dialog-main")
    stage.press("contacts-filter-answered")
    stage.filled()


def _ask_own_passphrase(stage: Stage) -> None:
    stage.go("staff")
    stage.work.change_passphrase()


def _show_recovery_key(stage: Stage) -> None:
    _press("staff", "staff-recovery")(stage)
    dialog = stage.page.findChild(ConfirmDialog)
    if dialog is None:
        raise NotThere("nobody may make a recovery key")
    dialog.main.click()
    stage.settle()


def _acknowledge_all(stage: Stage) -> None:
    _press("feed", "feed-filter-waiting")(stage)
    stage.records.table.go_to_row(stage.records.model.rowCount() - 1)
    stage.settle()
    stage.do("feed-acknowledge")
    dialog = stage.page.findChild(ConfirmDialog)
    if dialog is None:
        raise NotThere("nothing waits for the site")
    dialog.main.click()
    stage.settle()


def _ask_to_open(stage: Stage) -> None:
    _show_message(stage)
    stage.do("posting-open")


KEYS = ("overview", "postings", "contacts", "contests", "shares", "requests", "people", "feed", "audit")
SHOTS: tuple[Shot, ...] = (
    *(page_shot(key) for key in KEYS),
    Shot("export", OFFICER, _ask_export),
    Shot("intake", OFFICER, _press("people", "people-intake")),
    Shot("quarantine", OFFICER, _show_quarantine),
    Shot("contact-answer", OFFICER, _ask_to_answer),
    Shot("contact-opened", OFFICER, _open_contact),
    Shot("people-reveal", OFFICER, _press("people", "people-reveal")),
    *(Shot(name, OFFICER, show) for name, show in PEOPLE_SHOWS.items()),
    Shot("feed-acknowledge", OFFICER, _do("feed", "feed-acknowledge")),
    Shot("feed-done", OFFICER, _press("feed", "feed-filter-done")),
    Shot("feed-empty", OFFICER, _acknowledge_all),
    Shot("audit-verified", OFFICER, _press("audit", "audit-verify")),
    *(Shot(name, person, show) for (person, name), show in AUDIT_SHOWS.items()),
    page_shot("staff", ADMIN),
    Shot("overview-admin", ADMIN, lambda stage: stage.go("overview")),
    Shot("staff-add", ADMIN, _press("staff", "staff-add")),
    Shot("own-passphrase", ADMIN, _ask_own_passphrase),
    Shot("recovery-key", ADMIN, _show_recovery_key),
    Shot("staff-rekey", ADMIN, _press("staff", "staff-rekey")),
    empty_shot("postings", MODERATOR),
    failed_shot("postings", MODERATOR),
    Shot("keys", MODERATOR, _open_keys),
    Shot("commands", MODERATOR, _open_palette),
    Shot("reason", MODERATOR, _do("postings", "posting-remove")),
    Shot("posting-history", MODERATOR, _do("postings", "posting-history")),
    Shot("posting-escalated", MODERATOR, _escalate_first),
    Shot("message", MODERATOR, _show_message),
    Shot("message-opening", MODERATOR, _ask_to_open),
    Shot("posting-folded", MODERATOR, _fold),
    empty_shot("contacts", MODERATOR),
    failed_shot("contacts", MODERATOR),
    Shot("contact-draft", MODERATOR, _leave_draft),
    Shot("contacts-answered", MODERATOR, _answer_first),
    Shot("contacts-auditor", AUDITOR, _press("contacts", "contacts-filter-all")),
    empty_shot("requests"),
    failed_shot("requests"),
    *(Shot(name, person, show) for (person, name), show in REQUEST_SHOWS.items()),
    *(Shot(name, OFFICER, show) for name, show in SHARE_SHOWS.items()),
)


def take_shots(
    folder: Path, look: str | None, size: tuple[int, int], desk: Path | None, shots: Sequence[Shot] = SHOTS
) -> int:
    """Render the pictures in the asked look (both if none) into a folder; returns the exit status.

    A desk is copied first and what the pictures need is done to the copy, which is destroyed in the end.
    What cannot be shown is skipped, and told on the standard error.
    """
    from core.demo.copying import copied_demo_desk, place_aside  # noqa: PLC0415  # storage is imported late

    qInstallMessageHandler(_without_platform_chatter)
    app = prepared(["remit"])
    app.setCursorFlashTime(0)
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.stderr.write(f"No pictures can be put into {folder}: {error.strerror}.\n")
        return REFUSED
    with place_aside() as place:
        try:
            path = copied_demo_desk(desk, place) if desk else made_demo_desk(place / "demo-desk", Progress())
        except DeskError as error:
            sys.stderr.write(f"{error.sentence}\n")
            return REFUSED
        cast = cast_requests(path) | cast_shares(path)
        fill_audit(path)
        for one in [look] if look else [Look.LIGHT.value, Look.DARK.value]:
            store = QSettings(str(place / f"{one}.ini"), QSettings.Format.IniFormat)
            camera = _Camera(app, Program(app, Wanted(path, look=Look(one)), store), folder, size)
            camera.take(shots, cast)
    return 0


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
        self._save_dialog("sign-in-server", self.window.choose_server)
        self._save_dialog("mistake", partial(self.window.show_crash, ArithmeticError()))
        self.window.sign_in.wait("That name and passphrase do not open this desk.", PICTURED_WAIT_S)
        rest()
        self._save("sign-in-wait")
        self.window.sign_in.say("")
        self._save_dialog("recover", self.window.use_recovery_key)

    def take(self, shots: Sequence[Shot], cast: Cast) -> None:
        person = ""
        for one in shots:
            if one.person != person:
                person = one.person
                self._sign_in(person)
            work = self.window.workplace
            if work is None:
                self._skip(one, f"{person} cannot sign in")
            else:
                self._take(one, Stage(work, cast))
        self.window.close()

    def _take(self, one: Shot, stage: Stage) -> None:
        self.window.activateWindow()
        try:
            one.show(stage)
            stage.settle()
            stage.work.notices.hide()
            self._save(one.name)
        except NotThere as missing:
            self._skip(one, str(missing))
        stage.clear()

    def _skip(self, one: Shot, why: str) -> None:
        sys.stderr.write(f"Skipped {self._name(one.name)}: {why}.\n")

    def _sign_in(self, name: str) -> None:
        self.window.lock()
        page = self.window.sign_in
        page.name.setText(name)
        staff = {
            who: phrase for who, _role, phrase in (self.window.desk.demo_staff if self.window.desk else ())
        }
        page.passphrase.setText(staff.get(name, ""))
        page.ask()
        self._wait(lambda: self.window.workplace is not None or page.problem.isVisible())
        if (work := self.window.workplace) is not None:
            rest(lambda: not work.tasks.jobs)

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
        picture.save(str(self.folder / self._name(name)))

    def _save_dialog(self, name: str, open_it: Callable[[], None]) -> None:
        open_it()
        rest()
        self._save(name)
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()

    def _name(self, name: str) -> str:
        return f"{name}-{'dark' if theme().tokens.dark else 'light'}.png"


def _lay_over(picture: QPixmap, dialog: QWidget, window: QWidget) -> None:
    painter = QPainter(picture)
    x, y = (window.width() - dialog.width()) // 2, max((window.height() - dialog.height()) // 3, 0)
    painter.drawPixmap(x, y, dialog.grab())
    painter.setPen(colour(tokens().control))
    painter.drawRect(x, y, dialog.width() - 1, dialog.height() - 1)
    painter.end()


def _without_platform_chatter(kind: QtMsgType, where: QMessageLogContext, words: str) -> None:
    """Keep what the platform without a screen says about itself off the terminal."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{qFormatLogMessage(kind, where, words)}\n")
