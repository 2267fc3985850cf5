"""Where the log files lie, and how they are kept small, private and out of everyone's way."""

import logging
import os
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import Full, Queue

from typing_extensions import override

from core.logfiles.notes import LOGGER, OwnWordsOnly

LARGEST, OLDER = 512 * 1024, 4
"""Bytes of one file, and how many older ones are kept beside it: 2.5 MB in all for each program."""
WAITING = 1_000
"""Lines that may wait for a slow disk; further ones are let go."""
PATIENCE_S = 1.0
VARIABLE = "REMIT_LOGS"
FOLDER, FILE = 0o700, 0o600
_OF_SOME_SYSTEMS = sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))
_SAFELY = os.O_APPEND | os.O_CREAT | os.O_WRONLY | _OF_SOME_SYSTEMS
"""No link is followed, and a pipe that nobody reads is not waited for."""


def log_folder(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path | None:
    """Return the folder for log files: REMIT_LOGS, else the platform's folder for a program's state.

    None where there is no such folder, or where it would lie in a desk's, which holds the desk alone.
    """
    try:
        folder = Path(os.path.abspath(environment.get(VARIABLE) or _usual(environment, platform)))  # noqa: PTH100  # ends with the name as given
        real = folder.resolve()
    except (OSError, RuntimeError, ValueError):  # no home; a loop of links
        return None
    return None if any(_is_desk(one) for path in (folder, real) for one in (path, *path.parents)) else folder


def _usual(environment: Mapping[str, str], platform: str) -> Path:
    if platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Remit" / "Logs"
    if platform == "darwin":
        return Path.home() / "Library" / "Logs" / "Remit"
    state = Path(environment.get("XDG_STATE_HOME") or "")  # XDG Base Directory: a relative one is ignored
    return (state if state.is_absolute() else Path.home() / ".local" / "state") / "remit"


def _is_desk(folder: Path) -> bool:
    return os.path.lexists(folder / "desk.toml")


class LogFile(RotatingFileHandler):
    """A file of bounded size, opened for each line: several programs may write it and turn it over.

    Where it cannot be written, nothing is said and nothing waits.
    """

    def __init__(self, path: Path, largest: int = LARGEST, older: int = OLDER) -> None:
        super().__init__(path, maxBytes=largest, backupCount=older, encoding="utf-8", delay=True)
        self.setFormatter(_Lines(path.stem))
        self.addFilter(OwnWordsOnly())

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            super().emit(record)
        finally:
            self._let_go()

    @override
    def handleError(self, record: logging.LogRecord) -> None:  # the standard library's name
        """Let the line go: a log that cannot be kept is no reason to disturb anyone."""

    @override
    def _open(self) -> TextIOWrapper:
        path = Path(self.baseFilename)
        path.parent.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        descriptor = os.open(path, _SAFELY, FILE)
        return os.fdopen(descriptor, "a", encoding=self.encoding)

    def _let_go(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):  # a full disk says so at the last moment
                stream.close()


class _Lines(logging.Formatter):
    """Moment in UTC, program, process, then the note."""

    converter = staticmethod(time.gmtime)

    def __init__(self, program: str) -> None:
        super().__init__(f"%(asctime)s {program} %(process)d %(message)s", "%Y-%m-%dT%H:%M:%SZ")


class _Waiting(QueueHandler):
    """Hands a note to the thread that writes; when too many wait, it is let go."""

    @override
    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        return record  # the filter has taken everything off it but the note

    @override
    def handleError(self, record: logging.LogRecord) -> None:  # the standard library's name
        """Let the line go."""


class _Writer(QueueListener):
    """The thread that writes; neither the screen nor the end of a program waits long for its disk."""

    @override
    def stop(self) -> None:
        """Write what waits, for `PATIENCE_S` at most."""
        with suppress(Full):
            self.enqueue_sentinel()
        if self._thread is not None:
            self._thread.join(PATIENCE_S)


class Logbook:
    """The log of one run of a program; `place` is its file, None where none is kept."""

    def __init__(self, program: str, folder: Path | None) -> None:
        self.place = folder / f"{program}.log" if folder is not None else None
        lines: Queue[logging.LogRecord] = Queue(WAITING)
        self._handler = _Waiting(lines)
        self._handler.addFilter(OwnWordsOnly())
        self._writer = _Writer(lines, LogFile(self.place)) if self.place is not None else None
        if self._writer is not None:
            self._writer.start()
            logging.getLogger(LOGGER).addHandler(self._handler)

    def close(self) -> None:
        """Write what waits and stop; a second call does nothing."""
        logging.getLogger(LOGGER).removeHandler(self._handler)
        if self._writer is not None:
            self._writer.stop()
            self._writer = None
