"""Who else on the machine may read a desk's files: nobody (C22)."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.audit.log import record
from core.desk import Desk
from core.landing import land_bytes
from core.staff.roles import Role

PASSPHRASE = "remit test desk"
OTHERS = 0o077

pytestmark = pytest.mark.skipif(os.name != "posix", reason="other systems have no such modes")


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [one.name for one in (folder, *folder.rglob("*")) if one.stat().st_mode & OTHERS]


@pytest.mark.usefixtures("no_umask")
def test_a_new_desk_is_its_owner_s_alone_whatever_the_umask(tmp_path: Path) -> None:
    desk = Desk.create(tmp_path / "desk", "ada", PASSPHRASE)
    desk.add_staff("mia", Role.MODERATOR, PASSPHRASE)
    with desk.write() as work:
        record(work, "test:desk:written", ("desk", 0))
    assert {one.name for one in desk.folder.path.iterdir()} >= {"desk.db", "desk.db-wal", "slots"}
    assert open_to_others(desk.folder.path) == []
    desk.sign_out()


@pytest.mark.usefixtures("no_umask")
def test_what_leaves_is_put_where_only_its_owner_looks(desk_folder: Path) -> None:
    outbox = Desk(desk_folder).folder.outbox
    land_bytes(outbox / "letter.eml", b"To: ines@example.org")
    assert open_to_others(outbox) == []


@pytest.mark.embedded
def test_a_desk_that_others_could_read_is_narrowed_when_it_is_opened(desk_folder: Path) -> None:
    for one in (desk_folder, desk_folder / "desk.db", desk_folder / "slots"):
        one.chmod(0o777)
    Desk(desk_folder)
    assert open_to_others(desk_folder) == []
