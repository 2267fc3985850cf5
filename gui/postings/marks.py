"""Where a text is marked, and what is told there: rules that struck, personal data, hidden signs."""

from collections.abc import Iterator

from core.postings.detail import PostingDetail
from core.text.reasons import reason
from gui.kit.text_body import Span
from gui.postings.words import kind_of_data


def raw_marks(detail: PostingDetail, field: str) -> list[Span]:
    """Return the marks of a raw text, at their exact places."""
    return list(_places(detail, field))


def read_marks(detail: PostingDetail, field: str) -> list[Span]:
    """Return the same marks at their places in the text as the rules read it, and its hidden signs."""
    reading = detail.readings[field]
    moved = [Span(*reading.span(one.start, one.end), one.note) for one in _places(detail, field)]
    return moved + [Span(one.start, one.end, one.name.capitalize()) for one in reading.hidden]


def _places(detail: PostingDetail, field: str) -> Iterator[Span]:
    for hit in detail.hits:
        if hit.field == field:
            found = reason(hit.reason)
            title = f"{detail.rule_titles[hit.rule]} ({hit.clause})"
            yield Span(hit.start, hit.end, f"{title}\n{found.title}" if found else title)
    for one in detail.personal_data.get(field, ()):
        yield Span(one.start, one.end, kind_of_data(one.kind))
