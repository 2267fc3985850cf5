"""The program's own window in front of a test, with settings of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gui.kit.page_spec import PageSpec
from gui.main_window import MainWindow
from gui.pages import PAGES


@contextmanager
def shown_window(qtbot: QtBot, place: Path, pages: Sequence[PageSpec] = PAGES) -> Iterator[MainWindow]:
    """Show the window, with the keys on it; its settings are kept in `place`."""
    made = MainWindow(pages, QSettings(str(place / "remit.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
