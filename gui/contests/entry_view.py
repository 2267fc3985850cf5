"""One entry as blocks of the detail: its limit, the answer, and the demographic answers apart (C19)."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from core.contests.queries import EntryDetail
from gui.contests.columns import KINDS, OUT, STATES
from gui.kit.columns import Badge
from gui.kit.dates import full_date, short_date
from gui.kit.detail import KeyValues, NoticeStrip
from gui.kit.labels import PlainLabel, caption, divider, heading
from gui.kit.text_body import TextBody
from gui.kit.tokens import CAPTION, Tone


def entry_blocks(one: EntryDetail, next_record: Callable[[], object]) -> list[QWidget | int]:
    """Return the blocks; Space in the answer goes on to the next record."""
    head: list[QWidget | int] = [heading(one.contest), _facts(one), *_strips(one), caption(_tr("Answer"))]
    return [*head, _answer(one, next_record), divider(), *_demographics(one)]


def _facts(one: EntryDetail) -> KeyValues:
    pairs: list[tuple[str, str | Badge | QWidget]] = [
        (_tr("Status"), STATES[one.state]),
        (_tr("Kind"), KINDS[one.kind]),
        (_tr("Entry"), f"{one.id}  ({one.external_id})"),
        (_tr("Entrant"), one.entrant),
        (_tr("Address"), one.address or _tr("none given")),
        (_tr("Promotion"), _reach(one)),
        (_tr("Entered"), full_date(one.entered_at)),
        (_tr("Policy"), one.policy_version),
    ]
    return KeyValues(pairs)


def _reach(one: EntryDetail) -> Badge:
    if one.under_13:
        return Badge(Tone.BAD, _tr("Never"))
    return OUT if one.opted_out_at else Badge(Tone.GOOD, _tr("May reach"))


def _strips(one: EntryDetail) -> Iterator[QWidget]:
    if one.under_13:
        words = _tr("An age under 13 shows: neither promotion nor a notice may reach this person (C24).")
        yield NoticeStrip(Tone.BAD, words, "entry-child")
    yield NoticeStrip(Tone.INFO, one.limit, "entry-limit")
    if one.opted_out_at:
        words = _tr("Opted out on %1: left out of every promotion, also of one approved before (C20).")
        yield NoticeStrip(Tone.WARN, words.replace("%1", short_date(one.opted_out_at)), "entry-opted-out")


def _answer(one: EntryDetail, next_record: Callable[[], object]) -> QWidget:
    if not one.answers_shown:
        return PlainLabel(_tr("Shown to those who work contests."), ink="3", wrap=True)
    if not one.answer:
        return PlainLabel(_tr("No answer was given."), ink="3", wrap=True)
    body = TextBody(one.answer, label=_tr("Answer as given"))
    body.next_asked.connect(next_record)
    return body


def _demographics(one: EntryDetail) -> Iterator[QWidget]:
    yield caption(_tr("Demographic answers"))
    if not one.answers_shown:
        yield PlainLabel(_tr("Shown to those who work contests."), ink="3", wrap=True)
    elif not one.demographics:
        yield PlainLabel(_tr("None were given; they are optional (C19)."), ink="3", wrap=True)
    else:
        yield PlainLabel(_tr("A category of data of its own (C19)."), ink="3", size=CAPTION, wrap=True)
        given = one.demographics.items()
        yield KeyValues([(key.replace("_", " ").capitalize(), value) for key, value in given])


def _tr(words: str) -> str:
    return QCoreApplication.translate("contests", words)
