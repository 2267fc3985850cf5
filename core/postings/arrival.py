"""Storing what the site sends: screened, stored and indexed by the batch, each text to the byte (C21)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam, delete, insert, select, update

from core.audit.log import record
from core.db import search
from core.db.unit_of_work import Work, WriteWork
from core.people.arrival import Arrival, Outcome
from core.postings.authors import people_of
from core.postings.rules import listed_title, state_after_edit
from core.postings.screening import hit_rows, texts_of
from core.postings.tables import Decision, Kind, Posting, PostingHit, PostingText, State
from core.staff.roles import Permission, require
from core.text.matching import Hit, Screener, risk

_TABLES = Posting.metadata.tables
"""Rows go in through the tables themselves: for a batch that costs half of what the mapped classes do."""


class Versioned(Protocol):
    """Words that came at some time; `digest` tells new ones from known."""

    @property
    def digest(self) -> str:
        """The SHA-256 of what was taken."""

    @property
    def arrival(self) -> Arrival:
        """When it came."""


@dataclass(frozen=True)
class IncomingPosting:
    """One posting or message as the site's file gives it; `digest` tells new content from known.

    `texts` are in reading order: title, body, then the source's further headings under their own names.
    """

    external_id: str
    title: str
    category: str
    author: str
    recipient: str
    posted_at: datetime | None
    texts: Mapping[str, str]
    digest: str
    arrival: Arrival = field(default_factory=Arrival)


@dataclass(frozen=True)
class Taken:
    """What became of a batch, row by row in its order: the outcome and the posting's id.

    `older` tells that what is on file arrived after it, and stays.
    """

    outcomes: tuple[Outcome, ...] = ()
    ids: tuple[int, ...] = ()
    older: tuple[bool, ...] = ()

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.outcomes + other.outcomes, self.ids + other.ids, self.older + other.older)

    def of(self, outcome: Outcome) -> list[int]:
        """Return the ids of the postings with this outcome."""
        return [one for one, what in zip(self.ids, self.outcomes, strict=True) if what is outcome]


@dataclass(frozen=True)
class OnFile:
    """What is on file under an external id."""

    id: int
    kind: Kind
    digest: str
    state: State
    version: int
    arrival: Arrival


@dataclass(frozen=True)
class _Known:
    """What a batch is read against: the rules in force, and who on file its authors are."""

    screener: Screener
    people: Mapping[str, int]


def take_in(work: WriteWork, kind: Kind, incoming: Sequence[IncomingPosting], screener: Screener) -> Taken:
    """Store a batch (about 500) of postings or messages; rows of the same id count in their order.

    The same id with the same digest is known, and so is a row that arrived before what is on file. With
    another digest it is replaced and screened again, and its version grows. Where its texts changed, whatever
    was decided about the old words no longer stands: it is new again, unless it waits for an officer. Its
    decisions stay in its history.
    Raises NotAllowed for a role that takes nothing in.
    """
    require(work, Permission.INTAKE)
    known = _Known(screener, people_of(work, {one.author for one in incoming} - {""}))
    taken = Taken()
    for wave in _waves(incoming):
        taken += _take_wave(work, kind, wave, known)
    if set(taken.outcomes) - {Outcome.KNOWN}:
        _log(work, kind, taken, screener)
    return taken


def _waves(incoming: Sequence[IncomingPosting]) -> Iterator[list[IncomingPosting]]:
    """Split a batch so that no id stands twice in one wave; nearly always there is one wave."""
    wave: dict[str, IncomingPosting] = {}
    for one in incoming:
        if one.external_id in wave:
            yield list(wave.values())
            wave = {}
        wave[one.external_id] = one
    if wave:
        yield list(wave.values())


def _take_wave(work: WriteWork, kind: Kind, wave: Sequence[IncomingPosting], known: _Known) -> Taken:
    there = on_file(work, kind, wave)
    outcomes = {one.external_id: outcome_of(there.get(one.external_id), one) for one in wave}
    fresh = [one for one in wave if outcomes[one.external_id] is Outcome.STORED]
    edited = [one for one in wave if outcomes[one.external_id] is Outcome.UPDATED]
    ids = {name: old.id for name, old in there.items()} | _store(work, kind, fresh, known)
    _update(work, edited, there, known)
    _say_again(work, wave, there)
    older = (one.external_id in there and one.arrival < there[one.external_id].arrival for one in wave)
    names = [one.external_id for one in wave]
    return Taken(tuple(outcomes[one] for one in names), tuple(ids[one] for one in names), tuple(older))


def _say_again(work: WriteWork, wave: Sequence[IncomingPosting], there: Mapping[str, OnFile]) -> None:
    """Keep when the words on file were last said: what arrived before that is older."""
    again = [
        {"id": old.id, "run_id": one.arrival.run, "row_number": one.arrival.row}
        for one in wave
        if (old := there.get(one.external_id)) and one.digest == old.digest and old.arrival < one.arrival
    ]
    if again:
        work.session.execute(update(Posting), again)


def outcome_of(there: Versioned | None, one: Versioned) -> Outcome:
    """Tell what becomes of a row, given what stands under its id."""
    if there is None:
        return Outcome.STORED
    known = one.arrival < there.arrival or one.digest == there.digest
    return Outcome.KNOWN if known else Outcome.UPDATED


def on_file(work: Work, kind: Kind, wave: Sequence[IncomingPosting]) -> dict[str, OnFile]:
    """Return what is on file under the ids of these."""
    columns = (
        Posting.external_id, Posting.id, Posting.kind, Posting.digest, Posting.state, Posting.version,
        Posting.run_id, Posting.row_number,
    )  # fmt: skip
    ids = [one.external_id for one in wave]
    found = work.session.execute(select(*columns).where(Posting.kind == kind, Posting.external_id.in_(ids)))
    return {row.external_id: OnFile(*row[1:6], Arrival(*row[6:])) for row in found}


def _store(work: WriteWork, kind: Kind, fresh: Sequence[IncomingPosting], known: _Known) -> dict[str, int]:
    if not fresh:
        return {}
    screenings = [known.screener.screen(one.texts) for one in fresh]
    rows = [
        _content(kind, one, found, known)
        | {"kind": kind, "external_id": one.external_id, "state": State.NEW, "version": 1}
        | {"received_at": work.now, "reason": ""}
        for one, found in zip(fresh, screenings, strict=True)
    ]
    work.session.execute(insert(_TABLES[Posting.__tablename__]), rows)
    made = on_file(work, kind, fresh)  # asking for the ids once is far quicker than RETURNING row by row
    _store_texts(work, [made[one.external_id].id for one in fresh], fresh, screenings)
    return {name: there.id for name, there in made.items()}


def _update(
    work: WriteWork, edited: Sequence[IncomingPosting], there: Mapping[str, OnFile], known: _Known
) -> None:
    if not edited:
        return
    screenings = [known.screener.screen(one.texts) for one in edited]
    olds = [there[one.external_id] for one in edited]
    ids = [old.id for old in olds]
    before = texts_of(work, ids)
    search.forget(work, ids)
    work.session.execute(delete(PostingText).where(PostingText.posting_id.in_(ids)))
    work.session.execute(delete(PostingHit).where(PostingHit.posting_id.in_(ids)))
    same = {old.id for old, one in zip(olds, edited, strict=True) if before[old.id] == one.texts}
    rows = [
        _content(old.kind, one, found, known)
        | {"id": old.id, "version": old.version + 1}
        | ({} if old.id in same else _reopened(old) | {"edited_at": work.now})
        for old, one, found in zip(olds, edited, screenings, strict=True)
    ]
    work.session.execute(update(Posting), rows)
    _carry_decisions(work, [pair for pair in zip(olds, edited, strict=True) if pair[0].id in same])
    _store_texts(work, ids, edited, screenings)


def _carry_decisions(work: WriteWork, pairs: Sequence[tuple[OnFile, IncomingPosting]]) -> None:
    """Let decisions about these very words stand, though something beside the words is told otherwise now."""
    if not pairs:
        return
    decision = _TABLES[Decision.__tablename__]
    theirs = (
        decision.c.posting_id == bindparam("posting"),
        decision.c.text_digest == bindparam("old_digest"),
    )
    carried = update(decision).where(*theirs).values(text_digest=bindparam("new_digest"))
    told = [{"posting": old.id, "old_digest": old.digest, "new_digest": one.digest} for old, one in pairs]
    work.session.connection().execute(carried, told)


def _content(kind: Kind, one: IncomingPosting, found: tuple[Hit, ...], known: _Known) -> dict[str, Any]:
    return {
        "title": "" if kind is Kind.MESSAGE else listed_title({"title": one.title, **one.texts}),
        "category": one.category,
        "author": one.author,
        "person_id": known.people.get(one.author),
        "recipient": one.recipient,
        "posted_at": one.posted_at,
        "digest": one.digest,
        "run_id": one.arrival.run,
        "row_number": one.arrival.row,
        "risk": risk(found),
        "screened_with": known.screener.version,
    }


def _reopened(old: OnFile) -> dict[str, Any]:
    undecided = {"reason": "", "decided_at": None, "decided_by": None}
    state = state_after_edit(old.state)
    return {"state": state} | (undecided if state is State.NEW else {})


def _store_texts(
    work: WriteWork,
    ids: Sequence[int],
    incoming: Sequence[IncomingPosting],
    screenings: Sequence[Sequence[Hit]],
) -> None:
    texts = [
        {"posting_id": posting, "field": name, "place": place, "text": text}
        for posting, one in zip(ids, incoming, strict=True)
        for place, (name, text) in enumerate(one.texts.items())
    ]
    hits = [row for posting, found in zip(ids, screenings, strict=True) for row in hit_rows(posting, found)]
    work.session.execute(insert(_TABLES[PostingText.__tablename__]), texts)
    if hits:
        work.session.execute(insert(_TABLES[PostingHit.__tablename__]), hits)
    search.index(work, ids)


def _log(work: WriteWork, kind: Kind, taken: Taken, screener: Screener) -> None:
    stored, updated = taken.of(Outcome.STORED), taken.of(Outcome.UPDATED)
    record(
        work,
        "postings:posting:taken-in",
        ("posting", 0),
        kind=kind.value,
        rules=screener.version,
        stored=len(stored),
        first=min(stored, default=0),
        last=max(stored, default=0),
        updated=updated,
        known=len(taken.of(Outcome.KNOWN)),
    )
