"""Every page in a small window: no word of a button is cut off, no column is out of sight."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from core.demo.making import make_demo_desk
from core.staff.demo_staff import DEMO_PASSPHRASE
from gui.kit.figure_card import FigureCard
from gui.kit.labels import ElidedLabel, PlainLabel
from gui.kit.record_page import RecordPage
from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.request_shots import cast_requests
from gui.share_shots import cast_shares
from gui.workplace import Workplace

SIZES = ((1024, 640), (1100, 700), (1440, 900))


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo desk with a request and a share in each state."""
    folder = tmp_path_factory.mktemp("small") / "desk"
    make_demo_desk(folder, postings=60, people=40)
    cast_requests(folder)
    cast_shares(folder)
    return folder


@pytest.fixture
def window(qtbot: QtBot, lively: Path, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(PAGES, QSettings(str(tmp_path / "remit.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.open_desk(Path(copytree(lively, tmp_path / "desk")))
    qtbot.waitUntil(made.sign_in.name.isVisible, timeout=20_000)
    yield made
    made.close()


def signed_in(qtbot: QtBot, window: MainWindow, name: str) -> Workplace:
    window.sign_in.name.setText(name)
    window.sign_in.passphrase.setText(DEMO_PASSPHRASE)
    qtbot.keyClick(window.sign_in.open, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=30_000)
    assert window.workplace is not None
    return window.workplace


def opened(qtbot: QtBot, work: Workplace, key: str) -> QWidget:
    work.go_to(key)
    page = work.page
    assert page is not None
    if isinstance(page, RecordPage):
        qtbot.waitUntil(lambda: page.model.complete, timeout=20_000)
    qtbot.waitUntil(lambda: not work.tasks.jobs, timeout=20_000)
    QApplication.processEvents()
    return page


def cut_off(of: QWidget) -> list[str]:
    """Return what is seen of `of` without all of its words, or reaches over the edge of what holds it."""
    words = [one for one in of.findChildren(QPushButton) if one.width() < one.sizeHint().width()]
    words = [
        one for one in words if one.toolTip() != one.text()
    ]  # a link that says all of it under the pointer
    labels = [one for one in of.findChildren(PlainLabel) if not isinstance(one, ElidedLabel)]
    lines = [one for one in labels if _widest_word(one) > one.width()]
    outside = [one for one in of.findChildren(QAbstractButton) if not _inside(one)]
    found = [*words, *lines, *outside]
    return [f"{one.objectName()} {getattr(one, 'text', str)()!r}" for one in found if one.isVisibleTo(of)]


def _widest_word(label: PlainLabel) -> int:
    parts = re.split(r"[\s\u200b]", label.text()) if label.wordWrap() else label.text().split("\n")
    return max((label.fontMetrics().horizontalAdvance(one) for one in parts), default=0)


def _inside(one: QWidget) -> bool:
    holder = one.parentWidget()
    return (
        holder is None
        or isinstance(holder.parentWidget(), QScrollArea)
        or holder.rect().contains(one.geometry())
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["pia", "leo", "ada"])
def test_nothing_is_cut_off_on_any_page(
    qtbot: QtBot, window: MainWindow, name: str, size: tuple[int, int]
) -> None:
    work = signed_in(qtbot, window, name)
    window.resize(*size)
    for key in work.specs:
        page = opened(qtbot, work, key)
        rows = page.model.rowCount() if isinstance(page, RecordPage) else 1
        for row in range(min(rows, 6)):
            if isinstance(page, RecordPage):
                page.table.go_to_row(row)
                qtbot.waitUntil(lambda: not work.tasks.jobs, timeout=20_000)
                QApplication.processEvents()
                assert page.table.header.length() <= page.table.viewport().width(), key
            assert not cut_off(page), f"{key}, row {row}"


def test_a_small_window_keeps_what_a_list_is_for(qtbot: QtBot, window: MainWindow) -> None:
    work = signed_in(qtbot, window, "pia")
    window.resize(1100, 700)
    for key, wanted in (
        ("postings", ("title", "risk", "state")),
        ("shares", ("title", "records", "expires")),
        ("audit", ("what", "at")),
        ("requests", ("who", "due")),
    ):
        page = opened(qtbot, work, key)
        assert isinstance(page, RecordPage)
        shown = {one.key for at, one in enumerate(page.model.columns) if not page.table.isColumnHidden(at)}
        assert shown >= set(wanted), key


def test_the_figures_of_the_overview_are_named_in_full(qtbot: QtBot, window: MainWindow) -> None:
    work = signed_in(qtbot, window, "pia")
    window.resize(*SIZES[0])
    page = opened(qtbot, work, "overview")
    for card in page.findChildren(FigureCard):
        for label in card.findChildren(ElidedLabel):
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width(), label.text()


ASKED = (
    ("people", "people-intake"), ("people", "people-export"), ("people", "people-reveal"),
    ("contacts", "contact-answer"), ("shares", "share-propose"), ("requests", "request-preview"),
)  # fmt: skip


@pytest.mark.parametrize(("key", "button"), ASKED)
def test_a_dialog_stays_within_a_small_window(
    qtbot: QtBot, window: MainWindow, key: str, button: str
) -> None:
    work = signed_in(qtbot, window, "pia")
    window.resize(*SIZES[0])
    page = opened(qtbot, work, key)
    found = [one for one in page.findChildren(QAbstractButton, button) if one.isVisible() and one.isEnabled()]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=20_000)
    qtbot.waitUntil(lambda: not work.tasks.jobs, timeout=20_000)
    QApplication.processEvents()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    assert dialog.width() <= window.width()
    assert dialog.height() <= window.height()
    assert not cut_off(dialog)
