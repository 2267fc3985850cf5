"""One call of remitctl: its desk, its person, and how it answers."""

import os
import sys
from argparse import ArgumentError, ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from getpass import getpass
from pathlib import Path
from typing import Any

from core.cli.rendering import harmless, in_json, render
from core.desk import Desk
from core.errors import BadInput, DeskError
from core.progress import Progress
from core.shares.recovery import recover
from core.workstation import joined

OTHERS, LONGEST_FILE = 0o077, 64 * 1024
NO_TEXT = "{} is no text in UTF-8."
OPTIONS = "Anywhere in a call: --desk DIR or --database URL, --as STAFF, --passphrase-file FILE, --json."


class CalledWrongly(DeskError):
    """The call cannot be taken as it stands: exit status 2; the sentence says what is missing or unknown."""


@dataclass
class Invocation:
    """What stands around every verb; commands get it as `ctx.obj`.

    `fault` says what is wrong with the options themselves; such a call is not run.
    """

    desk_path: Path | None = None
    database: str = ""
    staff_name: str = ""
    passphrase_file: Path | None = None
    as_json: bool = False
    fault: str = ""
    _desk: Desk | None = field(default=None, repr=False)

    def desk(self) -> Desk:
        """Open the desk and sign in, once per call."""
        if self._desk is None:
            self._named()
            if not self.staff_name:
                raise CalledWrongly("Say who you are: --as STAFF.")
            desk = self.closed_desk()
            desk.sign_in(self.staff_name, self.passphrase())
            self._desk = desk
            if desk.wrong_before:
                print(desk.wrong_before.sentence, file=sys.stderr)  # noqa: T201  # for the person
            recover(desk)
        return self._desk

    def closed_desk(self) -> Desk:
        """Find the desk, and sign nobody in."""
        self._named()
        return Desk(self.desk_path or joined(self.database), database=self.database)

    def _named(self) -> None:
        if self.desk_path is None and not self.database:
            raise CalledWrongly("Name the desk: --desk DIR or --database URL (REMIT_DESK, REMIT_DATABASE).")

    @staticmethod
    def recovery_key() -> str:
        """Return the recovery key from the environment or a prompt."""
        given = _in_environment("REMIT_RECOVERY_KEY")
        if given is None and not sys.stdin.isatty():
            raise CalledWrongly("Give the recovery key: REMIT_RECOVERY_KEY.")
        return getpass("Recovery key: ") if given is None else given

    def passphrase(self, *, otherwise: str | None = None) -> str:
        """Return the passphrase from the file, the environment, `otherwise`, or a prompt."""
        if self.passphrase_file:
            return _first_line(self.passphrase_file)
        given = _in_environment("REMIT_PASSPHRASE")
        given = otherwise if given is None else given
        if given is not None:
            return given
        if not sys.stdin.isatty():
            raise CalledWrongly("Give the passphrase: REMIT_PASSPHRASE or --passphrase-file.")
        return getpass("Passphrase: ")

    def new_passphrase(self, prompt: str = "Their first passphrase: ") -> str:
        """Return a passphrase to be set: REMIT_NEW_PASSPHRASE, a prompt, or this call's own.

        Raises BadInput when what is typed twice is not the same.
        """
        given = _in_environment("REMIT_NEW_PASSPHRASE")
        if given is None and sys.stdin.isatty():
            typed = getpass(prompt)
            if getpass("The same again: ") != typed:
                raise BadInput("The two passphrases are not the same; nothing was changed.")
            return typed
        return self.passphrase() if given is None else given

    @staticmethod
    def sought(text: str) -> str:
        """Return what is searched for; `-` has it read from standard input.

        A name or an address on the command line is seen by everyone who lists the machine's processes.
        """
        return _typed() if text == "-" else text

    def show(self, answer: Mapping[str, Any]) -> None:
        """Answer: one JSON object with --json, else lines and tables for a person."""
        if self.as_json:
            print(in_json(answer))  # noqa: T201  # the answer itself
        else:
            render(answer)

    def refuse(self, sentence: str, report: str = "") -> None:
        """Say why it was not done; on standard output too when JSON is expected there.

        `report` is for whoever looks after the program, and stands under the sentence.
        """
        if self.as_json:
            print(in_json({"ok": False, "error": sentence}))  # noqa: T201  # the answer itself
        print(harmless(sentence), file=sys.stderr)  # noqa: T201  # for the person
        if report:
            print(report, file=sys.stderr)  # noqa: T201  # for the person to hand on

    @contextmanager
    def progress(self, doing: str) -> Iterator[Progress]:
        """Give a progress; a terminal shows it as a bar on standard error."""
        from core.cli.rendering import bar  # noqa: PLC0415  # rich's bars load only when one is shown

        progress = Progress(doing)
        if self.as_json or not sys.stderr.isatty():
            yield progress
            return
        with bar(progress):
            yield progress

    def close(self) -> None:
        """Sign out."""
        if self._desk:
            self._desk.sign_out()


def taken_out(words: list[str]) -> tuple[Invocation, list[str]]:
    """Take the options that stand anywhere out of a call; return them and the rest."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--desk", type=Path, metavar="DIR")
    parser.add_argument("--database", default="", metavar="URL")
    parser.add_argument("--as", dest="staff_name", default=os.environ.get("REMIT_STAFF", ""), metavar="STAFF")
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    try:
        found, rest = parser.parse_known_args(words)
    except ArgumentError as error:
        return Invocation(as_json="--json" in words, fault=f"{error.argument_name} needs a value."), words
    given = (*rest, found.staff_name)
    fault = next((NO_TEXT.format(f"“{ascii(one)[1:-1]}”") for one in given if not _is_text(one)), "")
    if found.desk and found.database:
        fault = "Name the desk once: --desk DIR or --database URL."
    named = bool(found.desk or found.database)
    folder, database = (found.desk, found.database) if named else _surrounding_desk()
    return Invocation(folder, database, found.staff_name, found.passphrase_file, found.json, fault), rest


def _is_text(word: str) -> bool:
    """Tell whether a word of the call is text: what is not comes as lone surrogates (PEP 383)."""
    return not any("\ud800" <= one <= "\udfff" for one in word)


def _typed() -> str:
    """Return the first line of standard input; raises BadInput when it is no text."""
    try:
        typed = sys.stdin.readline().strip()
    except UnicodeDecodeError:
        typed = "\udcff"
    if not _is_text(typed):
        raise BadInput(NO_TEXT.format("The line on standard input"))
    return typed


def _in_environment(variable: str) -> str | None:
    """Return a secret from the environment; what is no text is refused, and never shown."""
    value = os.environ.get(variable)
    if value is not None and not _is_text(value):
        raise CalledWrongly(NO_TEXT.format(variable))
    return value


def _surrounding_desk() -> tuple[Path | None, str]:
    """Return the desk that the environment names; a folder goes before a server."""
    folder = os.environ.get("REMIT_DESK")
    return (Path(folder), "") if folder else (None, os.environ.get("REMIT_DATABASE", ""))


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            _refuse_others(file, os.fstat(opened.fileno()))
            return opened.read(LONGEST_FILE).decode().splitlines()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise BadInput(f"No passphrase could be read from {file}.") from error


def _refuse_others(file: Path, found: os.stat_result) -> None:
    """Refuse a file that others may read or write, or own: they know or choose what is in it."""
    if os.name != "posix":
        return
    if found.st_mode & OTHERS:
        raise BadInput(f"Others on this machine may read {file}; take that from them: chmod 600 {file}")
    if found.st_uid != os.geteuid():
        raise BadInput(f"{file} belongs to another account of this machine; keep one of your own: chown it.")
