"""What is said when a call cannot be done: one plain sentence, none of the library's or of Python's words."""

import re
from collections.abc import Callable, Iterable

import typer

from core.cli.invocation import CalledWrongly
from core.errors import DeskError


def _unknown(found: re.Match[str]) -> str:
    known = found[2].replace("'", "")
    return f"“{found[1]}” is unknown; take one of {known}."


_PLAINER: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"Input should be a valid integer.*", "that is no whole number."),
    (r"Input should be a valid number.*", "that is no number."),
    (r"Input should be greater than or equal to (\S+?)\.?$", r"it starts at \1."),
    (r"Input should be less than or equal to (\S+?)\.?$", r"it ends at \1."),
    (r"Choose from: (.*)$", r"Take one of \1."),
    (r"Got unexpected extra argument\(?s?\)? \((.*)\)", r"More words than this command takes: \1."),
    (r"^Missing argument '(\w+)'", r"\1 is missing"),
    (r"^Missing option '([^']+)'", r"\1 is missing"),
    (r"'([^']*)' is not one of (.*)\.$", _unknown),
    (r"^Invalid value for '\[?([^'\]]+)\]?(?:\.\.\.)?'", r"\1"),
)
"""The command line library's words, and the plain ones for them."""


def sentence_of(error: Exception, *, as_json: bool = False) -> str:
    """Return what a person is told of an error; with JSON one line even where a person gets the help."""
    if isinstance(error, DeskError):
        return error.sentence
    if isinstance(error, typer.Abort):
        return "Stopped."
    if isinstance(error, OSError):
        return f"{error.filename or 'The disk'}: {error.strerror or 'not possible'}."
    return _of_the_call(error, as_json=as_json)


def one_of(words: Iterable[str], what: str) -> Callable[[str | None], str | None]:
    """Return the check of an option that may be left out, or be one of these words; `what` names it.

    The check raises CalledWrongly for any other word.
    """
    known = list(words)

    def checked(word: str | None) -> str | None:
        if word and word not in known:
            raise CalledWrongly(f"“{word}” is no {what}; take one of {', '.join(known)}.")
        return word

    return checked


def at_most(rows: int) -> int:
    """Return the option that says how many rows are wanted."""
    limit: int = typer.Option(rows, min=1, help="At most so many rows.")
    return limit


def _of_the_call(error: Exception, *, as_json: bool) -> str:
    said = str(getattr(error, "format_message", error.__str__)())
    if said.lstrip().startswith("Usage:"):  # a group without its command answers with its help
        return "Name a command; --help lists them." if as_json else said
    said = " ".join(said.split())
    for theirs, plainer in _PLAINER:
        said = re.sub(theirs, plainer, said)
    return said
