"""The register of vendors and agreements, the page's second tab."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from core.shares.detail import share_detail
from core.shares.vendors import agreements, vendors
from tests.gui.shares.conftest import SharesSeat, Shift

Sit = Callable[[str], SharesSeat]


def register_of(at: SharesSeat) -> None:
    """Open the second tab with the mouse."""
    tabs = at.find("shares-tabs")
    assert isinstance(tabs, QTabBar)
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(1).center())
    at.until(lambda: at.shows("vendors-table"))
    at.settle()


def test_an_officer_adds_a_vendor_and_its_agreement(seat: Sit, shift: Shift) -> None:
    at = seat("pia")
    register_of(at)
    at.click("vendor-add")
    at.dialog("vendor-dialog")
    at.type_into("vendor-name", "Owl Research")
    at.pick("vendor-kind", "Research vendor")
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: not at.shows("vendor-dialog"))
    register = at.page.register
    assert register is not None
    at.until(lambda: register.model.rowCount() == 2)
    register.open_record(2)
    at.settle()
    at.click("agreement-add")
    at.dialog("agreement-dialog")
    at.type_into("agreement-reference", "OR-1")
    at.tick("agreement-purpose-research")
    at.click("agreement-dialog-main")
    at.until(lambda: not at.shows("agreement-dialog"))
    with shift.pia.read() as work:
        (agreed,) = agreements(work, "Owl Research")
    assert (agreed.reference, agreed.purposes, agreed.return_days) == ("OR-1", ("research",), 30)
    at.until(lambda: "OR-1" in at.text("vendors-detail"))


def test_a_vendor_that_is_there_already_is_refused_and_nothing_is_lost(seat: Sit, shift: Shift) -> None:
    at = seat("pia")
    register_of(at)
    at.click("vendor-add")
    at.dialog("vendor-dialog")
    at.type_into("vendor-name", "Sparrow Mail")
    at.click("vendor-dialog-main")
    at.until(lambda: "on the register already" in at.find("vendor-dialog-problem").text())
    assert at.find("vendor-name").text() == "Sparrow Mail"
    with shift.pia.read() as work:
        assert vendors(work.now.date()).total(work) == 1


def test_a_name_that_does_not_show_is_refused_by_its_field_and_can_be_mended(seat: Sit, shift: Shift) -> None:
    at = seat("pia")
    register_of(at)
    at.click("vendor-add")
    at.dialog("vendor-dialog")
    at.find("vendor-name").setText("Owl\u202ehcraeseR")
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: bool(at.find("vendor-dialog-problem").text()))
    said = at.find("vendor-dialog-problem").text()
    assert said == "The vendor's name holds a mark that turns text around (U+202E); type it without."
    at.find("vendor-name").clear()
    at.type_into("vendor-name", "Owl Research")
    at.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at.until(lambda: not at.shows("vendor-dialog"))
    with shift.pia.read() as work:
        assert vendors(work.now.date()).total(work) == 2


def test_a_vendors_page_says_where_it_was_used_and_leads_there(seat: Sit, shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    at = seat("leo")
    register_of(at)
    assert not at.button("vendor-add").isEnabled()
    link = at.button(f"vendor-share-{share}")
    assert "due 20 Dec" in link.text()
    at.click(f"vendor-share-{share}")
    at.until(lambda: at.page.detail and at.page.detail.id == share)
    assert at.shows("shares-table")


def test_the_keys_of_each_tab_are_its_own(seat: Sit, shift: Shift) -> None:
    shift.proposed()
    at = seat("pia")
    register_of(at)
    register = at.page.register
    assert register is not None
    register.table.setFocus()
    at.press(Qt.Key.Key_A)
    at.settle()
    with shift.pia.read() as work:
        assert share_detail(work, 1).state == "submitted"
    at.press(Qt.Key.Key_N)
    at.dialog("vendor-dialog")
