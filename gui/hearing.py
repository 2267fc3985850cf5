"""What the screen's program tells its log by itself: mistakes that nobody caught, and what Qt has to say."""

import atexit
import re
import sys
import threading
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

from core.logfiles.files import Logbook
from core.logfiles.notes import Event, Listed, note
from core.mistakes import mistake_report

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

KINDS = frozenset(QtMsgType.__members__)
CATEGORIES = frozenset(
    {
        "default", "qt.accessibility.core", "qt.core.logging", "qt.gui.icc", "qt.gui.imageio",
        "qt.pointer.dispatch", "qt.pysideplugin", "qt.qpa.clipboard", "qt.qpa.fonts", "qt.qpa.gl",
        "qt.qpa.input", "qt.qpa.mime", "qt.qpa.plugin", "qt.qpa.screen", "qt.qpa.services", "qt.qpa.theme",
        "qt.qpa.wayland", "qt.qpa.window", "qt.qpa.xcb", "qt.svg", "qt.svg.draw", "qt.text.font.db",
        "qt.text.layout",
    }
)  # fmt: skip
_MEMBER = re.compile(r"(Q[A-Za-z]+)(?:::(\w+))?")


def hear(logbook: Logbook) -> None:
    """Have the log told of uncaught mistakes and of Qt's messages, until the program ends."""
    atexit.register(_stop, logbook)
    qInstallMessageHandler(partial(qt_said, logbook))
    sys.excepthook = _before_the_window
    sys.unraisablehook = _unraisable
    threading.excepthook = _in_a_thread


def qt_said(logbook: Logbook, kind: QtMsgType, where: QMessageLogContext, words: str) -> None:
    """Note what kind of message it is and the member of Qt it begins with: its words may name a file.

    They go to the terminal, as Qt itself would have sent them.
    """
    category = Listed(str(where.category), CATEGORIES)
    note(Event.QT, level=Listed(kind.name, KINDS), category=category, of=_member(words))
    if sys.stderr is not None:
        sys.stderr.write(f"{qFormatLogMessage(kind, where, words)}\n")
    if kind is QtMsgType.QtFatalMsg:
        logbook.close()  # Qt ends the program now


def _member(words: str) -> Listed:
    """Return the class of Qt, with its method, that a message begins with, if Qt has such a one."""
    found = _MEMBER.match(words)
    name, method = found.groups() if found else ("", None)
    kind = next((vars(one)[name] for one in (QtCore, QtGui, QtWidgets) if name in vars(one)), None)
    if not isinstance(kind, type):
        return Listed("", frozenset())
    told = f"{name}::{method}" if method and hasattr(kind, method) else name
    return Listed(told, frozenset({told}))


def _before_the_window(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    note(Event.MISTAKE, error)
    if sys.stderr is not None:
        sys.stderr.write(f"{mistake_report(error)}\n")


def _in_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        note(Event.MISTAKE, told.exc_value)


def _unraisable(told: "UnraisableHookArgs") -> None:
    if told.exc_value is not None:
        note(Event.MISTAKE, told.exc_value)


def _stop(logbook: Logbook) -> None:
    qInstallMessageHandler(None)
    logbook.close()
