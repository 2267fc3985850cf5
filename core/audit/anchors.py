"""What an honest log must agree with: the checkpoints that the desk keeps, and those kept outside it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import select

from core.audit.checkpoint_text import Checkpoint, read_checkpoint
from core.audit.outside import log_folder, place_of
from core.audit.outside_files import checkpoint_name, checkpoints_there, in_time, tile_there
from core.audit.signed_notes import VerifierKey, read_note
from core.audit.tables import AuditCheckpoint, AuditHead
from core.audit.tiles import WIDTH
from core.audit.tree import HASH
from core.db.unit_of_work import Work
from core.errors import BadInput

PATIENCE_S = 60.0
OUTSIDE = " outside the desk"
Leaves = Callable[[int, int], bytes]
"""Gives so many hashes of a tile of level 0, by its number; empty where they are not known."""


@dataclass(frozen=True)
class Anchor:
    """A signed word that the log's first `size` entries have this root; `leaves` tell which they were."""

    size: int
    root: bytes
    where: str
    leaves: Leaves


@dataclass(frozen=True)
class Anchors:
    """Those of one place: `wrong` names one that cannot be believed, `away` says why none was read."""

    given: tuple[Anchor, ...] = ()
    wrong: str = ""
    away: str = ""


def in_the_desk(work: Work, key: VerifierKey | None) -> Anchors:
    """Read the desk's own checkpoints, as far as this key signed them."""
    columns = (AuditCheckpoint.size, AuditCheckpoint.root, AuditCheckpoint.note, AuditCheckpoint.leaves)
    rows = work.session.execute(select(*columns).order_by(AuditCheckpoint.size)).all()
    last = work.session.scalar(select(AuditHead.checkpointed)) or 0
    found, wrong = list[Anchor](), ""
    for size, root, written, leaves in rows:
        told = believed(written.encode(), key)
        if told is None or (told.size, told.root) != (size, root):
            wrong = wrong or f"The checkpoint over {size:,} entries is not as this log signed it."
        else:
            found.append(Anchor(size, root, "", partial(_cut, size, leaves)))
    if last and last not in {row.size for row in rows}:
        wrong = wrong or f"The checkpoint over {last:,} entries is gone from the desk."
    return Anchors(tuple(found), wrong)


def outside(work: Work, key: VerifierKey | None, place: Path | None = None) -> Anchors | None:
    """Read those in a folder, else in the place that the desk names; None where it names none."""
    place = place or place_of(work)
    if place is None:
        return None
    try:
        return _in_folder(place, log_folder(work, place), key)
    except OSError as error:
        return Anchors(away=f"{place} was not read: {error.strerror or 'it is away'}.")


def believed(note: bytes, key: VerifierKey | None) -> Checkpoint | None:
    """Return the checkpoint of a note that this key signed under the log's own name; None for any other."""
    try:
        read = read_note(note)
        told = read_checkpoint(read.text)
    except BadInput:
        return None
    return told if key is not None and read.is_signed_by(key) and told.origin == key.name else None


def in_order(given: Iterable[Anchor]) -> list[Anchor]:
    """Return anchors by size, of one size those outside first: they are harder to forge."""
    return sorted(given, key=lambda one: (one.size, not one.where))


def _in_folder(place: Path, folder: Path, key: VerifierKey | None) -> Anchors:
    found, wrong = list[Anchor](), ""
    for size, note in in_time(place, partial(checkpoints_there, folder), PATIENCE_S):
        told = believed(note, key)
        if told is None or told.size != size:
            wrong = wrong or f"{checkpoint_name(size)}{OUTSIDE} is not as this log signed it."
        else:
            found.append(Anchor(size, told.root, OUTSIDE, partial(tile_there, folder)))
    return Anchors(tuple(found), wrong)


def _cut(size: int, leaves: bytes, number: int, width: int) -> bytes:
    """Give of the tile that a checkpoint of the desk cut; its full tiles are judged by themselves."""
    return leaves[: width * HASH] if number == size // WIDTH else b""
