"""The feed as a file of JSON Lines, for a site that polls a folder: logged, then put in its place whole."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.aside import folder_aside
from core.audit.log import record
from core.desk import Desk
from core.errors import BadInput
from core.feed.cursor import cursor_at, last_position, position_of
from core.feed.reading import SiteRow, rows_after, starting_at
from core.landing import land, move
from core.progress import Progress
from core.staff.roles import Permission, require

ENDING = ".jsonl"


@dataclass(frozen=True)
class FeedFile:
    """A file that stands in its place; `cursor` is what to acknowledge once the site has done its rows.

    `more` tells that rows follow which a limit kept out.
    """

    file: Path
    records: int
    cursor: str
    more: bool
    sha256: str

    @property
    def sentence(self) -> str:
        """Say what was done."""
        return f"Wrote {self.records:,} {'row' if self.records == 1 else 'rows'} to {self.file.name}."


def write_feed(
    desk: Desk, path: Path, since: str = "", limit: int | None = None, progress: Progress | None = None
) -> FeedFile:
    """Write the rows after `since`, or those that wait, one JSON object a line (UTF-8).

    An earlier file of the feed in that place is replaced: what it held and nobody acknowledged is in this
    one too. Raises BadInput for any other file there, and for a cursor that this feed has not given out.
    """
    _check_place(path)
    progress = progress or Progress()
    lines = _Lines(progress)
    with folder_aside(desk.folder.path) as aside:
        waiting = aside / path.name
        with desk.read() as work:
            require(work, Permission.ACK_FEED)
            after = starting_at(work, since)
            digest = land(waiting, lambda file: lines.write(file, rows_after(work, after, limit)))
            cursor = lines.cursor or cursor_at(work, after)
            more = position_of(work, cursor) < last_position(work)
        with desk.write() as writing:
            told = {"rows": lines.count, "after": after, "with_values": lines.personal}
            record(writing, "feed:file:written", ("feed", 0), sha256=digest, **told)
        _put_in_place(waiting, path)
    return FeedFile(path, lines.count, cursor, more, digest)


class _Lines:
    """Counts what it writes."""

    def __init__(self, progress: Progress) -> None:
        self.count, self.personal, self.cursor, self._progress = 0, 0, "", progress

    def write(self, file: BinaryIO, rows: Iterable[SiteRow]) -> None:
        for row in rows:
            file.write(f"{json.dumps(row.told())}\n".encode())
            self.count += 1
            self.personal += row.personal
            self.cursor = row.id
            self._progress.at(self.count)


def _check_place(path: Path) -> None:
    if path.suffix.lower() != ENDING or not path.stem.strip():
        raise BadInput(f"The file's name must end in {ENDING}.")
    if not path.parent.is_dir():
        raise BadInput(f"There is no folder {path.parent.name or path.parent}; choose one that is there.")
    if path.exists() and not _is_ours(path):
        raise BadInput(f"{path.name} is there already and is no file of the feed; choose another name.")


def _is_ours(path: Path) -> bool:
    """Tell whether a file is empty or begins with a row of a feed."""
    try:
        first = next(_first_lines(path), "")
        return not first or {"id", "kind", "record", "cleared"} <= set(json.loads(first))
    except (OSError, ValueError, TypeError):
        return False


def _first_lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        yield file.readline(1 << 16)


def _put_in_place(waiting: Path, path: Path) -> None:
    try:
        move(waiting, path)
    except OSError as error:
        why = error.strerror or "the disk refused"
        raise BadInput(
            f"{path.name} could not be written: {why}. Nothing is lost; write it again."
        ) from error
