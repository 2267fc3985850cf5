"""The doctor says what is wrong and how to mend it, a line each, and names nobody."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from core.audit.log import record
from core.backups.making import back_up
from core.desk import Desk
from core.doctor.desk_checks import check_desk
from core.doctor.findings import Finding
from core.doctor.machine import check_folder, check_machine
from core.errors import NotAllowed
from core.progress import Progress
from core.staff.log_proving import keep_checkpoints_in
from tests.conftest import Clock

pytestmark = pytest.mark.embedded  # test_server has what is told of one


@pytest.fixture
def ada(signed_in: Callable[[str], Desk]) -> Desk:
    return signed_in("ada")


@pytest.fixture
def tended(ada: Desk, tmp_path: Path, place: Path) -> Desk:
    """A desk that nothing is wrong with."""
    with ada.write() as work:
        keep_checkpoints_in(work, place, ada.folder.path)
    back_up(ada, tmp_path / "one.remit-backup")
    return ada


def found(desk: Desk, *, deep: bool = False) -> list[Finding]:
    return list(check_desk(desk, Progress(), deep=deep))


def codes(desk: Desk, *, deep: bool = False) -> list[str]:
    return [one.check for one in found(desk, deep=deep)]


def test_nothing_is_wrong_with_a_desk_that_is_looked_after(tended: Desk) -> None:
    assert found(tended, deep=True) == []
    assert list(check_machine()) == []
    assert [one for one in check_folder(tended.folder.path) if one.check != "disk"] == []


def test_a_new_desk_is_told_of_its_second_place_and_its_backup(ada: Desk) -> None:
    assert codes(ada) == ["place", "backup"]


def test_an_old_backup_is_told_with_its_age(tended: Desk, clock: Clock) -> None:
    clock.forward(days=8)
    (one,) = found(tended)
    assert (one.check, one.what) == ("backup", "The last backup is 8 days old.")


def test_a_clock_behind_the_last_entry_is_told(tended: Desk, clock: Clock) -> None:
    clock.forward(hours=-3)
    assert ("clock", "This machine's clock is 3 hours behind the last entry of the log.") in [
        (one.check, one.what) for one in found(tended)
    ]


def test_missing_damaged_and_orphan_key_slots_are_told(tended: Desk) -> None:
    gone, short = sorted(tended.folder.slots.iterdir())[:2]
    gone.unlink()
    short.write_bytes(b"short")
    (tended.folder.slots / "orphan").touch()

    told = " ".join(one.what for one in found(tended))
    assert codes(tended) == ["slots", "slots", "slots"]
    assert "is gone" in told
    assert "is damaged" in told
    assert "1 key slot belongs to no active account" in told


def test_a_second_place_that_is_away_is_told(tended: Desk, place: Path) -> None:
    shutil.rmtree(place)
    assert codes(tended) == ["place", "notes"]


def test_a_place_that_lacks_checkpoints_is_told(tended: Desk, place: Path) -> None:
    next(place.rglob("checkpoint-*.txt")).unlink()
    (one,) = found(tended)
    assert one.what.startswith("The second place has ")


def test_a_damaged_page_and_an_altered_entry_are_found_by_looking_deep(tended: Desk) -> None:
    with tended.write() as work:
        work.session.execute(text("UPDATE audit_entry SET action = 'x' WHERE position = 3"))
        record(work, "test:entry:altered", ("test", 0))

    assert codes(tended) == []
    assert codes(tended, deep=True) == ["log"]


def test_a_folder_that_others_may_look_into_is_told(desk_folder: Path) -> None:
    desk_folder.chmod(0o755)
    (one,) = [one for one in check_folder(desk_folder) if one.check == "permissions"]
    assert one.fix == f"chmod -R go-rwx {desk_folder}"


def test_a_store_that_is_gone_and_a_half_written_file_are_told(desk_folder: Path) -> None:
    (desk_folder / "desk.db").unlink()
    (desk_folder / "slots" / ".x.part").touch()

    told = {one.check: one.what for one in check_folder(desk_folder)}
    assert told["files"] == "desk.db is gone from the desk's folder."
    assert told["left-over"] == "1 half-written file stand in the desk's folder."


def test_a_desk_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert [one.check for one in check_folder(tmp_path / "none")] == ["desk"]


@pytest.mark.parametrize("name", ["mia", "pia", "aldo"])
def test_only_an_admin_asks_about_the_desk(signed_in: Callable[[str], Desk], name: str) -> None:
    with pytest.raises(NotAllowed):
        found(signed_in(name))
