"""What is remembered per person and desk: window, columns, filters, splitters, look. No personal data."""

from PySide6.QtCore import QByteArray, QObject, QSettings

from gui.kit.theme import Look

IDLE_MINUTES = 10


class PersonSettings(QObject):
    """A corner of Qt's settings for one staff member on one desk, named by ids alone."""

    def __init__(self, desk_id: str, staff_id: int, store: QSettings | None = None) -> None:
        super().__init__()
        self._store = store or QSettings("Remit", "Remit")
        self._corner = f"desk-{desk_id}/staff-{staff_id}"

    def text(self, key: str, otherwise: str = "") -> str:
        """Return a remembered word."""
        return str(self._store.value(f"{self._corner}/{key}", otherwise))

    def number(self, key: str, otherwise: int) -> int:
        """Return a remembered number; `otherwise` when there is none or it is no number."""
        found = self.text(key, str(otherwise))
        return int(found) if found.lstrip("-").isdigit() else otherwise

    def state(self, key: str) -> QByteArray:
        """Return a remembered layout of Qt's (splitter, header, window); empty when there is none."""
        found = self._store.value(f"{self._corner}/{key}", QByteArray())
        return found if isinstance(found, QByteArray) else QByteArray()

    def keep(self, key: str, value: str | int | QByteArray) -> None:
        """Remember a value."""
        self._store.setValue(f"{self._corner}/{key}", value)

    @property
    def look(self) -> Look:
        """Light, dark or the system's."""
        found = self.text("look", Look.SYSTEM.value)
        return Look(found) if found in set(Look) else Look.SYSTEM

    @property
    def idle_minutes(self) -> int:
        """After how many minutes without a key or the mouse the desk locks."""
        return max(1, self.number("idle-minutes", IDLE_MINUTES))

    @property
    def reduced_motion(self) -> bool:
        """True when nothing should move by itself."""
        return self.text("reduced-motion") == "yes"
