"""The outbox: a letter is kept and logged first, then lands as a file beside the desk.

`keep_letter` belongs to the verb that answers, in its transaction; `land_letters` comes after its commit. If
the machine stops in between, the next call lands what is still missing.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Row, select

from core.audit.log import record
from core.audit.person_keys import sealed_for
from core.db.unit_of_work import Work, WriteWork
from core.desk import Desk
from core.errors import DeskError
from core.landing import land_bytes
from core.mail.tables import Letter

FOLDER_MODE, FILE_MODE = 0o700, 0o600
"""A letter holds a person's data: nobody but the desk's own account reads it."""

KEPT_BACK = (
    "It is done and logged, but a letter is not in the outbox yet, since the disk refused. It is kept, and "
    "goes there with the next letter, or when access requests are opened."
)
STALE_S = 3600
"""Seconds after which a half-written file in the outbox belongs to nobody any more."""


@dataclass(frozen=True)
class Outgoing:
    """A letter to be kept: `raw` is the message (RFC 5322), `about_…` names the record it answers.

    The address must be one on file for the person (C25).
    """

    person_id: int
    about_kind: str
    about_id: int
    to_address: str
    subject: str
    raw: bytes


@dataclass(frozen=True)
class LandedLetter:
    """A letter that is in the outbox; `sha256` is of the file, in hex."""

    letter_id: int
    path: Path
    sha256: str


@dataclass(frozen=True)
class LetterRow:
    """A letter as a list shows it; `file_name` is empty while it has not landed."""

    id: int
    person_id: int
    about_kind: str
    about_id: int
    written_by: int
    written_at: datetime
    sha256: str
    file_name: str


def keep_letter(work: WriteWork, letter: Outgoing) -> int:
    """Keep a letter and log its SHA-256, in the transaction of the verb that writes it; returns its id."""
    kept = Letter(
        **vars(letter),
        sha256=sha256(letter.raw).hexdigest(),
        written_by=work.actor.id,
        written_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    to = sealed_for(work, letter.person_id, letter.to_address)
    about = [letter.about_kind, letter.about_id]
    record(work, "mail:letter:written", ("letter", kept.id), about=about, sha256=kept.sha256, to=to)
    return kept.id


def land_letters(desk: Desk) -> list[LandedLetter]:
    """Put every letter that is not there yet into the outbox; returns those that landed now.

    Raises DeskError when the disk refuses: what was done stays done, and the next call lands what is missing.
    """
    try:
        waiting = _waiting(desk)
        _sweep(desk.folder.outbox)
        return [_land(desk, *letter) for letter in waiting]
    except (OSError, DeskError) as error:
        raise DeskError(KEPT_BACK) from error


def _waiting(desk: Desk) -> Sequence[Row[int, str, int, bytes]]:
    columns = (Letter.id, Letter.about_kind, Letter.about_id, Letter.raw)
    query = select(*columns).where(Letter.file_name == "").order_by(Letter.id)
    with desk.read() as work:
        return work.session.execute(query).all()


def letters_about(work: Work, kind: str, subject_id: int) -> list[LetterRow]:
    """List the letters that answer one record, oldest first."""
    columns = [getattr(Letter, name) for name in LetterRow.__dataclass_fields__]
    where = (Letter.about_kind == kind, Letter.about_id == subject_id)
    found = work.session.execute(select(*columns).where(*where).order_by(Letter.id))
    return [LetterRow(*row) for row in found]


def _land(desk: Desk, letter_id: int, about_kind: str, about_id: int, raw: bytes) -> LandedLetter:
    """Land one letter. Its name and bytes are always the same, so that landing again makes no second one."""
    name = f"{about_kind}-{about_id}-letter-{letter_id}.eml"
    path = desk.folder.outbox / name
    _own_folder(path.parent)
    digest = land_bytes(path, raw, replace=True)
    path.chmod(FILE_MODE)
    with desk.write() as work:
        letter = work.session.get_one(Letter, letter_id)
        if not letter.file_name:
            letter.file_name = name
            record(work, "mail:letter:landed", ("letter", letter_id), sha256=digest)
    return LandedLetter(letter_id, path, digest)


def _sweep(folder: Path) -> None:
    """Take away what a stopped machine left half written; what is being written now is younger."""
    for part in folder.glob(".*.part"):
        with suppress(FileNotFoundError):  # it has just landed
            if time.time() - part.stat().st_mtime > STALE_S:
                part.unlink()


def _own_folder(folder: Path) -> None:
    """Make the outbox its owner's alone, whatever the umask says and whoever made it (C22)."""
    folder.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    folder.chmod(FOLDER_MODE)
