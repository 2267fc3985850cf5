"""A change of a desk in a program of its own, killed at one of its lines."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import run

_KILLED = """
import os, sys
from pathlib import Path
from core.desk import Desk
folder, at, who, change, *watched = sys.argv[1:]
desk, at, seen = Desk(Path(folder)), int(at), 0
desk.sign_in(who, "remit test desk")
def trace(frame, event, _argument):
    global seen
    if event == "line":
        seen += 1
        if seen == at:
            os.kill(os.getpid(), 9)
    return trace
def watch(frame, _event, _argument):
    return trace if any(one in frame.f_code.co_filename for one in watched) else None
method, *given = change.split("|")
sys.settrace(watch)
getattr(desk, method)(*given)
sys.settrace(None)
print(seen)
"""


def killed_at(
    folder: Path, at: int, who: str, change: Sequence[str], watched: Sequence[str]
) -> tuple[int, str, str]:
    """Have `who` call a method of the desk, killed at the line of that number in the watched files.

    Returns exit status, output and errors; for line 0 it is not killed, and prints how many there are.
    """
    command = [sys.executable, "-c", _KILLED, str(folder), str(at), who, "|".join(change), *watched]
    done = run(command, capture_output=True, text=True, check=False, env=dict(os.environ))  # noqa: S603  # our own
    return done.returncode, done.stdout, done.stderr
