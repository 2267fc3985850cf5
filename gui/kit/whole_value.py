"""A value that has no space to break a line at, as an address: all of it is seen, and copied as it is."""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.kit.text_body import TextBody

LONGEST = 22
"""Characters of one word that the narrowest detail shows in one line."""
BREAK = "\u200b"
"""Zero width: a line may end here (UAX #14, class ZW)."""
_AFTER = re.compile(r"(?<=[@._\-/])(?=\w)")


def has_long_word(text: str) -> bool:
    """Tell whether a word of the text is wider than a detail may be."""
    return max(map(len, text.split()), default=0) > LONGEST


class WholeValue(TextBody):
    """Ends a line after a sign of the value where there is one, before it ends it within a word."""

    def __init__(self, text: str, label: str = "", parent: QWidget | None = None) -> None:
        super().__init__(_AFTER.sub(BREAK, text), label=label, parent=parent)
        self.setProperty("value", True)

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        copied = QMimeData()
        copied.setText(self.textCursor().selection().toPlainText().replace(BREAK, ""))
        return copied

    @override
    def toPlainText(self) -> str:
        return super().toPlainText().replace(BREAK, "")

    @override
    def _height_at(self, room: int) -> int:
        whole = self.document().clone()
        whole.setTextWidth(room)
        return int(whole.size().height())

    @override
    def _space_lines(self) -> None:
        """Keep the lines as close as those of the values around it."""
