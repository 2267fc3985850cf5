"""What the store's engine can run into, said so that a person can act on it."""

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from core.errors import BadInput, DeskError, DeskUnusable

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
        "The desk's disk reports an error; nothing of this was kept. Have the disk checked.",
    ),
    ("SQLITE_CORRUPT", DAMAGED),
    ("SQLITE_NOTADB", DAMAGED),
)
"""By the beginning of SQLite's own name for a fault (sqlite.org/rescode.html)."""


def say_faults(engine: Engine) -> None:
    """Have this engine raise DeskUnusable for the disk's faults, BadInput for a number no record can have."""
    event.listen(engine, "handle_error", _told)


def _told(fault: ExceptionContext) -> None:
    if found := sentence_for(fault.original_exception):
        raise found from fault.original_exception


def sentence_for(error: BaseException) -> DeskError | None:
    """Return what a person is told of an engine's error; None where it is no fault of disk or input."""
    if isinstance(error, OverflowError):  # more than the 64 bits of an id
        return BadInput("That number is too large; no record has it.")
    name = getattr(error, "sqlite_errorname", "")
    return next((DeskUnusable(said) for beginning, said in _SENTENCES if name.startswith(beginning)), None)
