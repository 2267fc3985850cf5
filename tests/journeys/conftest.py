"""A demo desk made once, and a person in front of its window."""

import os
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.demo.making import make_demo_desk
from tests.journeys.robots import Person


@pytest.fixture(scope="session")
def demo_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a demo desk for the journeys."""
    folder = tmp_path_factory.mktemp("journey") / "desk"
    make_demo_desk(folder, postings=300, people=120, seed=3)
    return folder


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication, demo_desk: Path, tmp_path: Path) -> Iterator[Person]:
    """Somebody in front of a demo desk of this test's own."""
    desk = Path(copytree(demo_desk, tmp_path / "desk"))
    copytree(demo_desk.with_name("desk-mail"), tmp_path / "desk-mail")
    somebody = Person(qtbot, qapp, desk, tmp_path / "settings.ini")
    yield somebody
    somebody.close()
