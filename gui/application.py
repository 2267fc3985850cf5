"""The running program: Qt set up, the window painted first, then the desk; locked when idle."""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QSize,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QWidget

from core.errors import DeskError
from core.logfiles.files import Logbook, log_folder
from core.logfiles.notes import Event, note
from gui.demo_desk import demo_folder, made_demo_desk
from gui.hearing import hear
from gui.idle_lock import IdleLock
from gui.kit.garbage import GarbageCollector
from gui.kit.icons import icon
from gui.kit.settings import PersonSettings
from gui.kit.theme import Look, theme, tokens
from gui.main_window import LAST_DESK, MainWindow
from gui.pages import PAGES
from gui.sleep_lock import SleepLock

if TYPE_CHECKING:
    from gui.kit.job import Job

POLL_MS = 100
TITLE_BAR = 36
"""Pixels that a window manager adds above a window; none says so before the window is shown."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asked for."""

    desk: Path | None = None
    demo: bool = False
    look: Look = Look.SYSTEM
    database: str = ""
    """The URL of a desk's server."""


def prepared(arguments: list[str]) -> QApplication:
    """Return Qt's application with the program's names, words and look."""
    QCoreApplication.setApplicationName("Remit")
    QCoreApplication.setOrganizationName("Remit")
    app = QApplication(arguments)
    app.setDesktopFileName("remit")
    theme().apply(Look.SYSTEM)
    app.setWindowIcon(icon("shield-check", tokens().accent, 64))
    group_numbers()
    _load_words(app)
    return app


def group_numbers() -> None:
    """Where the system names no language, as a bare Debian, write numbers and dates as in British English.

    The C locale would write 3294 for 3,294.
    """
    if QLocale().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def _load_words(app: QApplication) -> None:
    words = QTranslator(app)
    if words.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)


class Program(QObject):
    """The window, the idle lock, and the way to a desk."""

    def __init__(self, app: QApplication, wanted: Wanted, store: QSettings | None = None) -> None:
        super().__init__()
        self.garbage = GarbageCollector(self)
        self.store = store or QSettings("Remit", "Remit")
        self.wanted = wanted
        if wanted.look is not Look.SYSTEM:
            theme().apply(wanted.look)
        self.window = MainWindow(PAGES, self.store, wanted.look)
        self.idle = IdleLock(app, self)
        self.sleep = SleepLock(parent=self)
        self._making: Job | None = None
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._show_making)
        self._connect(app)

    def show(self) -> None:
        """Paint the window, then look for the desk."""
        self.window.sign_in.show_opening("")
        fit_to_screen(self.window)
        self.window.show()
        self.idle.watch(self.window.windowHandle())
        QTimer.singleShot(0, self.find_desk)

    def find_desk(self) -> None:
        """Open the desk that was asked for, else the one last used."""
        if self.wanted.demo:
            self.make_demo()
        elif self.wanted.desk is not None:
            self.window.open_desk(self.wanted.desk)
        elif self.wanted.database:
            self.window.open_server(self.wanted.database)
        elif kept := str(self.store.value(LAST_DESK, "")):
            self.window.open_desk(Path(kept))
        else:
            self.window.sign_in.show_no_desk("")

    def make_demo(self) -> None:
        """Make the demo desk if it is not there, and open it."""
        page = self.window.sign_in
        page.show_opening(self.tr("Making the demo desk: an invented marketplace, once…"))
        self._making = self.window.tasks.run(
            self.tr("Making the demo desk"), partial(made_demo_desk, demo_folder()), self.window.open_desk,
            self._not_made, owner=self.window,
        )  # fmt: skip
        self._poll.start()

    def _connect(self, app: QApplication) -> None:
        self.window.sign_in.demo_asked.connect(self.make_demo)
        self.window.signed_in.connect(self._count_idle)
        self.window.signed_out.connect(self.idle.stop)
        self.idle.locked.connect(self.window.lock)
        self.sleep.locked.connect(self.window.lock)
        self.sleep.listen_to_system()
        app.styleHints().colorSchemeChanged.connect(self._follow_system)

    def _count_idle(self, settings: PersonSettings) -> None:
        self.idle.start(settings.idle_minutes)

    def _follow_system(self) -> None:
        if theme().look is Look.SYSTEM:
            theme().apply(Look.SYSTEM)

    def _not_made(self, error: DeskError) -> None:
        self.window.sign_in.show_no_desk(error.sentence)

    def _show_making(self) -> None:
        if self._making is None or self._making.over:
            self._poll.stop()
            return
        far = self._making.progress
        self.window.sign_in.show_progress(far.doing, far.done, far.total)


def fit_to_screen(window: QWidget) -> None:
    """Let a window be no larger than its screen's free place, the title bar counted."""
    room = window.screen().availableSize()
    if not window.isMaximized():
        window.resize(window.size().boundedTo(QSize(room.width(), room.height() - TITLE_BAR)))


def run(wanted: Wanted) -> int:
    """Run the program until its window closes; returns the exit status."""
    logbook = Logbook("remit", log_folder())
    hear(logbook)
    note(Event.STARTED)
    app = prepared(sys.argv[:1])
    program = Program(app, wanted)
    program.window.log_file = logbook.place
    sys.excepthook = partial(_crashed, program)
    program.show()
    status = app.exec()
    note(Event.ENDED, status=status)
    return status


def _crashed(
    program: Program, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    program.window.tasks.crashed.emit(error)  # also from another thread
