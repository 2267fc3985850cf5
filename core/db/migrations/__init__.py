"""Bringing a desk's store to this program's schema, and refusing one that a newer program made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from core.errors import DeskUnusable

HEAD = "0018"
"""The newest revision that this program knows; a test compares it with the folder of versions."""


@dataclass(frozen=True)
class Upgrade:
    """A store brought from one revision to another; `counts` tell how many rows it changed, and as what."""

    before: str
    after: str
    counts: Mapping[str, int]


Note = Callable[[Connection, Upgrade], None]


def is_behind(engine: Engine) -> bool:
    """Tell whether this store lacks migrations; raises DeskUnusable when a newer Remit made it."""
    with engine.connect() as connection:
        return _lacks(revision_of(connection))


def bring_up_to_date(connection: Connection, note: Note = lambda _connection, _upgrade: None) -> None:
    """Run the migrations that this store has not had yet, in the caller's transaction.

    `note` is given what was done to a store that stood already, in the same transaction. Raises DeskUnusable
    when a newer Remit made it. Alembic is only loaded when there is work to do.
    """
    found = revision_of(connection)
    if not _lacks(found):
        return
    counts = _upgrade(connection)
    if found is not None:
        note(connection, Upgrade(found, HEAD, counts))


def _lacks(found: str | None) -> bool:
    if found is not None and found not in known_revisions():
        raise DeskUnusable("This desk was last opened by a newer Remit; install that version to open it.")
    return found != HEAD


def revision_of(connection: Connection) -> str | None:
    """Return the store's revision, or None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def known_revisions() -> frozenset[str]:
    """Return the revisions that this program can migrate from."""
    return frozenset(file.name[:4] for file in (Path(__file__).parent / "versions").glob("0*.py"))


def _upgrade(connection: Connection) -> Mapping[str, int]:
    """Migrate; a migration that changes rows counts them in `counts`."""
    from alembic import command  # noqa: PLC0415  # 0.2 s of import that most starts do not need
    from alembic.config import Config  # noqa: PLC0415  # the same

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    counts: dict[str, int] = config.attributes.setdefault("counts", {})
    command.upgrade(config, "head")
    return counts
