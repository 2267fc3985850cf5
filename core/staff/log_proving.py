"""What makes the log believable elsewhere: checkpoints, a place for them, proofs of entries, the key."""

from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from core.audit.appending import move_head
from core.audit.checkpoints import KeptCheckpoint, checkpoint_now, last_checkpoint
from core.audit.log import record
from core.audit.log_key import log_key
from core.audit.outside import Standing, choose_place, copy_all_after, standing
from core.audit.proof_files import ENDING, proof_text
from core.audit.signed_notes import VerifierKey
from core.audit.tiles import inclusion_proof
from core.changes import Changes, changed
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput
from core.landing import land_bytes
from core.staff.log_reading import readable_entry
from core.staff.roles import Permission, require


@dataclass(frozen=True)
class Keeping:
    """The last checkpoint, None before the first, and how the place outside stands."""

    last: KeptCheckpoint | None
    standing: Standing


@dataclass(frozen=True)
class SavedProof:
    """An entry's proof against a checkpoint, in a file with this SHA-256 (hex)."""

    entry: int
    checkpoint: KeptCheckpoint
    sha256: str

    @property
    def sentence(self) -> str:
        """Say what was saved."""
        return f"Saved the proof that entry {self.entry} is one of {self.checkpoint.size:,} entries."


def keeping(work: Work) -> Keeping:
    """Read how the log is kept believable; looks into the place outside, for two seconds at most."""
    require(work, Permission.VERIFY_LOG)
    return Keeping(last_checkpoint(work), standing(work))


def make_checkpoint(work: WriteWork) -> KeptCheckpoint:
    """Sign the log as it is now (C2SP tlog-checkpoint); it is kept outside as well once committed."""
    require(work, Permission.VERIFY_LOG)
    record(work, "audit:checkpoint:made", ("log", 0))
    return _checkpoint(work)


def public_key(work: WriteWork) -> VerifierKey:
    """Return the key that checkpoints are checked with (C2SP signed-note); before the first one makes one."""
    require(work, Permission.VERIFY_LOG)
    if log_key(work) is None:
        make_checkpoint(work)
    key = log_key(work)
    assert key is not None, "a checkpoint makes the key"  # noqa: S101  # tells the type checker what holds
    return key


def keep_checkpoints_in(work: WriteWork, place: Path | None, desk: Path) -> Changes:
    """Keep every checkpoint in this folder too from now on, those of before as well; None: no longer.

    `desk` is the desk's own folder. Raises BadInput for a folder in it, one that is not there, or one that
    cannot be written to.
    """
    require(work, Permission.KEEP_CHECKPOINTS)
    if place is None:
        choose_place(work, None)
        record(work, "audit:place:given-up", ("log", 0))
        return changed("Checkpoints are kept in the desk alone from now on.", "log", [])
    if place.resolve().is_relative_to(desk.resolve()):
        raise BadInput("Choose a folder outside the desk: whoever changes the desk must not reach it.")
    choose_place(work, place)
    record(work, "audit:place:chosen", ("log", 0))
    _checkpoint(work)
    work.at_end(partial(copy_all_after, work))
    return changed("Checkpoints are kept in that folder as well from now on.", "log", [])


def save_proof(work: WriteWork, position: int, path: Path) -> SavedProof:
    """Save an entry with the proof that it is in the log (C2SP tlog-proof), once committed.

    Makes a checkpoint where none covers the entry yet. Raises NotFound where it may not be read, BadInput for
    a name or a folder that cannot be taken.
    """
    body = readable_entry(work, position).body.encode()
    _refuse_name(path)
    covering = last_checkpoint(work, position + 1) or _checkpoint(work)
    text = proof_text(position, body, inclusion_proof(work, position, covering.size), covering.note).encode()
    about, digest = ("entry", position), sha256(text).hexdigest()
    record(work, "audit:proof:saved", about, sha256=digest, checkpoint=covering.size)
    work.at_end(lambda committed: _land(path, text) if committed else None)
    return SavedProof(position, covering, digest)


def _checkpoint(work: WriteWork) -> KeptCheckpoint:
    checkpoint_now(work)
    move_head(work)
    made = last_checkpoint(work)
    assert made is not None, "it has just been made"  # noqa: S101  # tells the type checker what holds
    return made


def _refuse_name(path: Path) -> None:
    if not path.name.endswith(ENDING) or path.name == ENDING:
        raise BadInput(f"The file's name must end in {ENDING}.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent}; choose one that is there.")
    if path.exists():
        raise BadInput(f"{path.name} is there already; choose another name.")


def _land(path: Path, text: bytes) -> None:
    land_bytes(path, text)
