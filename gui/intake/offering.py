"""How a page offers intake: a button, and dropping a file on it. One line: `offer_intake(self, "people")`."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from typing_extensions import override

from core.intake.shapes import Kind
from core.staff.roles import Permission
from gui.intake.intake_dialog import IntakeDialog
from gui.kit.page import Page

ENDINGS = (".csv", ".tsv", ".jsonl")


def offer_intake(page: Page, *kinds: str) -> None:
    """Let a page take files of these kinds in, for those who may; the first kind is proposed."""
    if page.context.may(Permission.INTAKE):
        offered = tuple(Kind(one) for one in kinds)
        ask = partial(ask_intake, page, offered)
        page.add_tool("upload", page.tr("Take in a file…"), "intake", ask, "Ctrl+I")
        page.setAcceptDrops(True)
        page.installEventFilter(_Drops(page, offered))


def ask_intake(page: Page, kinds: Sequence[Kind], path: Path | None = None) -> IntakeDialog:
    """Open the dialog, with a file if there is one already."""
    dialog = IntakeDialog(page, kinds, path)
    dialog.open()
    return dialog


class _Drops(QObject):
    """Takes a file that is dropped on the page."""

    def __init__(self, page: Page, kinds: Sequence[Kind]) -> None:
        super().__init__(page)
        self._page, self._kinds = page, tuple(kinds)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent) and dropped_file(event) is not None:
            event.acceptProposedAction()
            return True
        if type(event) is QDropEvent and (path := dropped_file(event)) is not None:
            event.acceptProposedAction()
            ask_intake(self._page, self._kinds, path)
            return True
        return False


def dropped_file(event: QDropEvent) -> Path | None:
    """Return the one file that is being dropped, if it is one that can be taken in."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return path if path is not None and path.suffix.lower() in ENDINGS else None
