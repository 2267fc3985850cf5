"""The two tabs of the page, beside its title: the shares, and the register of vendors."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabBar

from gui.kit.page import Page
from gui.shares.columns import tr

SHARES, REGISTER = 0, 1
AFTER_TITLE = 2


def add_tabs(page: Page, other: int, switched: Callable[[int], object]) -> QTabBar:
    """Put the tabs into a page's header; the page itself stands for the tab that is not `other`."""
    tabs = QTabBar()
    tabs.setObjectName(f"{page.key}-tabs")
    tabs.setAccessibleName(tr("Shares or register"))
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    for words in (tr("Shares"), tr("Vendors and agreements")):
        tabs.addTab(words)
    with QSignalBlocker(tabs):
        tabs.setCurrentIndex(SHARES if other == REGISTER else REGISTER)
    tabs.currentChanged.connect(switched)
    page.header.row.insertWidget(AFTER_TITLE, tabs)
    return tabs
