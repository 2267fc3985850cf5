from datetime import UTC, date, datetime

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.changes import Changes
from gui.kit.chart import BarChart, Series, nice_top
from gui.kit.dates import clock_time, long_date, short_date
from gui.kit.detail import DetailPanel, HistoryList, KeyValues
from gui.kit.figure_card import Due, DueList, FigureCard
from gui.kit.labels import PlainLabel, heading
from gui.kit.page_spec import PageContext
from gui.kit.text_body import Span, TextBody
from gui.kit.theme import Look, px, theme
from gui.kit.whole_value import WholeValue

HOSTILE = "<b>bold</b><img src='file:///etc/passwd'> & 😀 call +44 20 7946 0690"
AT = datetime(2026, 11, 20, 17, 31, tzinfo=UTC)


def test_other_peoples_text_is_shown_as_it_is(qtbot: QtBot) -> None:
    panel = DetailPanel("posting-detail")
    qtbot.addWidget(panel)
    body = TextBody(HOSTILE, label="Text as posted")
    panel.show_blocks([heading(HOSTILE), KeyValues([("Title", HOSTILE)]), body, HistoryList([(AT, HOSTILE)])])
    labels = panel.findChildren(PlainLabel)
    assert labels
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)
    assert body.toPlainText() == HOSTILE


def test_no_label_guesses_whether_it_is_markup(qtbot: QtBot) -> None:
    card = FigureCard("figure-waiting", "Waiting")
    qtbot.addWidget(card)
    card.show_figure(HOSTILE, HOSTILE)
    shown = [one for one in card.findChildren(QLabel) if one.text()]
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in shown)


def test_a_mark_stands_at_its_place_behind_an_emoji(qtbot: QtBot) -> None:
    start = HOSTILE.index("+44")
    body = TextBody(HOSTILE, [Span(start, len(HOSTILE), "Phone number (C16)"), Span(900, 950)])
    qtbot.addWidget(body)
    marks = body.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["+44 20 7946 0690"]


def test_a_text_takes_the_height_that_it_needs(window: QWidget) -> None:
    short, long = TextBody("one line"), TextBody("many words " * 200)
    for body in (short, long):
        body.setParent(window)
        body.resize(300, 10)
    window.show()
    assert long.sizeHint().height() > 10 * short.sizeHint().height()


def test_dates_are_in_the_persons_words() -> None:
    assert short_date(AT) == "20 Nov, 17:31"
    assert long_date(AT) == "Friday 20 November 2026, 17:31"
    assert short_date(date(2026, 11, 27)) == "27 Nov 2026"
    assert clock_time(AT) == "17:31"


def test_a_chart_ends_at_a_round_figure_and_tells_its_figures(qtbot: QtBot) -> None:
    assert [nice_top(one) for one in (0, 3, 41, 674, 700, 12_345)] == [4, 4, 60, 700, 700, 13_000]
    chart = BarChart("overview-chart")
    qtbot.addWidget(chart)
    chart.show_figures(["7", "8"], [Series("Received", [420, 515]), Series("Decided", [380, 450])], "14 days")
    assert chart.accessibleName() == "14 days"
    assert "7: Received 420, Decided 380" in chart.accessibleDescription()


def test_a_figure_leads_where_it_says_by_mouse_and_by_key(qtbot: QtBot) -> None:
    went: list[str] = []
    card = FigureCard("figure-waiting", "Waiting for review", lambda: went.append("postings"))
    qtbot.addWidget(card)
    card.show()
    card.show_figure(2_614, "312 older than 24 hours")
    qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    assert went == ["postings", "postings"]
    assert card.accessibleName() == "Waiting for review: 2,614. 312 older than 24 hours"


def test_what_is_late_says_so_in_a_word(qtbot: QtBot) -> None:
    due = DueList("due-next", "Due next", "Nothing is due.")
    qtbot.addWidget(due)
    due.show_due([])
    assert "Nothing is due." in words(due)
    due.show_due([Due("Access request", "R-2041", date(2026, 11, 27), late=True)])
    assert "27 Nov, late" in words(due)


def words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(PlainLabel)]


