"""One at a time among the programs of this machine: a lock that goes with whoever holds it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_S, AGAIN_S = 15.0, 0.02
OWN = 0o600


class Busy(Exception):  # named for what happened, as the desk's errors are
    """Another program held the lock for longer than anything it guards takes."""


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold the lock at this path; raises Busy after 15 s, OSError where there can be no such file."""
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    descriptor = os.open(lock, flags, OWN)
    try:
        until = time.monotonic() + PATIENCE_S
        while not _locked(descriptor):
            if time.monotonic() > until:
                raise Busy
            time.sleep(AGAIN_S)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  # on Windows alone

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415  # not there on Windows

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
