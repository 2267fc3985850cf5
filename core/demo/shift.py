"""What the demo's moderator does in a shift."""

from collections import defaultdict

from sqlalchemy import select

from core.demo.invention import Inventor
from core.desk import Desk
from core.feed.actions import acknowledge
from core.feed.reading import hand_over
from core.people.actions import opt_out
from core.people.tables import Person
from core.people.wishes import HEARD_AGAIN
from core.postings.actions import approve_postings, escalate_postings, remove_postings
from core.postings.tables import Kind, Posting, PostingHit, State

LEFT_WAITING = 0.04
LEFT_RECENT = 0.55
RISKY, UNSURE = 50, 25
OPT_OUTS = 6


def decide_waiting(desk: Desk, inventor: Inventor, *, recent: bool) -> None:
    """Decide what waits: remove what is risky, escalate some, approve the rest, leave some for later."""
    left = LEFT_RECENT if recent else LEFT_WAITING
    approved: list[int] = []
    escalated: list[int] = []
    removed: dict[str, list[int]] = defaultdict(list)
    for posting, risk, reason in _waiting(desk):
        if inventor.dice.random() < left:
            continue
        if risk >= RISKY:
            removed[reason].append(posting)
        elif risk >= UNSURE and inventor.dice.random() < LEFT_WAITING:
            escalated.append(posting)
        else:
            approved.append(posting)
    with desk.write() as work:
        if approved:
            approve_postings(work, approved)
        if escalated:
            escalate_postings(work, escalated)
        for reason, ids in removed.items():
            remove_postings(work, ids, reason)


def opt_some_out(desk: Desk, inventor: Inventor) -> None:
    """Opt a few people out, as they asked in other ways than through the site's files (C20)."""
    with desk.write() as work:
        still = list(work.session.scalars(select(Person.id).where(Person.opted_out_at.is_(None))))
        for person in inventor.dice.sample(still, min(OPT_OUTS, len(still))):
            opt_out(work, person, inventor.one_of(HEARD_AGAIN))


def _waiting(desk: Desk) -> list[tuple[int, int, str]]:
    """Return postings that wait, each with its risk and the reason of its heaviest hit."""
    query = (
        select(Posting.id, Posting.risk, PostingHit.reason)
        .outerjoin(PostingHit, PostingHit.posting_id == Posting.id)
        .where(Posting.state == State.NEW, Posting.kind == Kind.POSTING)
        .order_by(Posting.id, PostingHit.weight)
    )
    with desk.read() as work:
        found = {row.id: (row.id, row.risk, row.reason or "") for row in work.session.execute(query)}
    return list(found.values())


def site_catches_up(desk: Desk) -> None:
    """Have the site do what it was told until now, and say so."""
    while (page := hand_over(desk)).rows:
        with desk.write() as work:
            acknowledge(work, page.cursor)
