"""A decision's commit, the change with its log entry, beside the same two statements by the bare driver.

    python tests/benchmarks/decisions.py [DECISIONS] [--server]     (500 of each for each client unless told)

The desk is a real one, encrypted; with --server PostgreSQL keeps it, started as Debian does. The bare driver
updates the same table and inserts a row as long as an entry into a table of the log's columns and indexes, in
one transaction with the desk's own settings. They take turns, so that they meet the same machine. One client
first, then eight processes: each pauses some 50 ms between its commits, which is faster than anybody decides,
then not at all: each waits for the others.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg
from sqlalchemy import make_url

from core.audit.tables import AuditEntry
from core.db.base import Base
from core.db.embedded import _connect
from core.desk import Desk
from core.postings.actions import Ruling, decide
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind, Verdict
from core.staff import key_slots
from core.staff.roles import Role
from tests.behind import upgrading
from tests.core.postings.arriving import incoming
from tests.server import LASTING, running_cluster

PASSPHRASE = "remit benchmark"
WARM_UP, CLIENTS, PAUSE_S = 20, 8, 0.05
ROUNDS = ((1, 0.0), (CLIENTS, PAUSE_S), (CLIENTS, 0.0))
UPDATE = "UPDATE posting SET state = ?, decided_at = ?, decided_by = 1, version = version + 1 WHERE id = ?"
INSERT = "INSERT INTO plain_entry VALUES (?, ?, ?, ?, 1, 'postings:posting:approved', 'posting', ?)"
SERVER = {"?": "%s", "BEGIN IMMEDIATE": "BEGIN"}
NOW = "2026-11-20 09:00:00.000000"


@dataclass(frozen=True)
class Bench:
    """The desk under measure, and how often each client commits."""

    place: Path
    times: int
    database: str = ""

    @property
    def each(self) -> int:
        """Postings that one client decides in one round."""
        return self.times + WARM_UP

    @property
    def desk(self) -> Desk:
        """The desk, nobody signed in."""
        return Desk(self.place / "desk")


def main(times: int, *, on_server: bool) -> None:
    """Make a desk and print a line for each measure."""
    key_slots.hash_secret_raw = cache(key_slots.hash_secret_raw)  # a client's sign-in is not under measure
    server = running_cluster(LASTING, in_memory=False) if on_server else nullcontext()
    with TemporaryDirectory(prefix="remit-decisions-") as place, server as cluster:
        bench = Bench(Path(place), times, cluster.url("desk") if cluster else "")
        make_desk(bench)
        say(f"{'':46}{'p50':>9}{'p99':>9} ms")
        first = 1
        for clients, pause in ROUNDS:
            tell(bench, first, clients, pause)
            first += clients * bench.each


def make_desk(bench: Bench) -> None:
    """Make a desk with postings and somebody who decides, and a table like the log's that is no log."""
    ada = Desk.create(bench.place / "desk", "ada", PASSPHRASE, database=bench.database)
    ada.add_staff("leo", Role.LEAD, PASSPHRASE)
    table = AuditEntry.__table__.to_metadata(Base.metadata, name="plain_entry")  # type: ignore[attr-defined]  # a table
    table.primary_key.name = "pk_plain_entry"
    for index in list(table.indexes):
        index.name = f"{index.name}_plain"
    with upgrading(ada) as connection:
        table.create(connection)
    ada.sign_out()
    leo = bench.desk
    leo.sign_in("leo", PASSPHRASE)
    for first in range(0, bench.each * sum(clients for clients, _ in ROUNDS), 500):
        with leo.write() as work:
            batch = [incoming(f"p{n}", f"Body {n}. " * 20) for n in range(first, first + 500)]
            take_in(work, Kind.POSTING, batch, live_screener())
    leo.sign_out()


def tell(bench: Bench, first: int, clients: int, pause: float) -> None:
    """Let so many clients decide, and print how long a commit took."""
    running = [started(bench, first + number * bench.each, pause) for number in range(clients)]
    took = [json.loads(read_to_the_end(pipe)) for pipe in running]
    for _ in running:
        assert os.wait()[1] == 0
    decided, bare = (sorted(one for each in took for one in each[kind]) for kind in (0, 1))
    how = f"{clients} client{'s' * (clients > 1)}" + (f", {pause * 1e3:.0f} ms between" if pause else "")
    say(f"{how:24}{'decision, entry':22}{spread(decided)}")
    ratio = median(decided) / median(bare)
    say(f"{'':24}{'bare driver':22}{spread(bare)}   the decision {ratio:.1f} times that")


def started(bench: Bench, first: int, pause: float) -> int:
    """Start a client in a process of its own; returns where its times can be read."""
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(reading)
        os.write(writing, json.dumps(times_of(bench, first, pause)).encode())
        os._exit(0)
    os.close(writing)
    return reading


def read_to_the_end(pipe: int) -> bytes:
    """Read all that a process writes."""
    with os.fdopen(pipe, "rb") as file:
        return file.read()


def times_of(bench: Bench, first: int, pause: float) -> Sequence[list[float]]:
    """Decide and write bare rows in turns; returns the seconds of each commit, the first ones left out."""
    desk, chance = bench.desk, random.Random(first)  # noqa: S311  # pauses
    desk.sign_in("leo", PASSPHRASE)
    bare = bare_driver(desk)
    decided, plain = list[float](), list[float]()
    for posting in range(first, first + bench.each):
        decided.append(timed(lambda: decide_one(desk, posting)))  # noqa: B023  # called at once
        time.sleep(chance.random() * 2 * pause)
        plain.append(timed(lambda: write_bare(bare, posting, chance.getrandbits(60))))  # noqa: B023  # called at once
        time.sleep(chance.random() * 2 * pause)
    return decided[WARM_UP:], plain[WARM_UP:]


def decide_one(desk: Desk, posting: int) -> None:
    """Approve a posting, or remove it."""
    with desk.write() as work:
        ruling = Ruling(Verdict.REMOVE, "spam") if posting % 2 else Ruling(Verdict.APPROVE)
        decide(work, [posting], ruling)


def bare_driver(desk: Desk) -> Callable[..., object]:
    """Return what runs a statement over a connection of the driver's own."""
    if not desk.folder.database:
        return _connect(desk.folder.store, desk.opened.key).execute  # type: ignore[no-any-return]  # sqlcipher3 has no types
    url = make_url(desk.folder.database).set(drivername="postgresql").render_as_string()
    connection = psycopg.connect(url, autocommit=True)

    def execute(statement: str, values: tuple[object, ...] = ()) -> object:
        for sqlite, server in SERVER.items():
            statement = statement.replace(sqlite, server)
        return connection.execute(statement.encode(), values)

    return execute


def write_bare(execute: Callable[..., object], posting: int, position: int) -> None:
    """Do the same two statements with nothing else."""
    execute("BEGIN IMMEDIATE")
    execute(UPDATE, ("approved", NOW, posting))
    execute(INSERT, (position, bytes(32), bytes(180), NOW, posting))
    execute("COMMIT")


def timed(do: Callable[[], object]) -> float:
    """Return seconds."""
    started = perf_counter()
    do()
    return perf_counter() - started


def spread(took: list[float]) -> str:
    """Return p50 and p99 in milliseconds."""
    return f"{median(took) * 1e3:9.2f}{quantiles(took, n=100)[98] * 1e3:9.2f}"


def say(line: str) -> None:
    """Print a result."""
    print(line, flush=True)  # noqa: T201  # its result


if __name__ == "__main__":
    given = [one for one in sys.argv[1:] if one != "--server"]
    main(int(given[0]) if given else 500, on_server="--server" in sys.argv)
