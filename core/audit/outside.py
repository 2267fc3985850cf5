"""Checkpoints kept in a second place too, of the desk's own choice, so that a log cut short shows (C22).

They are written after the commit. A place that is away holds nothing up: what it lacks comes with the next
checkpoint that finds it there.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy import delete, insert, select

from core.audit.log_key import log_key
from core.audit.outside_files import (
    PATIENCE_S,
    Piece,
    checkpoint_name,
    folder_of,
    in_time,
    put,
    sizes_there,
    tile_name,
)
from core.audit.tables import AuditCheckpoint, AuditPlace
from core.audit.tiles import TILE, WIDTH
from core.audit.tree import HASH
from core.db.unit_of_work import Work, WriteWork, reading
from core.errors import BadInput, DeskError

AT_ONCE = 20
"""Checkpoints that one commit brings to the place; the rest follow with the next ones."""
LONG_PATIENCE_S = 60.0
Reads = Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True)
class Standing:
    """How many of the desk's checkpoints the place outside has; `away` says why that is not known."""

    place: Path | None
    checkpoints: int
    outside: int
    away: str = ""


def place_of(work: Work) -> Path | None:
    """Return the folder where checkpoints are kept as well; None where none was chosen."""
    path = work.session.scalar(select(AuditPlace.path))
    return Path(path) if path else None


def choose_place(work: WriteWork, place: Path | None) -> None:
    """Keep checkpoints in this folder from now on, those of before as well; None: in the desk alone.

    Raises BadInput for what is no folder, cannot be written to, or does not answer.
    """
    if place is not None:
        _refuse_unusable(place)
    work.session.execute(delete(AuditPlace))
    if place is not None:
        row = {"id": 1, "path": str(place.resolve()), "since": work.now}
        work.session.execute(insert(AuditPlace).values(**row))


def standing(work: Work) -> Standing:
    """Look how many of the desk's checkpoints the place outside has."""
    place, sizes = place_of(work), _sizes(work)
    if place is None:
        return Standing(None, len(sizes), 0)
    try:
        there = in_time(place, partial(sizes_there, log_folder(work, place)))
    except OSError as error:
        return Standing(place, len(sizes), 0, error.strerror or "it cannot be read")
    return Standing(place, len(sizes), len(sizes & there))


def log_folder(work: Work, place: Path) -> Path:
    """Return this log's folder in a place."""
    key = log_key(work)
    return folder_of(place, key.name if key else "")


def copy_out_after(work: WriteWork, committed: bool) -> None:  # noqa: FBT001  # an ending's own shape
    """Bring what the place lacks to it once this is committed; what fails there is no error here."""
    if committed:
        with suppress(OSError, DeskError):
            copy_out(_reads_after(work), at_most=AT_ONCE)


def copy_all_after(work: WriteWork, committed: bool) -> None:  # noqa: FBT001  # an ending's own shape
    """Bring all of them there, as `copy_out_after` does the newest, however long it takes."""
    if committed:
        with suppress(OSError, DeskError):
            copy_out(_reads_after(work), patience=LONG_PATIENCE_S)


def copy_out(reads: Reads, *, at_most: int | None = None, patience: float = PATIENCE_S) -> int:
    """Bring the checkpoints that the place lacks to it, the newest first; returns how many.

    Raises OSError or DeskError where the place refuses or does not answer in so many seconds.
    """
    with reads() as work:
        place = place_of(work)
        if place is None:
            return 0
        folder, sizes = log_folder(work, place), _sizes(work)
    there = in_time(place, partial(sizes_there, folder), patience)
    missing = sorted(sizes - there, reverse=True)[:at_most]
    for size in missing:
        with reads() as work:
            pieces = list(_pieces(work, size, there))
        in_time(place, partial(put, folder, pieces), patience)
        there.add(size)
    return len(missing)


def _pieces(work: Work, size: int, there: set[int]) -> Iterator[Piece]:
    """Give the files of one checkpoint: the tiles since the one before it there, the open one, the note."""
    since = max((one for one in there if one < size), default=0)
    full = (TILE.level == 0, TILE.number >= since // WIDTH, TILE.number < size // WIDTH)
    for number, hashes in work.session.execute(select(TILE.number, TILE.hashes).where(*full)):
        yield Piece(tile_name(number), hashes)
    columns = (AuditCheckpoint.note, AuditCheckpoint.leaves)
    note, leaves = work.session.execute(select(*columns).where(AuditCheckpoint.size == size)).one()
    if leaves:
        yield Piece(tile_name(size // WIDTH, len(leaves) // HASH), leaves)
    yield Piece(checkpoint_name(size), note.encode())


def _refuse_unusable(place: Path) -> None:
    try:
        if not in_time(place, place.is_dir):
            raise BadInput(f"There is no folder {place}; make it first, or choose another.")
        in_time(place, lambda: TemporaryFile(dir=place).close())
    except OSError as error:
        raise BadInput(f"Nothing can be written to {place}: {error.strerror}.") from error


def _reads_after(work: WriteWork) -> Reads:
    """Return how the desk is read once a write is over."""
    return partial(reading, work.session.get_bind().engine, work.actor, work.now, work.secret)


def _sizes(work: Work) -> set[int]:
    return set(work.session.scalars(select(AuditCheckpoint.size)))
