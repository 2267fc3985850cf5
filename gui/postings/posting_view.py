"""The blocks that show one posting in full."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from core.postings.detail import WITHHELD, AuthorHistory, Event, PostingDetail
from core.text.reasons import reason
from gui.kit.dates import full_date
from gui.kit.detail import HistoryList, KeyValues
from gui.kit.labels import SEMIBOLD, PlainLabel, caption, divider, heading
from gui.kit.text_body import TextBody
from gui.kit.theme import px
from gui.postings.marks import raw_marks, read_marks
from gui.postings.words import kind_of_data, state_badge, tr

Pairs = list[tuple[str, Any]]
SHORT = 80
GAP = 4
MOST_DATA = 8
"""Personal values listed under the text; the marks show them all."""


def posting_blocks(
    detail: PostingDetail, *, folded: bool, next_asked: Callable[[], object]
) -> list[QWidget | int]:
    """Return the blocks of one posting; `folded` shows its texts as the rules read them."""
    blocks: list[QWidget | int] = []
    if not detail.locked:
        blocks += _texts(detail, folded, next_asked)
    for words, found in (
        (tr("Rules that struck"), _rules(detail)),
        (tr("Personal data found"), _personal_data(detail)),
        (tr("Author"), _author(detail.author_history)),
    ):
        if found:
            blocks += [divider(), caption(words), found]
    history = HistoryList([(one.at, _event(one)) for one in detail.history])
    return [
        *blocks,
        divider(),
        caption(tr("History")),
        history,
        divider(),
        caption(tr("At the site")),
        _at_the_site(detail),
    ]


def facts(detail: PostingDetail) -> list[QWidget | int]:
    """Return what stands above the text: what it is called, and what must be known to decide."""
    name = tr("Message %1") if detail.kind == "message" else tr("Posting %1")
    found = reason(detail.reason)
    pairs: Pairs = [
        (tr("Status"), PlainLabel(state_badge(detail.state).word, weight=SEMIBOLD)),
        (tr("Reason"), found.title if found else detail.reason),
        (tr("Risk"), tr("%1 of 100").replace("%1", str(detail.risk))),
        (tr("Author"), detail.author),
        (tr("To"), detail.recipient),
        (tr("Category"), detail.category),
        (tr("Received"), full_date(detail.received_at)),
    ]
    return [heading(name.replace("%1", str(detail.id))), KeyValues([one for one in pairs if one[1]])]


def _texts(detail: PostingDetail, folded: bool, next_asked: Callable[[], object]) -> list[QWidget | int]:  # noqa: FBT001  # one of two views
    long, short = _sorted_apart(detail)
    blocks: list[QWidget | int] = [GAP]
    for field in long:
        blocks += [caption(_field_title(field, folded)), _body(detail, field, folded, next_asked)]
    if short:
        pairs = [(_field_name(field), detail.texts[field]) for field in short]
        blocks += [caption(tr("Further fields")), KeyValues(pairs)]
    return blocks


def _sorted_apart(detail: PostingDetail) -> tuple[list[str], list[str]]:
    """Put short fields of the source that nothing struck into a table of their own."""
    marked = {hit.field for hit in detail.hits} | set(detail.personal_data)
    short = [
        name
        for name, text in detail.texts.items()
        if name not in {"title", "body", *marked} and len(text) <= SHORT and text.isprintable()
    ]
    return [name for name in detail.texts if name not in short], short


def _body(detail: PostingDetail, field: str, folded: bool, next_asked: Callable[[], object]) -> TextBody:  # noqa: FBT001  # one of two views
    if folded and field in detail.readings:
        body = TextBody(detail.readings[field].text, read_marks(detail, field), _field_title(field, folded))
    else:
        body = TextBody(detail.texts[field], raw_marks(detail, field), _field_title(field, folded=False))
    body.setObjectName(f"posting-text-{field}")
    body.next_asked.connect(next_asked)
    return body


def _field_title(field: str, folded: bool) -> str:  # noqa: FBT001  # one of two views
    known = {"title": tr("Title"), "body": tr("Text")}
    how = tr("%1 as the rules read it") if folded else tr("%1 as posted")
    return how.replace("%1", known.get(field) or _field_name(field))


def _field_name(field: str) -> str:
    plain = field.replace("_", " ").strip()
    return plain[:1].upper() + plain[1:]


def _rules(detail: PostingDetail) -> QWidget | None:
    """Return the rules that struck, each with its clause and how often."""
    places = Counter((detail.rule_titles[hit.rule], hit.clause) for hit in detail.hits)
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(px(7))
    grid.setColumnStretch(0, 1)
    for row, ((title, clause), count) in enumerate(places.items()):
        often = f"{count} \u00d7 {clause}" if count > 1 else clause
        grid.addWidget(PlainLabel(title, wrap=True), row, 0)
        grid.addWidget(
            PlainLabel(often, ink="3"), row, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight
        )
    return body if places else None


def _personal_data(detail: PostingDetail) -> QWidget | None:
    found = dict.fromkeys((one.kind, one.text) for spans in detail.personal_data.values() for one in spans)
    pairs: Pairs = [(kind_of_data(kind), text) for kind, text in list(found)[:MOST_DATA]]
    more = len(found) - MOST_DATA
    if more > 0:
        pairs.append(("", tr("and %n more, marked in the text", more)))
    return KeyValues(pairs) if pairs else None


def _author(author: AuthorHistory | None) -> QWidget | None:
    if author is None:
        return None
    sent = (
        tr("%n sent in all", author.total) if author.total > 1 else tr("This is the first from this author.")
    )
    strikes = tr("%n removed", author.strikes) if author.strikes else tr("none")
    in_red = PlainLabel(strikes, ink="bad" if author.strikes else "")
    return KeyValues([(tr("Sent"), sent), (tr("Strikes"), in_red)])


def _at_the_site(detail: PostingDetail) -> QWidget:
    posted = full_date(detail.posted_at) if detail.posted_at else ""
    pairs = [(tr("Its ID"), detail.external_id), (tr("Posted"), posted)]
    return KeyValues([one for one in pairs if one[1]])


def _event(one: Event) -> str:
    known = {"Received from the site", "Changed by its author; to be looked at again", "Opened to be read"}
    note = tr(one.note) if one.note == WITHHELD else one.note
    what = tr(one.what) if one.what in known else state_badge(one.what.lower()).word
    why = reason(one.reason)
    parts = [f"{what} · {one.by}" if one.by else what, why.title if why else one.reason, note]
    if one.undone_at:
        parts.append(tr("taken back by %1").replace("%1", one.undone_by))
    return "\n".join(part for part in parts if part)
