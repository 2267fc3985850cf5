"""Every piece of the kit in one picture, in both looks: rendered to a folder to be looked at."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSpinBox,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.kit.actions import ActionButton, IconButton, action
from gui.kit.chart import BarChart, Series
from gui.kit.columns import Badge
from gui.kit.detail import DetailPanel, HistoryList, KeyValues, NoticeStrip
from gui.kit.figure_card import Due, DueList, FigureCard
from gui.kit.filter_bar import Filter, FilterBar
from gui.kit.labels import caption, card, divider, heading
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from gui.kit.state_view import StateView
from gui.kit.text_body import Span, TextBody
from gui.kit.theme import Look, colour, theme, tokens
from gui.kit.tokens import Tone

from .conftest import BEGAN, COLUMNS, MemoryListing

TEXT = "Selling my bike. Call me on +44 20 7946 0690 after six. 電話してください。 الاستلام فقط"
RECEIVED = (420, 515, 612, 450, 548, 645, 480, 577, 674, 512, 609, 447, 543, 641)
DECIDED = (380, 450, 520, 592, 423, 494, 565, 396, 467, 538, 609, 440, 511, 582)


def controls() -> QWidget:
    box = card()
    grid = QGridLayout(box)
    grid.setContentsMargins(20, 16, 20, 16)
    grid.setSpacing(8)
    for at, (tone, words) in enumerate(
        (
            ("primary", "Approve"),
            ("secondary", "Escalate"),
            ("danger", "Remove"),
            ("danger-main", "Erase"),
            ("link", "Undo"),
        )
    ):
        for row, enabled in enumerate((True, False)):
            made = action(box, f"gallery-{words.lower()}-{row}", words, words[0], lambda: None)
            made.setEnabled(enabled)
            grid.addWidget(ActionButton(made, tone), row, at)
    field, combo, spin = QLineEdit("oscar@example.org"), QComboBox(), QSpinBox()
    combo.addItems(["All categories", "Financial"])
    checked, on = QCheckBox("Also tell the author"), QRadioButton("1   Personal data")
    checked.setChecked(True)
    on.setChecked(True)
    area = QPlainTextEdit("Several lines\nof a letter")
    area.setFixedHeight(60)
    for at, one in enumerate((field, combo, spin, checked, on)):
        one.setAccessibleName(f"Control {at}")
        grid.addWidget(one, 2, at)
    area.setAccessibleName("Letter")
    grid.addWidget(area, 3, 0, 1, 3)
    grid.addWidget(FilterBar([Filter("", "All"), Filter("new", "New")], "gallery"), 3, 3, 1, 2)
    grid.addWidget(IconButton("refresh-cw", "Read again", "gallery-refresh"), 4, 0)
    return box


def detail() -> DetailPanel:
    panel = DetailPanel("gallery-detail")
    start = TEXT.index("+44")
    panel.show_blocks(
        [
            heading("Posting 48208"),
            KeyValues(
                [
                    ("Status", Badge(Tone.WARN, "Escalated")),
                    ("Author", "Oscar Lindqvist"),
                    ("Assigned to", "You"),
                ]
            ),
            caption("Text as posted"),
            TextBody(TEXT, [Span(start, start + 16, "Phone number")], "Text as posted"),
            *(
                NoticeStrip(tone, f"A limit in the tone of {tone.value} (C16).", f"strip-{tone.value}")
                for tone in Tone
            ),
            divider(),
            caption("History"),
            HistoryList([(BEGAN, "Received from the site"), (BEGAN, "Scanner gave risk 74")]),
        ]
    )
    remove = action(panel, "gallery-remove", "Remove", "R", lambda: None)
    panel.foot.add(ActionButton(remove, "danger"), right=True)
    return panel


def overview() -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(16)
    row = QHBoxLayout()
    row.setSpacing(16)
    for name, figure, note, ink in (
        ("Waiting for review", 2_614, "312 older than 24 hours", "2"),
        ("Access requests open", 7, "1 is late", "bad"),
    ):
        figure_card = FigureCard(f"gallery-{name.split()[0].lower()}", name, lambda: None)
        figure_card.show_figure(figure, note, ink)
        row.addWidget(figure_card)
    column.addLayout(row)
    chart = BarChart("gallery-chart")
    chart.show_figures(
        [str(day) for day in range(7, 21)], [Series("Received", RECEIVED), Series("Decided", DECIDED)]
    )
    frame = card()
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 14, 16, 12)
    inside.addWidget(heading("Received and decided, last 14 days"))
    inside.addWidget(chart)
    column.addWidget(frame, 1)
    due = DueList("gallery-due", "Due next", "Nothing is due.")
    due.show_due([
        Due("Access request, export ready", "R-2041", date(2026, 11, 27), lambda: None),
        Due("Vendor share, two new fields", "V-118", date(2026, 11, 30), late=True),
    ])  # fmt: skip
    column.addWidget(due)
    return whole


def state() -> QWidget:
    made = StateView("gallery-state")
    made.show_state("inbox", "No postings yet", "Postings come in with intake.", "Take a file in")
    frame = card()
    QVBoxLayout(frame).addWidget(made)
    return frame


@pytest.fixture
def gallery(window: QWidget, context: PageContext) -> QWidget:
    empty = Empty("inbox", "No postings yet", "Postings come in with intake.")
    records = Records(
        "postings", "Postings", "posting", COLUMNS, lambda _: MemoryListing(range(48_210, 47_000, -1)),
        "Search text", empty, (Filter("", "All"), Filter("new", "New")), Query(sort="id", descending=True),
    )  # fmt: skip
    page = RecordPage(context, records)
    grid = QGridLayout(window)
    grid.setContentsMargins(16, 16, 16, 16)
    grid.setSpacing(16)
    grid.addWidget(page, 0, 0)
    grid.addWidget(overview(), 0, 1)
    grid.addWidget(detail(), 0, 2)
    grid.addWidget(controls(), 1, 0, 1, 2)
    grid.addWidget(state(), 1, 2)
    window.resize(2_000, 1_200)
    window.show()
    page.shown()
    return window


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_the_gallery_wears_each_look_to_its_corners(
    qtbot: QtBot, gallery: QWidget, context: PageContext, tmp_path: Path, look: Look
) -> None:
    theme().apply(look, 1.0)
    qtbot.waitUntil(lambda: not context.tasks.jobs)
    context.notices.say("1 posting removed: personal data (legal).", Tone.GOOD, "Undo")
    picture = gallery.grab().toImage()
    assert picture.save(str(tmp_path / f"gallery-{look.value}.png"))
    assert picture.pixelColor(4, 4) == colour(tokens().background)
    assert share_of(picture, tokens().surface) > 0.3


def share_of(picture: QImage, value: str) -> float:
    wanted = colour(value)
    spots = [(x, y) for x in range(0, picture.width(), 10) for y in range(0, picture.height(), 10)]
    return sum(picture.pixelColor(x, y) == wanted for x, y in spots) / len(spots)


def test_every_control_tells_its_name(gallery: QWidget) -> None:
    kinds = (QAbstractButton, QLineEdit, QComboBox, QSpinBox, QTextEdit, QPlainTextEdit)
    seen = [
        one for one in gallery.findChildren(QWidget) if isinstance(one, kinds) and one.isVisibleTo(gallery)
    ]
    inside = ("qt_", "_q_")
    own = [one for one in seen if not one.objectName().startswith(inside) and named_by_us(one)]
    assert len(own) > 20
    nameless = [one for one in own if not (one.accessibleName() or getattr(one, "text", str)())]
    assert nameless == []


def named_by_us(one: QWidget) -> bool:
    """Leave out the parts that Qt puts into its own controls."""
    parent = one.parentWidget()
    return not isinstance(parent, QLineEdit | QComboBox | QSpinBox)


def test_nothing_is_cut_off_at_a_larger_text_scale(
    qtbot: QtBot, gallery: QWidget, context: PageContext
) -> None:
    qtbot.waitUntil(lambda: not context.tasks.jobs)
    buttons = [one for one in gallery.findChildren(QAbstractButton) if one.text() and one.isVisible()]
    assert buttons
    assert all(one.width() >= one.minimumSizeHint().width() for one in buttons)
    assert all(one.height() >= one.fontMetrics().height() for one in buttons)
