from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.kit.rehearsal import rehearsal
from gui.kit.tasks import Tasks
from gui.kit.turns import Turns


def test_steps_are_done_in_order_and_others_have_their_turn_between(qtbot: QtBot) -> None:
    turns, did = Turns(), list[str]()
    another = QTimer(interval=0)
    another.timeout.connect(lambda: did.append("another"))
    another.start()
    turns.add(lambda: did.append("first"), lambda: did.append("second"))
    qtbot.waitUntil(lambda: not turns.busy)
    assert did.index("first") < did.index("second")
    assert "another" in did[did.index("first") : did.index("second")]


def test_a_step_may_add_another(qtbot: QtBot) -> None:
    turns, did = Turns(), list[str]()
    turns.add(lambda: turns.add(lambda: did.append("later")))
    qtbot.waitUntil(lambda: did == ["later"])


def test_dropped_steps_are_never_done(qtbot: QtBot) -> None:
    turns, did = Turns(), list[str]()
    turns.add(lambda: did.append("first"), turns.drop, lambda: did.append("never"))
    qtbot.waitUntil(lambda: not turns.busy)
    QApplication.processEvents()
    assert did == ["first"]


def test_a_step_that_fails_keeps_no_other_from_being_done(qtbot: QtBot) -> None:
    turns, did = Turns(), list[str]()
    with qtbot.captureExceptions() as raised:
        turns.add(list[str]().pop, lambda: did.append("after"))
        qtbot.waitUntil(lambda: did == ["after"])
    assert [one[0] for one in raised] == [IndexError]


def test_a_rehearsal_shows_nothing(tasks: Tasks) -> None:
    before = set(QApplication.topLevelWidgets())
    for step in rehearsal(tasks):
        step()
        assert not [one for one in set(QApplication.topLevelWidgets()) - before if one.isVisible()]
    assert not tasks.jobs
