"""What a person is told when the disk, or a number, is at fault."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import text

from core.audit.log import record
from core.db import turns
from core.db.faults import sentence_for
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.errors import BadInput, DeskUnusable
from core.postings.detail import posting_detail

PASSPHRASE = "remit test desk"


def test_a_number_that_no_record_can_have_is_told_in_a_sentence(signed_in: Callable[[str], Desk]) -> None:
    with signed_in("mia").read() as work, pytest.raises(BadInput, match="number is too large"):
        posting_detail(work, 10**30)


@pytest.mark.embedded
def test_a_full_store_is_told_in_a_sentence_and_keeps_what_it_had(signed_in: Callable[[str], Desk]) -> None:
    ada = signed_in("ada")
    with pytest.raises(DeskUnusable, match="disk is full"), ada.write() as work:
        _fill_up(work)
    with ada.read() as work:
        assert work.session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'filler'")) == 0


def _fill_up(work: WriteWork) -> None:
    pages = work.session.scalar(text("PRAGMA page_count"))
    work.session.execute(text(f"PRAGMA max_page_count = {pages}"))
    work.session.execute(text("CREATE TABLE filler AS SELECT randomblob(1000000) AS bytes"))


@pytest.mark.embedded
def test_a_store_that_turned_out_damaged_is_told_in_a_sentence(
    desk_folder: Path, signed_in: Callable[[str], Desk]
) -> None:
    ada = signed_in("ada")
    ada.sign_out()
    store = desk_folder / "desk.db"
    content = bytearray(store.read_bytes())
    content[40_000:-4096] = bytes(len(content) - 44_096)
    store.write_bytes(content)
    with pytest.raises(DeskUnusable, match="damaged"):
        ada.sign_in("ada", PASSPHRASE)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SQLITE_BUSY_SNAPSHOT", "try again in a moment"),
        ("SQLITE_READONLY_DIRECTORY", "cannot be written to"),
        ("SQLITE_CANTOPEN", "cannot be written to"),
        ("SQLITE_IOERR_WRITE", "reports an error"),
    ],
)
def test_each_fault_of_the_disk_has_its_sentence(name: str, said: str) -> None:
    fault = sqlcipher3.OperationalError()
    fault.sqlite_errorname = name
    found = sentence_for(fault)
    assert isinstance(found, DeskUnusable)
    assert said in found.sentence


def test_an_error_of_the_program_is_no_fault_of_the_disk() -> None:
    assert sentence_for(sqlcipher3.OperationalError("no such table: dragons")) is None
    assert sentence_for(OSError(errno.ENOSPC, "")) is None


def test_who_waits_too_long_for_another_s_write_is_told_and_writes_later(
    signed_in: Callable[[str], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, leo = signed_in("ada"), signed_in("leo")
    monkeypatch.setattr(turns, "BUSY_S", 0.05)
    with ada.write() as work:
        record(work, "test:thing:done", ("thing", 1))
        with pytest.raises(DeskUnusable, match="has been writing to this desk for too long"), leo.write():
            pass
    with leo.write() as work:
        assert record(work, "test:thing:done", ("thing", 2))


def test_a_file_where_a_desk_is_looked_for_is_no_desk(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("here", "utf-8")
    with pytest.raises(DeskUnusable, match=r"There is no desk at .*notes\.txt"):
        Desk(file)
    with pytest.raises(DeskUnusable, match="No desk can be made at"):
        Desk.create(file, "ada", PASSPHRASE)


@pytest.mark.embedded
def test_a_desk_without_its_store_is_refused_and_not_made_anew(desk_folder: Path) -> None:
    (desk_folder / "desk.db").unlink()
    with pytest.raises(DeskUnusable, match="store is gone"):
        Desk(desk_folder).sign_in("ada", PASSPHRASE)
    assert not (desk_folder / "desk.db").exists()


@pytest.mark.embedded
def test_a_slot_folder_that_is_gone_opens_nothing(desk_folder: Path) -> None:
    shutil.rmtree(desk_folder / "slots")
    with pytest.raises(DeskUnusable, match="key slots are gone"):
        Desk(desk_folder)
