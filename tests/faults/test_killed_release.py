"""The machine stops in the middle of a release: one letter in the end, and none for what was not released."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.verification import verify_log
from core.desk import Desk
from core.mail.outbox import letters_about
from core.mail.tables import Letter
from core.requests.case_view import case
from tests.conftest import PASSPHRASE
from tests.faults.releasing import reviewed_answer

STOPS = {
    "before the commit": "core.requests.release.record",
    "after the commit": "core.mail.outbox._sweep",
    "before the rename": "pathlib.Path.replace",
    "after the rename": "core.landing.sync_folder",
    "before it is noted": "core.mail.outbox.record",
}
CALLS_BEFORE = {"before it is noted": "1"}  # the letter's writing is recorded first
ABOUT = {"before the rename": "-outbox", "after the rename": "-outbox"}  # a sign-in keeps its count so too
"""Where the machine stops: at the call of which function, after how many calls, and about what."""

PROGRAM = """
import os, signal, sys
from importlib import import_module
from core.cli import main
place, _, name = sys.argv.pop(1).rpartition(".")
holder, _, inner = place.rpartition(".") if place == "pathlib.Path" else (place, "", "")
owner = getattr(import_module(holder), inner) if inner else import_module(holder)
left = [int(sys.argv.pop(1))]
real = getattr(owner, name)
about = sys.argv.pop(1)
def stopped(*given, **named):
    left[0] -= about in repr(given)
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*given, **named)
setattr(owner, name, stopped)
main()
"""


@pytest.fixture
def reviewed(signed_in: Callable[[str], Desk]) -> tuple[Desk, str]:
    """A desk with one answer that may be released, and the hash of it that was seen."""
    pia = signed_in("pia")
    return pia, reviewed_answer(pia)


def remitctl(desk: Desk, program: list[str], *words: str) -> int:
    call = [*program, "--desk", str(desk.folder.path), "--as", "pia", "--json", "requests", *words]
    environment = os.environ | {"REMIT_PASSPHRASE": PASSPHRASE}
    return subprocess.run(call, env=environment, capture_output=True, check=False).returncode  # noqa: S603  # our own program


def letters(desk: Desk) -> list[Path]:
    return sorted(desk.folder.outbox.glob("request-*.eml"))


@pytest.mark.parametrize("stop", STOPS)
def test_a_release_that_was_killed_ends_with_one_letter_or_was_none(
    stop: str, reviewed: tuple[Desk, str]
) -> None:
    desk, seen = reviewed
    stopping = [sys.executable, "-c", PROGRAM, STOPS[stop], CALLS_BEFORE.get(stop, "0"), ABOUT.get(stop, "")]
    killed = remitctl(desk, stopping, "release", "1", "--seen", seen)
    assert killed == -signal.SIGKILL
    with desk.read() as work:
        released = case(work, 1).state == "released"
    assert released is (stop != "before the commit")
    if not released:
        assert letters(desk) == []
        assert remitctl(desk, [sys.executable, "-m", "core.cli"], "release", "1", "--seen", seen) == 0
    for _ in range(2):
        assert remitctl(desk, [sys.executable, "-m", "core.cli"], "show", "1") == 0

    (letter,) = letters(desk)
    with desk.read() as work:
        (kept,) = letters_about(work, "request", 1)
        assert len(work.session.scalars(select(Letter.id)).all()) == 1
        assert verify_log(work).ok
    assert (kept.file_name, kept.sha256) == (letter.name, sha256(letter.read_bytes()).hexdigest())
