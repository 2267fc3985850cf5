"""One request as the detail shows it, from its deadline to its letter."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.requests.case_shapes import Case
from core.requests.history import CaseEvent
from core.requests.rules import days_left, urgency
from gui.kit.actions import ActionButton
from gui.kit.columns import Badge
from gui.kit.dates import long_date, short_date
from gui.kit.detail import BadgePill, HistoryList, KeyValues, NoticeStrip
from gui.kit.file_link import FileLink
from gui.kit.labels import PlainLabel, caption, divider, heading
from gui.kit.numbers import grouped
from gui.kit.text_body import TextBody
from gui.kit.tokens import Tone
from gui.requests.facts import FactRow
from gui.requests.leak_card import LeakCard
from gui.requests.sources_grid import SourcesGrid
from gui.requests.words import days_words, grade_badge, kind_word, state_badge, step_words, tr

Block = QWidget | int
Pairs = list[tuple[str, str | Badge | QWidget]]
SHOWN_LEAKS = 12
CONFIRMED = "requests:sender:confirmed"
TONES = {"late": Tone.BAD, "soon": Tone.WARN, "in time": Tone.INFO}


def head_blocks(case: Case, now: datetime) -> list[Block]:
    """Return what the request is, when it is due, and the three facts."""
    facts = [FactRow(case), *_candidates(case), *_target(case), *_findings(case)]
    return [_title(case), *_deadline(case, now), *facts]


def message_blocks(case: Case, opening: QAction) -> list[Block]:
    """Return the message, plain; hidden until it is opened, which is logged."""
    blocks: list[Block] = [divider(), caption(tr("Message"))]
    if not case.opened:
        mine = tr("Names, addresses and the message stay hidden until you open the case; opening is logged.")
        others = tr("Names, addresses and the message are shown only to those who answer the request.")
        words = mine if opening.isEnabled() else others
        line = PlainLabel(words, ink="2", wrap=True)
        return [*blocks, line, *([_button(opening)] if opening.isEnabled() else [])]
    pairs: Pairs = [(tr("From"), f"{case.from_name} <{case.from_address}>"), (tr("Subject"), case.subject)]
    if case.reply_to and case.reply_to != case.from_address:
        pairs.append((tr("Reply-To"), case.reply_to))
    return [*blocks, KeyValues(pairs), TextBody(case.body, label=tr("Message as sent"))]


def source_blocks(case: Case) -> list[Block]:
    """Return what was searched, zeros too; nothing before it was collected."""
    if not case.sources:
        return []
    rows = sum(source.hits for source in case.sources)
    words = (
        tr("%1 places searched · %2 rows").replace("%1", str(len(case.sources))).replace("%2", grouped(rows))
    )
    return [divider(), caption(tr("Sources")), PlainLabel(words, ink="2"), SourcesGrid(case.sources)]


def residue_blocks(case: Case) -> list[Block]:
    """Return what was found and stays out of the answer, with why."""
    if not case.residue:
        return []
    lines = [_finding(f"{one.title} · {grouped(one.count)}: {one.why}") for one in case.residue]
    return [divider(), caption(tr("Found and not in the answer")), *lines]


def leak_cards(case: Case, *, may_mask: bool, may_release: bool) -> list[LeakCard]:
    """Return a card for each finding, those to settle first, the first dozen of them."""
    ordered = sorted(case.leaks, key=lambda leak: bool(leak.settled))
    usable = case.state == "review"
    return [
        LeakCard(leak, may_mask=may_mask and usable, may_release=may_release and usable)
        for leak in ordered[:SHOWN_LEAKS]
    ]


def leak_blocks(case: Case, cards: Sequence[LeakCard], mask_all: QAction) -> list[Block]:
    """Return the findings of other people's data under how many are left to settle."""
    if not case.sources:
        return []
    waiting = len(case.open_leaks)
    blocks: list[Block] = [divider(), caption(tr("Other people's data"))]
    if not case.leaks:
        return [*blocks, PlainLabel(tr("None was found in the answer."), ink="2", wrap=True)]
    blocks.append(_leak_count(len(case.leaks), waiting))
    if mask_all.isEnabled():
        blocks.append(_button(mask_all))
    blocks += cards
    if (more := len(case.leaks) - len(cards)) > 0:
        blocks.append(PlainLabel(tr("and %1 more").replace("%1", grouped(more)), ink="3"))
    return blocks


