"""Failing one call to the operating system, by strace: the n-th write, fsync, rename … of a held process.

strace counts calls of each name by itself, and only those on the paths that it is told. Which there are is
recorded first, so that each can be failed by its name and number.
"""

import os
import re
import shutil
import signal
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.faults.warm import Warm, wait_until_held

CALLS = ("pwrite64", "write", "fsync", "fdatasync", "ftruncate", "rename", "openat")
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_PATH = re.compile(r'(?:<|")(/[^>"]*)[>"]')


@dataclass(frozen=True)
class Call:
    """The n-th call of this name on the paths that are looked at, the first being 1."""

    name: str
    number: int


@dataclass(frozen=True)
class Ended:
    """How a traced process ended, what it said on standard error, and the calls that strace saw or failed."""

    status: int
    said: str
    lines: Sequence[str]

    @property
    def failed(self) -> list[str]:
        """The calls that strace failed."""
        return [one for one in self.lines if "(INJECTED)" in one]


@cache
def why_not() -> str:
    """Say why no process can be traced here; empty where one can."""
    if shutil.which("strace") is None:
        return "strace is not installed (packaging/bootstrap.py test installs it)"
    asked = subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, text=True, check=False)  # noqa: S603, S607  # fixed words, as the PATH finds it
    return f"tracing is not permitted here: {asked.stderr.strip()}" if asked.returncode else ""


needs_strace = pytest.mark.skipif(bool(why_not()), reason=why_not() or "strace works")


def is_in(path: str, places: Sequence[Path]) -> bool:
    """Tell whether a path is one of these or lies below one."""
    return any(Path(path).is_relative_to(place) for place in places)


class Traced:
    """One call of remitctl that can be made again and again under strace."""

    def __init__(self, warm: Warm, words: Sequence[str], output: Path) -> None:
        self.warm, self.words, self.output = warm, words, output
        self.calls = list[Call]()
        self.paths = set[str]()

    def record(self, places: Sequence[Path]) -> None:
        """Run it and note its calls on what lies in these places, in order, and the paths of these."""
        ended = self._run("-y", "-e", f"trace={','.join(CALLS)}")
        assert ended.status == 0, ended.said
        counts, main = Counter[str](), ended.lines[0].split()[0]
        for line in ended.lines:
            found = _LINE.match(line)
            touched = {one for one in _PATH.findall(line) if is_in(one, places)}
            if found and found[1] == main and touched:
                counts[found[2]] += 1
                self.calls.append(Call(found[2], counts[found[2]]))
                self.paths |= touched

    def fail(self, call: Call, error: str) -> Ended:
        """Run it with this one call failing."""
        paths = [option for path in sorted(self.paths) for option in ("-P", path)]
        inject = f"inject={call.name}:error={error}:when={call.number}"
        return self._run(*paths, "-e", f"trace={call.name}", "-e", inject)

    def _run(self, *options: str) -> Ended:
        start = "tests.faults.deeds:steady_remitctl"
        process = self.warm.start(start, *self.words, output=self.output, held=True)
        wait_until_held(process)
        seen = self.output.with_name(f"{self.output.name}.strace")
        call = ["strace", "-f", "-s", "0", "-o", str(seen), *options, "-p", str(process)]
        with subprocess.Popen(call, stderr=subprocess.PIPE, text=True) as strace:  # noqa: S603  # fixed words, our own paths
            assert strace.stderr
            attached = strace.stderr.readline()
            assert "attached" in attached, attached
            os.kill(process, signal.SIGCONT)
            status = self.warm.ended(process)
            strace.communicate()
        said = self.output.with_name(f"{self.output.name}.err").read_text("utf-8")
        return Ended(status, said, seen.read_text("utf-8", "replace").splitlines())
