"""A copied log, changed at random by one who holds the desk's key: each change is found and its entry named.

REMIT_TAMPERINGS says how many are tried (40 unless told). What comes after the last checkpoint is nobody's
word yet, so that only what lies before it is changed.
"""

import json
import os
import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest
import sqlcipher3

from core.audit.entries import Told, entry_body
from core.audit.log import record, record_all
from core.audit.tree import frontier_of, leaf_hash, packed, root_of_full
from core.audit.verification import LogCheck, verify_log
from core.desk import Desk
from core.staff.log_proving import keep_checkpoints_in
from tests.conftest import PASSPHRASE, Clock

TRIED = int(os.environ.get("REMIT_TAMPERINGS", "40"))
ENTRIES = 700
WIDTH = 256
Row = tuple[int, bytes, bytes, str, int, str, str, int]
COLUMNS = "position, leaf_hash, body, at, actor_id, action, subject_kind, subject_id"


@dataclass
class Copied:
    """A desk with its checkpoints outside, and the entries that it had."""

    desk: Desk
    key: bytes
    rows: list[Row]

    def store(self) -> sqlite3.Connection:
        """Open the store with the desk's own key, past every verb."""
        connection: sqlite3.Connection = sqlcipher3.connect(str(self.desk.folder.store), isolation_level=None)
        connection.execute(f"PRAGMA key = \"x'{self.key.hex()}'\"")
        return connection


@pytest.fixture(scope="module")
def copied(new_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    ground = tmp_path_factory.mktemp("copied")
    desk = Desk(Path(copytree(new_desk, ground / "desk")), Clock())
    desk.sign_in("ada", PASSPHRASE)
    (ground / "outside").mkdir()
    with desk.write() as work:
        keep_checkpoints_in(work, ground / "outside", desk.folder.path)
    for first in range(0, ENTRIES, 70):
        with desk.write() as work:
            record_all(
                work,
                [Told("test:thing:done", ("thing", one), {"n": one}) for one in range(first, first + 70)],
            )
            record(work, "shares:share:executed", ("share", first))
    made = Copied(desk, desk._opened.key, [])
    with made.store() as store:
        made.rows = store.execute(f"SELECT {COLUMNS} FROM audit_entry ORDER BY position").fetchall()  # noqa: S608  # our columns
    yield made
    desk.sign_out()


Change = Callable[[random.Random, list[Row]], tuple[list[Row], int]]


def edited(dice: random.Random, rows: list[Row]) -> tuple[list[Row], int]:
    """Change one entry: a byte of its body, or one of the columns that are shown."""
    at = dice.randrange(len(rows))
    position, leaf, body, when, actor, action, kind, subject = rows[at]
    what = dice.randrange(4)
    if what == 0:
        byte = dice.randrange(len(body))
        body = body[:byte] + bytes([body[byte] ^ 1 << dice.randrange(8)]) + body[byte + 1 :]
    elif what == 1:
        actor += 1
    elif what == 2:
        action = "test:thing:undone"
    else:
        when = when.replace("2026", "2025")
    return [*rows[:at], (position, leaf, body, when, actor, action, kind, subject), *rows[at + 1 :]], at


def rewritten(dice: random.Random, rows: list[Row]) -> tuple[list[Row], int]:
    """Replace one entry by another, with a body and a hash that fit."""
    at = dice.randrange(len(rows))
    position, _, body, when, actor, action, kind, subject = rows[at]
    facts = json.loads(body)["facts"] | {"n": "another"}
    moment = Clock().now
    forged = entry_body(position, moment, actor, Told(action, (kind, subject), facts))
    another = (position, leaf_hash(forged), forged, when, actor, action, kind, subject)
    return [*rows[:at], another, *rows[at + 1 :]], at


def deleted(dice: random.Random, rows: list[Row]) -> tuple[list[Row], int]:
    """Leave one entry out, at times closing the gap."""
    at = dice.randrange(len(rows) - 1)
    rest = rows[at + 1 :]
    if dice.random() < 0.5:
        rest = [(row[0] - 1, *row[1:]) for row in rest]
    return [*rows[:at], *rest], at


def reordered(dice: random.Random, rows: list[Row]) -> tuple[list[Row], int]:
    """Have two entries change places."""
    one, other = sorted(dice.sample(range(len(rows)), 2))
    after = list(rows)
    after[one], after[other] = (one, *rows[other][1:]), (other, *rows[one][1:])
    return after, one


def cut(dice: random.Random, rows: list[Row]) -> tuple[list[Row], int]:
    """Cut the last entries off."""
    at = dice.randrange(1, len(rows))
    return rows[:at], at


CHANGES: tuple[Change, ...] = (edited, rewritten, deleted, reordered, cut)


def written_back(made: Copied, rows: list[Row], dice: random.Random) -> None:
    """Put these entries in the store; at times make head, tiles and checkpoints fit them as well."""
    with made.store() as store:
        store.execute("BEGIN IMMEDIATE")
        store.execute("DELETE FROM audit_entry")
        store.executemany("INSERT INTO audit_entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        cunning = dice.randrange(3)
        leaves = [row[1] for row in rows]
        if cunning >= 1:
            head = (len(rows), packed(frontier_of(leaves)))
            store.execute("UPDATE audit_head SET size = ?, frontier = ?", head)
        if cunning == 2:
            store.execute("DELETE FROM audit_tile")
            full = [leaves[at : at + WIDTH] for at in range(0, len(leaves) - WIDTH + 1, WIDTH)]
            tiles = [(0, number, root_of_full(one), packed(one)) for number, one in enumerate(full)]
            store.executemany("INSERT INTO audit_tile VALUES (?, ?, ?, ?)", tiles)
            store.execute("DELETE FROM audit_checkpoint")
            store.execute("UPDATE audit_head SET checkpointed = 0")
        store.execute("COMMIT")


def verified(desk: Desk) -> LogCheck:
    with desk.read() as work:
        return verify_log(work)


def test_the_copy_is_as_written(copied: Copied) -> None:
    found = verified(copied.desk)
    assert (found.ok, found.entries) == (True, len(copied.rows))
    assert found.agreed.outside == found.agreed.checkpoints == ENTRIES // 70 + 1


@pytest.mark.parametrize("seed", range(TRIED))
def test_a_change_of_any_kind_is_found_and_its_first_entry_named(copied: Copied, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # what is changed
    with copied.store() as store:
        tables = {name: store.execute(f"SELECT * FROM {name}").fetchall() for name in KEPT}  # noqa: S608  # ours
    change = CHANGES[seed % len(CHANGES)]
    rows, first = change(dice, copied.rows)
    written_back(copied, rows, dice)
    try:
        found = verified(copied.desk)
    finally:
        restored(copied, tables)
    assert not found.ok
    assert found.first_bad == first, (change.__name__, found.sentence)


KEPT = ("audit_head", "audit_tile", "audit_checkpoint")


def restored(made: Copied, tables: dict[str, list[tuple[object, ...]]]) -> None:
    with made.store() as store:
        store.execute("BEGIN IMMEDIATE")
        for name, rows in (tables | {"audit_entry": made.rows}).items():
            store.execute(f"DELETE FROM {name}")  # noqa: S608  # ours
            marks = ", ".join("?" * len(rows[0]))
            store.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608  # ours
        store.execute("COMMIT")
