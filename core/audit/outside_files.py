"""The files of a place outside the desk: checkpoints by size, and the leaf hashes under them as tiles.

Below a folder named after the log stand `checkpoint-000000001240.txt` (C2SP tlog-checkpoint) and the tiles of
level 0 as C2SP tlog-tiles lays them out: `tile/0/004`, and where a checkpoint cut one, `tile/0/004.p/216`.
A file is never written twice; a checkpoint comes after the tiles that it needs.
"""

import re
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TypeVar

from core.audit.tiles import WIDTH
from core.audit.tree import HASH
from core.landing import land_bytes

PATIENCE_S = 2.0
"""Seconds that work waits for a place which does not answer, a network folder say."""
READABLE = 0o644
"""They hold hashes and counts; whoever may look into the folder may read them."""
LARGEST_NOTE = 1 << 20
_CHECKPOINT = re.compile(r"checkpoint-(\d{12,19})\.txt")
_asked: dict[Path, Future[object]] = {}
T = TypeVar("T")


@dataclass(frozen=True)
class Piece:
    """One file of the place."""

    name: str
    content: bytes


def folder_of(place: Path, origin: str) -> Path:
    """Return the folder of one log in a place that may serve several."""
    return place / origin.replace("/", "-")


def checkpoint_name(size: int) -> str:
    """Return a checkpoint's file name."""
    return f"checkpoint-{size:012d}.txt"


def tile_name(number: int, width: int = WIDTH) -> str:
    """Return the path of a tile of level 0 (C2SP tlog-tiles); one of less than 256 hashes is partial."""
    digits = f"{number:d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    path = "/".join([*(f"x{one}" for one in parts[:-1]), parts[-1]])
    return f"tile/0/{path}" if width == WIDTH else f"tile/0/{path}.p/{width}"


def in_time(place: Path, ask: Callable[[], T], seconds: float = PATIENCE_S) -> T:
    """Ask a place something; raises OSError where it refuses, or does not answer in time.

    What was asked goes on in a thread of its own; until it is done the place is asked nothing else.
    """
    busy = _asked.get(place)
    if busy is not None and not wait([busy], seconds).done:
        raise TimeoutError(0, "it does not answer", str(place))
    answer: Future[T] = Future()
    _asked[place] = answer  # type: ignore[assignment]  # of whatever was asked
    Thread(target=_answer, args=(answer, ask), daemon=True).start()
    if not wait([answer], seconds).done:
        raise TimeoutError(0, "it does not answer", str(place))
    return answer.result()


def sizes_there(folder: Path) -> set[int]:
    """Return the sizes of the checkpoints that stand in a folder; raises OSError."""
    if not folder.parent.is_dir():
        raise FileNotFoundError(0, "the folder is not there", str(folder.parent))
    names = folder.iterdir() if folder.is_dir() else iter(())
    return {int(found[1]) for one in names if (found := _CHECKPOINT.fullmatch(one.name))}


def put(folder: Path, pieces: Iterable[Piece]) -> None:
    """Write the files that are not there yet, each whole or not at all; raises OSError or BadInput."""
    for piece in pieces:
        path = folder / piece.name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            land_bytes(path, piece.content)
            path.chmod(READABLE)


def checkpoints_there(folder: Path) -> list[tuple[int, bytes]]:
    """Read every checkpoint of a folder, by the size that its name tells; raises OSError."""
    return [(size, _note(folder / checkpoint_name(size))) for size in sorted(sizes_there(folder))]


def tile_there(folder: Path, number: int, width: int) -> bytes:
    """Return a tile's hashes, or so many of a full one; empty where neither is there."""
    for name in (tile_name(number), tile_name(number, width)):
        with suppress(OSError):
            return (folder / name).read_bytes()[: width * HASH]
    return b""


def _note(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST_NOTE)


def _answer(answer: Future[T], ask: Callable[[], T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001  # it is raised where the answer is awaited
        answer.set_exception(error)
