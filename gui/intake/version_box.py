"""Under which policy version a file's rows were collected, where they do not say so themselves (C01, C02)."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox, QWidget

from core.intake.mapping import ColumnMapping
from core.intake.shapes import SHAPES, Kind
from core.policy.store import policies_of
from gui.kit.page_spec import PageContext

FIELD = "policy_version"


class VersionBox(QComboBox):
    """The versions that the desk has; first the one that follows from each row's own date."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.addItem(self.tr("The one in force on a row's date; not known without a date"), "")
        context.tasks.read(lambda work: list(policies_of(work)), self._offer, owner=self, quiet=True)

    def offer_for(self, kind: Kind) -> None:
        """Ask only where rows are collected from a person."""
        self.setEnabled(FIELD in SHAPES[kind].headings)

    def told(self, mapping: ColumnMapping) -> ColumnMapping:
        """Return the mapping with the chosen version for rows that name none."""
        version = str(self.currentData() or "")
        return mapping.with_constants({FIELD: version}) if version and self.isEnabled() else mapping

    def _offer(self, versions: Iterable[str]) -> None:
        for version in versions:
            self.addItem(version, version)
