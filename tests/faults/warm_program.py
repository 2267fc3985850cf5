"""Remit imported, with nothing open: it forks a process for each deed that it is told to have done.

Starting Python, importing Remit and stretching a passphrase takes a second or more, and is not what a test of
faults is about. All of it is done here once. No desk is opened before the fork: each process signs in by
itself, over a connection of its own.

A line of JSON on standard input says what to do; a line on standard output answers:
    ["stretch", SALT, NAME, PASSPHRASE]         done: this sign-in costs no time from now on
    ["fork", DEED, WORDS, OUTPUT, HELD]         the number of a process that calls `module:function`
    ["wait", PROCESS]                           its exit status; the negative signal where one ended it
A held process stands still until it gets SIGCONT.
"""

import json
import os
import signal
import sys
import traceback
from functools import cache
from importlib import import_module
from typing import Any, NoReturn

import core.cli.commands
from core.postings.screening import live_screener
from core.staff import key_slots
from tests.faults import deeds


def main() -> None:
    """Do as the lines say, to the end of standard input."""
    assert core.cli.commands
    assert deeds
    key_slots.hash_secret_raw = cache(key_slots.hash_secret_raw)
    live_screener()
    for line in sys.stdin:
        what, *given = json.loads(line)
        print(_ANSWERS[what](*given), flush=True)  # noqa: T201  # the answer itself


def _stretch(salt: str, name: str, passphrase: str) -> str:
    key_slots._derive(bytes.fromhex(salt), name, passphrase)
    return "done"


def _fork(deed: str, words: list[Any], output: str, held: bool) -> int:  # noqa: FBT001  # one of a line's values
    number = os.fork()
    if number == 0:
        _become(deed, words, output, held=held)
    return number


def _wait(number: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def _become(deed: str, words: list[Any], output: str, *, held: bool) -> NoReturn:
    """Be the new process: its own standard streams, then the deed, then the end."""
    for stream, name in enumerate((os.devnull, f"{output}.out", f"{output}.err")):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(opened, stream)
        os.close(opened)
    if held:
        os.kill(os.getpid(), signal.SIGSTOP)
    status = 1
    try:
        status = _done(deed, words)
    except BaseException:  # noqa: BLE001  # told on its own standard error
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _done(deed: str, words: list[Any]) -> int:
    module, _, function = deed.partition(":")
    try:
        return int(getattr(import_module(module), function)(*words) or 0)
    except SystemExit as leaving:
        return int(leaving.code or 0)


_ANSWERS = {"stretch": _stretch, "fork": _fork, "wait": _wait}

if __name__ == "__main__":
    main()
