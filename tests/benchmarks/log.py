"""A log of a million entries: appending, proving and verifying, beside the bare thing in the same run.

    python tests/benchmarks/log.py [ENTRIES]     (1,000,000 unless told; about a gigabyte in TMPDIR)

The desk is a real one, encrypted. Appending is set beside inserting the same rows into a table of the same
columns and indexes that is no log; verifying beside reading the same bodies and hashing them; a proof stands
alone. Each is told in its own unit with its ratio.
"""

import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, Table, func, insert, select

from core.audit.appending import move_head
from core.audit.checkpoints import checkpoint_now, last_checkpoint
from core.audit.log import Told, head, record, record_all
from core.audit.person_keys import sealed_for
from core.audit.proofs import is_consistent, is_included
from core.audit.tables import AuditCheckpoint, AuditEntry
from core.audit.tiles import consistency_proof, inclusion_proof
from core.audit.verification import verify_log
from core.db.base import Base
from core.desk import Desk

AT_ONCE, SINGLE, PROOFS = 1_000, 1_000, 2_000
ACTION = "postings:posting:approved"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def main(entries: int) -> None:
    """Make a log and print one line for each measure."""
    with TemporaryDirectory(prefix="remit-log-") as place:
        desk = Desk.create(Path(place) / "desk", "ada", "remit benchmark")
        engine: Engine = desk.opened.engine  # what is set beside it goes past the desk
        plain = plain_table(engine)
        tell_appending(desk, engine, plain, entries)
        tell_single(desk, engine, plain)
        tell_proofs(desk)
        tell_verifying(desk)
        desk.sign_out()


def plain_table(engine: Engine) -> Table:
    """Make a table of the log's columns and indexes that is no log."""
    made = AuditEntry.__table__.to_metadata(Base.metadata, name="plain_entry")  # type: ignore[attr-defined]  # a table
    for index in list(made.indexes):
        index.name = f"{index.name}_plain"
    with engine.connect().execution_options(writing=True) as connection:
        made.create(connection)
        connection.commit()
    return made


def row(position: int) -> dict[str, Any]:
    """Return a plain row with what an entry has."""
    body = b'{"action":"%s","actor":1,"entry":%d,"facts":{"ids":[%d],"verdict":"approve"}}' % (
        ACTION.encode(), position, position,
    )  # fmt: skip
    return {
        "position": position, "leaf_hash": bytes(32), "body": body + bytes(70), "at": NOW, "actor_id": 1,
        "action": ACTION, "subject_kind": "posting", "subject_id": position,
    }  # fmt: skip


def told(number: int) -> Told:
    """Return an entry to be written."""
    return Told(ACTION, ("posting", number), {"ids": [number], "verdict": "approve"})


def tell_appending(desk: Desk, engine: Engine, plain: Table, entries: int) -> None:
    """Append in writes of a thousand, in turns with as many plain rows: both meet the same machine."""
    bare = logged = 0.0
    for first in range(0, entries, AT_ONCE):
        started = perf_counter()
        with engine.connect().execution_options(writing=True) as connection:
            connection.execute(insert(plain), [row(one) for one in range(first, first + AT_ONCE)])
            connection.commit()
        between = perf_counter()
        with desk.write() as work:
            record_all(work, [told(one) for one in range(first, first + AT_ONCE)])
        bare += between - started
        logged += perf_counter() - between
    say(f"{entries:,} entries, {AT_ONCE:,} a commit, signed for each {AT_ONCE:,}")
    say(f"  plain rows     {entries / bare:12,.0f} /s")
    say(f"  log entries    {entries / logged:12,.0f} /s   {logged / bare:.2f} times the plain insert")


def tell_single(desk: Desk, engine: Engine, plain: Table) -> None:
    """Append one entry a commit, in turns with one plain row a commit, and with both in one."""
    first = 10**9
    bare, logged, both = list[float](), list[float](), list[float]()
    for one in range(first, first + SINGLE):
        bare.append(timed(lambda: _insert(engine, plain, one)))  # noqa: B023  # called at once
        logged.append(timed(lambda: _record(desk, one)))  # noqa: B023  # called at once
        both.append(timed(lambda: _change(desk, plain, SINGLE + one)))  # noqa: B023  # called at once
    say(f"one a commit, {SINGLE:,} times: p50, p99 in ms")
    for name, took in (("plain row", bare), ("log entry", logged), ("row with its entry", both)):
        say(f"  {name:20}{spread(took)}   {median(took) / median(bare):.2f} times the plain row")


