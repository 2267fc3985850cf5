import os
import sys
from collections.abc import Callable
from pathlib import Path
from signal import SIGKILL
from subprocess import run

import pytest
import sqlcipher3
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.db.reencryption import opens
from core.desk import Desk
from core.errors import NotAllowed, SignInRefused, WrongState
from core.staff.key_slots import open_slot
from core.staff.roles import Role
from core.staff.slot_content import BEGINS
from tests.conftest import PASSPHRASE, STAFF, Copy
from tests.core.desk.killing import killed_at

POINTS = int(os.environ.get("REMIT_KILLS", "6"))
"""At how many places of a change of the key the program is killed."""
NEW = "a newer passphrase"
SignIn = Callable[[str], Desk]


def whole(folder: Path, name: str = "ada") -> Desk:
    """Sign in, and find the log as it was written."""
    desk = Desk(folder)
    desk.sign_in(name, PASSPHRASE)
    with desk.read() as work:
        assert verify_log(work).ok
    return desk


def commitment(desk: Desk) -> str:
    with desk.read() as work:
        return work.commitment("ines@example.org")


def made_of_before(desk: Desk, name: str) -> None:
    """Give a person the slot that an older Remit made for their passphrase."""
    slot = open_slot(desk._store.slots, desk.folder.salt, name, PASSPHRASE)
    nonce = bytes(12)
    content = nonce + AESGCM(slot.wrapping).encrypt(nonce, slot.keys[0], slot.name.encode())
    (desk.folder.slots / slot.name).write_bytes(content)


def test_everyone_opens_the_desk_under_its_new_key_and_the_log_still_verifies(
    desk_folder: Path, signed_in: SignIn
) -> None:
    ada = signed_in("ada")
    old, before, code = ada.opened.key, commitment(ada), ada.make_recovery_key()
    ada.change_key()
    assert ada.staff is None
    for name in ("ada", *STAFF):
        desk = whole(desk_folder, name)
        assert desk.opened.key != old
        assert commitment(desk) == before
        desk.sign_out()
    desk = Desk(desk_folder)
    desk.recover(code, "ada", NEW)
    desk.sign_in("ada", NEW)
    with desk.read() as work:
        assert "staff:door:key-changed" in work.session.scalars(select(AuditEntry.action)).all()
    desk.add_staff("nora", Role.LEAD, NEW)
    desk.change_key()
    Desk(desk_folder).sign_in("nora", NEW)


@pytest.mark.embedded
def test_the_old_key_opens_nothing_more_and_no_slot_keeps_it(desk_folder: Path, signed_in: SignIn) -> None:
    ada = signed_in("ada")
    old, store = ada.opened.key, (desk_folder / "desk.db").open("rb")
    ada.change_key()
    assert not opens(desk_folder / "desk.db", old)
    assert not store.read().strip(b"\0")
    assert sorted(one.name for one in desk_folder.iterdir()) == ["desk.db", "desk.toml", "slots"]
    assert len(open_slot(ada._store.slots, ada.folder.salt, "mia", PASSPHRASE).keys) == 1
    store.close()


@pytest.mark.embedded
def test_the_key_is_not_changed_while_others_have_the_desk_open(desk_folder: Path, signed_in: SignIn) -> None:
    ada = signed_in("ada")
    other = sqlcipher3.connect(str(desk_folder / "desk.db"))
    other.execute(f"PRAGMA key = \"x'{ada.opened.key.hex()}'\"")
    other.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with pytest.raises(WrongState, match="open; have everyone close"):
        ada.change_key()
    other.close()
    whole(desk_folder).change_key()
    whole(desk_folder).sign_out()


@pytest.mark.server  # on an embedded desk nobody else has it open
def test_a_session_from_before_the_change_seals_nothing_under_the_old_key(
    desk_folder: Path, signed_in: SignIn
) -> None:
    earlier, mia = signed_in("ada"), signed_in("mia")
    signed_in("ada").change_key()
    with pytest.raises(SignInRefused, match="key was changed; sign in again"):
        earlier.add_staff("nora", Role.LEAD, NEW)
    with pytest.raises(SignInRefused, match="key was changed; sign in again"):
        mia.change_passphrase(PASSPHRASE, NEW)
    whole(desk_folder, "mia").sign_out()


