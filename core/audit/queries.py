"""Reads of the log: entries newest first, and one entry as it was written."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.audit.tables import AuditEntry
from core.audit.wording import action_words, actions_saying, subject_words
from core.db.paging import Listing
from core.db.unit_of_work import Work
from core.errors import NotFound


@dataclass(frozen=True)
class LogQuery:
    """Which entries are asked for; what is empty or None does not narrow.

    `action` is a prefix ("people:"), `actor` a staff id, `subject` a kind with an id (0: any of the kind),
    `text` a position, an action, or a subject as in "person 12".
    """

    text: str = ""
    action: str = ""
    actor: int | None = None
    subject: tuple[str, int] | None = None
    oldest_first: bool = False


@dataclass(frozen=True)
class EntryRow:
    """One line of the log; `id` is its position, `who` and `whom` are staff names where known."""

    id: int
    at: datetime
    actor: int
    action: str
    subject_kind: str
    subject_id: int
    who: str = ""
    whom: str = ""

    @property
    def what(self) -> str:
        """What was done, in plain words."""
        return action_words(self.action)

    @property
    def subject(self) -> str:
        """What it was done to; empty where that is no single record."""
        return self.whom or subject_words(self.subject_kind, self.subject_id)


@dataclass(frozen=True)
class EntryDetail:
    """One entry as written: `body` is the canonical JSON that `leaf_hash` (hex, RFC 6962 §2.1) covers."""

    row: EntryRow
    body: str
    leaf_hash: str


LONGEST_NUMBER = 19
"""More digits than this fit no id."""

COLUMNS = (
    AuditEntry.position,
    AuditEntry.at,
    AuditEntry.actor_id,
    AuditEntry.action,
    AuditEntry.subject_kind,
    AuditEntry.subject_id,
)


def entries(query: LogQuery, reader: int | None = None) -> Listing[EntryRow]:
    """List entries, newest first unless told otherwise; for a `reader` only that staff member's own."""
    order = AuditEntry.position.asc() if query.oldest_first else AuditEntry.position.desc()
    mine = _own(reader)
    ids = select(AuditEntry.position).where(*_filters(query), *mine).order_by(order)
    return Listing(_anyone, ids, select(*COLUMNS).where(*mine), AuditEntry.position, EntryRow)


def _anyone(_: Work) -> None:
    """Let the caller through: `core.staff.log_reading`, the room above, says who reads which entries."""


def entry(work: Work, position: int, reader: int | None = None) -> EntryDetail:
    """Read one entry; raises NotFound, for a `reader` also where it is somebody else's."""
    query = select(*COLUMNS, AuditEntry.body, AuditEntry.leaf_hash)
    found = work.session.execute(query.where(AuditEntry.position == position, *_own(reader))).one_or_none()
    if found is None:
        raise NotFound(f"There is no entry {position} that you may read.")
    at, actor, action, kind, subject_id, body, leaf_hash = found[1:]
    row = EntryRow(position, at, actor, action, kind, subject_id)
    return EntryDetail(row, body.decode("utf-8", "replace"), leaf_hash.hex())


def last_entry_about(work: Work, kind: str, subject_id: int, action: str = "") -> EntryRow | None:
    """Read the newest entry about one record, of actions that begin so."""
    query = LogQuery(action=action, subject=(kind, subject_id))
    return next(iter(entries(query).first(work, 1)), None)


def _own(reader: int | None) -> list[ColumnElement[bool]]:
    return [] if reader is None else [AuditEntry.actor_id == reader]


def _filters(query: LogQuery) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if query.action:
        filters.append(AuditEntry.action.startswith(query.action, autoescape=True))
    if query.actor is not None:
        filters.append(AuditEntry.actor_id == query.actor)
    if query.subject:
        filters += _about(*query.subject)
    if query.text.strip():
        filters.append(_fits(query.text.strip().casefold()))
    return filters


def _about(kind: str, subject_id: int) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [AuditEntry.subject_kind == kind]
    return [*found, AuditEntry.subject_id == subject_id] if subject_id else found


def _fits(text: str) -> ColumnElement[bool]:
    kind, _, number = text.rpartition(" ")
    plain = number.replace(",", "")
    if plain.isdecimal() and len(plain) < LONGEST_NUMBER:
        return _numbered(kind, int(plain))
    said = AuditEntry.action.in_(actions_saying(text))
    plain_action = func.replace(func.replace(AuditEntry.action, ":", " "), "-", " ")
    told = [one.contains(text, autoescape=True) for one in (AuditEntry.action, plain_action)]
    return or_(*told, said)


def _numbered(kind: str, number: int) -> ColumnElement[bool]:
    if not kind:
        return or_(AuditEntry.position == number, AuditEntry.subject_id == number)
    about = AuditEntry.subject_kind.startswith(kind.replace(" ", "_"), autoescape=True)
    return and_(about, AuditEntry.subject_id == number)
