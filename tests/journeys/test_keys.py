"""Working by keys alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from core.shares.queries import shares
from core.staff.demo_staff import DEMO_PASSPHRASE
from gui.kit.command_palette import CommandPalette
from gui.kit.labels import PlainLabel
from tests.journeys.robots import Person


def test_two_escapes_lead_from_the_search_back_to_the_table(person: Person) -> None:
    person.sign_in("leo", DEMO_PASSPHRASE)
    person.go_to("people")
    person.press("/")
    field = person.find(QLineEdit, "people-search")
    with person.qtbot.waitSignal(person.page.search.asked):
        person.qtbot.keyClicks(field, "zzz")
    person.press("Esc")
    assert (field.text(), field.hasFocus()) == ("", True)
    person.until(lambda: person.page.model.rowCount() > 1)
    person.press("Esc")
    assert QApplication.focusWidget() is person.page.table
    before = person.page.table.currentIndex().row()
    person.press("J")
    assert person.page.table.currentIndex().row() == before + 1


def palette(person: Person, typed: str = "") -> CommandPalette:
    """Open the palette by Ctrl+K from whatever has the focus, and type."""
    person.until(QApplication.focusWidget)
    QTest.keySequence(QApplication.focusWidget(), "Ctrl+K")
    person.until(lambda: person.visible(CommandPalette, "palette"))
    found = person.visible(CommandPalette, "palette")[-1]
    QTest.keyClicks(found.search, typed)
    return found


def lines(found: CommandPalette) -> list[str]:
    return [found.list.item(at).text() for at in range(found.list.count())]


def choose(person: Person, found: CommandPalette, words: str) -> None:
    """Go down to a line, once it is there, and take it."""
    person.until(lambda: any(words in one for one in lines(found)))
    for _ in range(next(at for at, one in enumerate(lines(found)) if words in one)):
        QTest.keyClick(found.search, Qt.Key.Key_Down)
    QTest.keyClick(found.search, Qt.Key.Key_Return)


def shown_record(person: Person, page: str, record: int) -> None:
    person.until(lambda: person.work.page is not None and person.work.page.key == page)
    person.until(lambda: person.page.table.current() is not None)
    person.until(lambda: person.page.table.current_id() == record)


def test_the_palette_begins_with_pages_and_nothing_that_decides_is_first(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("postings")
    person.choose_row()
    person.offered("posting-approve")
    found = palette(person)
    pages = len(person.work.specs)
    assert all(one.startswith("Go to ") for one in lines(found)[:pages])
    assert "Approve" in lines(found)[pages:]
    QTest.keyClick(found.search, Qt.Key.Key_Return)
    person.until(lambda: person.work.page is not None and person.work.page.key == "overview")


def test_the_palette_does_what_another_page_does_without_a_record(person: Person) -> None:
    person.sign_in("leo", DEMO_PASSPHRASE)
    person.go_to("overview")
    found = palette(person, "take")
    assert {"Take in mail…", "Take in a file…", "Take back my decision"} <= set(lines(found))
    QTest.keyClick(found.search, Qt.Key.Key_Escape)
    choose(person, palette(person, "propose"), "Propose…")
    assert person.dialog().objectName() == "share-proposal"
    assert person.page.key == "shares"


def test_the_palette_goes_where_a_record_is_needed_and_does_nothing_there(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("overview")
    choose(person, palette(person, "approve"), "Approve")
    person.until(lambda: person.page.key == "postings" and person.page.model.complete)
    assert not [one for one in person.window.findChildren(QDialog) if one.isVisible()]
    assert not person.work.notices.isVisible()


def test_the_palette_leads_to_the_register_for_a_vendor(person: Person) -> None:
    person.sign_in("pia", DEMO_PASSPHRASE)
    person.go_to("overview")
    choose(person, palette(person, "add vendor"), "Add vendor…")
    assert person.dialog().objectName() == "vendor-dialog"


def test_the_palette_offers_nothing_that_the_role_may_not(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("overview")
    found = palette(person, "propose")
    person.until(lambda: found.nothing.isVisible() and "Try fewer" in found.nothing.text())
    assert lines(found) == []


def test_the_palette_finds_a_record_by_its_number_whatever_its_page_lists(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("postings")
    person.choose_row()
    posting = person.page.table.current_id()
    assert posting is not None
    person.offered("posting-approve")
    person.press("A")
    person.until(lambda: person.page.model.row_of(posting) is None)
    person.go_to("overview")
    choose(person, palette(person, f"{posting:,}"), f"{posting}   ")
    shown_record(person, "postings", posting)


def test_the_palette_finds_a_share_by_its_title(person: Person) -> None:
    person.sign_in("leo", DEMO_PASSPHRASE)
    with person.desk.read() as work:
        share = shares(work.now).first(work, 1)[0]
    person.go_to("overview")
    choose(person, palette(person, share.title[:12].lower()), share.title)
    shown_record(person, "shares", share.id)


def keys(person: Person) -> tuple[list[str], list[str]]:
    """What F1 lists of a page and everywhere: what can be done now, and what cannot."""
    person.press("F1")
    dialog = person.dialog()
    said = [(one.text(), one.property("ink")) for one in dialog.findChildren(PlainLabel) if one.isVisible()]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    person.until(lambda: QApplication.activeModalWidget() is None)
    with person.qtbot.waitActive(person.window):
        person.window.activateWindow()  # as a window manager does when a dialog closes
    return [words for words, ink in said if ink != "3"], [words for words, ink in said if ink == "3"]


def test_f1_leaves_out_what_the_role_never_does(person: Person) -> None:
    person.sign_in("mia", DEMO_PASSPHRASE)
    person.go_to("requests")
    now, later = keys(person)
    assert "Take in mail…" in now
    assert not {"Release…", "Collect", "Open the case"} & {*now, *later}
    person.leave()
    person.sign_in("aldo", DEMO_PASSPHRASE)
    person.go_to("postings")
    now, later = keys(person)
    assert "History of the author" in {*now, *later}
    assert not {"Approve", "Remove", "Take back my decision"} & {*now, *later}


def test_f1_shows_in_grey_what_cannot_be_done_with_this_record_and_why(person: Person) -> None:
    person.sign_in("pia", DEMO_PASSPHRASE)
    person.go_to("shares")
    person.choose_row()
    person.offered("share-approve")
    now, later = keys(person)
    assert {"Approve", "Reject…", "Propose…", "Search"} <= set(now)
    assert {"Execute…", "Mark delivered", "Undo", "Nothing to take back."} <= set(later)
    person.press("A")
    person.offered("share-execute")
    now, later = keys(person)
    assert {"Execute…", "Undo"} <= set(now)
    assert "Approve" in later


def test_f1_says_where_there_is_nothing_to_search(person: Person) -> None:
    person.sign_in("ada", DEMO_PASSPHRASE)
    person.go_to("overview")
    assert {"Search", "There is nothing to search on this page."} <= set(keys(person)[1])
    person.go_to("staff")
    assert "Search" in keys(person)[0]
