"""A demo desk made once, and a person in front of its window."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.demo import making
from tests.conftest import Copy
from tests.journeys.robots import Person

Files = dict[str, list[dict[str, str]]]


@pytest.fixture(scope="session")
def made_demo(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> tuple[Path, Files]:
    """Make a demo desk for the journeys, and keep the rows of the files that went into it."""
    folder, files = tmp_path_factory.mktemp("journey") / "desk", defaultdict(list)
    take_in = making._Story.take_in

    def kept(story: Any, kind: Any, rows: Iterable[dict[str, str]]) -> int:
        listed = list(rows)
        files[kind.value] += listed
        return take_in(story, kind, listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making._Story, "take_in", kept)
        making.make_demo_desk(folder, postings=300, people=120, seed=3, database=new_database())
    return folder, files


@pytest.fixture(scope="session")
def demo_desk(made_demo: tuple[Path, Files]) -> Path:
    """A demo desk that every journey copies."""
    return made_demo[0]


@pytest.fixture(scope="session")
def files(made_demo: tuple[Path, Files]) -> Files:
    """The rows of the marketplace's files, by kind, as they stood before anything was taken in."""
    return made_demo[1]


@pytest.fixture
def person(
    qtbot: QtBot, qapp: QApplication, demo_desk: Path, tmp_path: Path, copied: Copy
) -> Iterator[Person]:
    """Somebody in front of a demo desk of this test's own."""
    desk = copied(demo_desk, tmp_path / "desk")
    copytree(demo_desk.with_name("desk-mail"), tmp_path / "desk-mail")
    somebody = Person(qtbot, qapp, desk, tmp_path / "settings.ini")
    yield somebody
    somebody.close()
