"""What of a page or a dialog is seen without all of its words, or reaches over the edge of what holds it."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QStyle,
    QStyleOptionComboBox,
    QWidget,
)

from gui.kit.labels import ElidedLabel, PlainLabel

WORDED = (QPushButton, QCheckBox, QRadioButton)
SIGN_AND_ROOM = 48
"""Pixels of a search field that its sign and its margins take."""


def cut_off(of: QWidget) -> list[str]:
    """Return each part that is not seen whole, with what it says; empty where all fits."""
    shown = [one for one in of.findChildren(QWidget) if one.isVisibleTo(of) and one.window() is of.window()]
    found = [(one, why) for one in shown if not _part_of_qt(one) for why in _troubles(one, of)]
    return [f"{one.objectName() or type(one).__name__} {_words(one)!r} {why}" for one, why in found]


def _troubles(one: QWidget, of: QWidget) -> Iterator[str]:
    if isinstance(one, WORDED) and one.width() < one.sizeHint().width() and not _told(one):
        yield "is narrower than its words"
    if isinstance(one, PlainLabel) and not isinstance(one, ElidedLabel):
        if _widest_word(one) > one.width():
            yield "is narrower than a word"
        if one.wordWrap() and one.heightForWidth(one.width()) > one.height():
            yield "is lower than its lines"
    if isinstance(one, QComboBox) and _room_in_box(one) < one.fontMetrics().horizontalAdvance(_chosen(one)):
        yield "is narrower than what is chosen"
    if isinstance(one, QLineEdit) and _hint_is_cut(one):
        yield "is narrower than its hint"
    if isinstance(one, QHeaderView):
        yield from _cut_headings(one)
    if isinstance(one, (QAbstractButton, PlainLabel, QComboBox, QLineEdit)) and _reaches_over(one, of):
        yield "reaches over the edge"


def _told(button: QWidget) -> bool:
    """Tell whether the pointer says what is left out on purpose, as of a long name that is a link."""
    return bool(button.toolTip()) and button.property("tone") == "link"


def _widest_word(label: PlainLabel) -> int:
    parts = re.split(r"[\s\u200b]", label.text()) if label.wordWrap() else label.text().split("\n")
    return max((label.fontMetrics().horizontalAdvance(one) for one in parts), default=0)


def _chosen(box: QComboBox) -> str:
    return "" if box.isEditable() else box.currentText()


def _room_in_box(box: QComboBox) -> int:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    return box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box).width()


def _hint_is_cut(line: QLineEdit) -> bool:
    hint = "" if line.text() else line.placeholderText()
    return line.fontMetrics().horizontalAdvance(hint) > line.width() - SIGN_AND_ROOM


def _cut_headings(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is Qt.Orientation.Vertical:
        return
    for at in range(header.count()):
        words = str(header.model().headerData(at, header.orientation()) or "")
        needs = header.fontMetrics().horizontalAdvance(words)
        if not header.isSectionHidden(at) and needs > header.sectionSize(at):
            yield f"cuts its heading {words!r}"


def _reaches_over(one: QWidget, of: QWidget) -> bool:
    """Tell whether part of it is out of sight, and no scrolling would bring it there."""
    holder = one.parentWidget()
    while holder is not None:
        scrolled = isinstance(holder.parentWidget(), QAbstractScrollArea)
        seen = QRect(one.mapTo(holder, QPoint()), one.size())
        if seen.left() < 0 or seen.right() > holder.width():
            return True
        if not scrolled and (seen.top() < 0 or seen.bottom() > holder.height()):
            return True
        if scrolled or holder is of:
            return holder is not of and _reaches_over(holder.parentWidget(), of)
        holder = holder.parentWidget()
    return False


def _part_of_qt(one: QWidget) -> bool:
    return one.objectName().startswith("qt_") or isinstance(one.parentWidget(), (QComboBox, QLineEdit))


def _words(one: QWidget) -> str:
    return str(getattr(one, "text", str)())[:60]
