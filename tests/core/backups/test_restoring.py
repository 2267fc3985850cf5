"""A restored desk has everything of the backup, and nobody who was erased since."""

import shutil

import pytest
from sqlalchemy import func, select

from core.audit.lasting_notes import last_note
from core.audit.log import record
from core.audit.queries import last_entry_about
from core.audit.verification import verify_log
from core.desk import Desk
from core.errors import BadInput, NotAllowed, SignInRefused, WrongState
from core.people.tables import PersonRecord
from core.postings.tables import Posting
from core.staff.log_proving import keep_checkpoints_in
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.core.backups.conftest import Bench
from tests.core.requests.test_erasing import rows_with

NINA = "nina.okafor@example.com"

pytestmark = pytest.mark.embedded  # a server is restored where it is kept


def test_a_restored_desk_has_what_the_backup_had(bench: Bench) -> None:
    made = bench.backup()
    done = bench.restored(made.path, bench.folder)

    assert (done.records, done.sha256, done.erasures, done.complete) == (made.records, made.sha256, 0, True)
    with bench.again().read() as work:
        assert rows_with(work, NINA)
        assert verify_log(work).ok
        assert last_entry_about(work, "desk", 0, "desk:store:restored")


def test_who_was_erased_after_the_backup_does_not_come_back(bench: Bench) -> None:
    made = bench.backup()
    bench.erase_nina()
    done = bench.restored(made.path, bench.folder)

    assert (done.erasures, done.erased) == (1, 1)
    assert "1 person erased since; 1 of them stood in it" in done.sentence
    with bench.again().read() as work:
        for needle in (NINA, "okafor", "logo wanted"):
            assert rows_with(work, needle) == {}, needle
        assert rows_with(work, "tomas.reyes@example.org")
        assert verify_log(work).ok


def test_the_second_place_tells_who_was_erased_when_the_desk_is_gone(bench: Bench) -> None:
    with bench.ada.write() as work:
        keep_checkpoints_in(work, bench.place, bench.folder)
    made = bench.backup()
    bench.erase_nina()
    bench.ada.sign_out()
    bench.pia.sign_out()
    shutil.rmtree(bench.folder)

    done = bench.restored(made.path)
    assert (done.erasures, done.erased) == (1, 1)
    with bench.again().read() as work:
        assert rows_with(work, NINA) == {}


def test_postings_by_an_erased_number_do_not_come_back_though_its_record_came_later(bench: Bench) -> None:
    rename_records(
        bench.pia, bench.market.nina, "{}-early"
    )  # as if none had come in yet when the backup was made
    made = bench.backup()
    rename_records(bench.pia, bench.market.nina, "{}")
    bench.erase_nina()
    done = bench.restored(made.path, bench.folder)

    assert (done.erasures, done.erased) == (1, 0)
    with bench.again().read() as work:
        assert work.session.scalar(select(func.count()).where(Posting.author == "m-1")) == 0
        assert work.session.scalar(select(func.count()).where(Posting.recipient == "m-1")) == 0


def rename_records(desk: Desk, person_id: int, shape: str) -> None:
    with desk.write() as work:
        for row in work.session.scalars(select(PersonRecord).where(PersonRecord.person_id == person_id)):
            row.external_id = shape.format(row.external_id.removesuffix("-early"))
        record(work, "test:records:renamed", ("test", 0))


def test_a_restore_is_refused_where_nobody_knows_who_was_erased_since(bench: Bench) -> None:
    made = bench.backup()

    with pytest.raises(WrongState, match="nobody knows who was erased since"):
        bench.restored(made.path)
    assert not (bench.tmp / "again").exists()
    assert list(bench.tmp.glob(".remit-*")) == []


def test_notes_from_before_the_backup_do_not_count_as_newer(bench: Bench) -> None:
    bench.backup("first")
    shutil.copytree(bench.folder / "notes", bench.tmp / "stale")
    made = bench.backup("second")
    bench.erase_nina()

    with pytest.raises(WrongState, match="Nothing newer than this backup"):
        bench.restored(made.path, bench.tmp / "stale")


def test_a_missing_note_is_found_missing(bench: Bench) -> None:
    made = bench.backup("first")
    bench.erase_nina()
    bench.backup("second")
    next((bench.folder / "notes").glob("note-000002-*")).unlink()

    with pytest.raises(WrongState, match="are missing"):
        bench.restored(made.path, bench.folder)


def test_it_may_be_taken_on_expressly_and_is_said_and_logged(bench: Bench) -> None:
    done = bench.restored(bench.backup().path, unknown=True)

    assert not done.complete
    assert "not fully known" in done.sentence
    with bench.again().read() as work:
        assert rows_with(work, NINA)


def test_an_account_disabled_since_opens_nothing_and_cannot_restore(bench: Bench) -> None:
    bench.ada.add_staff("bea", Role.ADMIN, PASSPHRASE)
    made = bench.backup()
    bench.ada.disable_staff("bea")
    bench.ada.disable_staff("mia")

    with pytest.raises(SignInRefused, match="disabled since the backup"):
        bench.restored(made.path, bench.folder, name="bea")
    bench.restored(made.path, bench.folder)
    for name in ("bea", "mia"):
        with pytest.raises(SignInRefused):
            Desk(bench.tmp / "again").sign_in(name, PASSPHRASE)


def test_a_backup_of_a_restored_desk_knows_erasures_of_both(bench: Bench) -> None:
    made = bench.backup()
    bench.erase_nina()
    bench.restored(made.path, bench.folder)

    with bench.again().read() as work:
        assert last_note(work) is not None


def test_a_desk_is_never_written_over(bench: Bench) -> None:
    made = bench.backup()
    (bench.tmp / "again").mkdir()
    (bench.tmp / "again" / "desk.toml").touch()

    with pytest.raises(BadInput, match="not empty"):
        bench.restored(made.path, bench.folder)


def test_only_an_admin_restores_and_a_wrong_passphrase_opens_nothing(bench: Bench) -> None:
    made = bench.backup()
    with pytest.raises(NotAllowed, match="may not back up, restore"):
        bench.restored(made.path, bench.folder, name="pia")
    with pytest.raises(SignInRefused):
        bench.restored(made.path, bench.folder, name="nobody")
    assert not (bench.tmp / "again").exists()


def test_what_is_no_backup_is_told_in_a_sentence(bench: Bench) -> None:
    (bench.tmp / "x.remit-backup").write_bytes(b"PK no")
    with pytest.raises(BadInput, match="is no backup of a desk"):
        bench.restored(bench.tmp / "x.remit-backup")
    with pytest.raises(BadInput, match="cannot be read"):
        bench.restored(bench.tmp / "none.remit-backup")