def test_a_notice_offers_undo_and_takes_the_change_back(qtbot: QtBot, context: PageContext) -> None:
    undone: list[int] = []
    context.notices.parentWidget().show()

    def undo(_work: object) -> Changes:
        undone.append(1)
        return Changes("1 posting is back.")

    context.changes.tell(Changes("1 posting removed.", {}, undo))
    assert context.notices.words.text() == "1 posting removed."
    qtbot.mouseClick(context.notices.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: context.notices.words.text() == "1 posting is back.")
    assert undone == [1]
    assert not context.notices.button.isVisible()


def test_a_value_can_be_selected_once_the_pointer_is_over_it_and_stays_where_it_was(qtbot: QtBot) -> None:
    label = PlainLabel("14 Castle Street, second floor, the door at the left", wrap=True, selectable=True)
    qtbot.addWidget(label)
    label.resize(120, label.heightForWidth(120))
    before = label.grab().toImage()
    QApplication.sendEvent(label, QEnterEvent(QPointF(), QPointF(), QPointF()))
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    assert label.grab().toImage() == before


def test_a_text_is_measured_anew_when_it_or_its_type_changes(qtbot: QtBot) -> None:
    body = TextBody("One line")
    qtbot.addWidget(body)
    one = body.heightForWidth(300)
    body.show_text("One line\nand another")
    two = body.heightForWidth(300)
    body.setFont(theme().font(26))
    assert one < two < body.heightForWidth(300)


def test_a_long_address_breaks_after_a_sign_and_is_copied_as_it_is(window: QWidget) -> None:
    address = "amara.banerjee.146@post.example.org"
    values = KeyValues([("Name", "Amara"), ("Address", address)], window)
    window.show()
    values.resize(300, 200)
    whole = values.findChild(WholeValue)
    assert whole is not None
    assert whole.toPlainText() == address
    lines = whole.document().firstBlock().layout()
    texts = [
        whole.document().firstBlock().text()[lines.lineAt(at).textStart() :][: lines.lineAt(at).textLength()]
        for at in range(lines.lineCount())
    ]
    assert len(texts) > 1
    assert all(one.rstrip("\u200b")[-1] in "@." for one in texts[:-1])
    whole.selectAll()
    assert whole.createMimeDataFromSelection().text() == address


def test_a_long_value_begins_and_ends_where_a_short_one_does(window: QWidget) -> None:
    values = KeyValues([("Name", "Amara"), ("Address", "amara.banerjee.146@post.example.org")], window)
    window.show()
    values.resize(600, 200)
    whole = values.findChild(WholeValue)
    short = next(one for one in values.findChildren(PlainLabel) if one.text() == "Amara")
    assert whole is not None
    assert (whole.x(), whole.heightForWidth(500)) == (short.x(), short.sizeHint().height())
    assert whole.cursorRect().left() <= 1


def test_a_link_that_is_too_long_says_the_rest_under_the_pointer(window: QWidget) -> None:
    name = "share-5-postwing-mail-2026-11-26.xlsx"
    values = KeyValues([("File", QPushButton(name))], window)
    window.show()
    link = values.findChild(QPushButton)
    assert link is not None
    for width, whole in ((300, False), (600, True)):
        values.resize(width, 60)
        assert (link.text() == name) is whole
        assert link.fontMetrics().horizontalAdvance(link.text()) <= link.width()
        assert link.toolTip() == link.accessibleName() == name


def test_a_focused_button_is_of_one_colour_within_its_ring(window: QWidget) -> None:
    theme().apply(Look.LIGHT)
    button = QPushButton("Open", window)
    button.setProperty("tone", "primary")
    button.resize(300, 32)
    window.show()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    picture = button.grab().toImage()
    seen = {picture.pixelColor(x, 16).name() for x in range(px(6), px(60))}
    assert seen == {theme().tokens.accent}


def test_the_ring_of_what_is_due_stands_off_its_words(window: QWidget) -> None:
    due = DueList("due", "Due next", "Nothing", window)
    due.resize(300, 200)
    due.show_due([Due("Winter newsletter", "Share 5", date(2026, 12, 3), lambda: None)])
    window.show()
    row = due.findChild(QWidget, "due-1")
    assert row is not None
    starts = {
        one.mapTo(due, one.rect().topLeft()).x()
        for one in due.findChildren(PlainLabel)
        if one.text() in {"Due next", "Winter newsletter"}
    }
    assert len(starts) == 1
    assert row.x() <= starts.pop() - px(6)
