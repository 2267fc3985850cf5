"""The project's own `.venv`, with the exact versions of `constraints.txt`."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

RUN = "."
TEST = ".[test]"
BUILD_BACKEND = ("hatchling", "editables")
NO_NETWORK = ("connection broken by", "timed out", "ProxyError", "SSLError")  # in pip's own words


class Trouble(Exception):
    """Something outside the project stands in the way; its text is one sentence for the person."""


def tail(text: str, lines: int = 8) -> str:
    """The last lines of what a program said, indented."""
    return "\n".join(f"  {line}" for line in text.strip().splitlines()[-lines:])


def python(root: Path) -> str:
    """The path of the Python in the project's own environment."""
    return str(root / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def provide(root: Path, wanted: str) -> None:
    """Install the project (`RUN`, or `TEST` with its tools) unless just this is there already.

    Raises:
        Trouble: The environment cannot be made, or the packages cannot be fetched.
    """
    stamp = Stamp(root)
    if stamp.covers(wanted):
        return
    make(root, anew=stamp.is_of_another_place())
    install(root, wanted)
    stamp.write(wanted)


class Stamp:
    """Says what the environment was last made from and for, so that a second start is instant."""

    def __init__(self, root: Path) -> None:
        self.file = root / ".venv" / "remit-stamp"
        sources = (root / "pyproject.toml", root / "packaging" / "constraints.txt")
        self.content = hashlib.sha256(b"\0".join(file.read_bytes() for file in sources)).hexdigest()
        # The environment holds absolute paths: a moved folder or another Python needs a new one.
        self.place = f"{root} {sys.version.split()[0]}"

    def read(self) -> list[str]:
        """The three lines: place, content, what it was made for; empty where there is no whole stamp."""
        lines = self.file.read_text("utf-8").splitlines() if self.file.exists() else []
        return lines if len(lines) == len(("place", "content", "made for")) else ["", "", ""]

    def covers(self, wanted: str) -> bool:
        """Tell whether nothing is left to do; an environment for the tests runs the program too."""
        place, content, made_for = self.read()
        return (place, content) == (self.place, self.content) and made_for in {wanted, TEST}

    def is_of_another_place(self) -> bool:
        """Tell whether the environment was made elsewhere or by another Python."""
        return self.read()[0] not in {"", self.place}

    def write(self, wanted: str) -> None:
        """Note that the environment is complete."""
        self.file.write_text(f"{self.place}\n{self.content}\n{wanted}\n", "utf-8")


def make(root: Path, *, anew: bool) -> None:
    """Make the empty environment, or leave a good one as it is."""
    if not anew and has_pip(root):
        return
    print(f"Making {root / '.venv'} with Python {sys.version.split()[0]}", flush=True)
    try:
        venv.EnvBuilder(with_pip=True, clear=True, symlinks=os.name != "nt").create(root / ".venv")
    except (OSError, subprocess.CalledProcessError) as error:
        raise Trouble(f"The folder .venv could not be made: {error}") from error


def has_pip(root: Path) -> bool:
    """Tell whether an environment is there whose making was not cut short."""
    ask = [python(root), "-m", "pip", "--version"]
    return Path(ask[0]).exists() and subprocess.run(ask, capture_output=True, check=False).returncode == 0


def install(root: Path, wanted: str) -> None:
    """Install the pinned packages, then the project itself so that an edited file counts at once."""
    print("Installing Python's packages as pinned in packaging/constraints.txt (a minute or two)", flush=True)
    # The build backend is pinned like all else, so it is installed first and not fetched apart by pip.
    pip(root, [*BUILD_BACKEND])
    pip(root, ["--no-build-isolation", "--editable", wanted])


def pip(root: Path, arguments: list[str]) -> None:
    """Run `pip install` under the constraints."""
    command = [python(root), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--constraint", "packaging/constraints.txt", *arguments]
    done = subprocess.run(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise Trouble(why_pip_failed(done.stdout))


def why_pip_failed(said: str) -> str:
    """One sentence for a person, from all that pip said."""
    if any(sign in said for sign in NO_NETWORK):
        return "Python's packages could not be fetched: the package index is out of reach. Are you online?"
    return f"Python's packages could not be installed; pip said:\n{tail(said)}"
