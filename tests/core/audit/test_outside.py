"""Checkpoints kept in a second place: after the commit, caught up later, never written twice."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from core.audit import outside_files
from core.audit.log import Told, record, record_all
from core.audit.outside import AT_ONCE, standing
from core.audit.outside_files import in_time, sizes_there, tile_name
from core.audit.signed_notes import read_note
from core.audit.tables import AuditCheckpoint, AuditEntry
from core.audit.tiles import WIDTH
from core.audit.tree import root_of_leaves, unpacked
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, NotAllowed
from core.staff.log_proving import keep_checkpoints_in, keeping, make_checkpoint, public_key

SignIn = Callable[[str], Desk]


@pytest.fixture
def kept(signed_in: SignIn, place: Path) -> Desk:
    """An admin's desk that keeps its checkpoints in that place too."""
    admin = signed_in("ada")
    with admin.write() as work:
        keep_checkpoints_in(work, place, admin.folder.path)
    return admin


def disclose(desk: Desk, times: int = 1) -> None:
    for _ in range(times):
        with desk.write() as work:
            record(work, "shares:share:executed", ("share", 1))


def sizes(desk: Desk) -> set[int]:
    with desk.read() as work:
        return set(work.session.scalars(select(AuditCheckpoint.size)))


def the_folder(place: Path) -> Path:
    (folder,) = place.iterdir()
    return folder


def test_each_checkpoint_stands_outside_once_its_disclosure_is_committed(kept: Desk, place: Path) -> None:
    disclose(kept, 3)
    folder = the_folder(place)
    assert sizes_there(folder) == sizes(kept)
    with kept.write() as work:
        key = public_key(work)
    assert folder.name == key.name.replace("/", "-")
    for file in folder.glob("checkpoint-*.txt"):
        assert read_note(file.read_bytes()).is_signed_by(key)
    assert not list(folder.rglob(".*")), "nothing half written stays"


def test_the_leaf_hashes_of_a_checkpoint_stand_beside_it_as_tiles(kept: Desk, place: Path) -> None:
    with kept.write() as work:
        record_all(work, [Told("test:thing:done", ("thing", one)) for one in range(3 * WIDTH)])
    disclose(kept)
    folder, (*_, size) = the_folder(place), sorted(sizes(kept))
    names = [tile_name(number) for number in range(size // WIDTH)] + [tile_name(size // WIDTH, size % WIDTH)]
    hashes = unpacked(b"".join((folder / one).read_bytes() for one in names))
    with kept.read() as work:
        root = work.session.get_one(AuditCheckpoint, size).root
        assert hashes == list(work.session.scalars(select(AuditEntry.leaf_hash).limit(size)))
    assert root_of_leaves(hashes) == root


@pytest.mark.parametrize(
    ("number", "width", "name"),
    [
        (0, 256, "tile/0/000"), (999, 256, "tile/0/999"), (1_000, 256, "tile/0/x001/000"),
        (1_234_067, 256, "tile/0/x001/x234/067"), (273, 112, "tile/0/273.p/112"),
    ],
)  # fmt: skip
def test_tiles_are_named_as_the_format_says(number: int, width: int, name: str) -> None:
    assert tile_name(number, width) == name


def test_a_place_that_is_away_holds_nothing_up_and_is_caught_up_later(kept: Desk, place: Path) -> None:
    place.rename(place.with_name("away"))
    disclose(kept, 2)
    with kept.read() as work:
        told = standing(work)
    assert (told.checkpoints, told.outside, told.away) == (len(sizes(kept)), 0, "the folder is not there")
    place.with_name("away").rename(place)
    disclose(kept)
    assert sizes_there(the_folder(place)) == sizes(kept)
    with kept.read() as work:
        assert keeping(work).standing.outside == len(sizes(kept))


def test_a_place_chosen_late_gets_the_checkpoints_of_before(signed_in: SignIn, place: Path) -> None:
    disclose(signed_in("pia"), AT_ONCE + 5)
    admin = signed_in("ada")
    with admin.write() as work:
        keep_checkpoints_in(work, place, admin.folder.path)
    assert sizes_there(the_folder(place)) == sizes(admin)
    with admin.read() as work:
        assert verify_log(work).agreed.outside == AT_ONCE + 6


def test_what_stands_outside_is_never_written_again(kept: Desk, place: Path) -> None:
    disclose(kept)
    file = max(the_folder(place).glob("checkpoint-*.txt"))
    file.write_text("another log's", "utf-8")
    disclose(kept)
    assert file.read_text("utf-8") == "another log's"


def test_a_place_without_room_or_rights_is_no_error_of_the_verb(
    kept: Desk, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outside_files, "land_bytes", full)
    before = sizes(kept)
    disclose(kept)
    assert len(sizes(kept)) == len(before) + 1
    assert sizes_there(the_folder(place)) == before


@pytest.fixture
def gate() -> Iterator[Event]:
    opened = Event()
    yield opened
    opened.set()


def test_a_place_that_does_not_answer_is_waited_for_a_moment_only(place: Path, gate: Event) -> None:
    with pytest.raises(TimeoutError):
        in_time(place, lambda: gate.wait(60), 0.01)
    with pytest.raises(TimeoutError):
        in_time(place, lambda: True, 0.01)
    gate.set()
    assert in_time(place, lambda: 7, 60) == 7


def test_a_place_that_does_not_answer_is_refused_and_keeps_no_write_waiting(
    signed_in: SignIn, place: Path, gate: Event
) -> None:
    admin = signed_in("ada")
    with pytest.raises(TimeoutError):
        in_time(place, lambda: gate.wait(60), 0.01)
    with pytest.raises(BadInput, match="it does not answer"), admin.write() as work:
        keep_checkpoints_in(work, place, admin.folder.path)
    disclose(admin)
    with admin.read() as work:
        assert keeping(work).standing.place is None


def test_only_an_admin_chooses_the_place_and_only_a_folder_outside_the_desk(
    signed_in: SignIn, place: Path
) -> None:
    officer, admin = signed_in("pia"), signed_in("ada")
    with pytest.raises(NotAllowed), officer.write() as work:
        keep_checkpoints_in(work, place, officer.folder.path)
    with pytest.raises(BadInput, match="outside the desk"), admin.write() as work:
        keep_checkpoints_in(work, admin.folder.slots, admin.folder.path)
    with pytest.raises(BadInput, match="There is no folder"), admin.write() as work:
        keep_checkpoints_in(work, place / "none", admin.folder.path)
    assert list(place.iterdir()) == []


def test_a_place_can_be_given_up(kept: Desk, place: Path) -> None:
    with kept.write() as work:
        keep_checkpoints_in(work, None, kept.folder.path)
    before = sizes_there(the_folder(place))
    with kept.write() as work:
        make_checkpoint(work)
    assert sizes_there(the_folder(place)) == before
    with kept.read() as work:
        assert keeping(work).standing.place is None
        assert verify_log(work).agreed.outside is None
