"""Counts are grouped whatever the system says of its language, and follow it where it says something."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from gui.application import group_numbers
from gui.kit.numbers import grouped


@pytest.fixture
def kept() -> Iterator[None]:
    """Put back the language that the test changes."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("kept")
def test_a_system_without_a_language_groups_by_commas() -> None:
    QLocale.setDefault(QLocale.c())
    group_numbers()
    assert grouped(3294) == "3,294"


@pytest.mark.usefixtures("kept")
def test_a_language_that_is_there_stays() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    group_numbers()
    assert grouped(3294) == "3.294"
