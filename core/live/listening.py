"""Listening on a thread of its own for as long as somebody is signed in; a lost connection is tried again."""

from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING, Protocol

from core.desk import Desk
from core.errors import DeskError
from core.live.hearing import Heard, hear

if TYPE_CHECKING:
    from core.db.watching import Watch

BACK_OFF_S = (1, 2, 4, 8, 15, 30)
"""After each failure it waits longer before the next try."""
LONGEST_WAIT_S = 60.0


class Ears(Protocol):
    """Who is told; each is called on the listener's thread."""

    def heard(self, what: Heard) -> None:
        """Somebody else changed something."""
        ...

    def lost(self, seconds: int, why: str) -> None:
        """The connection is lost; it is tried again in so many seconds."""
        ...

    def back(self) -> None:
        """The connection is back; what was missed is told next."""
        ...


class Listener:
    """Tells what others change, from when `run` begins until `stop`; knows nothing of any engine."""

    def __init__(self, desk: Desk, ears: Ears) -> None:
        self._desk, self._ears = desk, ears
        self._over, self._again = Event(), Event()
        self._watch: Watch | None = None
        self._position: int | None = None
        self._failures = 0

    def run(self) -> None:
        """Listen until stopped; every DeskError means that the connection is lost for now."""
        while not self._over.is_set():
            try:
                self._listen()
            except DeskError as error:
                self._pause(error.sentence)

    def stop(self) -> None:
        """End it, from any thread; `run` returns within a moment."""
        self._over.set()
        self._again.set()
        if self._watch is not None:
            self._watch.stop()

    def try_now(self) -> None:
        """Do not wait for the next try."""
        self._again.set()

    def _listen(self) -> None:
        with closing(self._desk.watch()) as watch:
            self._watch = watch
            self._hear()
            if self._failures:
                self._failures = 0
                self._ears.back()
            while not self._over.is_set():
                if watch.wait(LONGEST_WAIT_S):
                    self._hear()

    def _hear(self) -> None:
        with self._desk.read() as work:
            what = hear(work, self._position, self._desk.written)
        self._position = what.position
        self._desk.written.difference_update(
            [one for one in tuple(self._desk.written) if one < what.position]
        )
        if not self._over.is_set():
            self._ears.heard(what)

    def _pause(self, why: str) -> None:
        if self._over.is_set():
            return
        seconds = BACK_OFF_S[min(self._failures, len(BACK_OFF_S) - 1)]
        self._failures += 1
        self._again.clear()
        self._ears.lost(seconds, why)
        self._again.wait(seconds)
