"""Processes of Remit that begin their work at once, for tests that need thousands of them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from core.db.folder import read_folder
from tests.conftest import PASSPHRASE

ROOT = Path(__file__).parents[2]


class Warm:
    """Starts processes by forking one that has imported everything (`tests/faults/warm_program.py`)."""

    def __init__(self) -> None:
        call = [sys.executable, "-m", "tests.faults.warm_program"]
        environment = os.environ | {"REMIT_PASSPHRASE": PASSPHRASE}
        pipe = subprocess.PIPE
        self.program = subprocess.Popen(call, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True)  # noqa: S603  # our own program
        self.running = dict[int, Path]()

    def stretch(self, desk: Path, *names: str) -> None:
        """Make the sign-in of these staff members quick."""
        for name in names:
            self._ask("stretch", read_folder(desk).salt.hex(), name, PASSPHRASE)

    def start(self, deed: str, *words: Any, output: Path, held: bool = False) -> int:
        """Start a process that calls `module:function` with these words; what it says lands in `output`."""
        number = int(self._ask("fork", deed, words, str(output), held))
        self.running[number] = output
        return number

    def ended(self, process: int) -> int:
        """Wait for a process to end; returns its exit status, or the negative signal that ended it."""
        status = int(self._ask("wait", process))
        del self.running[process]
        return status

    def kill(self, process: int) -> int:
        """End a process with SIGKILL; returns what `ended` does."""
        os.kill(process, signal.SIGKILL)
        return self.ended(process)

    def close(self) -> None:
        """End all of them."""
        for one in list(self.running):
            self.kill(one)
        self.program.communicate()

    def _ask(self, *given: Any) -> str:
        assert self.program.stdin
        assert self.program.stdout
        self.program.stdin.write(json.dumps(given) + "\n")
        self.program.stdin.flush()
        return self.program.stdout.readline()


def wait_until_held(process: int) -> None:
    """Return once a held process stands still."""
    while Path(f"/proc/{process}/stat").read_text("ascii").rpartition(") ")[2][0] not in "Tt":
        time.sleep(0.001)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a system with fork can do this quickly")
