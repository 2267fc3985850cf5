"""What stands before sign-in on a desk's server: whose desk it is, and the key slots that open it.

On an embedded desk the same stands in its folder (`desk.toml` and `slots/`).
"""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    inspect,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.schema import CreateSchema

from core.db.folder import FORMAT, DeskFolder
from core.db.unit_of_work import WriteWork
from core.errors import DeskUnusable

SCHEMA = "front"
FRONT = MetaData(schema=SCHEMA)
DESK = Table(
    "desk",
    FRONT,
    Column("id", String(32), primary_key=True),
    Column("format", Integer, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("demo", Boolean, nullable=False),
)
SLOTS = Table(
    "key_slot",
    FRONT,
    Column("name", String(64), primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
)


def has_desk(connection: Connection) -> bool:
    """Tell whether a desk stands in this database."""
    return inspect(connection).has_table(DESK.name, schema=SCHEMA)


def put_up(connection: Connection, folder: DeskFolder) -> None:
    """Make the front of a new desk."""
    connection.execute(CreateSchema(SCHEMA))
    FRONT.create_all(connection)
    row = {"id": folder.desk_id, "format": FORMAT, "salt": folder.salt, "demo": folder.demo}
    connection.execute(DESK.insert().values(row))


def whose(engine: Engine) -> tuple[str, bytes, bool]:
    """Return the id, the salt, and whether it is a demo; raises DeskUnusable where no desk stands."""
    try:
        with engine.connect() as connection:
            found = connection.execute(select(DESK)).one_or_none()
    except ProgrammingError as error:
        raise DeskUnusable("There is no desk in that database, or this login may not use it.") from error
    if found is None:
        raise DeskUnusable("There is no desk in that database.")
    if found.format > FORMAT:
        raise DeskUnusable("This desk was made by a newer Remit; install that version to open it.")
    return found.id, found.salt, found.demo


class ServerSlots:
    """The key slots on a server."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def names(self) -> list[str]:
        """Name every slot that is there."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(SLOTS.c.name)).scalars())

    def read(self, name: str) -> bytes | None:
        """Return a slot's content; None where there is none."""
        with self._engine.connect() as connection:
            return connection.execute(select(SLOTS.c.wrapped).where(SLOTS.c.name == name)).scalar()

    def keep(self, work: WriteWork, name: str, wrapped: bytes) -> None:
        """Put a slot in its place, in the same transaction as its account."""
        row = insert(SLOTS).values(name=name, wrapped=wrapped)
        work.session.execute(row.on_conflict_do_update(index_elements=["name"], set_={"wrapped": wrapped}))

    def take_away(self, work: WriteWork, name: str) -> None:
        """Destroy a slot, in the same transaction as its account."""
        work.session.execute(delete(SLOTS).where(SLOTS.c.name == name))
