"""Checks that need no desk open: the program's parts, and the desk's folder as the system shows it."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import psutil
import sqlcipher3

from core.aside import left_behind
from core.db.embedded import has_wal_reset_bug
from core.db.folder import HEAD, SERVER
from core.db.network_shares import NETWORK_KINDS, kind_of_file_system
from core.doctor.findings import Finding
from core.toml import read_toml

LEAST_FREE = 2
"""Times the store's size that should be free: a backup is made and proved in so much room."""
LEAST_BYTES = 1 << 30
OTHERS = 0o077
PLATFORMS = {"linux": ("libqxcb.so", "libqwayland.so", "libqoffscreen.so"), "win32": ("qwindows.dll",)}


def check_machine() -> Iterator[Finding]:
    """Look at the parts that the program stands on."""
    version = sqlcipher3.sqlite_version
    if has_wal_reset_bug(sqlcipher3.sqlite_version_info):
        fix = "Install the sqlcipher3 package that Remit names."
        yield Finding("sqlite", f"SQLite {version} can damage a store in WAL mode (the WAL-reset bug).", fix)
    yield from _fonts()
    yield from _platforms()


def check_folder(path: Path) -> Iterator[Finding]:
    """Look at a desk's folder without opening it."""
    if not path.is_dir():
        yield Finding("desk", f"There is no desk at {path}.", "Name the desk's folder; or restore a backup.")
        return
    on_server = _is_on_server(path)
    if not on_server:
        yield from _whole(path)
        yield from _file_system(path)
    yield from _modes(path)
    yield from _room(path)
    yield from _left_over(path)


def _is_on_server(path: Path) -> bool:
    """Tell whether this folder is a machine's part of a desk on a server."""
    with suppress(OSError, ValueError):  # one that cannot be read is told when it is opened
        return read_toml((path / HEAD).read_text("utf-8")).get("engine") == SERVER
    return False


def _fonts() -> Iterator[Finding]:
    fonts = files("resources") / "fonts"
    if not fonts.is_dir() or not any(one.name.endswith((".ttf", ".otf")) for one in fonts.iterdir()):
        yield Finding("fonts", "The program's own fonts are missing.", "Install Remit again.", serious=False)


def _platforms() -> Iterator[Finding]:
    spec = find_spec("PySide6")
    if spec is None or spec.origin is None:
        yield Finding("qt", "PySide6 is missing, so the screen cannot start.", "Install Remit again.")
        return
    folder = Path(spec.origin).parent
    there = {one.name for one in folder.rglob("platforms/*")}
    if not there & set(PLATFORMS.get(sys.platform, ())) and sys.platform in PLATFORMS:
        yield Finding("qt", "Qt's platform plugins are missing, so no window opens.", "Install Remit again.")


def _whole(path: Path) -> Iterator[Finding]:
    for name in ("desk.toml", "desk.db", "slots"):
        if not (path / name).exists():
            yield Finding("files", f"{name} is gone from the desk's folder.", "Restore a backup.")


def _file_system(path: Path) -> Iterator[Finding]:
    mounts = [(one.mountpoint, one.fstype) for one in psutil.disk_partitions(all=True)]
    kind = kind_of_file_system(path, mounts)
    if kind in NETWORK_KINDS:
        what = f"The desk is on a network share ({kind}), where file locks cannot be trusted."
        yield Finding("network", what, "Move its folder to this machine's own disk.")


def _modes(path: Path) -> Iterator[Finding]:
    if os.name != "posix":
        return
    below = [one for one in (path, *path.rglob("*")) if not one.is_symlink()]
    open_ones = sum(bool(stat.S_IMODE(one.stat().st_mode) & OTHERS) for one in below)
    if stat.S_IMODE(path.stat().st_mode) & OTHERS:
        what = f"Others on this machine may look into the desk's folder ({open_ones:,} of its files)."
        yield Finding("permissions", what, f"chmod -R go-rwx {path}")


def _room(path: Path) -> Iterator[Finding]:
    store = path / "desk.db"
    needed = max(LEAST_BYTES, LEAST_FREE * (store.stat().st_size if store.is_file() else 0))
    free = shutil.disk_usage(path).free
    if free < needed:
        what = f"The disk has {free / 1e9:.1f} GB left; this desk should have {needed / 1e9:.1f} GB."
        yield Finding("disk", what, "Make room, or move the desk to a larger disk.")


def _left_over(path: Path) -> Iterator[Finding]:
    if left := len(left_behind(path)):
        what = f"Work that was stopped left {left:,} folder{'s' * (left != 1)} of readable files in the desk."
        yield Finding("left-over", what, "Sign in once with Remit: it takes them away.")
    parts = [one for one in path.rglob("*.part") if one.is_file()]
    if parts:
        what = f"{len(parts):,} half-written file{'s' * (len(parts) != 1)} stand in the desk's folder."
        yield Finding("left-over", what, "Delete the files in it whose names end in .part.", serious=False)
