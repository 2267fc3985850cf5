"""Every page of the real window: what a screen reader is told, and where Tab leads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.kit.command_palette import CommandPalette
from gui.kit.record_page import RecordPage
from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.workplace import Workplace
from tests.gui.opening import opened

PASSPHRASE = "remit test desk"
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QTextEdit, QAbstractItemView, QAbstractSpinBox)
PEOPLE = {"pia": 9, "ada": 3}
"""An officer and an admin: between them they may use every page."""


@pytest.fixture(params=PEOPLE)
def work(
    request: pytest.FixtureRequest, qtbot: QtBot, tmp_path: Path, desk_folder: Path
) -> Iterator[Workplace]:
    window = MainWindow(PAGES, QSettings(str(tmp_path / "remit.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.open_desk(desk_folder)
    qtbot.waitUntil(window.sign_in.name.isVisible, timeout=20_000)
    qtbot.keyClicks(window.sign_in.name, request.param)
    qtbot.keyClicks(window.sign_in.passphrase, PASSPHRASE)
    qtbot.keyClick(window.sign_in.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=30_000)
    assert window.workplace is not None
    assert len(window.workplace.specs) == PEOPLE[request.param]
    yield window.workplace
    window.close()


def controls(of: QWidget) -> list[QWidget]:
    """Return what can be used of a widget, without the parts that Qt puts into its own fields."""
    found = [one for one in of.findChildren(QWidget) if isinstance(one, CONTROLS) and one.isVisibleTo(of)]
    return [
        one for one in found if not isinstance(one.parentWidget(), (QLineEdit, QComboBox, QAbstractSpinBox))
    ]


def nameless(of: QWidget) -> list[str]:
    return [
        f"{type(one).__name__} {one.objectName()!r}"
        for one in controls(of)
        if one.objectName() != "qt_spinbox_lineedit"
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]


def test_no_control_of_any_page_is_without_a_name(qtbot: QtBot, work: Workplace) -> None:
    assert not nameless(work)
    for key in work.specs:
        assert not nameless(opened(qtbot, work, key)), key


def test_tab_goes_from_search_over_filters_and_table_to_the_actions(qtbot: QtBot, work: Workplace) -> None:
    for key in work.specs:
        page = opened(qtbot, work, key)
        if not isinstance(page, RecordPage):
            continue
        assert page.search is not None
        page.search.setFocus()
        place = {one: at for at, one in enumerate(walked(page))}
        chips = [place[one] for one in page.filters.findChildren(QAbstractButton) if one in place]
        table = [place[page.table]] if page.table in place else []
        buttons = page.panel.foot.findChildren(QAbstractButton)
        foot = [place[one] for one in buttons if one in place]
        order = [0, *chips, *table, *foot]
        assert order == sorted(order), f"{key}: {[one.objectName() for one in place]}"


def walked(page: RecordPage) -> list[QWidget]:
    """Return where Tab leads from the search field, until it leaves the page."""
    assert page.search is not None
    steps: list[QWidget] = [page.search]
    one = page.search.nextInFocusChain()
    while one is not page.search and page.isAncestorOf(one):
        by_tab = bool(one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        if by_tab and one.isVisibleTo(page) and one.isEnabled():
            steps.append(one)
        one = one.nextInFocusChain()
    return steps


def test_the_palette_opens_on_every_page_and_names_its_actions(qtbot: QtBot, work: Workplace) -> None:
    for key in work.specs:
        page = opened(qtbot, work, key)
        window = work.window()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.keyClick(page, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: work.findChild(CommandPalette) is not None)
        palette = work.findChild(CommandPalette)
        assert palette is not None
        assert not nameless(palette)
        with qtbot.waitSignal(palette.destroyed):
            palette.close()
            palette.deleteLater()
