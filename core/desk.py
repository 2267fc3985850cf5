"""Desk: storage, staff and log joined into the one thing that every verb is given."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar
from weakref import WeakSet

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from core.audit.appending import log_opened
from core.audit.entries import iso
from core.audit.log import Fact, record
from core.changes import Changes
from core.db.faults import DAMAGED
from core.db.folder import DeskFolder, read_folder
from core.db.migrations import Upgrade
from core.db.store import Slots, store_of
from core.db.unit_of_work import Actor, Work, WriteWork, reading, writing, writing_within
from core.db.watching import Watch
from core.errors import DeskError, DeskUnusable, SignInRefused
from core.founding import NOBODY, FirstAdmin, found_desk
from core.staff.accounts import (
    StaffMember,
    add_account,
    checked_name,
    disable_account,
    is_active,
    member_of_slot,
)
from core.staff.demo_staff import DEMO_PASSPHRASE, DEMO_STAFF
from core.staff.kept_secret import check_key_of_now, keep_secret, secret_under
from core.staff.key_slots import REFUSED, OpenedSlot, new_key, open_slot, sealed_slot
from core.staff.orphan_slots import sweep_orphans
from core.staff.passphrases import NOT_YOURS, change_slot
from core.staff.recovery import NO_NAME, VOID, replace_recovery_slot, use_recovery_slot
from core.staff.recovery_code import new_code, read_code
from core.staff.rekeying import forget_old_keys, give_slots, slots_with_new_key
from core.staff.roles import Permission, Role, require
from core.staff.slot_content import with_one_key
from core.staff.wrong_passphrases import WrongBefore, WrongPassphrases

Clock = Callable[[], datetime]
WorkT = TypeVar("WorkT", bound=Work)


def system_clock() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


@dataclass
class _Open:
    engine: Engine
    key: bytes
    secret: bytes
    staff: StaffMember

    @property
    def actor(self) -> Actor:
        return Actor(self.staff.id, self.staff.name, self.staff.role.value)


class Desk:
    """One site's store and its staff. Open it with a folder, then sign in.

    Raises DeskUnusable when there is no desk, or none that this program may open.
    """

    def __init__(self, path: Path, clock: Clock = system_clock, database: str = "") -> None:
        self.folder: DeskFolder = read_folder(path)
        self.clock = clock
        self.wrong_before: WrongBefore | None = None
        self._store = store_of(self.folder, database)
        self._wrong = WrongPassphrases(self.folder.desk_id)
        self._open: _Open | None = None
        self._watches = WeakSet[Watch]()
        self.written: set[int] = set()
        """Entries of the log that were written here, until whoever listens for others' has passed them."""

    @classmethod
    def create(  # noqa: PLR0913  # each is a named choice of who makes a desk
        cls,
        path: Path,
        admin: str,
        passphrase: str,
        *,
        database: str = "",
        demo: bool = False,
        clock: Clock = system_clock,
    ) -> "Desk":
        """Make a new desk with its first admin, signed in (C22), in `path` or on a server."""
        found_desk(path, FirstAdmin(admin, passphrase, clock()), database, demo=demo)
        desk = cls(path, clock, database)
        desk.sign_in(admin, passphrase)
        return desk

    @property
    def demo_staff(self) -> list[tuple[str, str, str]]:
        """Name, role and passphrase of the demo's staff, for its sign-in screen; empty on a real desk."""
        return [(name, role.value, DEMO_PASSPHRASE) for name, role in DEMO_STAFF] if self.folder.demo else []

    @property
    def staff(self) -> StaffMember | None:
        """Who is signed in."""
        return self._open.staff if self._open else None

    def sign_in(self, name: str, passphrase: str) -> StaffMember:
        """Open the store for a staff member; takes about 0.1 s by design.

        Raises SignInRefused, with the seconds to wait after several wrong ones, or DeskUnusable for a damaged
        store or one made by a newer program.
        """
        try:
            with self._wrong.one_try(self.clock()):
                slot = open_slot(self._store.slots, self.folder.salt, name, passphrase)
            self.sign_out()
            key, engine, secret = self._unlocked(slot)
            self._open = _Open(engine, key, secret, self._welcome(engine, key, secret, slot))
        except DatabaseError as error:
            self._store.close()
            raise DeskUnusable(DAMAGED) from error
        except BaseException:
            if self._open is None:
                self._store.close()
            raise
        if self.wrong_before:
            self._wrong.forget()
        return self._open.staff

    def seconds_left(self) -> int:
        """Return how long it is until a passphrase may be tried on this machine, after several wrong ones."""
        return self._wrong.seconds_left(self.clock())

    def sign_out(self) -> None:
        """Forget the key and close the store."""
        self._store.close()
        self._open = None

    @property
    def slots(self) -> Slots:
        """Where the key slots of this desk are kept."""
        return self._store.slots

    def read(self) -> AbstractContextManager[Work]:
        """Give a consistent view of the desk; raises SignInRefused once the account was disabled."""
        now = self.opened
        return _for_active(reading(now.engine, now.actor, self.clock(), now.secret))

    def write(self) -> AbstractContextManager[WriteWork]:
        """Give one transaction for changes and their log entries; raises SignInRefused as `read` does."""
        now = self.opened
        return _for_active(_noted(writing(now.engine, now.actor, self.clock(), now.secret), self.written))

    def watch(self) -> Watch:
        """Give what notices that somebody else changed the desk; the caller closes it before signing out."""
        watch = self._store.watch(self.opened.engine)
        self._watches.add(watch)
        return watch

    def add_staff(self, name: str, role: Role, passphrase: str) -> None:
        """Add a staff member with a key slot of their own."""
        with self.write() as work:
            require(work, Permission.MANAGE_STAFF)
            check_key_of_now(work, self.opened.key)
            plain = checked_name(work, name)
            slot, wrapped = sealed_slot(self.folder.salt, plain, passphrase, self.opened.key)
            self._store.slots.keep(work, slot, wrapped)
            add_account(work, plain, role, slot)

    def disable_staff(self, name: str) -> None:
        """Disable a staff member and destroy their key slot."""
        with self.write() as work:
            _, slot = disable_account(work, name)
            self._store.slots.take_away(work, slot)

    def change_passphrase(self, old: str, new: str) -> Changes:
        """Change the signed-in person's own passphrase; takes about 0.3 s by design.

        Raises SignInRefused for a wrong old one, which counts as at sign-in, BadInput for the same or a short
        new one.
        """
        now, salt = self.opened, self.folder.salt
        with self._wrong.one_try(self.clock()):
            slot = open_slot(self._store.slots, salt, now.staff.name, old, otherwise=NOT_YOURS)
        made, wrapped = sealed_slot(salt, now.staff.name, new, now.key)
        with self.write() as work:
            check_key_of_now(work, now.key)
            return change_slot(work, self._store.slots, slot.name, made, wrapped)

    def make_recovery_key(self) -> str:
        """Make the desk's recovery key and return it, once; the one before it is void (C22)."""
        code = new_code()
        slot, wrapped = sealed_slot(self.folder.salt, NO_NAME, code, self.opened.key)
        with self.write() as work:
            check_key_of_now(work, self.opened.key)
            replace_recovery_slot(work, self._store.slots, slot, wrapped)
        return code

    def recover(self, typed: str, admin: str, passphrase: str) -> None:
        """Give an admin a new passphrase for the recovery key, which is void from then on; signs nobody in.

        Raises BadInput for a slip in what was typed, SignInRefused for a key that does not open this desk,
        NotFound when there is no admin of that name; the key is then still good.
        """
        code, salt = read_code(typed), self.folder.salt
        with self._wrong.one_try(self.clock()):
            used = open_slot(self._store.slots, salt, NO_NAME, code, otherwise=VOID)
        try:
            key, engine, secret = self._unlocked(used)
            new = sealed_slot(salt, admin, passphrase, key)
            with writing(engine, NOBODY, self.clock(), secret) as work:
                use_recovery_slot(work, self._store.slots, used.name, admin, new)
        except DatabaseError as error:
            raise DeskUnusable(DAMAGED) from error
        finally:
            self.sign_out()

    def change_key(self) -> None:
        """Give the desk a new key, and everyone's slot with it; then signs out (C22).

        Takes as long as reading and writing the store once. Raises WrongState while others have an embedded
        desk open, or while somebody's slot cannot be given the new key; BadInput when the disk refuses.
        Killed at any point, the old key or the new one is the desk's, and every passphrase opens it.
        """
        now, new, slots = self.opened, new_key(), self._store.slots
        with self.read() as work:
            check_key_of_now(work, now.key)
            both = slots_with_new_key(work, slots, now.key, new)
        single = {name: with_one_key(one, new) for name, one in both.items()}
        for watch in self._watches:
            watch.close()
        with (
            self._store.under_new_key(now.key, new) as engine,
            writing(engine, now.actor, self.clock(), now.secret) as work,
        ):
            give_slots(work, slots, both if self._store.slots_apart else single)
            keep_secret(work, new)
        self.sign_out()
        self._tidy_slots(new)

    def _tidy_slots(self, key: bytes) -> None:
        """Leave each slot the new key alone; what is not done here is done at the next sign-in."""
        with suppress(DatabaseError, DeskError):
            engine = self._store.open(key, lambda _connection, _upgrade: None)
            with writing(engine, NOBODY, self.clock(), b"") as work:
                forget_old_keys(work, self._store.slots, key)
        self._store.close()

    def _unlocked(self, slot: OpenedSlot) -> tuple[bytes, Engine, bytes]:
        """Open the store; returns the desk's key of now, the engine, and the secret of its log."""
        oldest, newest = slot.keys[0], slot.keys[-1]
        key = newest if len(slot.keys) == 1 or self._store.opens(newest) else oldest
        engine = self._store.open(key, partial(_note_upgrade, key=key, now=self.clock()))
        with engine.connect() as connection:
            return key, engine, secret_under(connection, key)

    @property
    def opened(self) -> _Open:
        """What is open, also for what copies or checks the whole store; raises SignInRefused."""
        if self._open is None:
            raise SignInRefused("Sign in first.")
        return self._open

    def _welcome(self, engine: Engine, key: bytes, secret: bytes, slot: OpenedSlot) -> StaffMember:
        with writing(engine, NOBODY, self.clock(), secret) as work:
            sweep_orphans(work, self._store.slots)
            member = member_of_slot(work, slot.name)
            if member is not None and member.active:
                self._renew(work, key, slot)
                record(work, "staff:account:signed-in", ("staff", member.id))
                self._tell_wrong_ones(work)
        if member is None or not member.active:
            raise SignInRefused(REFUSED)
        return member

    def _renew(self, work: WriteWork, key: bytes, slot: OpenedSlot) -> None:
        if slot.of_before:
            self._store.slots.keep(work, slot.name, slot.made_anew(key))
        if len(slot.keys) > 1:
            forget_old_keys(work, self._store.slots, key)

    def _tell_wrong_ones(self, work: WriteWork) -> None:
        """Log how many passphrases were wrong on this machine since somebody was last told (C22)."""
        self.wrong_before = wrong = self._wrong.untold()
        if wrong:
            facts: dict[str, Fact] = {"count": wrong.count, "since": iso(wrong.since)}
            record(work, "staff:door:wrong-passphrases", ("desk", 0), **facts)


def _note_upgrade(connection: Connection, done: Upgrade, *, key: bytes, now: datetime) -> None:
    """Log what an upgrade changed, in its own transaction: from and to which revision, and how many rows."""
    secret = secret_under(connection, key)
    with writing_within(connection, NOBODY, now, secret) as work:
        facts: dict[str, Fact] = {"before": done.before, "after": done.after, **done.counts}
        record(work, "desk:store:brought-up-to-date", ("desk", 0), **facts)


@contextmanager
def _noted(given: AbstractContextManager[WriteWork], written: set[int]) -> Iterator[WriteWork]:
    """Give the work on and, once it is committed, note which entries of the log are its own."""
    with given as work:
        yield work
    if log := log_opened(work):
        written.update(range(log.size - work.entries, log.size))


@contextmanager
def _for_active(given: AbstractContextManager[WorkT]) -> Iterator[WorkT]:
    """Give the work on while the account is active: disabling one also ends what it has open (C22)."""
    with given as work:
        if not is_active(work, work.actor.id):
            raise SignInRefused("This account was disabled; ask an admin of this desk.")
        yield work
