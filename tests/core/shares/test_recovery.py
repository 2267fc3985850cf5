"""A workbook that a stopped machine left aside has not left: it is destroyed, and the share judged anew."""

import shutil
from pathlib import Path

import pytest

from core.aside import folder_aside, left_behind
from core.audit.verification import verify_log
from core.landing import destroy
from core.people.actions import opt_out
from core.shares import departure
from core.shares.actions import frozen_digest, revoke_share
from core.shares.execution import execute_share
from core.shares.queries import disclosures_of, returns_due
from core.shares.recovery import recover
from core.shares.tables import ShareState
from tests.core.shares.conftest import Shift
from tests.core.shares.test_execution import file_of, files_left, rows_in, seen


def stopped_between_commit_and_rename(shift: Shift, share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk holds when the machine stops there: a committed share, its workbook in a dead folder."""
    dead = shift.pia.folder.path / "aside" / "dead"

    class Stopped(BaseException):
        pass

    def stop(this: departure.Departure) -> None:
        shutil.copytree(this.aside, dead)
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr(departure.Departure, "put_in_place", stop)
        with pytest.raises(Stopped):
            execute_share(shift.pia, share)
    assert list(dead.rglob("*.xlsx"))


def test_a_share_stopped_before_its_file_left_stands_as_approved_again(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = shift.approved()
    before = seen(shift, share)
    stopped_between_commit_and_rename(shift, share, monkeypatch)
    assert recover(shift.olga).ids == {"share": frozenset([share])}
    after = seen(shift, share)
    assert (after.state, after.executed_at, after.file_name) == (ShareState.APPROVED, None, "")
    assert (after.records, after.excluded) == (before.records, before.excluded)
    assert (after.history[-1].who, after.history[-1].note[:29]) == ("Remit", "Stopped before the file left ")
    assert files_left(shift) == []
    with shift.pia.read() as work:
        assert frozen_digest(work, share) == after.frozen_digest
        assert not disclosures_of(work, shift.people["Anna"])
        assert not returns_due(work)
        assert verify_log(work).ok


def test_finishing_a_stopped_share_judges_again(shift: Shift, monkeypatch: pytest.MonkeyPatch) -> None:
    share = shift.approved()
    stopped_between_commit_and_rename(shift, share, monkeypatch)
    with shift.olga.write() as work:
        opt_out(work, shift.people["Anna"])
    assert "1 person opted out since approval; removed." in shift.executed(share)
    assert "Anna Example" not in {row[0] for row in rows_in(file_of(shift, share))}


def test_a_stopped_share_that_is_revoked_meanwhile_owes_nothing(
    shift: Shift, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = shift.approved()
    stopped_between_commit_and_rename(shift, share, monkeypatch)
    with shift.olga.write() as work:
        revoke_share(work, share)
    recover(shift.olga)
    assert (seen(shift, share).state, seen(shift, share).return_due) == (ShareState.REVOKED, None)
    assert files_left(shift) == []


def test_a_file_that_did_leave_stays_executed(shift: Shift) -> None:
    share = shift.approved()
    shift.executed(share)
    file = file_of(shift, share)
    dead = shift.pia.folder.path / "aside" / "dead" / f"share-{share}"
    dead.mkdir(parents=True)
    shutil.copy(file, dead)
    assert recover(shift.olga).ids == {"share": frozenset()}
    assert seen(shift, share).state is ShareState.EXECUTED
    assert file.exists()
    assert not dead.parent.exists()


def test_what_a_living_process_has_aside_is_let_alone(shift: Shift) -> None:
    with folder_aside(shift.pia.folder.path) as folder:
        (folder / "rows.xlsx").write_bytes(b"half")
        assert left_behind(shift.olga.folder.path) == []
        recover(shift.olga)
        assert (folder / "rows.xlsx").exists()
        assert folder.stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_a_destroyed_file_was_overwritten_first(tmp_path: Path) -> None:
    file, other_name = tmp_path / "file", tmp_path / "other-name"
    file.write_bytes(b"plain words")
    other_name.hardlink_to(file)
    destroy(file)
    assert not file.exists()
    assert other_name.read_bytes() == bytes(len(b"plain words"))


def test_a_link_or_a_file_in_the_place_aside_is_never_followed_or_destroyed(
    shift: Shift, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("Keep me.", "utf-8")
    place = shift.pia.folder.path / "aside"
    (place / "dead").mkdir(parents=True)
    (place / "dead" / "link").symlink_to(elsewhere / "letter.txt")
    (place / "link").symlink_to(elsewhere)
    (place / "a file").write_text("x", "utf-8")
    assert recover(shift.olga).ids == {"share": frozenset()}
    assert (elsewhere / "letter.txt").read_text("utf-8") == "Keep me."
    assert sorted(one.name for one in place.iterdir()) == ["a file", "link"]
