"""Going to a page of the real window, until it is read."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.record_page import RecordPage
from gui.workplace import Workplace


def opened(qtbot: QtBot, work: Workplace, key: str) -> QWidget:
    """Return the page, with nothing left to read or to lay out."""
    work.go_to(key)
    page = work.page
    assert page is not None
    if isinstance(page, RecordPage):
        qtbot.waitUntil(lambda: page.model.complete, timeout=20_000)
    qtbot.waitUntil(lambda: not work.tasks.jobs, timeout=20_000)
    QApplication.processEvents()
    return page
