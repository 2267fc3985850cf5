"""One entry as blocks of the detail: its facts, and the bytes that its leaf hash covers."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QWidget

from core.audit.entries import facts_of
from core.audit.queries import EntryDetail
from core.people.log_values import EntryWithValues, LogValue
from gui.kit.columns import Badge
from gui.kit.dates import full_date
from gui.kit.detail import KeyValues, NoticeStrip
from gui.kit.labels import PlainLabel, caption, divider, heading
from gui.kit.purposes import purpose_words
from gui.kit.text_body import TextBody
from gui.kit.theme import px
from gui.kit.tokens import Tone

SMALL = 12
NOTHING = "none"
A_FEW = 12
"""Items of a list that are shown before the rest is counted."""


def entry_blocks(
    found: EntryWithValues, next_record: Callable[[], object], purpose: str = ""
) -> list[QWidget | int]:
    """Return the blocks; Space in a text goes on to the next entry. Values were opened for `purpose`."""
    one = found.detail
    facts = fact_pairs(one.body, found.values)
    blocks: list[QWidget | int] = [heading(one.row.what)]
    if purpose:
        words = _tr("Shown in full to %1. Masked again once you leave this entry.")
        strip = words.replace("%1", purpose_words(purpose).lower())
        blocks.append(NoticeStrip(Tone.WARN, strip, "audit-values-shown"))
    blocks.append(_who_and_when(one))
    if facts:
        blocks += [divider(), caption(_tr("Facts")), KeyValues(facts)]
    return [
        *blocks,
        divider(),
        caption(_tr("As written")),
        _exact(one.body, _tr("The entry as canonical JSON"), next_record),
        divider(),
        caption(_tr("Leaf hash")),
        _exact(one.leaf_hash, _tr("Leaf hash"), next_record),
        PlainLabel(
            _tr("SHA-256 over a zero byte and the entry as written (RFC 6962)."), ink="3", size=11, wrap=True
        ),
    ]


def fact_pairs(body: str, values: Sequence[LogValue] = ()) -> list[tuple[str, str | Badge | QWidget]]:
    """Return an entry's facts as names and plain values; none when the body is no longer JSON."""
    sealed = {one.name: _value(one) for one in values}
    return [
        (str(key).replace("_", " ").capitalize(), sealed.get(key) or _plain(value))
        for key, value in facts_of(body).items()
    ]


def _value(one: LogValue) -> str | Badge:
    if one.erased:
        return Badge(Tone.NEUTRAL, _tr("Erased"))
    return one.shown


def _who_and_when(one: EntryDetail) -> KeyValues:
    pairs: list[tuple[str, str | Badge | QWidget]] = [
        (_tr("Entry"), str(one.row.id)),
        (_tr("When"), full_date(one.row.at)),
        (_tr("Who"), one.row.who),
        (_tr("About"), one.row.subject or _tr("no single record")),
        (_tr("Action"), one.row.action),
    ]
    return KeyValues(pairs)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        more = len(value) - A_FEW
        shown = ", ".join(_plain(each) for each in value[:A_FEW])
        return f"{shown} {_tr('and %1 more').replace('%1', str(more))}" if more > 0 else shown or NOTHING
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(each)}" for key, each in value.items()) or NOTHING
    if isinstance(value, bool):
        return _tr("yes") if value else _tr("no")
    return NOTHING if value in {None, ""} else _broken(str(value))


def _broken(text: str) -> str:
    """Let a long fingerprint wrap: a label breaks a line only where it may."""
    return text if len(text) <= px(SMALL) * 2 or " " in text else "\u200b".join(text)


def _exact(text: str, label: str, next_record: Callable[[], object]) -> TextBody:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(px(SMALL))
    body = TextBody(text, label=label)
    body.setFont(font)
    body.next_asked.connect(next_record)
    return body


def _tr(words: str) -> str:
    return QCoreApplication.translate("audit", words)
