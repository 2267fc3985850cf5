"""Telling the site what a decision means for a posting: withdraw it, or show it again (C21, C29).

A posting stays withdrawn while the last standing decision to approve or remove it is a removal, whatever
happens besides: it is edited by its author, or escalated and waiting. Only an approval, or taking the removal
back, lets it be shown again.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Insert,
    ScalarSelect,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from core.db.unit_of_work import WriteWork
from core.feed.rules import SHOWING
from core.feed.tables import FeedItem, FeedKind
from core.feed.telling import last_told, tell_found, telling
from core.postings.tables import Decision, Kind, Posting, Verdict

_RECORD = case((Posting.kind == Kind.MESSAGE, "messages"), else_="postings")
_CLAUSE = case((Posting.kind == Kind.MESSAGE, "C21"), else_="C29")
"""Nobody shows another's private message, so C29 has no part in it."""


def tell_standing(work: WriteWork, ids: Sequence[int], *, anew: bool = False) -> None:
    """Tell the site of these postings where it was last told otherwise, in one statement.

    With `anew` a removal is told again even where nothing else was told since: the author may have edited
    the posting, and the site may show the new words.
    """
    tell_found(work, _statement(), ids=list(ids), anew=anew)


@cache
def _statement() -> Insert:
    ruling, told = aliased(Decision), aliased(FeedItem)
    out = func.coalesce(ruling.verdict == Verdict.REMOVE, False)
    was_out = func.coalesce(told.kind == FeedKind.WITHDRAW, False)
    differs = or_(bindparam("anew", type_=Boolean), ~was_out, told.reason != ruling.reason)
    query = (
        select(*_columns(out, ruling.reason))
        .outerjoin(ruling, ruling.id == _last_ruling())
        .outerjoin(told, told.position == last_told(_RECORD, Posting.id, SHOWING))
        .where(Posting.id.in_(bindparam("ids", expanding=True)))
        .where(or_(and_(out, differs), and_(~out, was_out)))
    )
    return telling(query)


def _columns(out: ColumnElement[bool], reason: Any) -> Sequence[ColumnElement[Any]]:
    return (
        case((out, FeedKind.WITHDRAW.value), else_=FeedKind.RESTORE.value).label("kind"),
        _RECORD.label("record"),
        Posting.id.label("record_id"),
        Posting.external_id.label("external_id"),
        Posting.person_id.label("person_id"),
        literal("").label("address"),
        case((out, reason), else_="").label("reason"),
        _CLAUSE.label("clause"),
    )


def _last_ruling() -> ScalarSelect[int]:
    """Return the last standing decision to approve or remove a posting."""
    made = aliased(Decision)
    stands = (made.undone_at.is_(None), made.verdict.in_((Verdict.APPROVE, Verdict.REMOVE)))
    query = select(func.max(made.id)).where(made.posting_id == Posting.id, *stands)
    return query.correlate(Posting).scalar_subquery()
