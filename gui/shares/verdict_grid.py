"""The grid of fields by verdict, and the list of who is left out: a word or a sign beside every colour."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from core.shares.evaluation import GridLine, LeftOutLine
from gui.kit.columns import Badge
from gui.kit.detail import BadgePill
from gui.kit.icons import pixmap
from gui.kit.labels import MEDIUM, PlainLabel, divider
from gui.kit.theme import px, theme, tokens
from gui.kit.tokens import CAPTION, Tone
from gui.shares.columns import tr

OUTCOMES = (
    ("allow", "Allowed", "check", Tone.GOOD, "good"),
    ("deny", "Denied", "ban", Tone.BAD, "bad"),
    ("indeterminate", "Not known", "info", Tone.WARN, "warn"),
)
SIGN = 14
NONE = "—"


class Sign(QLabel):
    """A small icon in a tone, tinted again when the theme changes."""

    def __init__(self, icon_name: str, tone: Tone, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon_name, tone
        self.setAccessibleName(words)
        theme().changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        ink, _ = tokens().tone(self._tone)
        self.setPixmap(pixmap(self._icon, ink, px(SIGN), self.devicePixelRatioF()))


class VerdictGrid(QWidget):
    """One row a field, one column a verdict; a cell's figure says for how many records, its hover why."""

    def __init__(self, lines: Sequence[GridLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict-grid")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(0, 1)
        self._add_heads()
        for row, field in enumerate(dict.fromkeys(one.field for one in lines)):
            self._add_field(3 * row + 1, [one for one in lines if one.field == field])

    def _add_heads(self) -> None:
        self._grid.addWidget(PlainLabel(tr("Field"), ink="3", size=CAPTION), 0, 0)
        for column, (_, word, icon_name, tone, _ink) in enumerate(OUTCOMES, 1):
            self._grid.addWidget(_headed(icon_name, tone, tr(word)), 0, column, Qt.AlignmentFlag.AlignRight)

    def _add_field(self, row: int, lines: Sequence[GridLine]) -> None:
        self._grid.addWidget(divider(), row, 0, 1, len(OUTCOMES) + 1)
        label = PlainLabel(lines[0].label, weight=MEDIUM)
        self._grid.addWidget(label, row + 1, 0)
        for column, (outcome, word, _, _, ink) in enumerate(OUTCOMES, 1):
            cell = _figure([one for one in lines if one.outcome == outcome], lines[0].label, tr(word), ink)
            cell.setObjectName(f"verdict-{lines[0].field.replace('_', '-')}-{outcome}")
            self._grid.addWidget(cell, row + 1, column, Qt.AlignmentFlag.AlignRight)
        cited = PlainLabel(_cited(lines), ink="3", size=CAPTION, wrap=True)
        cited.setObjectName(f"verdict-{lines[0].field.replace('_', '-')}-clauses")
        cited.setToolTip(_reasons(lines))
        self._grid.addWidget(cited, row + 2, 0, 1, len(OUTCOMES) + 1)


class LeftOutList(QWidget):
    """Who is left out and why: how many, in a few words, the sentence with the rule, and the clause."""

    def __init__(self, lines: Sequence[LeftOutLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left-out")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(1, 1)
        for row, one in enumerate(lines):
            self._add(grid, 3 * row, one)

    def _add(self, grid: QGridLayout, row: int, one: LeftOutLine) -> None:
        count = PlainLabel(QLocale().toString(one.records), weight=MEDIUM)
        words = tr("%1, since approval").replace("%1", one.reason) if one.since_approval else one.reason
        said = PlainLabel(words, weight=MEDIUM, wrap=True)
        said.setAccessibleName(f"{one.records} {words} {one.clause}")
        why = PlainLabel(f"{_plain(one.sentence, one.clause)} · {one.rule}", ink="2", size=CAPTION, wrap=True)
        why.setToolTip(tr("Rule: %1").replace("%1", one.rule))
        grid.addWidget(count, row, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignVCenter)
        if one.clause:
            grid.addWidget(BadgePill(Badge(Tone.NEUTRAL, one.clause)), row, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(why, row + 1, 1, 1, 2)
        grid.setRowMinimumHeight(row + 2, px(6))


def figures_line(people: int, records: int, selected: int, *, gone: bool = False) -> PlainLabel:
    """Return `21 people, 24 records of 30 may go` (or `went`) as the line above the grid."""
    number = QLocale().toString
    words = tr("%1, %2 of %3 went") if gone else tr("%1, %2 of %3 may go")
    persons = tr("1 person") if people == 1 else tr("%1 people").replace("%1", number(people))
    theirs = tr("1 record") if records == 1 else tr("%1 records").replace("%1", number(records))
    words = words.replace("%1", persons).replace("%2", theirs).replace("%3", number(selected))
    label = PlainLabel(words, ink="good" if people else "bad", weight=MEDIUM, wrap=True)
    label.setObjectName("share-figures")
    return label


def _headed(icon_name: str, tone: Tone, word: str) -> QWidget:
    head = QWidget()
    grid = QGridLayout(head)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(4))
    grid.addWidget(Sign(icon_name, tone, word), 0, 0)
    grid.addWidget(PlainLabel(word, ink="3", size=CAPTION), 0, 1)
    return head


def _figure(lines: Sequence[GridLine], field: str, word: str, ink: str) -> PlainLabel:
    count = sum(one.records for one in lines)
    label = PlainLabel(QLocale().toString(count) if count else NONE, ink=ink if count else "3", weight=MEDIUM)
    label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    label.setToolTip(_reasons(lines))
    label.setAccessibleName(f"{field}: {word} {count}")
    label.setAccessibleDescription(_reasons(lines))
    return label


def _reasons(lines: Iterable[GridLine]) -> str:
    number = QLocale().toString
    return "\n".join(f"{number(one.records)} · {one.sentence} · {one.rule}" for one in lines)


def _cited(lines: Sequence[GridLine]) -> str:
    """Say under which clauses a field goes and stays: `Allowed by C19 C14 · Denied by C13 C20`."""
    said = []
    for outcome, word, *_ in OUTCOMES:
        if clauses := _clauses(one for one in lines if one.outcome == outcome):
            said.append(tr("%1 by %2").replace("%1", tr(word)).replace("%2", clauses))
    return "  ·  ".join(said)


def _clauses(lines: Iterable[GridLine]) -> str:
    cited = [part for one in lines for part in one.clause.split(", ") if part]
    return " ".join(dict.fromkeys(cited))


def _plain(sentence: str, clause: str) -> str:
    """Leave out the clause in brackets where it stands beside the sentence anyway."""
    return sentence.replace(f" ({clause})", "") if clause else sentence
