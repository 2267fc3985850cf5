"""One row of the feed as blocks of the detail: what the site must do, why, and whether it has."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QWidget

from core.feed.queries import FeedDetail
from core.feed.rules import overdue
from core.text.reasons import reason
from gui.feed.words import clause, field, must, state, tr, what
from gui.kit.columns import Badge
from gui.kit.dates import full_date
from gui.kit.detail import KeyValues, NoticeStrip
from gui.kit.labels import PlainLabel, caption, divider, heading
from gui.kit.tokens import CAPTION, Tone

Pair = tuple[str, str | Badge | QWidget]


def row_blocks(one: FeedDetail, now: datetime) -> list[QWidget | int]:
    """Return the blocks; personal values are never among them."""
    return [
        heading(what(one.row)),
        PlainLabel(must(one.row), wrap=True),
        *_strips(one, now),
        divider(),
        KeyValues([*_facts(one, now), *_ends(one)]),
        divider(),
        caption(tr("How the site reads this")),
        PlainLabel(tr("remitctl feed gives the rows in order, --ack says that they are done."), ink="2",
                   size=CAPTION, wrap=True),
    ]  # fmt: skip


def _facts(one: FeedDetail, now: datetime) -> Iterator[Pair]:
    row = one.row
    yield tr("State"), state(row, now)
    yield tr("Row"), QLocale().toString(row.id)
    yield tr("Site's id"), row.external_id or _no_id(one)
    yield tr("Clause"), clause(row)
    if row.reason:
        known = reason(row.reason)
        yield tr("Reason"), known.title if known else row.reason
    if one.corrected:
        yield tr("Fields"), ", ".join(field(name) for name in one.corrected)
    yield tr("Told"), full_date(row.at)
    yield tr("Decided by"), one.told_by or tr("somebody no longer here")


def _ends(one: FeedDetail) -> Iterator[Pair]:
    if one.done_at is not None:
        yield tr("Done"), full_date(one.done_at)
        yield tr("Said by"), one.done_by


def _no_id(one: FeedDetail) -> str:
    return tr("none: the feed tells the address") if one.has_address else tr("taken out")


def _strips(one: FeedDetail, now: datetime) -> Iterator[QWidget]:
    if one.superseded_by:
        words = tr("Row %1 about the same record was told later and counts instead.")
        told = words.replace("%1", QLocale().toString(one.superseded_by))
        yield NoticeStrip(Tone.INFO, told, "feed-superseded")
    if one.row.cleared:
        words = tr("What this row told of a person has been taken out: it is needed no more (C26).")
        yield NoticeStrip(Tone.NEUTRAL, words, "feed-cleared")
    elif not one.row.done and overdue(one.row.at, now):
        words = tr(
            "The site has not said for more than 24 hours that this is done. See whether its schedule runs."
        )
        yield NoticeStrip(Tone.WARN, words, "feed-overdue")
