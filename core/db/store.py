"""The two places a desk can be kept: an encrypted file in its folder, or a database on a server."""

from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from core.db.embedded import embedded_engine
from core.db.folder import DeskFolder
from core.db.migrations import Note, bring_up_to_date, is_behind
from core.db.reencryption import clear_away, opens, under_new_key
from core.db.unit_of_work import WriteWork
from core.db.watching import EmbeddedWatch, Watch
from core.landing import land_bytes


class Slots(Protocol):
    """Where key slots are kept."""

    def names(self) -> list[str]:
        """Name every slot that is there."""

    def read(self, name: str) -> bytes | None:
        """Return a slot's content; None where there is none."""

    def keep(self, work: WriteWork, name: str, wrapped: bytes) -> None:
        """Put a slot in its place; it stays if the work is committed."""

    def take_away(self, work: WriteWork, name: str) -> None:
        """Destroy a slot if the work is committed."""


class Store(Protocol):
    """What a desk needs of the place it is kept in."""

    slots: Slots
    slots_apart: bool
    """Slots do not change in the store's own transaction: for a moment they must hold both keys."""

    def open(self, key: bytes, note: Note) -> Engine:
        """Return an engine on the store, its schema up to date; `note` logs what that changed.

        Raises DeskUnusable with the reason.
        """

    def close(self) -> None:
        """Let go of every connection that is not in use."""

    def watch(self, engine: Engine) -> Watch:
        """Return what notices that somebody else changed the store."""

    def opens(self, key: bytes) -> bool:
        """Tell whether this key, of several in a slot, is the store's."""

    def under_new_key(self, key: bytes, new: bytes) -> AbstractContextManager[Engine]:
        """Give an engine; what is written there in the block holds under the new key, all or nothing."""


class EmbeddedStore:
    """One encrypted file."""

    slots_apart = True

    def __init__(self, folder: DeskFolder) -> None:
        self._file = folder.store
        self.slots: Slots = FolderSlots(folder.slots)
        self._engine: Engine | None = None

    def open(self, key: bytes, note: Note) -> Engine:
        """Return an engine on the file, its schema up to date."""
        self._engine = embedded_engine(self._file, key)
        _upgrade(self._engine, note)
        clear_away(self._file)  # whoever changes the key keeps everyone out: it is nobody's any more
        return self._engine

    def close(self) -> None:
        """Close the file."""
        if self._engine:
            self._engine.dispose()

    def watch(self, engine: Engine) -> Watch:
        """Return what asks the file whether it was changed."""
        return EmbeddedWatch(engine)

    def opens(self, key: bytes) -> bool:
        """Tell whether this key is the file's."""
        return opens(self._file, key)

    def under_new_key(self, key: bytes, new: bytes) -> AbstractContextManager[Engine]:
        """Give an engine on a copy under the new key, which takes the file's place in the end."""
        self.close()
        return under_new_key(self._file, key, new)


def _upgrade(engine: Engine, note: Note) -> None:
    if is_behind(engine):
        with engine.connect().execution_options(writing=True) as connection:
            bring_up_to_date(connection, note)
            connection.commit()


class FolderSlots:
    """The key slots of an embedded desk, a file each."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def names(self) -> list[str]:
        """Name every slot that is there, and what was left of one half written."""
        return [one.name for one in self._place.iterdir() if not one.is_dir()]

    def read(self, name: str) -> bytes | None:
        """Return a slot's content; None where there is none."""
        with suppress(OSError):
            return (self._place / name).read_bytes()
        return None

    def keep(self, work: WriteWork, name: str, wrapped: bytes) -> None:
        """Put a slot in its place at once; it goes again if its account is not committed."""
        new = self.read(name) is None
        land_bytes(self._place / name, wrapped, replace=True)
        work.at_end(lambda committed: None if committed or not new else self._remove(name))

    def take_away(self, work: WriteWork, name: str) -> None:
        """Destroy a slot once its account is committed as disabled."""
        work.at_end(lambda committed: self._remove(name) if committed else None)

    def _remove(self, name: str) -> None:
        (self._place / name).unlink(missing_ok=True)


def store_of(folder: DeskFolder, database: str = "") -> Store:
    """Return the place where this desk is kept; `database` is the server's whole URL."""
    if not folder.database:
        return EmbeddedStore(folder)
    from core.db.server_store import ServerStore  # noqa: PLC0415  # psycopg loads for a desk on a server alone

    return ServerStore(folder, database or folder.database)
