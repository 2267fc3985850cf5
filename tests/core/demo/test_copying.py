from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from core.demo.copying import copied_demo_desk, place_aside
from core.desk import Desk
from core.errors import DeskUnusable
from core.staff.accounts import staff_names
from core.staff.roles import Role
from tests.conftest import PASSPHRASE

pytestmark = pytest.mark.embedded  # pictures are taken of a copy of an embedded desk


@pytest.fixture
def demo(desk_folder: Path) -> Path:
    """A small desk that says of itself that it is a demo."""
    head = desk_folder / "desk.toml"
    head.write_text(head.read_text("utf-8").replace("demo = false", "demo = true"), "utf-8")
    return desk_folder


def bytes_of(folder: Path) -> dict[str, str]:
    files = [one for one in folder.rglob("*") if one.is_file() and not one.name.endswith("-shm")]
    return {str(one.relative_to(folder)): sha256(one.read_bytes()).hexdigest() for one in files}


def test_a_copy_holds_what_was_written_while_somebody_works_at_the_desk(demo: Path) -> None:
    open_desk = Desk(demo)
    open_desk.sign_in("ada", PASSPHRASE)
    open_desk.add_staff("nora", Role.MODERATOR, PASSPHRASE)
    with place_aside() as place:
        copy = Desk(copied_demo_desk(demo, place))
        copy.sign_in("nora", PASSPHRASE)
        with copy.read() as work:
            assert "nora" in staff_names(work).values()
        copy.sign_out()
    open_desk.sign_out()


def test_what_is_done_to_a_copy_leaves_the_desk_as_it_was_to_the_byte(demo: Path) -> None:
    before = bytes_of(demo)
    with place_aside() as place:
        copy = Desk(copied_demo_desk(demo, place))
        copy.sign_in("ada", PASSPHRASE)
        copy.add_staff("nora", Role.MODERATOR, PASSPHRASE)
        copy.sign_out()
    assert bytes_of(demo) == before


def test_a_copy_is_destroyed_with_all_that_it_let_out(demo: Path) -> None:
    with place_aside() as place:
        copied_demo_desk(demo, place)
        (place / "desk-outbox").mkdir()
        (place / "desk-outbox" / "letter.eml").write_text("Hello", "utf-8")
    assert not place.exists()


def test_the_mail_beside_the_desk_is_copied_too(demo: Path) -> None:
    mail = demo.with_name("desk-mail")
    mail.mkdir()
    (mail / "request-1.eml").write_text("From: a@example.org", "utf-8")
    with place_aside() as place:
        assert copied_demo_desk(demo, place) == place / "desk"
        assert (place / "desk-mail" / "request-1.eml").read_text("utf-8") == "From: a@example.org"


def test_a_desk_of_real_people_is_not_copied(desk_folder: Path, signed_in: Callable[[str], Desk]) -> None:
    signed_in("ada")
    with place_aside() as place, pytest.raises(DeskUnusable, match="is no demo desk"):
        copied_demo_desk(desk_folder, place)
