import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TZ", "UTC")

from PySide6.QtCore import QLocale, QSettings
from PySide6.QtWidgets import QApplication

from gui.kit.theme import Look, theme


@pytest.fixture(autouse=True)
def _garbage_is_collected_on_the_screens_thread() -> Iterator[None]:
    """Widgets that a test leaves behind must not be destroyed by the next test's worker threads."""
    gc.disable()
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path) -> None:
    """Keep what a test remembers out of the person's own settings."""
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> Iterator[None]:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme().apply(Look.LIGHT, 1.0)
    yield
    while qapp.overrideCursor() is not None:
        qapp.restoreOverrideCursor()
