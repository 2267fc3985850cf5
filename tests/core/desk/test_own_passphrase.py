import os
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGKILL

import pytest
from sqlalchemy import select

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import DeskError, SignInRefused
from core.staff.key_slots import sealed_slot
from core.staff.roles import Role
from tests.conftest import PASSPHRASE, Clock, Copy
from tests.core.desk.killing import killed_at

POINTS = int(os.environ.get("REMIT_KILLS", "4"))
"""At how many places of a change the program is killed."""

NEW = "a newer passphrase"
SignIn = Callable[[str], Desk]


def opens(folder: Path, name: str, passphrase: str) -> bool:
    desk = Desk(folder)
    try:
        desk.sign_in(name, passphrase)
    except SignInRefused:
        return False
    desk.sign_out()
    return True


def actions(desk: Desk) -> list[str]:
    with desk.read() as work:
        return list(work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.position)))


def slots(desk: Desk) -> set[str]:
    return set(desk._store.slots.names())


def test_everyone_changes_their_own_passphrase_with_the_old_one(desk_folder: Path, signed_in: SignIn) -> None:
    mia = signed_in("mia")
    before = slots(mia)
    assert mia.change_passphrase(PASSPHRASE, NEW).sentence.startswith("Changed your passphrase")
    assert actions(mia)[-1] == "staff:account:passphrase-changed"
    assert len(slots(mia)) == len(before)
    assert len(slots(mia) & before) == len(before) - 1
    assert opens(desk_folder, "mia", NEW)
    assert not opens(desk_folder, "mia", PASSPHRASE)
    assert opens(desk_folder, "leo", PASSPHRASE)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("not it at all", NEW, "not your passphrase"),
        (PASSPHRASE, PASSPHRASE, "your passphrase already"),
        (PASSPHRASE, "short", "8 characters"),
    ],
)
def test_a_change_that_cannot_be_leaves_the_old_one(
    desk_folder: Path, signed_in: SignIn, old: str, new: str, says: str
) -> None:
    mia = signed_in("mia")
    before = slots(mia)
    with pytest.raises(DeskError, match=says):
        mia.change_passphrase(old, new)
    assert slots(mia) == before
    assert opens(desk_folder, "mia", PASSPHRASE)


def test_guessing_the_old_one_at_an_open_desk_is_slowed_as_at_the_door(
    signed_in: SignIn, clock: Clock
) -> None:
    mia = signed_in("mia")
    for wait in (0, 1):
        with pytest.raises(SignInRefused) as error:
            mia.change_passphrase("not it at all", NEW)
        assert error.value.wait == wait
    with pytest.raises(SignInRefused, match="Try again in 1 second"):
        mia.change_passphrase(PASSPHRASE, NEW)
    clock.forward(seconds=1)
    mia.change_passphrase(PASSPHRASE, NEW)


WATCHED = ("staff/passphrases", "db/store", "db/front", "db/unit_of_work", "core/landing")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_at_any_line_exactly_one_of_the_two_opens(desk_folder: Path, copied: Copy) -> None:
    def change(folder: Path, at: int) -> tuple[int, str, str]:
        return killed_at(folder, at, "mia", ["change_passphrase", PASSPHRASE, NEW], WATCHED)

    whole = copied(desk_folder, desk_folder.with_name("whole"))
    status, lines, problem = change(whole, 0)
    assert status == 0, problem
    outcomes = set()
    for at in (*range(1, int(lines), max(int(lines) // POINTS, 1)), int(lines)):
        folder = copied(desk_folder, desk_folder.with_name(f"killed-{at}"))
        assert change(folder, at)[0] == -SIGKILL
        old, new = opens(folder, "mia", PASSPHRASE), opens(folder, "mia", NEW)
        assert (old, new) in {(True, False), (False, True)}
        outcomes.add(old)
        desk = Desk(folder)
        desk.sign_in("leo", PASSPHRASE)
        assert len(slots(desk)) == 6
        desk.sign_out()
    assert outcomes == {True, False}


@pytest.mark.embedded
def test_a_slot_of_no_account_opens_nothing_and_is_swept_when_it_is_tried(
    desk_folder: Path, signed_in: SignIn
) -> None:
    ada = signed_in("ada")
    name, wrapped = sealed_slot(ada.folder.salt, "eve", NEW, ada.opened.key)
    (desk_folder / "slots" / name).write_bytes(wrapped)
    assert not opens(desk_folder, "eve", NEW)
    assert not (desk_folder / "slots" / name).exists()
    assert actions(ada)[-1] == "staff:door:slots-swept"


@pytest.mark.embedded
def test_a_slot_left_by_a_killed_disabling_is_swept_at_anybodys_sign_in(
    desk_folder: Path, signed_in: SignIn
) -> None:
    ada = signed_in("ada")
    kept = {one: one.read_bytes() for one in (desk_folder / "slots").iterdir()}
    ada.disable_staff("mia")
    (left,) = (one for one in kept if not one.exists())
    left.write_bytes(kept[left])
    leo = signed_in("leo")
    assert not left.exists()
    assert actions(leo)[-2:] == ["staff:door:slots-swept", "staff:account:signed-in"]
    signed_in("leo")
    assert actions(leo)[-1] == "staff:account:signed-in"
    assert actions(leo).count("staff:door:slots-swept") == 1


@pytest.mark.server
def test_a_slot_of_no_account_on_a_server_is_swept_too(desk_folder: Path, signed_in: SignIn) -> None:
    ada = signed_in("ada")
    name, wrapped = sealed_slot(ada.folder.salt, "eve", NEW, ada.opened.key)
    with ada.write() as work:
        ada._store.slots.keep(work, name, wrapped)
        record(work, "test:slot:planted", ("desk", 0))
    assert name in slots(ada)
    assert not opens(desk_folder, "eve", NEW)
    assert name not in slots(ada)


def test_adding_staff_beside_a_sign_in_loses_no_slot(desk_folder: Path, signed_in: SignIn) -> None:
    signed_in("ada").add_staff("nora", Role.LEAD, NEW)
    signed_in("leo")
    assert opens(desk_folder, "nora", NEW)
