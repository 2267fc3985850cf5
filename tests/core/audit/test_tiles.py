import random
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from core.audit.log import Told, head, record, record_all
from core.audit.proofs import is_consistent, is_included
from core.audit.tables import AuditEntry, AuditTile
from core.audit.tiles import WIDTH, consistency_proof, inclusion_proof
from core.audit.tree import leaf_hash, root_of_full, root_of_leaves, unpacked
from core.audit.verification import verify_log
from core.db.migrations import bring_up_to_date
from core.desk import Desk
from core.errors import NotFound
from tests.behind import upgrading

LATER = (
    "audit_tile", "audit_checkpoint", "audit_key", "audit_place", "person_key", "lasting_note", "claim",
    "desk_secret", "recovery_key",
)  # fmt: skip
MANY = WIDTH * WIDTH + 3 * WIDTH + 70
DONE = "test:thing:done"
TILE_COLUMNS = (AuditTile.level, AuditTile.number, AuditTile.root, AuditTile.hashes)


def grow(desk: Desk, size: int) -> list[bytes]:
    """Grow the log to this size, as a verb that writes many entries does; gives its leaf hashes."""
    with desk.write() as work:
        record_all(work, [Told(DONE, ("thing", one)) for one in range(size - head(work).entries)])
    return leaves(desk)


def leaves(desk: Desk) -> list[bytes]:
    with desk.read() as work:
        return list(work.session.scalars(select(AuditEntry.leaf_hash).order_by(AuditEntry.position)))


@pytest.fixture(scope="module")
def tall(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> Iterator[Desk]:
    """A desk whose log has a tile of the second level."""
    folder = tmp_path_factory.mktemp("tall") / "desk"
    desk = Desk.create(folder, "ada", "remit test desk", database=new_database())
    grow(desk, MANY)
    yield desk
    desk.sign_out()


def test_a_full_tile_holds_256_hashes_and_their_root(tall: Desk) -> None:
    every = leaves(tall)
    with tall.read() as work:
        rows = work.session.execute(select(*TILE_COLUMNS)).all()
    tiles = {(one.level, one.number): one for one in rows}
    assert set(tiles) == {*((0, number) for number in range(WIDTH + 3)), (1, 0)}
    first = tiles[0, 1]
    assert unpacked(first.hashes) == every[WIDTH : 2 * WIDTH]
    assert first.root == root_of_full(every[WIDTH : 2 * WIDTH])
    assert unpacked(tiles[1, 0].hashes) == [tiles[0, number].root for number in range(WIDTH)]


def test_any_entry_is_proved_to_be_in_a_log_of_any_size(tall: Desk) -> None:
    every, dice = leaves(tall), random.Random(1)  # noqa: S311  # which sizes are tried
    edges = [1, 2, WIDTH - 1, WIDTH, WIDTH + 1, WIDTH * WIDTH, WIDTH * WIDTH + 1, MANY]
    with tall.read() as work:
        for size in [*edges, *(dice.randint(1, MANY) for _ in range(12))]:
            root = root_of_leaves(every[:size])
            for index in {0, size - 1, *(dice.randrange(size) for _ in range(4))}:
                assert is_included(every[index], index, size, inclusion_proof(work, index, size), root)


def test_a_log_is_proved_to_begin_with_what_it_was_earlier(tall: Desk) -> None:
    every, dice = leaves(tall), random.Random(2)  # noqa: S311  # as above
    with tall.read() as work:
        for size in [2, WIDTH, WIDTH + 1, MANY, *(dice.randint(2, MANY) for _ in range(8))]:
            root = root_of_leaves(every[:size])
            for earlier in {1, size, size - 1, *(dice.randint(1, size) for _ in range(3))}:
                proof = consistency_proof(work, earlier, size)
                assert is_consistent(earlier, size, proof, root_of_leaves(every[:earlier]), root)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5), (0, MANY + 1)])
def test_there_is_no_proof_of_what_is_not_in_the_log(tall: Desk, index: int, size: int) -> None:
    with tall.read() as work, pytest.raises(NotFound):
        inclusion_proof(work, index, size)


def test_tiles_are_the_same_however_the_entries_came(officer: Desk, signed_in: Callable[[str], Desk]) -> None:
    while len(leaves(officer)) < 2 * WIDTH + 10:
        with officer.write() as work:
            for one in range(7):
                record(work, DONE, ("thing", one))
            record_all(work, [Told(DONE, ("thing", one)) for one in range(50)])
        with signed_in("mia").write() as work:
            record(work, DONE, ("thing", 0))
    every = leaves(officer)
    with officer.read() as work:
        tiles = work.session.scalars(select(AuditTile.hashes).order_by(AuditTile.number)).all()
        assert verify_log(work).ok
        assert head(work).root == root_of_leaves(every)
    assert [unpacked(one) for one in tiles] == [every[:WIDTH], every[WIDTH : 2 * WIDTH]]


def test_the_head_counts_entries_before_they_are_committed(officer: Desk) -> None:
    with officer.write() as work:
        before = head(work)
        position = record(work, DONE, ("thing", 1))
        after = head(work)
        body = work.session.get_one(AuditEntry, position).body
    assert (before.entries, after.entries) == (position, position + 1)
    with officer.read() as work:
        assert head(work) == after
        assert leaves(officer)[position] == leaf_hash(body)


def test_a_log_of_before_gets_its_tiles_and_its_proofs(
    officer: Desk, behind_its_back: Callable[..., None]
) -> None:
    every = grow(officer, 3 * WIDTH + 5)
    for table in LATER:
        behind_its_back(f"DROP TABLE {table}")
    for column in ("author", "recipient"):
        behind_its_back(f"DROP INDEX ix_posting_{column}_address")
    behind_its_back("ALTER TABLE audit_head DROP COLUMN checkpointed")
    behind_its_back("UPDATE alembic_version SET version_num = '0013'")

    with upgrading(officer) as connection:
        bring_up_to_date(connection)

    with officer.read() as work:
        assert is_included(
            every[300],
            300,
            3 * WIDTH,
            inclusion_proof(work, 300, 3 * WIDTH),
            root_of_leaves(every[: 3 * WIDTH]),
        )
        assert verify_log(work).ok
    with officer.write() as work:
        record(work, "shares:share:executed", ("share", 1))
    with officer.read() as work:
        found = verify_log(work)
    assert (found.ok, found.agreed.checkpoints) == (True, 1)
