"""What Debian's own packages have to give: Qt's libraries, fonts, and an X server for the tests."""

import importlib.util
import os
import platform
import shutil
import subprocess

from environment import Trouble, tail

OFFSCREEN = ("libegl1", "libgl1", "libdbus-1-3", "libfontconfig1", "libglib2.0-0", "libxkbcommon0")
WINDOW = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
    "libwayland-cursor0",
)
FONTS = ("fonts-noto-core", "fonts-droid-fallback")
"""For the scripts that Inter lacks: the first has most of them, the second Han, Kana and Hangul."""
RUN = OFFSCREEN + WINDOW + FONTS
SERVER = ("postgresql",)
"""The tests start a server of their own, on a socket of their own; Debian's is left alone."""
TEST = ("xvfb", "xauth", "openbox", "xdotool", "strace", *SERVER)
NO_NETWORK = ("Failed to fetch", "Could not resolve", "Could not connect")  # in apt-get's own words


def provide(wanted: tuple[str, ...]) -> None:
    """Install those of `wanted` that are missing.

    Raises:
        Trouble: They are missing and this person may not install, or apt-get could not.
    """
    if not is_debian():
        print(f"This is not Debian ({platform.system()}): Qt's libraries are taken to be here.", flush=True)
        return
    names = missing(wanted + venv_package(), installed(listing()))
    if names:
        install(names)


def is_debian() -> bool:
    """Tell whether this system takes Debian's packages (Debian, Ubuntu, Mint)."""
    return all(map(shutil.which, ("dpkg-query", "apt-get")))


def venv_package() -> tuple[str, ...]:
    """Debian splits venv from its Python; any other Python brings its own."""
    return () if importlib.util.find_spec("ensurepip") else ("python3-venv",)


def listing() -> str:
    """Say of every package: its state, its name, and the names it stands in for, between tabs."""
    form = "${db:Status-Abbrev}\t${Package}\t${Provides}\n"
    return subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True).stdout


def installed(lines: str) -> set[str]:
    """Read a `listing`; a stand-in counts (`libglib2.0-0t64` provides `libglib2.0-0`)."""
    names: set[str] = set()
    for line in lines.splitlines():
        state, package, provides = line.split("\t")
        if state.startswith("ii"):
            names |= {package, *(each.split("(")[0].strip() for each in provides.split(","))}
    return names


def missing(wanted: tuple[str, ...], present: set[str]) -> list[str]:
    """Those of `wanted` that are not `present`, in their order."""
    return [name for name in wanted if name not in present]


def install(names: list[str]) -> None:
    """Install packages as root or through a sudo that asks nothing; else say what to type."""
    prefix = privilege()
    if prefix is None:
        raise Trouble(
            f"Some of Debian's packages are missing. Run this once, then start again:\n  {by_hand(names)}"
        )
    print(f"Installing {len(names)} of Debian's packages: {' '.join(names)}", flush=True)
    command = ["install", "--yes", "--no-install-recommends", *names]
    if apt_get(prefix, command).returncode == 0:
        return
    print("Reading Debian's package lists anew", flush=True)
    apt_get(prefix, ["update"])
    last = apt_get(prefix, command)
    if last.returncode:
        raise Trouble(why_apt_failed(last.stdout))


def why_apt_failed(said: str) -> str:
    """One sentence for a person, from all that apt-get said."""
    if any(sign in said for sign in NO_NETWORK):
        return "Debian's packages could not be fetched: its archive is out of reach. Are you online?"
    return f"Debian's packages could not be installed; apt-get said:\n{tail(said)}"


def privilege() -> list[str] | None:
    """What to put before apt-get; None if this person may not install."""
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "--non-interactive"]
    may = (
        shutil.which("sudo")
        and subprocess.run([*sudo, "true"], capture_output=True, check=False).returncode == 0
    )
    return sudo if may else None


def by_hand(names: list[str]) -> str:
    """The one line that a person who knows root's password, or may use sudo, can type."""
    line = f"apt-get update && apt-get install --yes --no-install-recommends {' '.join(names)}"
    return f"sudo sh -c '{line}'" if shutil.which("sudo") else f"su - -c '{line}'"


def apt_get(prefix: list[str], arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run apt-get without questions; both its outputs come back as one text."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
