"""One share in full: facts, verdicts, who is left out, what stands in the way, history."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtWidgets import QWidget

from core.shares.detail import ShareDetail
from core.shares.rules import AWAY, Step, fits
from gui.kit.dates import long_date, short_date
from gui.kit.detail import HistoryList, KeyValues, NoticeStrip
from gui.kit.file_link import FileLink
from gui.kit.labels import ElidedLabel, PlainLabel, caption, divider, heading
from gui.kit.tokens import Tone
from gui.shares.columns import state_badge, tr
from gui.shares.verdict_grid import LeftOutList, VerdictGrid, figures_line

Clock = Callable[[], datetime]
COUNT_AGAIN_MS = 30_000
OVER = {"closed", "rejected", "withdrawn", "superseded", "revoked"}
MAIN_STEPS = (Step.SUBMIT, Step.APPROVE, Step.EXECUTE, Step.DELIVER, Step.ATTEST, Step.CLOSE)


class Countdown(PlainLabel):
    """How long an approval still holds, counted on while it is looked at."""

    def __init__(self, until: datetime, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__("", parent, wrap=True)
        self.setObjectName("share-countdown")
        self.setToolTip(long_date(until))
        self._until, self._clock = until, clock
        self._timer = QTimer(self, interval=COUNT_AGAIN_MS)
        self._timer.timeout.connect(self._count)
        self._timer.start()
        self._count()

    def _count(self) -> None:
        left = self._until - self._clock()
        self.setText(f"{short_date(self._until)} ({left_words(left)})")
        self.set_ink("bad" if left <= timedelta(0) else "warn" if left < timedelta(days=1) else "")


def left_words(left: timedelta) -> str:
    """Say how much time is left: `6 days 23 h`, `23 h 10 min`, `over`."""
    if left <= timedelta(0):
        return tr("over")
    hours, minutes = left.seconds // 3600, left.seconds % 3600 // 60
    if left.days:
        word = tr("%1 day %2 h left") if left.days == 1 else tr("%1 days %2 h left")
        return word.replace("%1", str(left.days)).replace("%2", str(hours))
    return tr("%1 h %2 min left").replace("%1", str(hours)).replace("%2", str(minutes))


def share_blocks(detail: ShareDetail, clock: Clock, outbox: Path) -> list[QWidget | int]:
    """Return the blocks of the detail pane."""
    blocks: list[QWidget | int] = [heading(detail.draft.title), _facts(detail, clock, outbox)]
    blocks += _strips(detail, clock)
    blocks += [divider(), caption(tr("Verdict on each field"))]
    blocks += [
        _figures(detail),
        VerdictGrid(detail.grid),
        _judged(detail),
    ]
    if detail.excluded:
        count = QLocale().toString(sum(one.records for one in detail.excluded))
        left_out = caption(tr("Left out: %1 records").replace("%1", count))
        blocks += [divider(), left_out, LeftOutList(detail.excluded)]
    if detail.draft.why:
        blocks += [divider(), caption(tr("Why")), PlainLabel(detail.draft.why, wrap=True, selectable=True)]
    return [*blocks, divider(), caption(tr("History")), HistoryList(_history(detail))]


def _facts(detail: ShareDetail, clock: Clock, outbox: Path) -> KeyValues:
    draft = detail.draft
    rows: list[tuple[str, object]] = [
        (tr("State"), state_badge(detail.state)),
        (tr("Share"), str(detail.id)),
        (tr("Vendor"), draft.vendor),
        (tr("Agreement"), draft.agreement),
        (tr("Service"), detail.service),
        (tr("Purpose"), detail.purpose),
        (tr("Whose"), detail.selection),
        (tr("Case"), str(draft.case or "")),
        (tr("Needed"), ", ".join(detail.required)),
        (tr("Proposed by"), detail.proposer),
    ]
    if detail.expires_at and detail.state in {"approved", "expired"}:
        rows.append((tr("Approved until"), Countdown(detail.expires_at, clock)))
    if detail.return_due and detail.state not in OVER - {"revoked"}:
        rows.append((tr("Return due"), short_date(detail.return_due)))
    if detail.file_name:
        rows += [
            (tr("File"), FileLink(detail.file_name, outbox, "share-file")),
            (tr("SHA-256"), _digest(detail.sha256)),
        ]
    return KeyValues([(name, value) for name, value in rows if value])  # type: ignore[misc]  # text, badge or widget


def _digest(sha256: str) -> QWidget:
    label = ElidedLabel(sha256)
    label.setObjectName("share-sha256")
    label.setAccessibleName(f"SHA-256: {sha256}")
    return label


def _strips(detail: ShareDetail, clock: Clock) -> list[QWidget | int]:
    """Say what stands in the way of the next step, or what is owed."""
    said: list[QWidget | int] = []
    if detail.state == "expired":
        words = tr("The approval is over and nothing left the desk. Propose the share again.")
        said.append(NoticeStrip(Tone.WARN, words, "share-expired"))
    elif refused := _main_refusal(detail):
        said.append(NoticeStrip(Tone.INFO, refused, "share-refusal"))
    if detail.return_due and detail.state in AWAY:
        late = clock() > detail.return_due
        words = tr("Return or destruction is overdue.") if late else tr("The vendor still holds this data.")
        said.append(NoticeStrip(Tone.BAD if late else Tone.WARN, words, "share-owed"))
    return said


def _main_refusal(detail: ShareDetail) -> str:
    for step in MAIN_STEPS:
        if fits(step, detail.state, left=detail.executed_at is not None):
            return detail.refusals[step]
    return ""


def _figures(detail: ShareDetail) -> PlainLabel:
    gone = detail.executed_at is not None
    return figures_line(
        detail.records, detail.records if gone else detail.allowed, detail.selected, gone=gone
    )


def _judged(detail: ShareDetail) -> PlainLabel:
    words = tr("Judged %1 under %2; hover a figure for its rules.")
    words = words.replace("%1", short_date(detail.judged_at)).replace("%2", detail.policy_version)
    return PlainLabel(words, ink="3", size=11, wrap=True)


def _history(detail: ShareDetail) -> list[tuple[datetime, str]]:
    return [
        (one.at, f"{state_badge(one.state).word}: {one.who}" + (f". “{one.note}”" if one.note else ""))
        for one in detail.history
    ]
