"""The first page: which desk, who, and the passphrase (C22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QDeadlineTimer, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from gui.kit.actions import Button
from gui.kit.figure_card import ClickCard
from gui.kit.labels import PlainLabel, caption, card, divider
from gui.kit.rail import ProductMark
from gui.kit.theme import px
from gui.kit.tokens import TITLE

CARD_WIDTH, MARGIN = 400, 32
SECOND_MS, LOOK_AGAIN_MS = 1_000, 200


@dataclass(frozen=True)
class DemoStaff:
    """One invented staff member of the demo desk, whose passphrase is no secret."""

    name: str
    role: str
    passphrase: str


class SignInPage(QWidget):
    """`asked(name, passphrase)` is the Open button; `demo_asked` and its like lead to a desk."""

    asked = Signal(str, str)
    demo_asked = Signal()
    folder_asked = Signal()
    server_asked = Signal()
    recovery_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        self.setAccessibleName(self.tr("Sign in"))
        self.desk_name = PlainLabel(ink="2", wrap=True)
        self.desk_name.setObjectName("sign-in-desk")
        self.name = self._field("sign-in-name", self.tr("Name"))
        self.passphrase = self._field("sign-in-passphrase", self.tr("Passphrase"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.problem = PlainLabel(ink="bad", wrap=True)
        self.problem.setObjectName("sign-in-problem")
        self.open = self._button("sign-in-open", self.tr("Open"), "primary")
        self.demo = self._button("sign-in-demo", self.tr("Try the demo desk"), "secondary")
        self.folder = self._button("sign-in-folder", self.tr("Open a desk's folder…"), "link")
        self.server = self._button("sign-in-server", self.tr("Open a desk on a server…"), "link")
        self.recovery = self._button("sign-in-recovery", self.tr("Use the recovery key…"), "link")
        self.making = PlainLabel(ink="2")
        self.bar = QProgressBar(textVisible=False)
        self._staff = QVBoxLayout()
        self._staff.setSpacing(0)
        self._why, self._until = "", QDeadlineTimer(0)
        self._seconds = QTimer(self, interval=LOOK_AGAIN_MS)
        self._seconds.timeout.connect(self._count_down)
        self._lay()
        self._connect()
        self.show_no_desk("")

    def show_no_desk(self, why: str) -> None:
        """Show that there is no desk yet, with the ways to one."""
        self.desk_name.setText(self.tr("No desk is open on this computer."))
        self._show_fields(False)
        self.say(why)

    def show_opening(self, words: str) -> None:
        """Show that a desk is being opened or made."""
        self._show_fields(False)
        for part in (self.demo, self.folder, self.server, self.recovery):
            part.hide()
        self.desk_name.setText(words)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Show how far the making of a desk is; `total` 0 hides it."""
        self.bar.setVisible(total > 0)
        self.making.setVisible(bool(words))
        self.making.setText(words)
        self.bar.setRange(0, max(total, 1))
        self.bar.setValue(done)

    def show_desk(self, name: str, staff: Sequence[DemoStaff] = ()) -> None:
        """Show a desk's name and ask who it is; a demo desk lists its staff."""
        self.desk_name.setText(name)
        self.show_progress("", 0, 0)
        self._show_fields(True)
        self._seconds.stop()
        self.say("")
        self.passphrase.clear()
        self._offer(staff)
        (self._missing() or self.name).setFocus()

    def say(self, problem: str, ink: str = "bad") -> None:
        """Say why it did not open, and let the person try again; another ink is for what is no problem."""
        self.problem.set_ink(ink)
        self._seconds.stop()
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.open.setEnabled(True)
        if problem and self.passphrase.isVisible():
            self.passphrase.selectAll()
            self.passphrase.setFocus()

    def wait(self, why: str, seconds: int) -> None:
        """Say why the next try must wait, and count down; what is typed meanwhile stays."""
        self.say(why)
        self._why, self._until = why, QDeadlineTimer(seconds * SECOND_MS)
        self._seconds.start()
        self._count_down()

    def _count_down(self) -> None:
        left = -(-self._until.remainingTime() // SECOND_MS)
        self.open.setEnabled(left <= 0)
        if left <= 0:
            self._seconds.stop()
            self.problem.set_ink("2")
            self.problem.setText(self.tr("You can try again now."))
            return
        words = self.tr("1 second") if left == 1 else self.tr("%n seconds", "", left)
        self.problem.setText(self.tr("%1 Try again in %2.").replace("%1", self._why).replace("%2", words))

    def ask(self) -> None:
        """Ask to be let in with what the fields hold; during a wait nothing is asked."""
        if self._seconds.isActive():
            return
        if missing := self._missing():
            self.say(self.tr("Give your name and your passphrase."))
            missing.setFocus()
            return
        self.problem.hide()
        self.open.setEnabled(False)
        self.asked.emit(self.name.text().strip(), self.passphrase.text())

    def _missing(self) -> QLineEdit | None:
        """Return the first field that is empty: a name typed into the other would be hidden."""
        if not self.name.text().strip():
            return self.name
        return None if self.passphrase.text() else self.passphrase

    def _field(self, name: str, label: str) -> QLineEdit:
        field = QLineEdit()
        field.setObjectName(name)
        field.setAccessibleName(label)
        field.returnPressed.connect(self.ask)
        return field

    def _button(self, name: str, words: str, tone: str) -> QPushButton:
        button = Button(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.setProperty("tone", tone)
        return button

    def _connect(self) -> None:
        self.open.clicked.connect(self.ask)
        self.demo.clicked.connect(self.demo_asked)
        self.folder.clicked.connect(self.folder_asked)
        self.server.clicked.connect(self.server_asked)
        self.recovery.clicked.connect(self.recovery_asked)

    def _lay(self) -> None:
        box = card(self)
        box.setFixedWidth(px(CARD_WIDTH))
        inside = QVBoxLayout(box)
        inside.setContentsMargins(px(MARGIN), px(28), px(MARGIN), px(24))
        inside.setSpacing(px(6))
        inside.addWidget(ProductMark(TITLE))
        inside.addWidget(self.desk_name)
        inside.addSpacing(px(10))
        self._fields = self._labelled()
        inside.addWidget(self._fields)
        inside.addWidget(self.problem)
        inside.addSpacing(px(6))
        for part in (self.open, self.demo, self.making, self.bar, self.folder, self.server, self.recovery):
            inside.addWidget(part)
        inside.addLayout(self._staff)
        around = QVBoxLayout(self)
        around.addStretch(2)
        row = QHBoxLayout()  # an alignment would leave the height of wrapped words out of account
        row.addStretch(1)
        row.addWidget(box)
        row.addStretch(1)
        around.addLayout(row)
        around.addStretch(3)

    def _labelled(self) -> QFrame:
        frame = QFrame()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(6))
        for label, field in ((self.tr("Name"), self.name), (self.tr("Passphrase"), self.passphrase)):
            words = PlainLabel(label, ink="2")
            words.setBuddy(field)
            column.addWidget(words)
            column.addWidget(field)
        return frame

    def _show_fields(self, there_is_a_desk: bool) -> None:  # noqa: FBT001  # a setter of one boolean, as Qt's are
        self._fields.setVisible(there_is_a_desk)
        self.open.setVisible(there_is_a_desk)
        self.demo.setVisible(not there_is_a_desk)
        self.folder.setVisible(True)
        self.server.setVisible(True)
        self.recovery.setVisible(there_is_a_desk)
        self.making.hide()
        self.bar.hide()

    def _offer(self, staff: Sequence[DemoStaff]) -> None:
        while (old := self._staff.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        if not staff:
            return
        self._staff.addSpacing(px(12))
        self._staff.addWidget(caption(self.tr("Demo staff; one click fills in")))
        self._staff.addSpacing(px(6))
        for one in staff:
            self._staff.addWidget(divider())
            self._staff.addWidget(self._staff_row(one))

    def _staff_row(self, one: DemoStaff) -> QWidget:
        row = ClickCard(f"sign-in-as-{one.name}", lambda: self._fill(one))
        row.setAccessibleName(f"{one.name}, {one.role}, {one.passphrase}")
        line = QHBoxLayout(row)
        line.setContentsMargins(px(4), px(7), px(4), px(7))
        line.addWidget(PlainLabel(one.name))
        line.addWidget(PlainLabel(one.role, ink="3"))
        line.addStretch(1)
        line.addWidget(PlainLabel(one.passphrase, ink="2"))
        return row

    def _fill(self, one: DemoStaff) -> None:
        self.name.setText(one.name)
        self.passphrase.setText(one.passphrase)
        self.open.setFocus()
