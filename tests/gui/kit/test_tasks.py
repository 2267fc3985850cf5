from collections.abc import Callable
from threading import Event, current_thread, main_thread

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.changes import Changes
from core.errors import Cancelled, Conflict, DeskError
from core.progress import Progress
from gui.kit.crash import crash_report
from gui.kit.progress_strip import ProgressStrip
from gui.kit.tasks import Tasks


def idle(tasks: Tasks) -> Callable[[], bool]:
    return lambda: not tasks.jobs


def secret(value: str) -> int:
    return int(value)


def test_the_work_is_done_elsewhere_and_the_answer_comes_to_the_screens_thread(
    qtbot: QtBot, tasks: Tasks
) -> None:
    places = []
    tasks.read(lambda _work: places.append(current_thread()), lambda _: places.append(current_thread()))
    qtbot.waitUntil(lambda: len(places) == 2)
    assert places[0] is not main_thread()
    assert places[1] is main_thread()


def test_a_refusal_goes_to_the_one_who_asked(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[DeskError] = []

    def conflict(_work: object) -> None:
        raise Conflict("Leo removed it at 17:31.")

    tasks.write(conflict, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].sentence == "Leo removed it at 17:31."


def test_a_refusal_that_nobody_takes_becomes_a_notice(qtbot: QtBot, tasks: Tasks) -> None:
    def conflict(_work: object) -> None:
        raise Conflict("Leo removed it at 17:31.")

    with qtbot.waitSignal(tasks.refused) as refused:
        tasks.write(conflict)
    assert refused.args == ["Leo removed it at 17:31."]


def test_a_mistake_is_reported_without_the_values_in_it(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.crashed) as crashed:
        tasks.read(lambda _work: secret("oscar@example.org"), lambda _: None)
    report = crash_report(crashed.args[0])
    assert "ValueError" in report
    assert "gui.kit.tasks:" in report
    assert "oscar" not in report


def test_a_mistake_still_tells_the_one_who_asked(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[DeskError] = []
    tasks.read(lambda _work: secret("oscar@example.org"), lambda _: None, told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert "oscar" not in told[0].sentence


def test_a_late_answer_for_a_widget_that_is_gone_is_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    gate, told = Event(), []
    owner = QObject()
    tasks.read(lambda _work: gate.wait(20), told.append, owner=owner)
    owner.deleteLater()
    with qtbot.waitSignal(owner.destroyed):
        pass
    gate.set()
    qtbot.waitUntil(idle(tasks))
    assert told == []


def test_writes_happen_one_after_the_other(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[int] = []
    gate = Event()
    tasks.write(lambda _work: (gate.wait(20), order.append(1)))
    for number in range(2, 6):
        tasks.write(lambda _work, number=number: order.append(number))
    gate.set()
    qtbot.waitUntil(idle(tasks))
    assert order == [1, 2, 3, 4, 5]


def test_what_a_write_changed_is_told_to_every_view(qtbot: QtBot, tasks: Tasks) -> None:
    changes = Changes("1 posting removed.", {"posting": frozenset({7})})
    with qtbot.waitSignal(tasks.changes.changed) as told:
        tasks.write(lambda _work: changes)
    assert told.args == [changes]


def test_undo_takes_back_the_last_change_once(qtbot: QtBot, tasks: Tasks) -> None:
    undone: list[str] = []
    for name in ("first", "second"):
        undo = lambda _work, name=name: (undone.append(name), Changes(""))[1]  # noqa: E731  # one verb per change
        tasks.write(lambda _work, name=name, undo=undo: Changes(name, {}, undo))
    qtbot.waitUntil(idle(tasks))
    for _ in range(3):
        tasks.undo()
        qtbot.waitUntil(idle(tasks))
    assert undone == ["second", "first"]


def test_long_work_says_how_far_it_is_and_stops_when_asked(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    told: list[DeskError] = []
    strip = ProgressStrip(tasks, window)
    window.show()
    step = Event()

    def count(progress: Progress) -> None:
        for number in range(1_000_000):
            progress.at(number, 1_000_000, "row by row")
            step.wait(0.001)

    tasks.run("Exporting", count, failed=told.append)
    qtbot.waitUntil(strip.isVisible, timeout=5_000)
    qtbot.waitUntil(lambda: "of 1,000,000" in strip.words.text())
    assert strip.words.text().startswith("Exporting: row by row")
    qtbot.mouseClick(strip.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], Cancelled)
    qtbot.waitUntil(lambda: not strip.isVisible())


def test_short_work_shows_neither_pointer_nor_progress(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    strip = ProgressStrip(tasks, window)
    window.show()
    tasks.write(lambda _work: None)
    strip.poll()
    assert QApplication.overrideCursor() is None
    qtbot.waitUntil(idle(tasks))
    strip.poll()
    assert not strip.isVisible()


def test_work_over_a_tenth_of_a_second_shows_the_pointer(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    gate, strip = Event(), ProgressStrip(tasks, window)
    tasks.write(lambda _work: gate.wait(20))
    qtbot.waitUntil(lambda: QApplication.overrideCursor() is not None)
    assert not strip.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: QApplication.overrideCursor() is None)


def test_a_session_ends_after_its_writes_and_hears_no_late_answers(qtbot: QtBot, tasks: Tasks) -> None:
    order: list[str] = []
    gate = Event()
    tasks.write(lambda _work: (gate.wait(20), order.append("written")), lambda _: order.append("told"))
    tasks.end_session(lambda: order.append("signed out"))
    gate.set()
    qtbot.waitUntil(lambda: "signed out" in order)
    qtbot.waitUntil(idle(tasks))
    assert order == ["written", "signed out"]
