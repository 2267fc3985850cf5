from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import BadInput, DeskError, NotAllowed, NotFound, SignInRefused
from core.staff.recovery import recovery_made_at
from core.staff.recovery_code import ALPHABET, new_code, read_code
from tests.conftest import PASSPHRASE, START, Clock

NEW = "a newer passphrase"
SignIn = Callable[[str], Desk]


def refused(desk: Desk, code: str, admin: str = "ada", passphrase: str = NEW) -> DeskError:
    with pytest.raises(DeskError) as error:
        desk.recover(code, admin, passphrase)
    return error.value


def test_the_key_gives_an_admin_a_new_passphrase_once(
    desk_folder: Path, signed_in: SignIn, clock: Clock
) -> None:
    code = signed_in("ada").make_recovery_key()
    desk = Desk(desk_folder, clock)
    desk.recover(code.lower().replace("-", " "), "Ada", NEW)
    assert desk.staff is None
    assert desk.sign_in("ada", NEW).role == "admin"
    with desk.read() as work:
        told = work.session.scalars(select(AuditEntry.action).order_by(AuditEntry.position.desc())).all()
        assert told[:3] == ["staff:account:signed-in", "staff:recovery:used", "staff:recovery:made"]
        assert recovery_made_at(work) is None
    desk.sign_out()
    with pytest.raises(SignInRefused):
        desk.sign_in("ada", PASSPHRASE)
    clock.forward(minutes=1)
    assert "used, replaced, or is another desk's" in refused(desk, code).sentence
    clock.forward(minutes=1)
    assert desk.sign_in("mia", PASSPHRASE).name == "mia"


def test_a_new_key_makes_the_one_before_it_void(desk_folder: Path, signed_in: SignIn, clock: Clock) -> None:
    ada = signed_in("ada")
    first, second = ada.make_recovery_key(), ada.make_recovery_key()
    with ada.read() as work:
        assert recovery_made_at(work) == START
    desk = Desk(desk_folder, clock)
    assert isinstance(refused(desk, first), SignInRefused)
    desk.recover(second, "ada", NEW)


def test_what_cannot_be_leaves_the_key_good(desk_folder: Path, signed_in: SignIn, clock: Clock) -> None:
    code = signed_in("ada").make_recovery_key()
    desk = Desk(desk_folder, clock)
    assert isinstance(refused(desk, code, admin="mia"), NotFound)
    assert isinstance(refused(desk, code, admin="nobody"), NotFound)
    assert isinstance(refused(desk, code, passphrase="short"), BadInput)
    assert isinstance(refused(desk, new_code()), SignInRefused)
    desk.recover(code, "ada", NEW)


def test_the_recovery_slot_is_not_swept_and_signs_nobody_in(
    desk_folder: Path, signed_in: SignIn, clock: Clock
) -> None:
    code = signed_in("ada").make_recovery_key()
    signed_in("leo")
    with pytest.raises(SignInRefused):
        Desk(desk_folder, clock).sign_in("", code)
    Desk(desk_folder, clock).recover(code, "ada", NEW)


def test_guessing_a_key_is_slowed_as_a_passphrase_is(desk_folder: Path, clock: Clock) -> None:
    desk = Desk(desk_folder, clock)
    assert [refused(desk, new_code()).wait for _ in range(3)] == [0, 1, 1]  # type: ignore[attr-defined]  # refusals


def test_only_an_admin_makes_one(signed_in: SignIn) -> None:
    with pytest.raises(NotAllowed, match="manage staff"):
        signed_in("pia").make_recovery_key()


def test_a_slip_is_found_in_its_group() -> None:
    code = new_code()
    assert read_code(code) == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    found = 0
    for one in ALPHABET:
        try:
            found += read_code(code[:6] + one + code[7:]) == code
        except BadInput as error:
            found += error.sentence.startswith("Group 2 of the recovery key")
    assert found >= 28
    with pytest.raises(BadInput, match="8 groups of 5 characters; this has 39"):
        read_code(code[:-1])
