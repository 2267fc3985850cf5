"""The two tabs of the page, beside its title: the shares, and the register of vendors."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QTabBar

from gui.kit.page import Page
from gui.kit.theme import px
from gui.shares.columns import tr

SHARES, REGISTER = 0, 1
AFTER_TITLE = 2
NARROWEST_SEARCH, SEARCH_STRETCH = 140, 100


def add_tabs(page: Page, other: int, switched: Callable[[int], object]) -> QTabBar:
    """Put the tabs into a page's header; the page itself stands for the tab that is not `other`."""
    tabs = QTabBar()
    tabs.setObjectName(f"{page.key}-tabs")
    tabs.setAccessibleName(tr("Shares or register"))
    tabs.setDrawBase(False)
    tabs.setExpanding(False)
    tabs.setUsesScrollButtons(False)
    for words in (tr("Shares"), tr("Vendors")):
        tabs.addTab(words)
    with QSignalBlocker(tabs):
        tabs.setCurrentIndex(SHARES if other == REGISTER else REGISTER)
    tabs.currentChanged.connect(switched)
    page.header.row.insertWidget(AFTER_TITLE, tabs)
    _let_search_shrink(page)
    return tabs


def _let_search_shrink(page: Page) -> None:
    """Give way in a small window: title, tabs and search share one line here."""
    if page.search is not None:
        page.search.setMinimumWidth(px(NARROWEST_SEARCH))
        page.header.row.setStretchFactor(page.search, SEARCH_STRETCH)
