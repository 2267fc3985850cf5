"""Screening with the rules in force: the risk, and the hits as they are stored (C21)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.postings.tables import Posting, PostingHit, PostingText
from core.staff.roles import Permission, require
from core.text.matching import Hit, Screener, risk
from core.text.rules import shipped_rule_set

BATCH = 500


@dataclass(frozen=True)
class Screened:
    """How many postings were screened, and how many hits their texts hold; `last` is where to go on from."""

    postings: int
    hits: int
    last: int


@cache
def live_screener() -> Screener:
    """Return the rules in force, made ready once."""
    return Screener(shipped_rule_set())


def rule_title(rule_id: str) -> str:
    """Return what a rule is called; a rule that is in force no more is called by its id."""
    rule = shipped_rule_set().rule(rule_id)
    return rule.title if rule else rule_id


def to_screen(work: Work, screener: Screener, *, everything: bool = False) -> int:
    """Count the postings that these rules have not screened yet, or all of them."""
    ids = _waiting(screener, after=0, everything=everything).order_by(None).subquery()
    return work.session.scalar(select(func.count()).select_from(ids)) or 0


def screen_batch(
    work: WriteWork, screener: Screener, *, after: int = 0, everything: bool = False
) -> Screened:
    """Screen the next batch of postings, by id; decisions stay as they are, risk and hits follow the rules.

    Raises NotAllowed for a role that neither publishes rules nor takes postings in.
    """
    require(work, Permission.INTAKE)
    waiting = _waiting(screener, after=after, everything=everything)
    ids = work.session.scalars(waiting.limit(BATCH)).all()
    if not ids:
        return Screened(0, 0, after)
    hits = _screen_again(work, ids, screener)
    facts = {"count": len(ids), "first": ids[0], "last": ids[-1], "hits": hits}
    record(work, "postings:posting:screened", ("posting", 0), rules=screener.version, **facts)
    return Screened(len(ids), hits, ids[-1])


def hit_rows(posting: int, hits: Sequence[Hit]) -> Iterator[dict[str, Any]]:
    """Return hits as rows of their table."""
    for hit in hits:
        yield vars(hit) | {"posting_id": posting}


def _waiting(screener: Screener, *, after: int, everything: bool) -> Select[int]:
    query = select(Posting.id).where(Posting.id > after).order_by(Posting.id)
    return query if everything else query.where(Posting.screened_with != screener.version)


def _screen_again(work: WriteWork, ids: Sequence[int], screener: Screener) -> int:
    found = {one: screener.screen(texts) for one, texts in texts_of(work, ids).items()}
    rows = [row for one, hits in found.items() for row in hit_rows(one, hits)]
    work.session.execute(delete(PostingHit).where(PostingHit.posting_id.in_(ids)))
    if rows:
        work.session.execute(insert(PostingHit), rows)
    _set(work, ids, screened_with=screener.version)
    for new_risk, moved in _moved(work, found).items():
        _set(work, moved, risk=new_risk)
    return len(rows)


def _moved(work: Work, found: Mapping[int, tuple[Hit, ...]]) -> Mapping[int, list[int]]:
    """Return the risks that are new for some postings, with those postings; most keep theirs."""
    query = select(Posting.id, Posting.risk).where(Posting.id.in_(found))
    moved: dict[int, list[int]] = defaultdict(list)
    for posting, before in work.session.execute(query):
        after = risk(found[posting])
        if after != before:
            moved[after].append(posting)
    return moved


def _set(work: WriteWork, ids: Sequence[int], **values: Any) -> None:
    statement = update(Posting).where(Posting.id.in_(ids)).values(values)
    work.session.execute(statement, execution_options={"synchronize_session": False})


def texts_of(work: Work, ids: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """Return the texts of these postings, in reading order; only for code, not for a person's eyes (C23)."""
    columns = (PostingText.posting_id, PostingText.field, PostingText.text)
    query = (
        select(*columns)
        .where(PostingText.posting_id.in_(ids))
        .order_by(PostingText.posting_id, PostingText.place)
    )
    texts: dict[int, dict[str, str]] = {one: {} for one in ids}
    for posting, name, text in work.session.execute(query):
        texts[posting][name] = text
    return dict(texts)
