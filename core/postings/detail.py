"""One posting as the person who decides it reads it: texts, hits, history, its author's record."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from core.db.unit_of_work import Work
from core.errors import NotFound
from core.postings.authors import by_author
from core.postings.queries import hits_of
from core.postings.reading import Reading, as_rules_read
from core.postings.rules import MESSAGE_TITLE, OPEN_FOR, shown_name
from core.postings.rulings import ruled_on
from core.postings.screening import rule_title, texts_of
from core.postings.tables import Decision, Kind, MessageOpening, Posting, State, Verdict
from core.staff.accounts import staff_names
from core.staff.roles import Permission, require
from core.text.matching import Hit
from core.text.spans import Span, personal_spans


@dataclass(frozen=True)
class Event:
    """Something that happened to a posting; `by` is a staff member's name, empty for the site's own doing."""

    at: datetime
    what: str
    by: str = ""
    reason: str = ""
    note: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


@dataclass(frozen=True)
class AuthorHistory:
    """What an author has sent, and what became of it."""

    author: str
    person_id: int | None
    by_state: Mapping[State, int]

    @property
    def total(self) -> int:
        """All that this author has sent."""
        return sum(self.by_state.values())

    @property
    def strikes(self) -> int:
        """Removals that stand."""
        return self.by_state.get(State.REMOVED, 0)


@dataclass(frozen=True)
class PostingDetail:
    """All that is shown of one posting.

    `texts` are in reading order; `personal_data` says per field what was found in it. `locked` is a private
    message that this person has not opened: its texts, what was found in them, and what staff noted of them
    stay away (C23); one that is open to them closes again at `open_until`. An author or recipient that is an
    address stands there whole only while the message is open. `ruled` says that a privacy
    officer's ruling about its present words stands. `rule_titles` names the rules that struck; `readings` are
    the texts as the rules read them, if asked for.
    """

    id: int
    kind: Kind
    external_id: str
    state: State
    title: str
    category: str
    risk: int
    author: str
    recipient: str
    posted_at: datetime | None
    received_at: datetime
    reason: str
    version: int
    screened_with: str
    ruled: bool
    locked: bool
    open_until: datetime | None
    texts: Mapping[str, str]
    hits: Sequence[Hit]
    rule_titles: Mapping[str, str]
    readings: Mapping[str, Reading]
    personal_data: Mapping[str, Sequence[Span]]
    history: Sequence[Event]
    author_history: AuthorHistory | None


COPIED = (
    "id", "kind", "external_id", "state", "title", "category", "risk", "author", "recipient", "posted_at",
    "received_at", "reason", "version", "screened_with",
)  # fmt: skip
WITHHELD = "The note is shown once the message is open."
DONE: Mapping[Verdict, str] = {
    Verdict.APPROVE: "Approved",
    Verdict.REMOVE: "Removed",
    Verdict.ESCALATE: "Escalated",
}


def posting_detail(work: Work, posting_id: int, *, as_read: bool = False) -> PostingDetail:
    """Read one posting or message, with the readings of its texts where wanted; raises NotFound."""
    require(work, Permission.POSTINGS)
    posting = work.session.get(Posting, posting_id)
    if posting is None:
        raise NotFound(f"There is no posting {posting_id} on this desk.")
    open_until = _open_until(work, posting)
    locked = posting.kind is Kind.MESSAGE and open_until is None
    texts = {} if locked else texts_of(work, [posting_id])[posting_id]
    hits = [] if locked else hits_of(work, [posting_id])[posting_id]
    copied = {name: getattr(posting, name) for name in COPIED}
    if posting.kind is Kind.MESSAGE:
        copied["title"] = MESSAGE_TITLE
    for name in ("author", "recipient"):
        copied[name] = shown_name(copied[name], opened=open_until is not None)
    return PostingDetail(
        **copied,
        ruled=_is_ruled(work, posting_id),
        locked=locked,
        open_until=open_until,
        texts=texts,
        hits=hits,
        rule_titles={hit.rule: rule_title(hit.rule) for hit in hits},
        readings={name: as_rules_read(text) for name, text in texts.items()} if as_read else {},
        personal_data={name: found for name, text in texts.items() if (found := personal_spans(text))},
        history=_history(work, posting, locked=locked),
        author_history=_author_history(work, posting, copied["author"]) if posting.author else None,
    )


def _open_until(work: Work, posting: Posting) -> datetime | None:
    """Return when a message that is open for the reader closes again; None where none is."""
    mine = (MessageOpening.posting_id == posting.id, MessageOpening.staff_id == work.actor.id)
    opened = work.session.scalar(select(func.max(MessageOpening.at)).where(*mine))
    return opened + OPEN_FOR if opened and work.now - opened < OPEN_FOR else None


def _is_ruled(work: Work, posting_id: int) -> bool:
    return bool(work.session.scalar(select(ruled_on()).where(Posting.id == posting_id)))


def _author_history(work: Work, posting: Posting, shown: str) -> AuthorHistory:
    """Count what an author has sent, by state; of a person on file, under whatever name they sent it."""
    theirs = by_author(posting.author, posting.person_id)
    query = select(Posting.state, func.count()).where(theirs).group_by(Posting.state)
    return AuthorHistory(shown, posting.person_id, dict(work.session.execute(query).all()))


def _history(work: Work, posting: Posting, *, locked: bool) -> list[Event]:
    """Return what happened, oldest first; notes about a message stay as closed as the message (C23)."""
    events = [Event(posting.received_at, "Received from the site")]
    if posting.edited_at:
        events.append(Event(posting.edited_at, "Changed by its author; to be looked at again"))
    names = staff_names(work)
    events += _decisions(work, posting.id, names)
    events += _openings(work, posting.id, names)
    told = [replace(one, note=WITHHELD) if locked and one.note else one for one in events]
    return sorted(told, key=lambda one: one.at)


def _decisions(work: Work, posting_id: int, names: Mapping[int, str]) -> Iterator[Event]:
    query = select(Decision).where(Decision.posting_id == posting_id).order_by(Decision.id)
    for one in work.session.scalars(query):
        yield Event(
            one.at,
            DONE[one.verdict],
            names.get(one.by, ""),
            one.reason,
            one.note,
            one.undone_at,
            names.get(one.undone_by or 0, ""),
        )


def _openings(work: Work, posting_id: int, names: Mapping[int, str]) -> Iterator[Event]:
    query = select(MessageOpening).where(MessageOpening.posting_id == posting_id).order_by(MessageOpening.id)
    for one in work.session.scalars(query):
        yield Event(one.at, "Opened to be read", names.get(one.staff_id, ""), note=one.reason)
