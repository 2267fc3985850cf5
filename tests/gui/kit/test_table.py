from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from core.changes import changed
from core.errors import DeskError
from gui.kit.column_room import LEAST, Wish, fitted, left_out
from gui.kit.labels import PlainLabel
from gui.kit.page_cache import KEPT, PAGE
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.table_model import RecordModel
from gui.kit.table_view import RecordTable
from gui.kit.tasks import Tasks
from gui.kit.theme import px

from .conftest import COLUMNS, Item, MemoryListing, item

MANY = 100_000


def table_of(tasks: Tasks, window: QWidget) -> RecordTable:
    model = RecordModel(COLUMNS, tasks, "posting", window)
    table = RecordTable(model, "postings-table", "Postings", window)
    table.resize(900, 700)
    window.show()
    return table


def filled(qtbot: QtBot, table: RecordTable) -> None:
    qtbot.waitUntil(lambda: table.records.complete, timeout=10_000)
    qtbot.waitUntil(lambda: table.records.row(table.currentIndex().row()) is not None)
    qtbot.waitUntil(lambda: not table.records._tasks.jobs)


def test_the_first_rows_are_there_before_the_rest_of_the_list(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    table, gate = table_of(tasks, window), Event()
    table.records.show_listing(MemoryListing(range(MANY), gate=gate))
    qtbot.waitUntil(lambda: table.records.rowCount() == 200)
    assert table.records.peek(0) == item(0)
    assert not table.records.complete
    gate.set()
    qtbot.waitUntil(lambda: table.records.rowCount() == MANY, timeout=10_000)


def test_a_jump_to_the_end_is_filled(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    table = table_of(tasks, window)
    table.records.show_listing(MemoryListing(range(MANY)))
    filled(qtbot, table)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: table.current() == item(MANY - 1))
    assert table.verticalScrollBar().value() == table.verticalScrollBar().maximum()


def test_memory_holds_a_few_pages_however_far_one_scrolls(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    table = table_of(tasks, window)
    table.records.show_listing(MemoryListing(range(MANY)))
    filled(qtbot, table)
    for page in range(KEPT + 10):
        table.go_to_row(page * PAGE)
        qtbot.waitUntil(lambda: table.current() is not None)
    assert len(table.records._cache._pages) <= KEPT


def test_answers_to_an_older_list_are_dropped(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    table, gate = table_of(tasks, window), Event()
    table.records.show_listing(MemoryListing(range(MANY), gate=gate))
    qtbot.waitUntil(lambda: table.records.rowCount() == 200)
    table.records.show_listing(MemoryListing(range(500, 510)))
    qtbot.waitUntil(lambda: table.records.rowCount() == 10)
    gate.set()
    qtbot.waitUntil(lambda: not tasks.jobs)
    assert table.records.rowCount() == 10
    assert table.records.id_at(0) == 500


def test_a_click_on_a_column_asks_for_its_order_and_again_for_the_other_way(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    table, asked = table_of(tasks, window), []
    table.sort_asked.connect(lambda key, down: asked.append((key, down)))
    at = QPoint(table.header.sectionPosition(4) + 10, 10)
    for _ in range(2):
        qtbot.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert asked == [("risk", False), ("risk", True)]
    unsortable = QPoint(table.header.sectionPosition(1) + 10, 10)
    qtbot.mouseClick(table.header.viewport(), Qt.MouseButton.LeftButton, pos=unsortable)
    assert len(asked) == 2


def test_letters_do_not_search_the_list(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    listing = MemoryListing(range(MANY))
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    listing.asked.clear()
    qtbot.keyClicks(table, "zz")
    assert listing.asked == []
    assert table.currentIndex().row() == 0


def test_space_goes_to_the_next_record(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    table = table_of(tasks, window)
    table.records.show_listing(MemoryListing(range(50)))
    filled(qtbot, table)
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert table.current_id() == 1


def test_reading_again_keeps_the_record_that_is_looked_at(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    listing = MemoryListing(list(range(1_000)))
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    table.go_to_row(600)
    listing.ids = [*range(2_000, 2_010), *range(1_000)]
    table.records.reload()
    qtbot.waitUntil(lambda: table.records.rowCount() == 1_010)
    assert table.current_id() == 600
    assert table.currentIndex().row() == 610


def test_a_changed_row_is_read_again_alone(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    listing = MemoryListing(range(1_000))
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    listing.asked.clear()
    listing.make = lambda number: Item(number, "Read again", "Other", item(1).state, 1, item(1).received)
    tasks.changes.tell(changed("Changed.", "posting", [3]))
    qtbot.waitUntil(lambda: table.records.peek(3).text == "Read again")
    assert table.records.peek(4).text != "Read again"
    assert listing.asked == [(3,)]


def test_a_decided_record_leaves_and_the_next_is_there_at_once(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    listing = MemoryListing(list(range(1_000)))
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    table.go_to_row(5)
    listing.ids = [one for one in range(1_000) if one not in (5, 6)]
    for one in (5, 6):
        tasks.changes.tell(changed("Removed.", "posting", [one]))
    qtbot.waitUntil(lambda: table.records.rowCount() == 998)
    assert table.current_id() == 7
    assert table.current() == item(7)
    assert listing.read_whole == 1, "the list was read again for a decision"


def test_an_undone_record_comes_back(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    listing = MemoryListing([one for one in range(1_000) if one != 5])
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    listing.ids = list(range(1_000))
    tasks.changes.tell(changed("Taken back.", "posting", [5]))
    qtbot.waitUntil(lambda: table.records.rowCount() == 1_000)
    assert table.records.row_of(5) == 5


def test_new_arrivals_are_announced_and_reshuffle_nothing(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    listing = MemoryListing(list(range(100)))
    table = table_of(tasks, window)
    table.records.show_listing(listing)
    filled(qtbot, table)
    listing.ids = [*range(200, 212), *range(100)]
    with qtbot.waitSignal(table.records.arrived) as arrived:
        tasks.changes.tell(changed("Approved.", "posting", [3]))
    assert arrived.args == [12]
    assert table.records.id_at(0) == 0


def test_the_selected_row_is_copied_as_tab_separated_text(
    qtbot: QtBot, tasks: Tasks, window: QWidget
) -> None:
    table = table_of(tasks, window)
    table.records.show_listing(MemoryListing(range(10)))
    filled(qtbot, table)
    table.go_to_row(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, row = QGuiApplication.clipboard().text().split("\n")
    assert header.split("\t")[:2] == ["ID", "Status"]
    assert row.split("\t")[:3] == ["1", "Cleared", item(1).text]


def test_the_model_keeps_qts_contract(qtbot: QtBot, tasks: Tasks, window: QWidget) -> None:
    model = RecordModel(COLUMNS, tasks, "posting", window)
    tester = ModelTester(None)
    tester.check(model, force_py=True)
    listing = MemoryListing(list(range(300)))
    model.show_listing(listing)
    qtbot.waitUntil(lambda: model.complete)
    listing.ids = list(range(1, 300))
    tasks.changes.tell(changed("Removed.", "posting", [0]))
    qtbot.waitUntil(lambda: model.rowCount() == 299)
    tester._cleanup()


def page_of(context: PageContext, qtbot: QtBot, listing: MemoryListing) -> RecordPage:
    def of(query: Query) -> MemoryListing:
        return MemoryListing([]) if query.search == "nothing" else listing

    empty = Empty("inbox", "No postings yet", "Postings come in with intake.")
    records = Records("postings", "Postings", "posting", COLUMNS, of, "Search text", empty)
    page = RecordPage(context, records)
    qtbot.addWidget(page)
    page.resize(1200, 800)
    page.show()
    page.shown()
    return page


def test_a_page_says_how_many_of_how_many_it_shows(qtbot: QtBot, context: PageContext) -> None:
    page = page_of(context, qtbot, MemoryListing(range(1_204)))
    qtbot.waitUntil(lambda: page.header.count.text() == "1,204 of 1,204")


def test_the_total_follows_when_more_come_in(qtbot: QtBot, context: PageContext) -> None:
    ids = [1, 2]
    page = page_of(context, qtbot, MemoryListing(ids))
    qtbot.waitUntil(lambda: page.header.count.text() == "2 of 2")
    ids.append(3)
    page.ask(page.query)
    qtbot.waitUntil(lambda: page.header.count.text() == "3 of 3")


def test_arrows_walk_the_list_as_soon_as_it_is_there(qtbot: QtBot, context: PageContext) -> None:
    page = page_of(context, qtbot, MemoryListing(range(10)))
    with qtbot.waitActive(page):
        page.activateWindow()
    page.take_focus()
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.current_id() == 1
    qtbot.keyClick(page.table, Qt.Key.Key_J)
    assert page.table.current_id() == 2
    qtbot.keyClick(page.table, Qt.Key.Key_K)
    assert page.table.current_id() == 1


def test_a_search_that_finds_nothing_says_so_and_offers_all(qtbot: QtBot, context: PageContext) -> None:
    page = page_of(context, qtbot, MemoryListing(range(10)))
    assert page.search is not None
    qtbot.waitUntil(lambda: page.model.complete)
    qtbot.keyClicks(page.search, "nothing")
    qtbot.waitUntil(page.state.isVisible)
    assert page.state.headline.text() == "Nothing found"
    assert not [
        one.text() for one in page.panel.findChildren(PlainLabel) if one.text()
    ]  # there is nothing to choose
    qtbot.mouseClick(page.state.step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.table.isVisible)


def test_down_goes_from_the_search_to_what_it_found(qtbot: QtBot, context: PageContext) -> None:
    page = page_of(context, qtbot, MemoryListing(range(10)))
    with qtbot.waitActive(page):
        page.activateWindow()
    qtbot.waitUntil(lambda: page.model.complete)
    page.focus_search()
    assert page.search is not None
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.waitUntil(page.table.hasFocus)


def test_an_empty_list_says_what_would_fill_it(qtbot: QtBot, context: PageContext) -> None:
    page = page_of(context, qtbot, MemoryListing([]))
    qtbot.waitUntil(lambda: page.state.headline.text() == "No postings yet")


def test_a_list_that_cannot_be_read_says_so_and_can_be_tried_again(
    qtbot: QtBot, context: PageContext
) -> None:
    class Broken(MemoryListing):
        def rows(self, _work: object, _ids: object) -> list[Item]:
            raise OSError("gone")

    crashed = []
    context.tasks.crashed.connect(crashed.append)
    page = page_of(context, qtbot, Broken(range(10)))
    qtbot.waitUntil(lambda: page.state.headline.text() == "This list could not be read")
    assert crashed
    assert page.state.step.text() == "Try again"


def test_a_list_that_fails_takes_the_old_record_off_the_screen_until_it_is_read_again(
    qtbot: QtBot, context: PageContext
) -> None:
    shown: list[object] = []
    page = page_of(context, qtbot, MemoryListing(range(10)))
    qtbot.waitUntil(lambda: page.table.current() is not None)
    page.show_row = shown.append  # type: ignore[method-assign]  # what the page is told to show
    page.table.row_shown.connect(shown.append)
    page.model.failed.emit(DeskError("The disk is away."))
    assert shown == [None]
    qtbot.mouseClick(page.state.step, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown[-1] is not None)


def test_the_wide_column_takes_the_rest_and_can_be_read_in_a_narrow_window(
    qtbot: QtBot, context: PageContext
) -> None:
    page = page_of(context, qtbot, MemoryListing(range(50)))
    qtbot.waitUntil(lambda: page.model.complete)
    table, header = page.table, page.table.header
    page.splitter.setSizes([2000, 300])
    page.resize(1800, 700)
    qtbot.waitUntil(lambda: header.length() == table.viewport().width())
    wide = [one.stretch for one in COLUMNS].index(True)
    other = 0
    before = header.sectionSize(wide)
    header.resizeSection(other, header.sectionSize(other) + 40)
    assert header.sectionSize(wide) == before - 40
    page.resize(700, 700)
    qtbot.waitUntil(lambda: header.length() > table.viewport().width())
    assert header.sectionSize(wide) == px(LEAST)


@pytest.mark.parametrize(
    ("room", "widths"),
    [
        (500, [100, 120, 280]),  # the wide one takes what is left
        (380, [100, 120, 160]),
        (326, [100, 93, 133]),  # short of 54 of the 108 there are to give: each gives half
        (200, [100, 120, 160]),  # too narrow even so: it scrolls, and nothing is cut
    ],
)
def test_words_give_way_before_a_table_scrolls(room: int, widths: list[int]) -> None:
    wishes = [Wish(100, 100), Wish(120, 66), Wish(160, 106, wide=True)]
    assert fitted(room, wishes) == widths
    assert sum(widths) <= room or room < 272


def test_columns_of_a_narrow_window_have_their_widths_back_in_a_wide_one(
    qtbot: QtBot, context: PageContext
) -> None:
    page = page_of(context, qtbot, MemoryListing(range(50)))
    header, table = page.table.header, page.table
    page.splitter.setSizes([2000, 300])
    page.resize(1800, 700)
    family = [one.key for one in COLUMNS].index("family")
    qtbot.waitUntil(lambda: header.sectionSize(family) == px(COLUMNS[family].width))
    page.resize(980, 700)
    qtbot.waitUntil(lambda: header.sectionSize(family) < px(COLUMNS[family].width))
    assert header.length() <= table.viewport().width()
    page.resize(1800, 700)
    qtbot.waitUntil(lambda: header.sectionSize(family) == px(COLUMNS[family].width))


@pytest.mark.parametrize(
    ("room", "kept", "out"),
    [(500, None, set()), (400, None, {2}), (250, None, {1, 2}), (60, None, {1, 2}), (300, 2, {1})],
)
def test_columns_that_yield_are_left_out_before_words_are_cut(
    room: int, kept: int | None, out: set[int]
) -> None:
    wishes = [Wish(160, 104, wide=True), Wish(140, 80, yields=1), Wish(150, 90, yields=2)]
    assert left_out(room, wishes, kept) == out


def test_a_left_out_column_is_back_when_there_is_room(tasks: Tasks, window: QWidget) -> None:
    model = RecordModel([*COLUMNS[:-1], replace(COLUMNS[-1], yields=1)], tasks, "posting", window)
    table = RecordTable(model, "postings-table", "Postings", window)
    window.show()
    for width, hidden in ((900, False), (500, True), (900, False)):
        table.resize(width, 700)
        table.fit_columns()
        assert table.isColumnHidden(len(COLUMNS) - 1) is hidden
        assert table.header.length() <= table.viewport().width()