def answer_blocks(case: Case, outbox: Path) -> list[Block]:
    """Return the workbook and what happened to it; its letter's file opens the outbox."""
    if not case.sha256:
        return []
    blocks: list[Block] = [divider(), caption(tr("Answer"))]
    pairs: Pairs = [
        (tr("Reviewed"), case.reviewed_by or tr("not yet")),
        (tr("SHA-256"), f"{case.sha256[:16]}…"),
    ]
    pairs += [(tr("Letter"), _letter(letter.file_name, outbox)) for letter in case.letters]
    return [*blocks, KeyValues(pairs)]


def history_blocks(case: Case) -> list[Block]:
    """Return what happened to the request, oldest first."""
    events = [(one.at, _event(case, one)) for one in case.history]
    refused = tr("Refused: %1").replace("%1", case.refused_why)
    told = refused if case.opened else tr("Refused; why is shown with the case opened.")
    ended = [PlainLabel(told, ink="2", wrap=True)]
    return [divider(), caption(tr("History")), HistoryList(events), *(ended if case.refused_why else [])]


def _event(case: Case, event: CaseEvent) -> str:
    said = f"{step_words(event.action)}: {event.who}"
    if event.action != CONFIRMED or event.at != case.confirmed_at:
        return said
    told = case.confirmed_how.replace("\n", "; ") if case.opened else ""
    return f"{said}. “{told}”" if told else said


def _letter(file_name: str, outbox: Path) -> str | QWidget:
    return FileLink(file_name, outbox, "request-letter") if file_name else tr("on its way to the outbox")


def _title(case: Case) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(heading(f"R{case.id} · {kind_word(case.kind)}"), 1)
    row.addWidget(BadgePill(state_badge(case.state)))
    return line


def _deadline(case: Case, now: datetime) -> list[Block]:
    how = urgency(case.state, case.due_at, now)
    if how == "done":
        return [PlainLabel(tr("Received %1").replace("%1", long_date(case.received_at)), ink="2", wrap=True)]
    left = days_words(days_left(case.due_at, now))
    day = short_date(case.due_at.date())
    late = tr("Answer was due %1: %2.") if how == "late" else tr("Answer due %1: %2 left.")
    return [NoticeStrip(TONES[how], late.replace("%1", day).replace("%2", left), "request-deadline")]


def _target(case: Case) -> list[Block]:
    if not case.address_on_file or case.state in {"refused", "withdrawn"}:
        return []
    words = tr("Went to the address on file, %1") if case.letters else tr("Goes to the address on file, %1")
    words += tr(", not to the message's Reply-To.") if case.reply_to else tr(", and nowhere else.")
    return [NoticeStrip(Tone.INFO, words.replace("%1", case.address_on_file), "request-target")]


def _candidates(case: Case) -> list[Block]:
    """Show everyone whom the message fits, none of them chosen."""
    if not case.candidates:
        return []
    words = tr("%1 people on file fit this message. Choose one when you confirm the sender.")
    pairs: Pairs = [
        (one.name, f"{one.address} · {tr('name')}: {grade_badge(one.name_match).word.lower()}")
        for one in case.candidates
    ]
    one_fits = tr("1 person on file fits this message. Choose them when you confirm the sender.")
    many = len(case.candidates) > 1
    told = words.replace("%1", str(len(case.candidates))) if many else one_fits
    return [NoticeStrip(Tone.WARN, told, "request-candidates"), KeyValues(pairs)]


def _findings(case: Case) -> list[Block]:
    if not case.findings:
        return []
    return [caption(tr("Findings")), *map(_finding, case.findings)]


def _finding(words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(PlainLabel("•", ink="3"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(words, ink="2", wrap=True), 1)
    return line


def _leak_count(found: int, waiting: int) -> PlainLabel:
    if not waiting:
        return PlainLabel(tr("All %1 settled.").replace("%1", grouped(found)), ink="good")
    words = tr("%1 of %2 to settle; until then they are masked and nothing is released.")
    return PlainLabel(
        words.replace("%1", grouped(waiting)).replace("%2", grouped(found)), ink="warn", wrap=True
    )


def _button(of: QAction) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(ActionButton(of))
    row.addStretch(1)
    return holder
