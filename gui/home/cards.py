"""The cards of the Overview: which figure, for whom, and where it leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from core.home.queries import Overview
from core.staff.roles import Permission
from gui.home import words
from gui.kit.figure_card import ClickCard
from gui.kit.icons import pixmap
from gui.kit.labels import PlainLabel
from gui.kit.theme import px, theme, tokens

P = Permission


@dataclass(frozen=True)
class CardOf:
    """One card; `words` gives figure, note and ink. Shown to whoever has `needs` and none of `not_for`."""

    key: str
    caption: str
    page: str
    needs: Sequence[Permission]
    words: Callable[[Overview], tuple[int | str, str, str]]
    not_for: Sequence[Permission] = ()


def _waiting(told: Overview) -> tuple[int | str, str, str]:
    return (told.waiting.count, *words.waiting_note(told.waiting)) if told.waiting else _NONE


def _median(told: Overview) -> tuple[int | str, str, str]:
    median = told.decided.median if told.decided else None
    note = words.tr("Last 14 days") if median else words.tr("No decision in 14 days")
    return words.span(median), note, "2"


def _requests(told: Overview) -> tuple[int | str, str, str]:
    return (told.requests.open, *words.requests_note(told.requests, told.now)) if told.requests else _NONE


def _shares(told: Overview) -> tuple[int | str, str, str]:
    return (told.shares.to_approve, *words.shares_note(told.shares)) if told.shares else _NONE


def _contacts(told: Overview) -> tuple[int | str, str, str]:
    return told.open_contacts or 0, words.tr("Problems, comments, requests"), "2"


def _today(told: Overview) -> tuple[int | str, str, str]:
    return told.decided.today_by_reader if told.decided else 0, words.tr("Decisions that stand"), "2"


def _staff(told: Overview) -> tuple[int | str, str, str]:
    return (told.staff.active, *words.staff_note(told.staff)) if told.staff else _NONE


def _log(told: Overview) -> tuple[int | str, str, str]:
    return told.log.entries, words.tr("Every change and every look at a value"), "2"


def _backup(told: Overview) -> tuple[int | str, str, str]:
    del told
    return words.tr("remitctl"), words.tr("“remitctl backup” copies an open desk"), "2"


_NONE: tuple[int | str, str, str] = (words.NONE, " ", "2")
_ONLY_POSTINGS = (P.SHARES,)
CARDS: tuple[CardOf, ...] = (
    CardOf("waiting", "Waiting for review", "postings", (P.POSTINGS,), _waiting),
    CardOf("median", "Median time to decision", "", (P.POSTINGS,), _median),
    CardOf("contacts", "Contacts to answer", "contacts", (P.CONTACTS,), _contacts, _ONLY_POSTINGS),
    CardOf("today", "Decided by you today", "", (P.DECIDE_POSTINGS,), _today, _ONLY_POSTINGS),
    CardOf("requests", "Access requests open", "requests", (P.REQUESTS, P.SHARES), _requests),
    CardOf("shares", "Shares to approve", "shares", (P.SHARES,), _shares),
    CardOf("staff", "Staff with a key", "staff", (P.STAFF,), _staff),
    CardOf("entries", "Entries in the log", "audit", (P.STAFF,), _log),
    CardOf("backup", "Backup", "", (P.STAFF,), _backup),
)


class LogStrip(ClickCard):
    """One line on the log's standing; leads to the log."""

    def __init__(self, go: Callable[[], object] | None, parent: QWidget | None = None) -> None:
        super().__init__("overview-log", go, parent)
        self.setProperty("row", False)
        self.setProperty("card", True)
        self._sign, self._told = QLabel(), ("shield-check", "2")
        self.words = PlainLabel("…", ink="2")
        self.words.setObjectName("overview-log-words")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(12), px(16), px(12))
        row.setSpacing(px(10))
        row.addWidget(self._sign)
        row.addWidget(PlainLabel(words.tr("Audit log")))
        row.addWidget(self.words, 1)
        theme().changed.connect(self._tint)
        self._tint()

    def show_log(self, told: Overview) -> None:
        """Say how the log stands."""
        sentence, ink, sign = words.log_sentence(told.log, told.now)
        self._told = (sign, ink)
        self.words.setText(sentence)
        self.words.set_ink(ink)
        self.setAccessibleName(f"{words.tr('Audit log')}: {sentence}")
        self._tint()

    def _tint(self) -> None:
        sign, ink = self._told
        colours = {"bad": tokens().bad, "warn": tokens().warn}
        self._sign.setPixmap(pixmap(sign, colours.get(ink, tokens().good), px(18), self.devicePixelRatioF()))
