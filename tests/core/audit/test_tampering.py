"""A copied log, changed at random by one who holds the desk's key: each change is found and its entry named.

REMIT_TAMPERINGS says how many are tried (40 unless told). What comes after the last checkpoint is nobody's
word yet, so that only what lies before it is changed.
"""

import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Engine, select

from core.audit.entries import Told, entry_body
from core.audit.log import record, record_all
from core.audit.tree import frontier_of, leaf_hash, packed, root_of_full
from core.audit.verification import LogCheck, verify_log
from core.db.base import Base
from core.desk import Desk
from core.staff.log_proving import keep_checkpoints_in
from tests.behind import owner_of
from tests.conftest import PASSPHRASE, Clock, Copy

TRIED = int(os.environ.get("REMIT_TAMPERINGS", "40"))
ENTRIES = 700
WIDTH = 256
Row = tuple[int, bytes, bytes, datetime, int, str, str, int]
ENTRY = Base.metadata.tables["audit_entry"]


@dataclass
class Copied:
    """A desk with its checkpoints outside, the entries that it had, and a way past every verb."""

    desk: Desk
    store: Engine
    rows: list[Row]


@pytest.fixture(scope="module")
def written(new_desk: Path, copies: Copy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copied]:
    ground = tmp_path_factory.mktemp("copied")
    desk = Desk(copies(new_desk, ground / "desk"), Clock())
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
    store = owner_of(desk)
    with store.connect() as connection:
        rows = [
            cast("Row", tuple(one)) for one in connection.execute(select(ENTRY).order_by(ENTRY.c.position))
        ]
    yield Copied(desk, store, rows)
    store.dispose()
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
        when -= timedelta(days=365)
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


KEPT = ("audit_head", "audit_tile", "audit_checkpoint")
CHANGES: tuple[Change, ...] = (edited, rewritten, deleted, reordered, cut)


def written_back(made: Copied, rows: list[Row], dice: random.Random) -> None:
    """Put these entries in the store; at times make head, tiles and checkpoints fit them as well."""
    fitting: dict[str, list[tuple[Any, ...]]] = {"audit_entry": [*rows]}
    cunning = dice.randrange(3)
    leaves = [row[1] for row in rows]
    if cunning >= 1:
        checkpointed = 0 if cunning == 2 else ENTRIES
        fitting["audit_head"] = [(1, len(rows), packed(frontier_of(leaves)), checkpointed)]
    if cunning == 2:
        full = [leaves[at : at + WIDTH] for at in range(0, len(leaves) - WIDTH + 1, WIDTH)]
        fitting["audit_tile"] = [
            (0, number, root_of_full(one), packed(one)) for number, one in enumerate(full)
        ]
        fitting["audit_checkpoint"] = []
    put(made, fitting)


def put(made: Copied, rows: Mapping[str, Sequence[tuple[Any, ...]]]) -> None:
    """Have these tables hold these rows and no others."""
    with made.store.begin() as connection:
        for name, listed in rows.items():
            table = Base.metadata.tables[name]
            connection.execute(table.delete())
            if listed:
                named = [dict(zip(table.columns.keys(), row, strict=True)) for row in listed]
                connection.execute(table.insert(), named)


def verified(desk: Desk) -> LogCheck:
    with desk.read() as work:
        return verify_log(work)


def test_the_copy_is_as_written(written: Copied) -> None:
    found = verified(written.desk)
    assert (found.ok, found.entries) == (True, len(written.rows))
    assert found.agreed.outside == found.agreed.checkpoints == ENTRIES // 70 + 1


@pytest.mark.parametrize("seed", range(TRIED))
def test_a_change_of_any_kind_is_found_and_its_first_entry_named(written: Copied, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311  # what is changed
    with written.store.connect() as store:
        kept = {name: [*map(tuple, store.execute(select(Base.metadata.tables[name])))] for name in KEPT}
    change = CHANGES[seed % len(CHANGES)]
    rows, first = change(dice, written.rows)
    written_back(written, rows, dice)
    try:
        found = verified(written.desk)
    finally:
        put(written, kept | {"audit_entry": written.rows})
    assert not found.ok
    assert found.first_bad == first, (change.__name__, found.sentence)
