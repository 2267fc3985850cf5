"""A backup is the desk of one moment, whole, encrypted, proved, and logged."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.queries import entry, last_entry_about
from core.audit.tables import AuditEntry
from core.backups.archive import read_manifest, unpack
from core.backups.making import Backup, back_up
from core.backups.proving import prove
from core.desk import Desk
from core.errors import BadInput, Cancelled, DeskUnusable, NotAllowed
from core.landing import file_sha256
from core.progress import Progress
from tests.core.backups.conftest import Restores
from tests.core.requests.conftest import Marketplace

Backing = Callable[..., Backup]

pytestmark = pytest.mark.embedded  # a server is backed up where it is kept


def test_a_backup_is_one_file_that_says_what_it_holds_and_names_nobody(
    backup: Backing, ada: Desk, market: Marketplace
) -> None:
    assert market.nina
    made = backup()

    with ZipFile(made.path) as archive:
        names = archive.namelist()
        told = archive.read("manifest.json").lower()
        store = archive.read("desk.db")
    assert names[:3] == ["manifest.json", "desk.toml", "desk.db"]
    assert len(names) == 3 + len(list(ada.folder.slots.iterdir()))
    assert made.sha256 == file_sha256(made.path)
    assert json.loads(told)["records"] == made.records > 50
    assert b"nina" not in told
    assert b"SQLite format 3" not in store
    assert made.path.stat().st_mode & 0o077 == 0


def test_a_backup_is_logged_with_its_digest_and_a_checkpoint_and_without_its_path(
    backup: Backing, ada: Desk
) -> None:
    made = backup("nina-okafor")

    with ada.read() as work:
        last = last_entry_about(work, "desk", 0, "desk:backup:made")
        assert last
        body = entry(work, last.id).body
    assert made.sha256 in body
    assert "nina" not in body


def test_nothing_is_left_beside_a_backup(backup: Backing) -> None:
    made = backup()

    assert [one.name for one in made.path.parent.glob(".remit-*")] == []


@pytest.mark.parametrize("moved", ["desk.db", "desk.toml", "manifest.json"])
def test_a_backup_with_one_bit_changed_is_refused(backup: Backing, tmp_path: Path, moved: str) -> None:
    made = backup()
    content = bytearray(made.path.read_bytes())
    with ZipFile(made.path) as archive:
        content[archive.getinfo(moved).header_offset + 30 + len(moved) + 25] ^= 1
    made.path.write_bytes(content)
    (tmp_path / "out").mkdir()

    with pytest.raises(BadInput, match="is no backup of a desk, or it is damaged"):
        unpack(made.path, tmp_path / "out", Progress())


def test_a_copy_whose_page_was_changed_is_not_proved(backup: Backing, ada: Desk, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    unpack(backup().path, out, Progress())
    content = bytearray((out / "desk.db").read_bytes())
    content[-100] ^= 1
    (out / "desk.db").write_bytes(content)

    with pytest.raises(DeskUnusable, match="damaged"):
        prove(out, ada.opened.key, ada.opened.secret, Progress())


def test_a_backup_that_is_stopped_leaves_nothing(ada: Desk, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        back_up(ada, tmp_path / "desk.remit-backup", progress)

    assert not list(tmp_path.glob("*backup")) + list(tmp_path.glob(".remit-*"))
    with ada.read() as work:
        assert last_entry_about(work, "desk", 0, "desk:backup:made") is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("desk.zip", r"must end in \.remit-backup"),
        ("none/desk.remit-backup", "There is no folder"),
        ("there.remit-backup", "is there already"),
        ("desk/own.remit-backup", "outside the desk"),
    ],
)
def test_a_name_that_cannot_be_taken_is_told(ada: Desk, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "there.remit-backup").touch()
    with pytest.raises(BadInput, match=said):
        back_up(ada, tmp_path / name)


@pytest.mark.parametrize("name", ["mia", "leo", "pia", "aldo"])
def test_only_an_admin_backs_up(signed_in: Callable[[str], Desk], tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAllowed, match="may not back up"):
        back_up(signed_in(name), tmp_path / "desk.remit-backup")


def test_what_four_write_meanwhile_is_in_it_whole_or_not_at_all(
    backup: Backing, restored: Restores, signed_in: Callable[[str], Desk], desk_folder: Path, tmp_path: Path
) -> None:
    """Each writer commits pairs of entries; a copy of one moment never holds half a pair."""
    stop, desks = Event(), [signed_in(one) for one in ("mia", "leo", "pia", "olga")]
    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write_pairs, desk, stop) for desk in desks]
        made = [backup(str(number)) for number in range(3)]
        stop.set()
        written = sum(one.result() for one in writers)

    assert written > 20
    restored(made[1].path, desk_folder)
    again = Desk(tmp_path / "again")
    again.sign_in("ada", "remit test desk")
    with again.read() as work:
        entries = work.session.scalars(
            select(AuditEntry.body).where(AuditEntry.action == "test:pair:made")
        ).all()
    again.sign_out()
    assert len(entries) % 2 == 0
    assert made[0].entries < made[1].entries < made[2].entries


def write_pairs(desk: Desk, stop: Event) -> int:
    count = 0
    while not stop.is_set():
        with desk.write() as work:
            record(work, "test:pair:made", ("test", count))
            record(work, "test:pair:made", ("test", count))
        count += 1
    return count


def test_the_manifest_tells_the_log_s_size_and_root(backup: Backing) -> None:
    made = backup()

    told = read_manifest(made.path)
    assert (told.entries, len(told.root), told.records) == (made.entries, 64, made.records)
