"""What the store's engine can run into, said so that a person can act on it."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from core.errors import BadInput, ConnectionLost, DeskError, DeskUnusable

DAMAGED = "The desk's store is damaged or is not this desk's; restore a backup."
NOT_WRITABLE = (
    "The desk's folder cannot be written to; its store needs that even for reading. Free it, then try again."
)
_SENTENCES = (
    ("SQLITE_FULL", "The disk is full, so what was being written was not kept; make room, then do it again."),
    ("SQLITE_BUSY", "Another program has been writing to this desk for too long; try again in a moment."),
    ("SQLITE_READONLY", NOT_WRITABLE),
    ("SQLITE_CANTOPEN", NOT_WRITABLE),
    (
        "SQLITE_IOERR",
        "The desk's disk reports an error, so the last change was not kept. Have the disk checked.",
    ),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", DAMAGED),
)
"""By the beginning of SQLite's own name for a fault (sqlite.org/rescode.html)."""


CONNECTION, REFUSED, UNTRUSTED = "08", "28", "no trust"
LOST = (CONNECTION, "57P01", "57P02", "57P03", "57P05", "25P03")
"""The server went away, is starting, or closed this connection."""

SERVER_AWAY = (
    "The desk's server cannot be reached. What was being saved may not have been kept; look once it is back."
)
_SERVER: tuple[tuple[str, type[DeskError], str], ...] = (
    (
        "28",
        DeskUnusable,
        "The desk's server refuses the connection: see to the login, its password and the database's name.",
    ),
    (
        UNTRUSTED,
        DeskUnusable,
        "The server shows no certificate that proves it to be the desk's; ask whoever looks after it.",
    ),
    ("3D", DeskUnusable, "There is no such database on the server; ask whoever looks after it."),
    ("22003", BadInput, "That number is too large; no record has it."),
    ("22001", BadInput, "One of the values is longer than its place on this desk."),
    ("42501", DeskUnusable, "The server does not let this login do that; ask whoever looks after it."),
    ("53100", DeskUnusable, "The server's disk is full, so what was being written was not kept."),
    ("53", DeskUnusable, "The server has no room for more work just now; try again in a moment."),
    (
        "55P03",
        DeskUnusable,
        "Someone else has been writing to this desk for too long; try again in a moment.",
    ),
    ("40", DeskUnusable, "Somebody else changed this at the same moment; try again."),
    ("58", DeskUnusable, "The server's disk reports an error; nothing of this was kept."),
    ("XX001", DeskUnusable, "The server says that its data is damaged; restore a backup."),
)
"""By the beginning of PostgreSQL's own code for a fault (PostgreSQL 15, appendix A)."""


def say_faults(engine: Engine) -> None:
    """Have this engine raise DeskUnusable for the disk's faults, BadInput for a number no record can have."""
    event.listen(engine, "handle_error", _told)


def _told(fault: ExceptionContext) -> None:
    if found := sentence_for(fault.original_exception):
        if isinstance(found, ConnectionLost):
            fault.is_disconnect = True  # the connections that nobody uses just now are gone as well
        raise found from fault.original_exception


def sentence_for(error: BaseException) -> DeskError | None:
    """Return what a person is told of an engine's error; None where it is no fault of disk or input."""
    if isinstance(error, OverflowError):  # more than the 64 bits of an id
        return BadInput("That number is too large; no record has it.")
    if state := getattr(error, "sqlstate", "") or _unreached(error):
        return _server_sentence(state)
    name = getattr(error, "sqlite_errorname", "")
    return next((DeskUnusable(said) for beginning, said in _SENTENCES if name.startswith(beginning)), None)


def _unreached(error: BaseException) -> str:
    """Return the state of a broken connection for an error of PostgreSQL's driver that names none."""
    kinds = {f"{one.__module__.split('.')[0]}.{one.__name__}" for one in type(error).__mro__}
    if "psycopg.OperationalError" not in kinds:
        return ""
    if "FATAL" in str(error) or "no password supplied" in str(error):
        return REFUSED
    return UNTRUSTED if any(one in str(error) for one in ("certificate", "SSL")) else CONNECTION


def _server_sentence(state: str) -> DeskError | None:
    if state.startswith(LOST):
        return ConnectionLost(SERVER_AWAY)
    return next((kind(said) for beginning, kind, said in _SERVER if state.startswith(beginning)), None)
