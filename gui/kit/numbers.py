"""Counts as the person writes them; a record's own number is never grouped: it is a name, not a count."""

from PySide6.QtCore import QLocale


def grouped(count: int) -> str:
    """Return a count with its thousands apart, as in `3,294`."""
    return QLocale().toString(count)
