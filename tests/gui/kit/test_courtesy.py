from threading import Event, Thread

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from core.errors import Cancelled
from gui.kit.courtesy import CourteousProgress, Courtesy


def stepped(courtesy: Courtesy, steps: int = 1) -> tuple[Thread, Event]:
    """Take steps of long work on another thread; the event says that they are done."""
    done = Event()

    def work() -> None:
        for _ in range(steps):
            courtesy.step_aside()
        done.set()

    thread = Thread(target=work)
    return thread, done


def test_work_waits_while_the_screen_is_busy_and_goes_on_when_it_rests(qtbot: QtBot) -> None:
    courtesy, done_meanwhile = Courtesy(), list[bool]()
    thread, done = stepped(courtesy, steps=200)

    def busy() -> None:
        courtesy.wake()
        thread.start()
        done_meanwhile.append(done.wait(0.05))  # the screen's thread does one long thing

    QTimer.singleShot(0, busy)
    qtbot.waitUntil(lambda: bool(done_meanwhile) and done.is_set())
    assert done_meanwhile == [False]
    thread.join()


def test_work_goes_on_however_busy_the_screen_is(qtbot: QtBot) -> None:
    courtesy, went_on = Courtesy(), list[bool]()
    thread, done = stepped(courtesy)

    def busy() -> None:
        courtesy.wake()
        thread.start()
        went_on.append(done.wait(10))

    QTimer.singleShot(0, busy)
    qtbot.waitUntil(lambda: went_on == [True], timeout=15_000)
    thread.join()


def test_nobody_waits_once_it_is_over(qtbot: QtBot) -> None:
    courtesy, quick = Courtesy(), list[bool]()
    thread, done = stepped(courtesy, steps=100_000)

    def busy() -> None:
        courtesy.end()
        courtesy.wake()
        thread.start()
        quick.append(done.wait(10))

    QTimer.singleShot(0, busy)
    qtbot.waitUntil(lambda: quick == [True], timeout=15_000)
    thread.join()


def test_progress_steps_aside_at_each_step_and_still_stops_when_asked() -> None:
    times = list[int]()
    progress = CourteousProgress(aside=lambda: times.append(1))
    progress.at(1, 3, "Writing")
    progress.at(2)
    assert (progress.done, progress.total, progress.doing, len(times)) == (2, 3, "Writing", 2)
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.at(3)
