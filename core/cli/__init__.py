"""remitctl: the same verbs without a screen. It has no logic of its own."""

import sys

import typer
from typer.exceptions import TyperException

from core.cli.invocation import Invocation, taken_out
from core.errors import DeskError


def main() -> None:
    """Run remitctl; exit status 0 done, 1 refused or found wanting, 2 called wrongly."""
    call, words = taken_out(sys.argv[1:])
    sys.exit(run(call, words))


def run(call: Invocation, words: list[str]) -> int:
    """Run one call and return its exit status."""
    from core.cli.commands import app  # noqa: PLC0415  # the verbs load SQLAlchemy; a wrong option should not

    try:
        return int(app(words, obj=call, standalone_mode=False) or 0)
    except DeskError as error:
        call.refuse(error.sentence)
        return 1
    except typer.Exit as leaving:
        return leaving.exit_code
    except typer.Abort:
        call.refuse("Stopped.")
        return 1
    except TyperException as error:
        call.refuse(error.format_message())
        return 2
    finally:
        call.close()
