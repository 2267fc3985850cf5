"""The log as far as a role reads it: all of it, or only one's own entries (C22)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from core.audit import queries
from core.audit.log import record
from core.audit.queries import EntryDetail, EntryRow, LogQuery
from core.audit.signed_notes import VerifierKey
from core.audit.verification import LogCheck, verify_log
from core.changes import Changes, changed
from core.db.integrity import damaged_pages
from core.db.paging import Listing
from core.db.unit_of_work import Work, WriteWork
from core.progress import Progress
from core.staff.accounts import staff_names
from core.staff.roles import Permission, may, require

PROGRAM = "Remit"
"""Stands for the program itself, which logs who signed in."""


@dataclass(frozen=True)
class ReadableLog:
    """A list of entries, narrowed to the reader's own where the role reads no more."""

    query: LogQuery = field(default_factory=LogQuery)

    def chunks(self, work: Work) -> Iterator[Sequence[int]]:
        """Stream the positions in order."""
        return self._listing(work).chunks(work)

    def still(self, work: Work, ids: Collection[int]) -> set[int]:
        """Return those of these positions that are in the list."""
        return self._listing(work).still(work, ids)

    def rows(self, work: Work, ids: Sequence[int]) -> list[EntryRow]:
        """Read the entries at these positions, with their actors' names."""
        names = staff_names(work)
        return [_named(one, names) for one in self._listing(work).rows(work, ids)]

    def total(self, work: Work) -> int:
        """Count the entries of the list."""
        return self._listing(work).total(work)

    def first(self, work: Work, limit: int) -> list[EntryRow]:
        """Read the first entries of the list."""
        names = staff_names(work)
        return [_named(one, names) for one in self._listing(work).first(work, limit)]

    def stream(self, work: Work) -> Iterator[list[EntryRow]]:
        """Read every entry of the list in order, a page at a time."""
        names = staff_names(work)
        for page in self._listing(work).stream(work):
            yield [_named(one, names) for one in page]

    def _listing(self, work: Work) -> Listing[EntryRow]:
        return queries.entries(self.query, _reader(work))


def readable_entry(work: Work, position: int) -> EntryDetail:
    """Read one entry as it was written; raises NotFound where it is somebody else's and may not be read."""
    found = queries.entry(work, position, _reader(work))
    return replace(found, row=_named(found.row, staff_names(work)))


def entries_about(work: Work, subject: tuple[str, int], needed: Permission) -> list[EntryRow]:
    """Read every entry about one record, oldest first, for those who may see that record."""
    require(work, needed)
    listing = queries.entries(LogQuery(subject=subject, oldest_first=True))
    names = staff_names(work)
    return [_named(one, names) for page in listing.stream(work) for one in page]


def check_log(
    work: Work,
    progress: Progress | None = None,
    key: VerifierKey | None = None,
    place: Path | None = None,
) -> LogCheck:
    """Hash every entry again and compare with every checkpoint, for those who may (RFC 6962 §2.1).

    Then read the whole store: a log is only as good as the disk under it. `key` and `place`, where given, are
    believed instead of the desk's own (`verify_log`).
    """
    require(work, Permission.VERIFY_LOG)
    found = verify_log(work, progress, key, place)
    pages = damaged_pages(work) if found.ok else []
    return replace(found, ok=False, sentence=_damaged(pages)) if pages else found


def note_verification(work: WriteWork, found: LogCheck) -> Changes:
    """Log that the log was verified, over how many entries and with which root (RFC 6962 §2.1)."""
    require(work, Permission.VERIFY_LOG)
    facts = {"entries": found.entries, "root": found.root, "ok": found.ok, **asdict(found.agreed)}
    facts.pop("away")  # it names a folder
    record(work, "audit:log:verified", ("log", 0), **facts)
    return changed("", "log", [])


def last_verification(work: Work) -> EntryDetail | None:
    """Read the entry of the log's last verification; its body tells entries, root and `ok`."""
    require(work, Permission.OVERVIEW)
    last = queries.last_entry_about(work, "log", 0, "audit:log:verified")
    return queries.entry(work, last.id) if last else None


def _damaged(pages: Sequence[int]) -> str:
    many = f"Page {pages[0]:,}" if len(pages) == 1 else f"{len(pages):,} pages, the first being {pages[0]:,},"
    return f"{many} of the desk's store can no longer be read as written; restore a backup."


def _reader(work: Work) -> int | None:
    """Return whose entries alone may be read; None for those who read the whole log."""
    if may(work.actor.role, Permission.READ_LOG):
        return None
    require(work, Permission.READ_OWN_ENTRIES)
    return work.actor.id


def _named(row: EntryRow, names: dict[int, str]) -> EntryRow:
    who = names.get(row.actor, PROGRAM if row.actor == 0 else f"Staff {row.actor}")
    whom = names.get(row.subject_id, "") if row.subject_kind == "staff" else ""
    return replace(row, who=who, whom=whom)
