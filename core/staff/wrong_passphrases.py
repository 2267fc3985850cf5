"""Wrong passphrases at this machine: each makes the next one wait, over a restart of the program too (C22).

The count lies outside the desk's folder, under a name and a tag that only this machine's own secret gives:
the file tells neither whose desk nor who, and one that was altered is seen. Each try is counted before it is
made, so a program that is killed over it has had it.
"""

import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from math import ceil
from pathlib import Path

from platformdirs import user_state_path

from core.errors import BadInput, DeskUnusable, SignInRefused
from core.landing import land_bytes
from core.staff.turn_taking import Busy, one_at_a_time

LONGEST_S = 60
"""Seconds: what the wait grows to."""
VARIABLE, PLACE, SECRET = "REMIT_STATE", "door", "machine-secret"
SECRET_BYTES, TAG, LARGEST = 32, 64, 4096
OWNER_ONLY, OTHERS = 0o700, 0o077


@dataclass(frozen=True)
class Tries:
    """`row` wrong ones without a right one between, `untold` since `since`; moments in seconds of Unix."""

    row: int = 0
    untold: int = 0
    since: float = 0.0
    last: float = 0.0

    def seconds_left(self, now: float) -> int:
        """Return the whole seconds until the next try; a clock that was put back makes it no longer."""
        wait = wait_after(self.row)
        return ceil(min(max(self.last + wait - now, 0), wait))


@dataclass(frozen=True)
class WrongBefore:
    """How many passphrases were wrong here since when (UTC), told to whoever signs in next."""

    count: int
    since: datetime

    @property
    def sentence(self) -> str:
        """Say it; the moment is UTC."""
        noun = "wrong passphrase" if self.count == 1 else "wrong passphrases"
        return f"{self.count:,} {noun} at this computer since {self.since:%d %b %Y, %H:%M} UTC."


FULL = Tries(row=8, untold=1)
"""What a count that cannot be read is taken for: the longest wait, once."""


def wait_after(wrong: int) -> int:
    """Return the seconds to wait after so many wrong ones in a row: 0, 1, 2, 4 … 60."""
    return 0 if wrong < 2 else min(LONGEST_S, 2 ** min(wrong - 2, 6))  # noqa: PLR2004  # a slip is free


def door_folder() -> Path:
    """Return where this machine keeps its counts: REMIT_STATE, else the platform's folder for state."""
    named = os.environ.get(VARIABLE)
    return (Path(named) if named else user_state_path("remit", appauthor=False)) / PLACE


class WrongPassphrases:
    """The count of one desk on this machine."""

    def __init__(self, desk_id: str) -> None:
        self._desk, self._folder = desk_id, door_folder()

    @contextmanager
    def one_try(self, now: datetime) -> Iterator[None]:
        """Have one passphrase tried, one at a time for each desk of this machine.

        Raises SignInRefused with the seconds left when it is too early, or when the passphrase is wrong;
        DeskUnusable where the count cannot be kept: then none is tried.
        """
        with self._alone():
            before = self._checked(now.timestamp())
            self._keep(_one_more(before, now.timestamp()))
            try:
                yield
            except SignInRefused as error:
                wait = wait_after(before.row + 1)
                raise SignInRefused(error.sentence, wait) from error
            except BaseException:
                self._keep(before)  # nothing was tried: the server is away, say
                raise
            self._keep(replace(before, row=0))

    def untold(self) -> WrongBefore | None:
        """Return what whoever signs in is to be told; None where no passphrase was wrong."""
        tries = self._read()
        return WrongBefore(tries.untold, datetime.fromtimestamp(tries.since, UTC)) if tries.untold else None

    def forget(self) -> None:
        """Count anew: it was told, and stands in the desk's log."""
        with suppress(DeskUnusable), self._alone():
            self._keep(Tries())

    def seconds_left(self, now: datetime) -> int:
        """Return the seconds until a passphrase may be tried."""
        return self._read().seconds_left(now.timestamp())

    def _checked(self, now: float) -> Tries:
        tries = self._read()
        if tries.last > now or tries == FULL:  # the clock was put back, or a file was damaged
            tries = replace(tries, last=now, since=tries.since or now)
            self._keep(tries)
        if left := tries.seconds_left(now):
            raise SignInRefused(f"{tries.row} wrong passphrases in a row.", left)
        return tries

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            if self._folder.stat().st_mode & OTHERS:
                self._folder.chmod(OWNER_ONLY)
            lock = self._file.with_suffix(".lock")
            _make_way(lock)
            with one_at_a_time(lock):
                yield
        except Busy as error:
            raise DeskUnusable("Another sign-in to this desk is under way; try again in a moment.") from error
        except OSError as error:
            raise DeskUnusable(_no_place(self._folder)) from error

    @property
    def _file(self) -> Path:
        return self._folder / hmac(self._secret(), self._desk.encode(), sha256).hexdigest()

    def _read(self) -> Tries:
        """Return the count; what is there and cannot be read as ours counts as the longest wait."""
        if not os.path.lexists(self._file):
            return Tries()
        content = _small(self._file)
        ours = compare_digest(content[:TAG], self._tag(content[TAG:]))
        return Tries(**json.loads(content[TAG:])) if ours else FULL

    def _keep(self, tries: Tries) -> None:
        content = json.dumps(asdict(tries)).encode()
        _make_way(self._file)
        try:
            land_bytes(self._file, self._tag(content) + content, replace=True)
        except BadInput as error:
            raise DeskUnusable(_no_place(self._folder)) from error

    def _tag(self, content: bytes) -> bytes:
        return hmac(self._secret(), self._desk.encode() + content, sha256).hexdigest().encode()

    def _secret(self) -> bytes:
        """Return this machine's secret; one that is gone while counts lie there lets none of them go."""
        place = self._folder / SECRET
        found = _small(place)
        return found if len(found) == SECRET_BYTES else self._new_secret(place)

    def _new_secret(self, place: Path) -> bytes:
        made = secrets.token_bytes(SECRET_BYTES)
        _make_way(place)
        counts = [one for one in self._folder.glob("*") if len(one.name) == TAG]
        land_bytes(place, made, replace=True)
        for one in counts:
            one.unlink(missing_ok=True)
        if counts:
            self._keep(FULL)
        return made


def _one_more(before: Tries, now: float) -> Tries:
    return Tries(before.row + 1, before.untold + 1, before.since or now, now)


def _small(place: Path) -> bytes:
    """Return the beginning of a file; nothing of what is none, or cannot be read."""
    with suppress(OSError):
        if place.is_file() and not place.is_symlink():
            with place.open("rb") as file:
                return file.read(LARGEST)
    return b""


def _make_way(place: Path) -> None:
    """Move aside what is no file but stands at its name: a folder, a link, a pipe."""
    if os.path.lexists(place) and (place.is_symlink() or not place.is_file()):
        place.rename(place.with_name(f"{place.name[:8]}-{secrets.token_hex(4)}"))


def _no_place(folder: Path) -> str:
    return (
        f"Remit cannot count wrong passphrases in {folder}, so it tries none. "
        f"Free that folder, or name another in {VARIABLE}."
    )
