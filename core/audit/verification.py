"""Believing the log without trusting us: every stored byte is hashed again (RFC 6962 §2.1).

The tree that comes of it must agree with the desk's tiles, with the head, and with every checkpoint: those in
the desk, and those outside it, which nobody who changes the desk can change with it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, case, select, type_coerce
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import NullType

from core.audit import anchors
from core.audit.anchors import OUTSIDE, Anchors
from core.audit.entries import Written, agrees, is_as_written, is_elsewhere
from core.audit.log import Head, head
from core.audit.log_key import log_key
from core.audit.regrowing import LogFault, Regrowth
from core.audit.signed_notes import VerifierKey
from core.audit.tiles import ENTRY, TILE, WIDTH, leaf_hashes
from core.audit.tree import root_of_full
from core.db.unit_of_work import Work
from core.progress import Progress

Row = Sequence[Any]
BLOCK = 8 * WIDTH
"""Entries that are read at once."""
AS_KEPT = NullType()
"""Values as the driver gives them: what they are is what is looked at."""
COLUMNS = (
    ENTRY.position, type_coerce(ENTRY.leaf_hash, AS_KEPT), type_coerce(ENTRY.body, AS_KEPT),
    type_coerce(ENTRY.at, AS_KEPT), ENTRY.actor_id, ENTRY.action, ENTRY.subject_kind, ENTRY.subject_id,
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """Signed words that the log agrees with: so many checkpoints of the desk, so many `outside` it.

    `outside` is None where none were looked at; `away` then says what stood in the way, if anything did.
    """

    checkpoints: int = 0
    outside: int | None = None
    away: str = ""


@dataclass(frozen=True)
class LogCheck:
    """What verification found. `first_bad` is the position of the first entry that is not as written.

    Where only a span is known it begins there, and the sentence tells it.
    """

    entries: int
    root: str
    ok: bool
    first_bad: int | None
    sentence: str
    agreed: Agreed = Agreed()


def verify_log(
    work: Work,
    progress: Progress | None = None,
    key: VerifierKey | None = None,
    place: Path | None = None,
) -> LogCheck:
    """Hash every entry again and compare leaf, columns, order, count, tiles, checkpoints and root.

    `key` is the log's key as an auditor keeps it, else the desk's own is believed; `place` a folder of
    checkpoints, else the one that the desk names.
    """
    progress, expected = progress or Progress(), head(work)
    progress.at(0, expected.entries, "Verifying the log")
    key = key or log_key(work)
    inside, outside = anchors.in_the_desk(work, key), anchors.outside(work, key, place)
    given = anchors.in_order([*inside.given, *(outside.given if outside else ())])
    grows = Regrowth(given, lambda tile, width: leaf_hashes(work, tile * WIDTH, tile * WIDTH + width))
    fault = None
    try:
        _regrow(work, grows, progress)
        _compare(work, grows, expected)
        _refuse_unbelievable(inside, outside)
    except LogFault as found:
        fault = found
    return _outcome(grows, expected, outside, fault)


def _regrow(work: Work, grows: Regrowth, progress: Progress) -> None:
    """Grow the tree by every entry that is as it was written; raises LogFault at the first that is not."""
    for rows in _blocks(work):
        first = grows.tree.size
        leaves, fault = _as_written(first, rows)
        kept = _tiles(work, first, len(leaves))
        for at in range(0, len(leaves), WIDTH):
            grows.take(leaves[at : at + WIDTH], kept.get((first + at) // WIDTH))
        if fault:
            raise grows.earliest(fault)
        progress.at(grows.tree.size)


def _blocks(work: Work) -> Iterator[Sequence[Row]]:
    """Read the entries by position, so many at once."""
    query = select(*COLUMNS).order_by(ENTRY.position)
    rows = _read(work, query, 0)
    while rows:
        yield rows
        last = rows[-1][0]
        rows = _read(work, query.where(ENTRY.position > last), last + 1)


def _read(work: Work, query: Select[Any], position: int) -> Sequence[Row]:
    connection = work.session.connection()
    try:
        return connection.execute(query.limit(BLOCK)).all()
    except (ValueError, DatabaseError):  # one that the store itself cannot read spoils its block
        return _up_to_unreadable(connection, query, position)


def _up_to_unreadable(connection: Connection, query: Select[Any], position: int) -> Sequence[Row]:
    """Read one by one those before the entry that cannot be read; raises LogFault where it comes first."""
    rows: list[Row] = []
    try:
        while row := connection.execute(query.offset(len(rows)).limit(1)).one_or_none():
            rows.append(row)
    except (ValueError, DatabaseError) as error:
        if not rows:
            raise LogFault(f"Entry {position} cannot be read any more.", position) from error
    return rows


def _as_written(first: int, rows: Sequence[Row]) -> tuple[list[bytes], LogFault | None]:
    """Return the leaf hashes of entries up to the first that is not as written, and what is wrong with it."""
    leaves: list[bytes] = []
    for position, row in enumerate(rows, first):
        if not is_as_written(position, row) and (why := _fault(position, Written._make(row))):
            return leaves, LogFault(f"Entry {position} {why}.", position)
        leaves.append(row[1])
    return leaves, None


def _fault(position: int, one: Written) -> str:
    if one.position != position:
        return f"is missing (the next one here is {one.position})"
    if type(one.body) is not bytes or sha256(b"\x00" + one.body).digest() != one.leaf_hash:
        return "was changed after it was written"
    if agrees(one):
        return ""
    return (
        "stands where another one was written"
        if is_elsewhere(one)
        else "shows something else than what was written"
    )


def _tiles(work: Work, first: int, count: int) -> dict[int, bytes]:
    """Read the tiles of level 0 that the desk keeps over these entries."""
    span = TILE.number.between(first // WIDTH, (first + count) // WIDTH)
    rows = work.session.connection().execute(select(TILE.number, TILE.hashes).where(TILE.level == 0, span))
    return {row.number: row.hashes for row in rows}


def _compare(work: Work, grows: Regrowth, expected: Head) -> None:
    """Compare what was hashed with what was signed for a longer log, with the head, and with the tiles."""
    size = grows.tree.size
    if grows.waiting:
        last = grows.waiting[-1]
        signed = f"A checkpoint{last.where} was made over {last.size:,} entries; {size:,} are here."
        raise LogFault(signed, size)
    if size != expected.entries:
        words = f"{expected.entries:,} entries were written, {size:,} are here."
        raise LogFault(words, min(size, expected.entries))
    if grows.tree.root != expected.root:
        raise LogFault("The entries do not give the root that was kept with them.")
    if _kept_tiles(work) != set(_tiles_over(grows.tree.roots)):
        raise LogFault("The tiles that proofs are made of are not those of the entries.")


def _kept_tiles(work: Work) -> set[tuple[int, int, bytes, bytes]]:
    """Read all tiles; those of level 0 without their hashes, which were compared one by one."""
    rows = work.session.connection().execute(
        select(TILE.level, TILE.number, TILE.root, case((TILE.level > 0, TILE.hashes), else_=b""))
    )
    return {(level, number, root, hashes) for level, number, root, hashes in rows}


def _tiles_over(roots: Sequence[bytes]) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Give every tile that a log has whose full tiles of level 0 have these roots."""
    yield from ((0, number, root, b"") for number, root in enumerate(roots))
    level = 1
    while len(roots) >= WIDTH:
        blocks = [roots[at : at + WIDTH] for at in range(0, len(roots) - WIDTH + 1, WIDTH)]
        roots = [root_of_full(block) for block in blocks]
        yield from ((level, number, roots[number], b"".join(block)) for number, block in enumerate(blocks))
        level += 1


