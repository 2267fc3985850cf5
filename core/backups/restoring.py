"""A new desk made of a backup, with nobody in it who was erased since (C22, C26).

A backup of before an erasure still holds the person. Who was erased since is told by the lasting notes, which
stand outside it: in the folder of the desk it was made of, and in the second place of checkpoints. Without
them a restore is refused, unless somebody takes that on themselves.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from core.audit.lasting_notes import DISABLED, FOLDER, Note, Since, last_note, notes_in, since
from core.audit.log import Fact, record
from core.audit.outside import choose_place, log_folder, place_of
from core.audit.outside_files import in_time
from core.backups.archive import NO_BACKUP, Manifest, unpack
from core.backups.places import folder_beside, sync_below
from core.backups.proving import looking, prove, store_of
from core.db.folder import read_folder
from core.db.network_shares import refuse_network_share
from core.db.reencryption import opens
from core.db.store import FolderSlots
from core.db.unit_of_work import Actor, Work, WriteWork, writing
from core.desk import Desk
from core.errors import BadInput, SignInRefused, WrongState
from core.landing import file_sha256, sync_folder
from core.progress import Progress
from core.requests.erasing import erase_again
from core.staff.kept_secret import secret_under
from core.staff.key_slots import open_slot
from core.staff.roles import Permission, Role, require
from core.staff.tables import StaffAccount

PROGRAM = Actor(0, "Remit", Role.OFFICER.value)
"""Erases again what was erased once: no person decides that a second time."""
UNKNOWN = (
    "Nothing newer than this backup was found, so nobody knows who was erased since it was made. Name the "
    "folder of the desk it was made of, or its second place for checkpoints. Without either, whoever was "
    "erased since comes back; say expressly that you take that on, and erase them again."
)
BROKEN = (
    "Notes of what was erased since this backup are missing from what was found. Name another place that has "
    "them; or say expressly that you take it on that somebody erased comes back."
)


@dataclass(frozen=True)
class Order:
    """What to restore, into which new folder, and where else notes may stand.

    `unknown` takes it on that somebody who was erased since the backup comes back.
    """

    source: Path
    to: Path
    places: Sequence[Path] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Restored:
    """A desk that was restored. `erasures` were made since the backup, `erased` people of it are gone again.

    `known_until` is the newest note's moment (ISO 8601), empty where none was found.
    """

    records: int
    sha256: str
    made_at: str
    erasures: int
    erased: int
    known_until: str
    complete: bool

    @property
    def sentence(self) -> str:
        """Say what was restored, and who is not in it."""
        told = f"Restored {self.records:,} records as they were on {self.made_at[:10]}."
        if not self.complete:
            return f"{told} Who was erased since is not fully known: erase them again."
        people = "1 person" if self.erasures == 1 else f"{self.erasures:,} people"
        return f"{told} {people} erased since; {self.erased:,} of them stood in it and were erased again."


def restore(order: Order, name: str, passphrase: str, progress: Progress | None = None) -> Restored:
    """Make a new desk of a backup, for an admin of it, and erase again whoever was erased since.

    Raises BadInput for what is no backup or a folder that is not empty, SignInRefused for the passphrase or
    an account disabled since, WrongState where erasures since are not known. Then nothing was made.
    """
    progress = progress or Progress()
    refuse_network_share(order.to)
    _refuse_target(order.to)
    with folder_beside(order.to) as aside:
        made = aside / "desk"
        made.mkdir(mode=0o700)
        manifest = unpack(order.source, made, progress)
        key, secret = _believed(made, manifest, name, passphrase)
        prove(made, key, secret, progress)
        known = _known(made, key, secret, order)
        done = _again(made, known, order, manifest, (name, passphrase))
        sync_below(made)
        if order.to.is_dir():
            order.to.rmdir()
        made.rename(order.to)
    sync_folder(order.to.parent)
    return done


def _refuse_target(to: Path) -> None:
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise BadInput(f"{to} is not empty; a desk is restored into a folder of its own.")
    if not to.parent.is_dir():
        raise BadInput(f"There is no folder {to.parent}; choose one that is there.")


def _believed(folder: Path, manifest: Manifest, name: str, passphrase: str) -> tuple[bytes, bytes]:
    """Return the desk's key and secret; raises unless the desk's own key vouches for the manifest."""
    head = read_folder(folder)
    slot = open_slot(FolderSlots(head.slots), head.salt, name, passphrase)
    key = next((one for one in reversed(slot.keys) if opens(head.store, one)), slot.keys[0])
    with store_of(folder, key) as engine, engine.connect() as connection:
        secret = secret_under(connection, key)
    if not manifest.is_of(secret):
        raise BadInput(NO_BACKUP.format("This file"))
    return key, secret


def _known(folder: Path, key: bytes, secret: bytes, order: Order) -> Since:
    """Read what is known of the time since; raises WrongState where that is not enough."""
    with store_of(folder, key) as engine, looking(engine, secret) as work:
        last, folders = last_note(work), list(_folders(work, order.places))
    found = since(last[1] if last else "", _notes(secret, folders))
    if not order.unknown and (found.missing or not found.notes):
        raise WrongState(BROKEN if found.missing else UNKNOWN)
    return found


def _folders(work: Work, places: Iterable[Path]) -> Iterator[Path]:
    """Give every folder where notes of this desk may stand."""
    chosen = place_of(work)
    for place in (*places, *([chosen] if chosen else [])):
        yield from (place, place / FOLDER, log_folder(work, place) / FOLDER)


def _notes(secret: bytes, folders: Iterable[Path]) -> list[Note]:
    found: dict[str, Note] = {}
    for folder in folders:
        with suppress(
            OSError
        ):  # one that is away tells nothing; whether what is told suffices is asked after
            notes = in_time(folder, lambda folder=folder: notes_in(secret, folder))  # type: ignore[misc]  # the loop's own
            found |= {one.digest: one for one in notes}
    return list(found.values())


def _again(folder: Path, known: Since, order: Order, manifest: Manifest, who: tuple[str, str]) -> Restored:
    """Sign in, disable and erase again what was disabled and erased since, and log the restore."""
    desk = Desk(folder)
    desk.sign_in(*who)
    try:
        erased = _replayed(desk, known)
        until = known.notes[-1].at if known.notes else ""
        complete = bool(known.notes) and not known.missing
        done = Restored(
            manifest.records, file_sha256(order.source), manifest.made_at, len(known.erasures), erased,
            until, complete,
        )  # fmt: skip
        with desk.write() as work:
            _log(work, done)
    finally:
        desk.sign_out()
    return done


def _replayed(desk: Desk, known: Since) -> int:
    now = desk.opened
    with desk.read() as work:
        require(work, Permission.LOOK_AFTER_DESK)
    with writing(now.engine, PROGRAM, desk.clock(), now.secret) as work:
        _leave_place(work)
        _disable(work, desk, known)
        return sum(erase_again(work, one.marks) for one in known.erasures)


def _leave_place(work: WriteWork) -> None:
    """Give the second place up: the checkpoints there are of a longer log, and this one goes its own way."""
    if place_of(work) is not None:
        choose_place(work, None)
        record(work, "audit:place:given-up", ("log", 0))


def _disable(work: WriteWork, desk: Desk, known: Since) -> None:
    """Have accounts that were disabled since the backup stay so, with their key slots."""
    slots = {mark for one in known.notes if one.kind == DISABLED for mark in one.marks}
    mine = work.session.get(StaffAccount, desk.opened.staff.id)
    if mine is not None and mine.slot in slots:
        raise SignInRefused("This account was disabled since the backup; let another admin restore it.")
    still = select(StaffAccount).where(StaffAccount.slot.in_(slots), StaffAccount.active)
    for account in work.session.scalars(still).all():
        account.active = False
        record(work, "staff:account:disabled", ("staff", account.id))
    for slot in slots:
        (desk.folder.slots / slot).unlink(missing_ok=True)


def _log(work: WriteWork, done: Restored) -> None:
    facts: dict[str, Fact] = {"sha256": done.sha256, "made_at": done.made_at, "erasures": done.erasures}
    more: dict[str, Fact] = {
        "erased": done.erased,
        "known_until": done.known_until,
        "complete": done.complete,
    }
    record(work, "desk:store:restored", ("desk", 0), **facts, **more)
