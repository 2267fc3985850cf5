"""Every page in a small window: no word of a button is cut off, no column is out of sight."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.demo.making import make_demo_desk
from core.staff.demo_staff import DEMO_PASSPHRASE
from gui.kit.figure_card import FigureCard
from gui.kit.labels import ElidedLabel
from gui.kit.record_page import RecordPage
from gui.main_window import MainWindow
from gui.pages import PAGES
from gui.request_shots import cast_requests
from gui.share_shots import cast_shares
from gui.shot_stage import Cast, NotThere, Stage
from gui.shots import SHOTS
from gui.workplace import Workplace
from tests.gui.fit import cut_off
from tests.gui.opening import opened

SIZES = ((1024, 640), (1100, 700), (1440, 900))


@dataclass(frozen=True)
class Lively:
    """A demo desk with a request and a share in each state, and which they are."""

    folder: Path
    cast: Cast


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Lively:
    folder = tmp_path_factory.mktemp("small") / "desk"
    make_demo_desk(folder, postings=800, people=40)
    return Lively(folder, cast_requests(folder) | cast_shares(folder))


@pytest.fixture
def window(qtbot: QtBot, lively: Lively, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(PAGES, QSettings(str(tmp_path / "remit.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.open_desk(Path(copytree(lively.folder, tmp_path / "desk")))
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


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["mia", "leo", "pia", "aldo", "ada"])
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


@pytest.mark.parametrize("size", SIZES[:2])
@pytest.mark.parametrize("person", sorted({one.person for one in SHOTS}))
def test_nothing_is_cut_off_in_any_state_or_dialog(
    qtbot: QtBot, window: MainWindow, lively: Lively, person: str, size: tuple[int, int]
) -> None:
    stage, troubles = Stage(signed_in(qtbot, window, person), lively.cast), []
    window.resize(*size)
    for shot in (one for one in SHOTS if one.person == person):
        try:
            shot.show(stage)
        except NotThere as missing:
            troubles.append(f"{shot.name}: {missing}")
        stage.settle()
        for one in (stage.page, *stage.dialogs()):
            troubles += [f"{shot.name}: {trouble}" for trouble in cut_off(one)]
            if one.width() > window.width() or one.height() > window.height():
                troubles.append(f"{shot.name}: {one.objectName()} is larger than the window")
        stage.clear()
    assert not troubles, "\n".join(troubles)