def _refuse_unbelievable(*places: Anchors | None) -> None:
    for one in places:
        if one is not None and one.wrong:
            raise LogFault(one.wrong)


def _outcome(grows: Regrowth, expected: Head, outside: Anchors | None, fault: LogFault | None) -> LogCheck:
    beyond = sum(one.where == OUTSIDE for one in grows.met)
    read = outside is not None and not outside.away
    agreed = Agreed(len(grows.met) - beyond, beyond if read else None, outside.away if outside else "")
    size, root = grows.tree.size, expected.root.hex()
    if fault:
        return LogCheck(size, root, False, fault.first_bad, fault.sentence, agreed)
    return LogCheck(size, root, True, None, _all_good(size, agreed), agreed)


def _all_good(size: int, agreed: Agreed) -> str:
    """Say how many entries and checkpoints were found good, and what could not be looked at."""
    words = [_counted(size, "entry", "entries") + " verified"]
    if agreed.outside:
        here = _counted(agreed.checkpoints, "checkpoint", "checkpoints")
        words.append(f"{here} in the desk and {agreed.outside:,} outside it agree")
    elif agreed.checkpoints:
        words.append(_counted(agreed.checkpoints, "checkpoint agrees", "checkpoints agree"))
    return "; ".join(words) + "." + (f" {agreed.away}" if agreed.away else "")


def _counted(count: int, one: str, more: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {more}"
