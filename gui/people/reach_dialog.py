"""Letting promotion reach a person again: how they told the site, and what they said (C19, C20)."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget
from typing_extensions import override

from core.people.wishes import HEARD_AGAIN, WISHES
from gui.kit.dialogs import Dialog


class ReachDialog(Dialog):
    """Names: `people-reach`, `people-reach-heard`, `people-reach-wish`. `told(heard, wish)` follows."""

    told = Signal(str, str)

    def __init__(self, person_id: int, parent: QWidget | None = None) -> None:
        super().__init__(
            f"Let promotion reach person {person_id} again",
            "Only when they wish it themselves. The log keeps both answers.",
            main="Let reach again",
            name="people-reach",
            parent=parent,
        )
        self.heard, self.wish = QComboBox(), QComboBox()
        self.add(self.tr("What they said"), self.wish, "people-reach-wish")
        self.add(self.tr("How they told the site"), self.heard, "people-reach-heard")
        self._fill(self.wish, WISHES.items())
        self._fill(self.heard, ((one, one.capitalize()) for one in HEARD_AGAIN))
        self._answered()
        self.main.setDefault(True)
        self.wish.setFocus()

    @override
    def act(self) -> None:
        heard, wish = self.heard.currentData(), self.wish.currentData()
        if heard and wish:
            self.told.emit(heard, wish)
            self.accept()

    def _fill(self, box: QComboBox, choices: Iterable[tuple[str, str]]) -> None:
        for code, words in choices:
            box.addItem(words, code)
        box.setCurrentIndex(-1)
        box.setPlaceholderText(self.tr("Choose"))
        box.currentIndexChanged.connect(lambda _: self._answered())

    def _answered(self) -> None:
        self.main.setEnabled(bool(self.heard.currentData() and self.wish.currentData()))