def _insert(engine: Engine, plain: Table, position: int) -> None:
    with engine.connect().execution_options(writing=True) as connection:
        connection.execute(insert(plain), [row(position)])
        connection.commit()


def _record(desk: Desk, number: int) -> None:
    with desk.write() as work:
        record(work, ACTION, ("posting", number), ids=[number], verdict="approve")


def _change(desk: Desk, plain: Table, number: int) -> None:
    with desk.write() as work:
        work.session.execute(insert(plain), [row(number)])
        record(work, ACTION, ("posting", number), ids=[number], verdict="approve")


def tell_proofs(desk: Desk) -> None:
    """Prove entries chosen at random, and growth from sizes chosen at random; check each proof."""
    dice = random.Random(7)  # noqa: S311  # which are proved
    with desk.write() as work:
        record(work, ACTION, ("person", 1), to=sealed_for(work, 1, "nobody@example.org"))
        checkpoint_now(work)
        move_head(work)
    included, grown, checked = list[float](), list[float](), list[float]()
    with desk.read() as work:
        last = last_checkpoint(work)
        assert last is not None
        earlier = work.session.execute(select(AuditCheckpoint.size, AuditCheckpoint.root)).all()
        for _ in range(PROOFS):
            index = dice.randrange(last.size)
            started = perf_counter()
            hashes = inclusion_proof(work, index, last.size)
            included.append(perf_counter() - started)
            leaf = work.session.scalars(
                select(AuditEntry.leaf_hash).where(AuditEntry.position == index)
            ).one()
            started = perf_counter()
            assert is_included(leaf, index, last.size, hashes, last.root)
            checked.append(perf_counter() - started)
            size, root = dice.choice(earlier)
            started = perf_counter()
            hashes = consistency_proof(work, size, last.size)
            grown.append(perf_counter() - started)
            assert is_consistent(size, last.size, hashes, root, last.root)
    say(f"proofs over {last.size:,} entries, {PROOFS:,} of each: p50, p99 in ms")
    for name, took in (("inclusion", included), ("consistency", grown), ("checking one", checked)):
        say(f"  {name:20}{spread(took)}")


def tell_verifying(desk: Desk) -> None:
    """Verify all of it, in turns with reading the same bodies and hashing each."""
    with desk.read() as work:
        entries, checkpoints = (
            head(work).entries,
            work.session.scalar(select(func.count(AuditCheckpoint.size))),
        )
        hashing = min(timed(lambda: _hash(work)) for _ in range(2))
        found = list[Any]()
        verifying = min(timed(lambda: found.append(verify_log(work))) for _ in range(2))
    assert all(one.ok for one in found), found
    say(f"verifying {entries:,} entries with {checkpoints:,} checkpoints, best of two")
    say(f"  bodies read and hashed {hashing:8.2f} s")
    say(f"  full verification      {verifying:8.2f} s   {verifying / hashing:.2f} times that")


def _hash(work: Any) -> None:
    for body in _bodies(work):
        sha256(b"\x00" + body).digest()


def _bodies(work: Any) -> Iterator[bytes]:
    query = select(AuditEntry.body).order_by(AuditEntry.position)
    yield from work.session.scalars(query.execution_options(yield_per=AT_ONCE))


def timed(do: Callable[[], object]) -> float:
    """Return seconds."""
    started = perf_counter()
    do()
    return perf_counter() - started


def spread(took: list[float]) -> str:
    """Return p50 and p99 in milliseconds."""
    return f"{median(took) * 1e3:8.2f} {quantiles(took, n=100)[98] * 1e3:8.2f}"


def say(line: str) -> None:
    """Print a result."""
    print(line, flush=True)  # noqa: T201  # its result


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
