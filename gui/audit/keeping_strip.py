"""Above the list: the log's last checkpoint, and how the place outside the desk stands."""

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.staff.log_proving import Keeping
from gui.kit.dates import short_date
from gui.kit.detail import NoticeStrip
from gui.kit.theme import px
from gui.kit.tokens import Tone

NAME = "audit-keeping"


class KeepingStrip(QWidget):
    """One strip with what can be done about it as links: `audit-checkpoint`, `audit-place`, `audit-key`."""

    def __init__(self, steps: list[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(NAME)
        self._steps = steps
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.strip: NoticeStrip | None = None
        self.hide()

    def show_keeping(self, keeping: Keeping) -> None:
        """Show how the log is kept."""
        if self.strip is not None:
            self.strip.deleteLater()
        words = keeping_words(keeping)
        self.strip = NoticeStrip(keeping_tone(keeping), words, f"{NAME}-strip")
        layout = self.strip.layout()
        for step in self._steps:
            if step.isVisible() and layout is not None:
                layout.addWidget(_link(step))
        self._row.addWidget(self.strip)
        self.setAccessibleName(words)
        self.show()


def keeping_tone(keeping: Keeping) -> Tone:
    """Return WARN where copies outside are wanting."""
    place = keeping.standing
    behind = place.place is not None and (place.away or place.outside < place.checkpoints)
    return Tone.WARN if behind else Tone.NEUTRAL


def keeping_words(keeping: Keeping) -> str:
    """Say when the log was last signed for, and where that is kept."""
    if keeping.last is None:
        return _tr("No checkpoint yet: one is made after each disclosure and each 1,000 entries.")
    signed = _tr("Last checkpoint: %1 entries, %2.")
    signed = signed.replace("%1", QLocale().toString(keeping.last.size))
    return f"{signed.replace('%2', short_date(keeping.last.at))} {_place_words(keeping)}"


def _place_words(keeping: Keeping) -> str:
    one = keeping.standing
    if one.place is None:
        return _tr("Checkpoints are kept in the desk alone; an admin can choose a second place.")
    if one.away:
        words = _tr("%1 is away: %2. What it lacks follows once it is back.")
        return words.replace("%1", str(one.place)).replace("%2", one.away)
    if one.outside < one.checkpoints:
        words = _tr("Only %1 of %2 are in %3; the others follow with the next one.")
    else:
        words = _tr("It is also in %3.") if one.checkpoints == 1 else _tr("All %2 are also in %3.")
    number = QLocale().toString
    words = words.replace("%1", number(one.outside)).replace("%2", number(one.checkpoints))
    return words.replace("%3", str(one.place))


def _link(step: QAction) -> QPushButton:
    button = QPushButton(step.text())
    button.setObjectName(step.objectName())
    button.setAccessibleName(step.text())
    button.setProperty("tone", "link")
    button.setStyleSheet("min-height: 0; padding: 0 0 0 8px;")
    button.setFixedHeight(px(18))
    button.clicked.connect(step.trigger)
    return button


def _tr(words: str) -> str:
    return QCoreApplication.translate("audit", words)