@pytest.mark.embedded
def test_a_slot_of_before_waits_for_its_person_and_is_made_anew_when_they_sign_in(
    desk_folder: Path, signed_in: SignIn
) -> None:
    ada = signed_in("ada")
    made_of_before(ada, "mia")
    with pytest.raises(WrongState, match="1 of the staff must sign in once"):
        ada.change_key()
    whole(desk_folder, "mia").sign_out()
    assert all(one.read_bytes().startswith(BEGINS) for one in (desk_folder / "slots").iterdir())
    ada.change_key()
    whole(desk_folder, "mia").sign_out()


@pytest.mark.embedded
def test_a_strangers_public_half_is_given_no_key(desk_folder: Path, signed_in: SignIn) -> None:
    ada = signed_in("ada")
    slot = open_slot(ada._store.slots, ada.folder.salt, "mia", PASSPHRASE)
    file, at = desk_folder / "slots" / slot.name, len(BEGINS)
    content, own = file.read_bytes(), X25519PrivateKey.generate().public_key().public_bytes_raw()
    file.write_bytes(content[:at] + own + content[at + len(own) :])
    with pytest.raises(WrongState, match="slot was altered"):
        ada.change_key()


def test_only_an_admin_changes_the_key(signed_in: SignIn) -> None:
    with pytest.raises(NotAllowed, match="manage staff"):
        signed_in("pia").change_key()


LITTLE_ROOM = """
import resource, sys
from pathlib import Path
from core.desk import Desk
from core.errors import DeskError
room = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
desk = Desk(Path(sys.argv[1]))
desk.sign_in("ada", "remit test desk")
try:
    desk.change_key()
except DeskError as error:
    sys.exit(error.sentence)
"""


@pytest.mark.embedded
@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
@pytest.mark.parametrize("part", [0.5, 1.01])
def test_without_room_for_the_copy_the_key_stays_and_a_sentence_says_so(
    desk_folder: Path, signed_in: SignIn, part: float
) -> None:
    ada = signed_in("ada")
    key = ada.opened.key
    ada.sign_out()
    room = int((desk_folder / "desk.db").stat().st_size * part)
    command = [sys.executable, "-c", LITTLE_ROOM, str(desk_folder), str(room)]
    done = run(command, capture_output=True, text=True, check=False, env=dict(os.environ))  # noqa: S603  # our own
    assert "Traceback" not in done.stderr
    desk = whole(desk_folder)
    if done.returncode:
        assert desk.opened.key == key
        assert len(done.stderr.splitlines()) == 1
    desk.sign_out()
    assert {one.name for one in desk_folder.iterdir()} == {"desk.db", "desk.toml", "slots"}
    assert part == 1.01 or done.returncode == 1


WATCHED = ("db/reencryption", "staff/rekeying", "core/desk.py", "db/store", "db/front", "core/landing")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_killed_at_any_line_every_passphrase_opens_the_desk_and_the_log_verifies(
    desk_folder: Path, copied: Copy
) -> None:
    def change(folder: Path, at: int) -> tuple[int, str, str]:
        return killed_at(folder, at, "ada", ["change_key"], WATCHED)

    old = whole(desk_folder)
    key = old.opened.key
    old.sign_out()
    status, lines, problem = change(copied(desk_folder, desk_folder.with_name("whole")), 0)
    assert status == 0, problem
    keys = set()
    for at in (*range(1, int(lines), max(int(lines) // POINTS, 1)), int(lines)):
        folder = copied(desk_folder, desk_folder.with_name(f"killed-{at}"))
        assert change(folder, at)[0] == -SIGKILL
        for name in ("mia", "ada"):
            desk = whole(folder, name)
            keys.add(desk.opened.key == key)
            desk.sign_out()
        left = {one.name for one in folder.iterdir()}
        assert left <= {"desk.db", "desk.toml", "slots"}
        desk = whole(folder)
        desk.change_key()
        whole(folder, "leo").sign_out()
    assert keys == {True, False}
