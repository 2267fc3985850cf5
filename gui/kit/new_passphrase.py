"""A new passphrase, typed twice and seen by nobody: what every dialog that asks for one has."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit

SHORTEST = 8
"""As in core.staff.key_slots, which loads after the window is painted; a test compares them."""


def hidden_field() -> QLineEdit:
    """Return a field that does not show what is typed."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def problem_of(new: QLineEdit, again: QLineEdit) -> tuple[str, QLineEdit | None]:
    """Say what is wrong with a new passphrase, and in which field; empty words where nothing is."""
    if len(new.text()) < SHORTEST:
        return _tr("A passphrase needs %1 characters or more.").replace("%1", str(SHORTEST)), new
    if new.text() != again.text():
        return _tr("The two passphrases are not the same."), again
    return "", None


def _tr(words: str) -> str:
    return QCoreApplication.translate("passphrase", words)
