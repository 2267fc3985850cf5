"""remitctl: the same verbs without a screen. It has no logic of its own."""

import os
import sys
from io import TextIOWrapper

import typer
from typer.exceptions import TyperException

from core.cli.invocation import CalledWrongly, Invocation, taken_out
from core.cli.wrong_calls import sentence_of
from core.errors import DeskError
from core.logfiles.files import Logbook, log_folder
from core.logfiles.notes import Event, Listed, note
from core.mistakes import mistake_report

MISTAKE = (
    "Remit made a mistake; the last change is either complete or did not happen. The lines below name places "
    "in the program and no person: send them to whoever looks after Remit for you."
)


def main() -> None:
    """Run remitctl; exit status 0 done, 1 refused or found wanting, 2 called wrongly."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack characters
    call, words = taken_out(sys.argv[1:])
    logbook = Logbook("remitctl", log_folder())
    try:
        status = run(call, words)
    finally:
        logbook.close()
    sys.exit(_flushed(status))


def run(call: Invocation, words: list[str]) -> int:
    """Run one call and return its exit status; the log gets its verb, and how it ended."""
    note(Event.STARTED, verb=_verb(call, words))
    status = _run(call, words)
    note(Event.ENDED, status=status)
    return status


def _run(call: Invocation, words: list[str]) -> int:
    from core.cli.commands import app  # noqa: PLC0415  # the verbs load SQLAlchemy; a wrong option should not

    if call.fault:
        call.refuse(call.fault)
        return 2
    try:
        return int(app(words, obj=call, standalone_mode=False) or 0)
    except typer.Exit as leaving:
        return leaving.exit_code
    except BrokenPipeError:
        return 1
    except (DeskError, OSError, typer.Abort, TyperException) as error:
        note(Event.REFUSED, error)
        call.refuse(sentence_of(error, as_json=call.as_json))
        return 2 if isinstance(error, CalledWrongly | TyperException) else 1
    except Exception as mistake:  # noqa: BLE001  # the last resort: a sentence, and where it happened
        note(Event.MISTAKE, mistake)
        call.refuse(MISTAKE, mistake_report(mistake))
        return 1
    finally:
        call.close()


def _verb(call: Invocation, words: list[str]) -> Listed:
    """Return the call's first word: one of the program's own verbs, or withheld."""
    if call.fault:
        return Listed("", frozenset())
    from core.cli.commands import app  # noqa: PLC0415  # as in _run

    verbs = [*(one.name for one in app.registered_groups), *(one.name for one in app.registered_commands)]
    return Listed(words[0] if words else "", frozenset(str(one) for one in verbs))


def _flushed(status: int) -> int:
    """Send what is still to be sent; a reader that went away, as `head` does, is no mistake of the call."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status
