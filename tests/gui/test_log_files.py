"""What the screen's log holds after real work and real faults: kinds and places, and nobody's name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType

from core.logfiles.files import Logbook
from gui.hearing import qt_said
from tests.behind import NO_SUCH_TABLE

PASSPHRASE = "remit test desk"
PLANTED = ("ines", "farkas", "@example", "leo", PASSPHRASE)
RUN = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer, qWarning
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from sqlalchemy import text
from core.errors import BadInput
from gui import application
from gui.kit.crash import CrashDialog

QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[2])
ADDRESS = "ines@example.org"
STATEMENT = text("SELECT id FROM no_such_table WHERE name = :name")

class Shown(application.Program):
    def show(self):
        super().show()
        self.window.tasks.refused.connect(lambda _: self.break_the_screen())
        QTimer.singleShot(0, self.sign_in)

    def until(self, reached, then):
        QTimer.singleShot(20, lambda: then() if reached() else self.until(reached, then))

    def sign_in(self):
        page = self.window.sign_in
        self.until(page.name.isVisible, lambda: (page.asked.emit("leo", "remit test desk"), self.work()))

    def work(self):
        self.until(lambda: self.window.workplace is not None, self.ask)

    def ask(self):
        def refused(_work):
            raise BadInput("Ines Farkas.csv is no file for " + ADDRESS)
        self.window.tasks.read(lambda work: work.session.execute(STATEMENT, {"name": ADDRESS}), print)
        self.window.tasks.read(refused, print)

    def break_the_screen(self):
        thread = threading.Thread(target=int, args=(ADDRESS,))
        thread.start()
        thread.join()
        qWarning("Ines Farkas.csv cannot be read")
        QPixmap("/nowhere/Ines Farkas.png").save("/nowhere/Ines Farkas.png")
        QPainter().drawPoint(1, 1)
        QTimer.singleShot(0, lambda: int(ADDRESS))
        self.until(lambda: self.window.findChild(CrashDialog) is not None, self.end)

    def end(self):
        dialog = self.window.findChild(CrashDialog)
        print(dialog.report.toPlainText())
        QTimer.singleShot(100, lambda: (dialog.reject(), self.window.close(), QApplication.quit()))

application.Program = Shown
sys.exit(application.run(application.Wanted(Path(sys.argv[1]))))
"""


def clean(told: bytes) -> str:
    """Return what was written, after a look for every planted word, also as UTF-16."""
    forms = ("utf-8", "utf-16-le", "utf-16-be")
    assert [word for word in PLANTED for form in forms if word.encode(form) in told.lower()] == []
    return told.decode("ascii")


def test_a_run_with_faults_of_every_kind_logs_them_all_and_names_nobody(
    desk_folder: Path, tmp_path: Path
) -> None:
    logs = tmp_path / "logs"
    done = subprocess.run(  # noqa: S603  # our own Python
        [sys.executable, "-c", RUN, str(desk_folder), str(tmp_path / "settings")],
        capture_output=True, check=False, timeout=120, env=os.environ | {"REMIT_LOGS": str(logs)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    told = clean(b"".join(one.read_bytes() for one in logs.iterdir()))
    assert any(f"from {one}" in told for one in NO_SUCH_TABLE)
    assert "refused kind=BadInput" in told
    assert told.count("mistake kind=ValueError") == 2
    assert "qt level=QtWarningMsg category=default of=withheld" in told
    assert "of=QPainter" in told
    assert told.splitlines()[0].endswith(" started")
    assert told.endswith("ended status=0\n")
    clean(done.stdout)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("QPainter::begin: Paint device returned engine == 0", "QPainter::begin"),
        ("QFont::Farkas", "QFont"),
        ("QInes::Farkas is no class", "withheld"),
        ("Ines Farkas", "withheld"),
    ],
)
def test_of_a_message_of_qt_only_its_own_members_are_named(tmp_path: Path, words: str, told: str) -> None:
    book = Logbook("remit", tmp_path)
    qt_said(book, QtMsgType.QtWarningMsg, QMessageLogContext(), words)
    book.close()
    assert (tmp_path / "remit.log").read_text("utf-8").endswith(f" of={told}\n")
