"""One contact as blocks of the detail: its limit, its facts, what was written and what was answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.contacts.opening import open_contact
from core.contacts.queries import ContactDetail, GivenAnswer, contact_detail
from core.staff.accounts import staff_names
from gui.contacts.columns import KINDS, STATES
from gui.kit.actions import ActionButton
from gui.kit.dates import full_date, short_date
from gui.kit.detail import KeyValues, NoticeStrip
from gui.kit.labels import PlainLabel, caption, card, divider, heading
from gui.kit.text_body import TextBody
from gui.kit.theme import px
from gui.kit.tokens import CAPTION, Tone

if TYPE_CHECKING:
    from gui.kit.columns import Badge

GAP = 4


@dataclass(frozen=True)
class Thread:
    """A contact with the names of those who answered."""

    contact: ContactDetail
    staff: dict[int, str]


def read_thread(work: Any, contact_id: int) -> Thread:
    """Read one contact as a thread."""
    return Thread(contact_detail(work, contact_id), staff_names(work))


def open_thread(work: Any, contact_id: int) -> Thread:
    """Open one contact and read it as a thread; the log keeps that."""
    return Thread(open_contact(work, contact_id), staff_names(work))


def thread_blocks(
    thread: Thread, next_record: Callable[[], object], opening: QAction, link: QWidget | None = None
) -> list[QWidget | int]:
    """Return the blocks; Space in a text goes on to the next record, `link` goes to the sender.

    `opening` opens the contact, where it may be opened and is not.
    """
    one = thread.contact
    head: list[QWidget | int] = [
        heading(one.subject or _tr("Without a subject")),
        _facts(one, link),
        *_strips(one),
    ]
    blocks = [*head, GAP, caption(_tr("As sent")), *_written(one, next_record, opening)]
    if one.answers:
        blocks += [divider(), caption(_tr("Answered"))]
    return [*blocks, *(_answer(given, thread.staff, next_record) for given in one.answers)]


def _written(one: ContactDetail, next_record: Callable[[], object], opening: QAction) -> Iterator[QWidget]:
    if one.opened:
        message = TextBody(one.body, label=_tr("Text as sent"))
        message.next_asked.connect(next_record)
        yield message
        return
    logged = _tr("The log keeps that you read it.")
    yield PlainLabel(f"{_tr(one.body)} {logged}" if one.to_open else _tr(one.body), ink="2", wrap=True)
    if one.to_open:
        yield ActionButton(opening)


def _facts(one: ContactDetail, link: QWidget | None) -> KeyValues:
    pairs: list[tuple[str, str | Badge | QWidget]] = [
        (_tr("Status"), STATES[one.state]),
        (_tr("Kind"), KINDS[one.kind]),
        (_tr("Contact"), f"{one.id}  ({one.external_id})"),
        (_tr("Sender"), _beside(one.sender, link)),
        (_tr("Address"), one.address or _tr("none given")),
        (_tr("Received"), full_date(one.received_at)),
        (_tr("Policy"), one.policy_version),
    ]
    return KeyValues(pairs)


def _beside(words: str, link: QWidget | None) -> str | QWidget:
    if link is None:
        return words
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    row.addWidget(PlainLabel(words))
    link.setStyleSheet("min-height: 0; padding: 0;")
    link.setFixedHeight(px(18))
    row.addWidget(link)
    row.addStretch(1)
    return both


def _strips(one: ContactDetail) -> Iterator[QWidget]:
    if one.under_13:
        words = _tr("The sender is under 13: no answer may leave (C24).")
        yield NoticeStrip(Tone.BAD, words, "contact-child")
    yield NoticeStrip(Tone.INFO, one.limit, "contact-limit")
    if one.opted_out:
        words = _tr("Opted out of promotion. An answer may still go to them (C20).")
        yield NoticeStrip(Tone.WARN, words, "contact-opted-out")


def _answer(given: GivenAnswer, staff: dict[int, str], next_record: Callable[[], object]) -> QWidget:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(px(12), px(10), px(12), px(10))
    column.setSpacing(px(6))
    who = staff.get(given.by, _tr("staff"))
    column.addWidget(PlainLabel(f"{who} · {short_date(given.at)}", ink="3", size=CAPTION))
    text = TextBody(given.text, label=_tr("Answer"))
    text.next_asked.connect(next_record)
    column.addWidget(text)
    return frame


def _tr(words: str) -> str:
    return QCoreApplication.translate("contacts", words)
