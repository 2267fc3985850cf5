"""Backing a desk up while people work at it (C22)."""

import os
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile

from core.audit.lasting_notes import BACKUP, keep_note
from core.audit.log import Fact, record
from core.backups.archive import ENDING, FORMAT, Manifest, files_below, pack, unpack
from core.backups.places import folder_beside
from core.backups.proving import Proof, described, looking, prove, store_of
from core.changes import Changes, changed
from core.db.snapshot import snapshot
from core.desk import Desk
from core.errors import BadInput
from core.landing import file_sha256, sync_folder
from core.progress import Progress
from core.staff.orphan_slots import needed_slots
from core.staff.roles import Permission, require


@dataclass(frozen=True)
class Backup:
    """A backup that was made and found whole; `sha256` (hex) is of its file."""

    path: Path
    records: int
    entries: int
    size: int
    sha256: str

    @property
    def changes(self) -> Changes:
        """Say what was made."""
        told = f"Backed up {self.records:,} records and {self.entries:,} log entries, and checked the copy."
        return changed(told, "log", [])


def back_up(desk: Desk, to: Path, progress: Progress | None = None) -> Backup:
    """Make a backup of the desk as one moment has it, and prove it by unpacking it aside.

    Nobody who writes waits for it. It is encrypted as the desk is; its staff of today open it with their
    passphrases. Raises BadInput for a name that cannot be taken, DeskUnusable where the copy is not whole;
    then there is no file.
    """
    progress = progress or Progress()
    with desk.read() as work:
        require(work, Permission.LOOK_AFTER_DESK)
    _refuse_name(desk, to)
    with folder_beside(to) as aside:
        packed = _packed(desk, aside, progress)
        proof = _proved_aside(desk, packed, aside / "aside", progress)
        return _landed(desk, packed, to, proof)


def _refuse_name(desk: Desk, to: Path) -> None:
    if not to.name.endswith(ENDING) or to.name == ENDING:
        raise BadInput(f"The backup's name must end in {ENDING}.")
    if to.resolve().is_relative_to(desk.folder.path.resolve()):
        raise BadInput("Choose a folder outside the desk: what damages the desk must not reach its backup.")
    if not to.parent.is_dir():
        raise BadInput(f"There is no folder {to.parent}; choose one that is there.")
    if to.exists():
        raise BadInput(f"{to.name} is there already; choose another name.")


def _packed(desk: Desk, aside: Path, progress: Progress) -> Path:
    """Copy store, slots and head of the desk, and pack them with a manifest."""
    copy, file = aside / "copy", aside / "packed"
    (copy / "slots").mkdir(parents=True)
    progress.at(0, 0, "Copying the store")
    snapshot(desk.opened.engine, copy / "desk.db", progress)
    for slot in _slots(desk, copy):
        copyfile(slot, copy / "slots" / slot.name)
    copyfile(desk.folder.path / "desk.toml", copy / "desk.toml")
    proof = described(copy, desk.opened.key, desk.opened.secret)
    made_at, files = desk.clock().isoformat(), files_below(copy)
    manifest = Manifest(FORMAT, desk.folder.desk_id, made_at, files=files, **vars(proof))
    pack(copy, manifest.sealed(desk.opened.secret), file, progress)
    (copy / "desk.db").unlink()  # or three copies would stand on the disk at once
    return file


def _slots(desk: Desk, copy: Path) -> list[Path]:
    """Return the slots that the copy knows as somebody's, or the recovery key's; no other opens anything."""
    with store_of(copy, desk.opened.key) as engine, looking(engine, desk.opened.secret) as work:
        names = needed_slots(work)
    return [path for one in names if (path := desk.folder.slots / one).is_file()]


def _proved_aside(desk: Desk, packed: Path, aside: Path, progress: Progress) -> Proof:
    aside.mkdir()
    manifest = unpack(packed, aside, progress)
    proof = prove(aside, desk.opened.key, desk.opened.secret, progress)
    told = (manifest.revision, manifest.records, manifest.entries, manifest.root)
    if not manifest.is_of(desk.opened.secret) or told != tuple(vars(proof).values()):
        raise BadInput("The copy is not what was copied; make the backup again.")
    return proof


def _landed(desk: Desk, packed: Path, to: Path, proof: Proof) -> Backup:
    """Log the backup and give it its name: both, or neither."""
    made = Backup(to, proof.records, proof.entries, packed.stat().st_size, file_sha256(packed))
    packed.chmod(0o600)
    with packed.open("rb") as file:
        os.fsync(file.fileno())
    with desk.write() as work:
        require(work, Permission.LOOK_AFTER_DESK)
        facts: dict[str, Fact] = {
            "sha256": made.sha256,
            "records": made.records,
            "entries": made.entries,
            "bytes": made.size,
        }
        record(work, "desk:backup:made", ("desk", 0), **facts)
        keep_note(work, BACKUP)
        work.at_end(lambda committed: None if committed else to.unlink(missing_ok=True))
        packed.rename(to)
    sync_folder(to.parent)
    return made
