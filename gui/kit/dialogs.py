"""Dialogs: a title, an explanation, fields, and one main action on Ctrl+Enter; Esc goes back."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gui.kit.actions import ENTER, Button
from gui.kit.dialog_fields import FieldsArea
from gui.kit.labels import PlainLabel, heading
from gui.kit.theme import px
from gui.kit.tokens import SMALLEST_WINDOW

WIDTH, AROUND = 460, 16


class Dialog(QDialog):
    """The base. Add to `fields`; listen to `accepted`; show with `open()`.

    Name its main button `main.setEnabled` by what was filled in. Object names: `name`, `name-main`,
    `name-cancel`.
    """

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        explanation: str = "",
        *,
        main: str,
        name: str,
        danger: bool = False,
        width: int = WIDTH,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setMinimumWidth(px(width))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.explanation = PlainLabel(explanation, ink="2", wrap=True).follow_width()
        self.explanation.setVisible(bool(explanation))
        self.problem = PlainLabel(ink="bad", wrap=True).follow_width()
        self.problem.setObjectName(f"{name}-problem")
        self.problem.hide()
        self.area = FieldsArea()
        self.fields = self.area.fields
        self.fields.setSpacing(px(8))
        self.main = _button(main, f"{name}-main", "danger-main" if danger else "primary")
        self.cancel = _button(self.tr("Cancel"), f"{name}-cancel", "secondary")
        self.main.clicked.connect(self.act)
        self.cancel.clicked.connect(self.reject)
        self._lay(title)

    @override
    def sizeHint(self) -> QSize:
        """Be as high as the words need at this width; Qt's own hint measures them in a narrower one."""
        hint, layout = super().sizeHint(), self.layout()
        width = max(min(hint.width(), self.room().width()), self.minimumWidth())
        high = layout.totalHeightForWidth(width) if layout is not None and layout.hasHeightForWidth() else -1
        return QSize(width, high if high > 0 else hint.height())

    def room(self) -> QSize:
        """Return how large a dialog may be: it stays within the window it belongs to."""
        owner = self.parentWidget()
        within = owner.window().size() if owner is not None else self.screen().availableSize()
        return within.expandedTo(QSize(*SMALLEST_WINDOW)) - QSize(2 * px(AROUND), 2 * px(AROUND))

    @override
    def setVisible(self, visible: bool) -> None:  # Qt's name
        """Take the size that the words need, as far as the window has room for it."""
        if visible and not self.isVisible():
            room = self.room()
            self.setMinimumWidth(min(self.minimumWidth(), room.width()))
            self.setMaximumSize(room)
            self.area.setVisible(self.fields.count() > 0)
            for one in (self, *self.findChildren(QWidget)):
                one.ensurePolished()  # what the style sheet gives to a field counts
            self.resize(self.sizeHint().boundedTo(room))
        super().setVisible(visible)

    @override
    def event(self, event: QEvent) -> bool:
        """Grow where what it says came to need more height: another field, or a problem below the fields."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._grow()
        return handled

    def _grow(self) -> None:
        wanted = min(self.sizeHint().height(), self.room().height())
        if self.isVisible() and wanted > self.height():
            self.resize(self.width(), wanted)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move up where growing would take the buttons off the screen."""
        super().resizeEvent(event)
        room, frame = self.screen().availableGeometry(), self.frameGeometry()
        over = min(frame.bottom() - room.bottom(), frame.top() - room.top())
        if self.isVisible() and over > 0:
            self.move(self.x(), self.y() - over)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in ENTER
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.main.click()
        elif enter and not isinstance(self.focusWidget(), QPushButton):
            self._do_default()
        else:
            super().keyPressEvent(event)

    def _do_default(self) -> None:
        """Do the main action where it is the default; Qt would else press Cancel, and lose what is typed."""
        if self.main.isDefault():
            self.main.click()

    def act(self) -> None:
        """Do the main action; override to check the fields first and `say` what is missing."""
        self.accept()

    def say(self, problem: str, at: QWidget | None = None) -> None:
        """Show what is still wrong, and go to the field where it is; empty text hides it."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if at is not None:
            at.setFocus(Qt.FocusReason.OtherFocusReason)

    def add(self, label: str, field: QWidget, name: str) -> None:
        """Add a field with its label above it."""
        text = PlainLabel(label, ink="2")
        text.setBuddy(field)
        field.setObjectName(name)
        field.setAccessibleName(label)
        self.fields.addWidget(text)
        self.fields.addWidget(field)

    def _lay(self, title: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(20), px(24), px(20))
        column.setSpacing(px(12))
        column.addWidget(heading(title).follow_width())
        column.addWidget(self.explanation)
        column.addWidget(self.area)
        column.addWidget(self.problem)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.main)
        column.addSpacing(px(4))
        column.addLayout(row)


class ConfirmDialog(Dialog):
    """Only for what cannot be undone; `title` names what and how many ("Erase 1 person: 14 rows")."""

    def __init__(  # noqa: PLR0913  # each is a named choice of the caller
        self,
        title: str,
        explanation: str,
        *,
        main: str,
        name: str = "confirm",
        danger: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, main=main, name=name, danger=danger, parent=parent)
        self.main.setAutoDefault(False)
        self.cancel.setDefault(True)
        self.cancel.setFocus()


class _Button(Button):
    """Leaves Ctrl+Enter to the dialog, which the button with the focus would take; Enter presses the button.

    Qt would press the default instead, which may be Cancel while the focus is on Release.
    """

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _button(text: str, name: str, tone: str) -> QPushButton:
    button = _Button(text)
    button.setObjectName(name)
    button.setAccessibleName(text)
    button.setProperty("tone", tone)
    return button
