"""Notes that outlive every backup: that somebody was erased, an account disabled, a backup made.

A backup of before an erasure still holds the person, so what says that they were erased must stand outside
it: each note is a file of its own, beside the store and in the second place of checkpoints. It is sealed
under the desk's key and names nobody: an erasure is a set of keyed fingerprints. Every note holds the digest
of the one before it, so a missing one shows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from sqlalchemy import insert, select

from core.audit.outside import log_folder, place_of
from core.audit.outside_files import Piece, in_time, put
from core.audit.sealing import derived, opened, sealed
from core.audit.tables import LastingNote
from core.db.embedded import store_file
from core.db.unit_of_work import Work, WriteWork
from core.errors import DeskError, DeskUnusable

USE = "lasting notes"
FOLDER = "notes"
BACKUP, ERASURE, DISABLED = "backup", "erasure", "disabled"
LARGEST = 1 << 24


@dataclass(frozen=True)
class Note:
    """One note. `before` and `digest` (hex) chain it.

    `marks` are the fingerprints of what was erased, or the key slot of an account that was disabled.
    """

    number: int
    kind: str
    at: str
    marks: tuple[str, ...]
    before: str
    digest: str = ""


@dataclass(frozen=True)
class Since:
    """What is known outside a backup of the time after it, oldest first; `missing` where the chain breaks."""

    notes: tuple[Note, ...] = ()
    missing: bool = False

    @property
    def erasures(self) -> tuple[Note, ...]:
        """Those that tell of an erasure."""
        return tuple(one for one in self.notes if one.kind == ERASURE)


def keep_note(work: WriteWork, kind: str, marks: Iterable[str] = ()) -> None:
    """Keep a note in this transaction; its file follows in every place that is there, after the commit."""
    last = last_note(work)
    number, before = (last[0] + 1, last[1]) if last else (1, "")
    note = asdict(Note(number, kind, work.now.isoformat(), tuple(marks), before))
    hidden = sealed(derived(work.secret, USE), json.dumps(note).encode(), USE)
    row = {"number": number, "at": work.now, "kind": kind, "sealed": hidden}
    work.session.execute(insert(LastingNote).values(**row, digest=sha256(hidden).hexdigest()))
    pieces, folders = list(pieces_of(work)), folders_of(work)
    work.at_end(lambda committed: _put_everywhere(folders, pieces) if committed else None)


def last_note(work: Work) -> tuple[int, str] | None:
    """Return the newest note's number and digest (hex)."""
    query = select(LastingNote.number, LastingNote.digest).order_by(LastingNote.number.desc()).limit(1)
    found = work.session.execute(query).one_or_none()
    return (found.number, found.digest) if found else None


def pieces_of(work: Work) -> Iterator[Piece]:
    """Give every note as the file it stands in outside."""
    rows = work.session.execute(select(LastingNote.number, LastingNote.digest, LastingNote.sealed))
    return (Piece(_name(number, digest), hidden) for number, digest, hidden in rows.all())


def folders_of(work: Work) -> list[Path]:
    """Return where notes stand outside the store: beside it, and in the second place where there is one."""
    file, place = store_file(work.session.connection()), place_of(work)
    beside = [file.parent / FOLDER] if file else []
    return beside + ([log_folder(work, place) / FOLDER] if place else [])


def notes_in(secret: bytes, folder: Path) -> list[Note]:
    """Read the notes of one folder that this desk's key sealed; those of another desk are passed over.

    Raises OSError where the folder cannot be read.
    """
    files = [one for one in sorted(folder.glob("note-*.sealed")) if one.stat().st_size <= LARGEST]
    found = (_opened(derived(secret, USE), one.read_bytes()) for one in files)
    return [one for one in found if one is not None]


def since(known: str, notes: Iterable[Note]) -> Since:
    """Return the notes that follow the one with this digest (hex; "" for none), whichever way they went on.

    A desk that was restored goes on beside the one it was restored from: both ways count.
    """
    later: Mapping[str, Note] = {one.digest: one for one in notes}
    followed, waiting = dict[str, Note](), {known}
    while waiting:
        found = {key: one for key, one in later.items() if one.before in waiting and key not in followed}
        followed |= found
        waiting = set(found)
    ordered = tuple(sorted(followed.values(), key=lambda one: (one.number, one.at)))
    return Since(ordered, _is_broken(later, followed, known))


def _is_broken(later: Mapping[str, Note], followed: Mapping[str, Note], known: str) -> bool:
    """Tell whether a note stands there whose predecessor does not."""
    there = set(later) | {known, ""}
    return any(one.before not in there for key, one in later.items() if key not in followed)


def _name(number: int, digest: str) -> str:
    return f"note-{number:06d}-{digest[:16]}.sealed"


def _opened(key: bytes, stored: bytes) -> Note | None:
    try:
        told = json.loads(opened(key, stored, USE))
    except DeskUnusable:
        return None
    told = told | {"marks": tuple(told["marks"]), "digest": sha256(stored).hexdigest()}
    return Note(**told)


def _put_everywhere(folders: Iterable[Path], pieces: list[Piece]) -> None:
    """Bring every note to every place; one that is away lacks them until the next note."""
    for folder in folders:
        with suppress(OSError, DeskError):
            in_time(folder, partial(put, folder, pieces))
