"""The window: the sign-in page or a signed-in person's workplace, and the line at its foot."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMainWindow, QStackedWidget
from typing_extensions import override

from core.errors import DeskError, SignInRefused
from core.logfiles.notes import Event, note
from gui.kit.crash import CrashDialog, crash_report
from gui.kit.drafts import Drafts
from gui.kit.garbage import keep_what_is_loaded
from gui.kit.labels import PlainLabel
from gui.kit.live import Live
from gui.kit.page_spec import PageSpec
from gui.kit.progress_strip import ProgressStrip
from gui.kit.rehearsal import rehearsal
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.kit.theme import Look, theme
from gui.kit.tokens import SMALLEST_WINDOW, Tone
from gui.kit.turns import Turns
from gui.pages import warm
from gui.recover_dialog import RecoverDialog
from gui.server_dialog import ServerDialog, desk_on_server
from gui.sign_in import DemoStaff, SignInPage
from gui.workplace import Workplace

if TYPE_CHECKING:
    from core.desk import Desk

LAST_DESK, GEOMETRY = "last-desk", "window"


class MainWindow(QMainWindow):
    """Opens a desk, signs a person in and out, and keeps the window through it all."""

    signed_in = Signal(object)
    signed_out = Signal()

    def __init__(self, pages: Sequence[PageSpec], store: QSettings, look: Look = Look.SYSTEM) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("Remit"))
        self.setMinimumSize(*SMALLEST_WINDOW)
        self.resize(1440, 900)
        self._pages, self._store, self._look = pages, store, look
        self.tasks = Tasks(parent=self)
        self._turns = Turns(self)
        self.desk: Desk | None = None
        self.workplace: Workplace | None = None
        self.log_file: Path | None = None
        self.live: Live | None = None
        self._drafts: dict[tuple[str, int], Drafts] = {}
        self.sign_in = SignInPage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.sign_in)
        self.setCentralWidget(self._stack)
        self._add_status_bar()
        self._connect()
        self._restore()

    def open_desk(self, path: Path) -> None:
        """Open a desk's folder and ask who it is; core is imported here, after the window is painted."""
        self.sign_in.show_opening(self.tr("Opening the desk…"))
        self.tasks.call(partial(_desk_at, path), self.show_desk, self._no_desk)

    def open_server(self, database: str) -> None:
        """Open the desk on the server at this URL and ask who it is."""
        self.sign_in.show_opening(self.tr("Reaching the desk's server…"))
        self.tasks.call(partial(desk_on_server, database), self.show_desk, self._no_desk)

    def show_desk(self, desk: "Desk") -> None:
        """Show the sign-in page of an open desk; the pages are imported while the person types."""
        self.desk = self.tasks.desk = desk
        self._store.setValue(LAST_DESK, str(desk.folder.path))
        self.sign_in.show_desk(self._desk_name(), [DemoStaff(*one) for one in desk.demo_staff])
        self.tasks.call(desk.seconds_left, self._wait_if_too_early, owner=self, quiet=True)
        self._turns.add(self._warm)

    def lock(self) -> None:
        """Sign out and go back to the sign-in page; what was being saved is saved first.

        Dialogs are left as by Esc: an answer begun in one is a draft when the person is back.
        """
        if self.workplace is None or self.desk is None:
            return
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        gone, self.workplace = self.workplace, None
        self._stack.removeWidget(gone)
        gone.deleteLater()
        self.tasks.end_session(partial(_leave, self.desk, self.live))
        self.live = None
        self.statusBar().hide()
        self.show_desk(self.desk)
        self.signed_out.emit()

    def choose_folder(self) -> None:
        """Ask for a desk's folder."""
        dialog = QFileDialog(self, self.tr("Open a desk's folder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda path: self.open_desk(Path(path)))
        dialog.open()

    def choose_server(self) -> None:
        """Ask for a desk's server."""
        dialog = ServerDialog(self.tasks, self)
        dialog.joined.connect(self.show_desk)
        dialog.open()

    def use_recovery_key(self) -> None:
        """Ask for the recovery key of the desk that is shown."""
        if self.desk is not None:
            dialog = RecoverDialog(self.desk, self.tasks, self)
            dialog.recovered.connect(self._recovered)
            dialog.open()

    def _recovered(self, admin: str) -> None:
        self.sign_in.name.setText(admin)
        self.sign_in.say(
            self.tr("The passphrase is set; the recovery key is void. Sign in, and make a new one in Staff."),
            ink="2",
        )

    def show_crash(self, error: BaseException) -> None:
        """Log an unexpected error and show it with a report that names nobody; one at a time is shown."""
        note(Event.MISTAKE, error)
        if self.findChild(CrashDialog) is None:
            CrashDialog(crash_report(error), self.log_file, self).open()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._store.setValue(GEOMETRY, self.saveGeometry())
        self._turns.drop()
        self.tasks.close()
        if self.desk is not None:
            self.hide()  # what is still to be given back need not be watched
            _leave(self.desk, self.live)
        super().closeEvent(event)

    def _ask(self, name: str, passphrase: str) -> None:
        if self.desk is not None:
            enter = partial(_signed_in, self.desk, name, passphrase)
            come = partial(self._enter, self.desk)
            self.tasks.call(enter, come, self._refuse, owner=self, title=self.tr("Signing in"), in_turn=True)

    def _refuse(self, error: DeskError) -> None:
        if isinstance(error, SignInRefused) and error.wait:
            self.sign_in.wait(error.reason, error.wait)
        else:
            self.sign_in.say(error.sentence)

    def _wait_if_too_early(self, seconds: int) -> None:
        if seconds and self.workplace is None:
            self.sign_in.wait(self.tr("Several passphrases were wrong."), seconds)

    def _enter(self, desk: "Desk", staff: Any) -> None:
        if desk is not self.desk:  # another desk was opened meanwhile
            self.tasks.call(desk.sign_out, quiet=True)
            return
        self._turns.drop()
        settings = PersonSettings(desk.folder.desk_id, staff.id, self._store)
        theme().apply(settings.look if self._look is Look.SYSTEM else self._look, theme().scale)
        drafts = self._drafts.setdefault((desk.folder.desk_id, staff.id), Drafts())
        self.live = Live(desk, self)
        made = Workplace(desk, self.tasks, settings, self._pages, drafts, self.live)
        self._turns.add(made.prepare, partial(self._show_workplace, made))

    def _show_workplace(self, made: Workplace) -> None:
        self.workplace = made
        made.updated.connect(self._updated.setText)
        made.lock_asked.connect(self.lock)
        self._stack.addWidget(made)
        self._stack.setCurrentWidget(made)
        self._name.setText(self._desk_name())
        self._updated.setText("")
        self.statusBar().show()
        made.start()
        if self.live is not None:
            self.live.start()
        if self.desk is not None and self.desk.wrong_before:
            made.notices.say(self.desk.wrong_before.sentence, Tone.WARN)
        self.signed_in.emit(made.settings)

    def _warm(self) -> None:
        """Import the pages, once the sign-in page is painted: both at once would hold each other up."""
        self.tasks.call(partial(warm, self._pages), self._warmed, owner=self, quiet=True)

    def _warmed(self, _nothing: None) -> None:
        self._turns.add(keep_what_is_loaded, *rehearsal(self.tasks))

    def _no_desk(self, error: DeskError) -> None:
        self.sign_in.show_no_desk(error.sentence)

    def _desk_name(self) -> str:
        if self.desk is None:
            return ""
        name = self.desk.folder.name
        return self.tr("Demo desk; everyone in it is invented") if self.desk.folder.demo else name

    def _add_status_bar(self) -> None:
        self._name, self._updated = _foot("status-desk"), _foot("status-updated")
        self.progress = ProgressStrip(self.tasks)
        hints = _foot("status-keys")
        hints.setText(self.tr("F1 keys  ·  Ctrl+F search  ·  Ctrl+K commands"))
        bar = self.statusBar()
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(8, 0, 8, 0)
        for part in (self._name, self._updated, self.progress):
            bar.addWidget(part)
        bar.addPermanentWidget(hints)
        bar.hide()

    def _connect(self) -> None:
        self.sign_in.asked.connect(self._ask)
        self.sign_in.folder_asked.connect(self.choose_folder)
        self.sign_in.server_asked.connect(self.choose_server)
        self.sign_in.recovery_asked.connect(self.use_recovery_key)
        self.tasks.crashed.connect(self.show_crash)

    def _restore(self) -> None:
        kept = self._store.value(GEOMETRY)
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)


def _foot(name: str) -> PlainLabel:
    label = PlainLabel(ink="2", size=12)
    label.setObjectName(name)
    label.setContentsMargins(4, 0, 16, 0)
    return label


def _desk_at(path: Path) -> "Desk":
    from core.desk import Desk  # noqa: PLC0415  # storage is imported after the window is painted

    return Desk(path)


def _signed_in(desk: "Desk", name: str, passphrase: str) -> Any:
    """Sign in, and destroy what a stopped machine left on its way out."""
    from core.shares.recovery import recover  # noqa: PLC0415  # core loads after the window is painted

    staff = desk.sign_in(name, passphrase)
    recover(desk)
    return staff


def _leave(desk: "Desk", live: Live | None) -> None:
    """Listen no more, give back what this person holds, and sign out."""
    from core.claims.actions import give_all_back  # noqa: PLC0415  # core loads after the window is painted

    if live is not None:
        live.join()
    with suppress(DeskError):
        if desk.staff is not None:
            with desk.write() as work:
                give_all_back(work)
    desk.sign_out()
