import shutil
import subprocess
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from gui.sleep_lock import JUMP_S, LOGIND, SAVERS, SleepLock


class Wall:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_clock_that_jumped_locks_and_one_that_walks_or_went_back_does_not(qtbot: QtBot) -> None:
    wall = Wall()
    lock = SleepLock(wall)
    for step in (2.0, JUMP_S, -7_200.0, 2.0):
        wall.now += step
        with qtbot.assertNotEmitted(lock.locked):
            lock.look()
    wall.now += JUMP_S + 1
    with qtbot.waitSignal(lock.locked):
        lock.look()
    with qtbot.assertNotEmitted(lock.locked):
        lock.look()


@pytest.fixture
def bus() -> Iterator[str]:
    """The address of a real bus of this test's own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("no dbus-daemon on this machine")
    command = [daemon, "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:  # noqa: S603  # found on the PATH
        assert running.stdout
        yield running.stdout.readline().strip()
        running.terminate()


SAID = [(LOGIND, "PrepareForSleep"), *((one, "ActiveChanged") for one in SAVERS)]


@pytest.mark.parametrize(("place", "name"), SAID)
def test_the_system_s_own_word_locks(qtbot: QtBot, bus: str, place: tuple[str, str, str], name: str) -> None:
    ours = QDBusConnection.connectToBus(bus, f"ours {name} {place[0]}")
    theirs = QDBusConnection.connectToBus(bus, f"theirs {name} {place[0]}")
    assert theirs.registerService(place[0])
    lock = SleepLock()
    lock.listen(ours, ours)

    def say(begins: bool) -> None:  # noqa: FBT001  # the signal's one argument
        word = QDBusMessage.createSignal(place[1], place[2], name)
        word.setArguments([begins])
        assert theirs.send(word)

    with qtbot.waitSignal(lock.locked, timeout=10_000):
        say(True)
    with qtbot.assertNotEmitted(lock.locked, wait=200):
        say(False)
    for one in (f"ours {name} {place[0]}", f"theirs {name} {place[0]}"):
        QDBusConnection.disconnectFromBus(one)
