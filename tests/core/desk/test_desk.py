from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3
from sqlalchemy import select, text

from core.audit.log import record
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.db.network_shares import kind_of_file_system, refuse_network_share
from core.db.unit_of_work import UnloggedChangeError, WriteWork
from core.desk import Desk
from core.errors import BadInput, DeskUnusable, NotAllowed, NotFound, SignInRefused, WrongState
from core.people.tables import Person
from core.staff.accounts import check_may_disable, list_staff
from core.staff.roles import Role

PASSPHRASE = "remit test desk"
SignIn = Callable[[str], Desk]


def test_each_staff_member_opens_the_same_desk_with_their_own_passphrase(desk_folder: Path) -> None:
    desk = Desk(desk_folder)
    assert desk.sign_in("mia", PASSPHRASE).role is Role.MODERATOR
    assert desk.sign_in(" PIA ", PASSPHRASE).role is Role.OFFICER
    desk.sign_out()


@pytest.mark.parametrize(
    ("name", "passphrase"), [("mia", "remit test desc"), ("nobody", PASSPHRASE), ("", "")]
)
def test_a_wrong_name_and_a_wrong_passphrase_are_refused_in_the_same_words(
    desk_folder: Path, name: str, passphrase: str
) -> None:
    with pytest.raises(SignInRefused, match=r"^That name and passphrase do not open this desk\.$"):
        Desk(desk_folder).sign_in(name, passphrase)


def test_nothing_can_be_read_before_sign_in_or_after_sign_out(desk_folder: Path) -> None:
    desk = Desk(desk_folder)
    with pytest.raises(SignInRefused):
        desk.read()
    desk.sign_in("mia", PASSPHRASE)
    desk.sign_out()
    with pytest.raises(SignInRefused):
        desk.write()


@pytest.mark.embedded
def test_a_disabled_account_opens_nothing_and_its_slot_is_gone(desk_folder: Path, signed_in: SignIn) -> None:
    slots = len(list((desk_folder / "slots").iterdir()))
    signed_in("ada").disable_staff("mia")
    assert len(list((desk_folder / "slots").iterdir())) == slots - 1
    with pytest.raises(SignInRefused):
        Desk(desk_folder).sign_in("mia", PASSPHRASE)


def test_disabling_an_account_also_ends_what_it_has_open(signed_in: SignIn) -> None:
    mia = signed_in("mia")
    signed_in("ada").disable_staff("mia")
    with pytest.raises(SignInRefused, match="account was disabled"), mia.read():
        pass
    with pytest.raises(SignInRefused, match="account was disabled"), mia.write():
        pass


@pytest.mark.parametrize(("admin", "passphrase"), [("", PASSPHRASE), ("ada", "short")])
def test_a_desk_that_could_not_be_made_leaves_nothing_behind(
    tmp_path: Path, admin: str, passphrase: str
) -> None:
    with pytest.raises(BadInput):
        Desk.create(tmp_path / "desk", admin, passphrase)
    assert not (tmp_path / "desk").exists()
    Desk.create(tmp_path / "desk", "ada", PASSPHRASE).sign_out()


def test_the_last_admin_stays(signed_in: SignIn) -> None:
    ada = signed_in("ada")
    with pytest.raises(WrongState, match="last admin"):
        ada.disable_staff("ada")
    with pytest.raises(WrongState, match="last admin"), ada.read() as work:
        check_may_disable(work, "ada")
    ada.add_staff("bea", Role.ADMIN, PASSPHRASE)
    with ada.read() as work:
        check_may_disable(work, "ada")
    ada.disable_staff("ada")
    with signed_in("bea").read() as work:
        assert [one.name for one in list_staff(work) if not one.active] == ["ada"]


def test_only_an_admin_manages_staff_and_says_whom(signed_in: SignIn) -> None:
    with pytest.raises(NotAllowed, match="As an officer you may not manage staff"):
        signed_in("pia").add_staff("eve", Role.ADMIN, PASSPHRASE)
    with pytest.raises(NotFound):
        signed_in("ada").disable_staff("nobody")
    with pytest.raises(BadInput, match="of that name already"):
        signed_in("ada").add_staff("Mia", Role.LEAD, PASSPHRASE)
    with pytest.raises(BadInput, match="8 characters"):
        signed_in("ada").add_staff("eve", Role.LEAD, "short")


@pytest.mark.embedded
def test_slots_and_the_desk_file_carry_no_name(desk_folder: Path) -> None:
    slots = list((desk_folder / "slots").iterdir())
    content = b"".join(one.read_bytes() for one in [*slots, desk_folder / "desk.toml"]).lower()
    assert all(set(one.name) <= set("0123456789abcdef") for one in slots)
    assert b"olga" not in content
    assert b"aldo" not in content


@pytest.mark.embedded
def test_the_store_is_no_readable_database(desk_folder: Path) -> None:
    with pytest.raises(sqlcipher3.DatabaseError):
        sqlcipher3.connect(str(desk_folder / "desk.db")).execute("SELECT count(*) FROM sqlite_master")


@pytest.mark.embedded
def test_a_damaged_store_is_refused_in_a_sentence(desk_folder: Path) -> None:
    store = desk_folder / "desk.db"
    content = bytearray(store.read_bytes())
    content[100] ^= 1
    store.write_bytes(content)
    with pytest.raises(DeskUnusable, match="damaged"):
        Desk(desk_folder).sign_in("mia", PASSPHRASE)


@pytest.mark.embedded
def test_a_desk_of_a_newer_program_is_refused_in_a_sentence(desk_folder: Path, signed_in: SignIn) -> None:
    with signed_in("ada").write() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        record(work, "test:desk:aged", ("desk", 0))
    with pytest.raises(DeskUnusable, match="newer Remit"):
        Desk(desk_folder).sign_in("ada", PASSPHRASE)


@pytest.mark.parametrize(
    "content", ["", "format = 'x'", "format = 1\nid = 'a'\nsalt = 'zz'\ndemo = false", "["]
)
def test_an_unreadable_desk_file_is_refused_in_a_sentence(desk_folder: Path, content: str) -> None:
    (desk_folder / "desk.toml").write_text(content, "utf-8")
    with pytest.raises(DeskUnusable, match=r"cannot be read"):
        Desk(desk_folder)


def test_a_folder_that_is_no_desk_and_one_that_is_not_empty_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(DeskUnusable, match="There is no desk"):
        Desk(tmp_path / "none")
    (tmp_path / "something.txt").write_text("here", "utf-8")
    with pytest.raises(DeskUnusable, match="not empty"):
        Desk.create(tmp_path, "ada", PASSPHRASE)


MOUNTS = [("/", "ext4"), ("/home", "nfs4"), ("/home/me", "ext4"), ("/mnt/share", "cifs")]


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/desk", "ext4"), ("/home/you/desk", "nfs4"), ("/home/me/desk", "ext4"), ("/mnt/share", "cifs")],
)
def test_the_deepest_mount_tells_the_kind_of_file_system(path: str, kind: str) -> None:
    assert kind_of_file_system(Path(path), MOUNTS) == kind


def test_a_network_share_is_refused_in_a_sentence() -> None:
    with pytest.raises(DeskUnusable, match="network share"):
        refuse_network_share(Path("//server/share/desk"))


def test_a_change_without_a_log_entry_does_not_happen(signed_in: SignIn) -> None:
    ada = signed_in("ada")
    with pytest.raises(UnloggedChangeError), ada.write() as work:
        work.session.add(Person(created_at=work.now))
    with ada.read() as work:
        assert work.session.scalar(select(Person.id)) is None


def test_a_change_that_fails_leaves_neither_itself_nor_its_entry(signed_in: SignIn) -> None:
    ada = signed_in("ada")
    with ada.read() as work:
        before = verify_log(work).entries
    with pytest.raises(ZeroDivisionError), ada.write() as work:
        _add_person_and_fail(work)
    with ada.read() as work:
        assert verify_log(work).entries == before
        assert work.session.scalar(select(Person.id)) is None


def test_every_sign_in_is_in_the_log(signed_in: SignIn) -> None:
    mia = signed_in("mia")
    with mia.read() as work:
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()
        assert (last.action, last.subject_id) == ("staff:account:signed-in", work.actor.id)


def _add_person_and_fail(work: WriteWork) -> None:
    work.session.add(Person(created_at=work.now))
    record(work, "test:person:added", ("person", 1))
    work.session.flush()
    raise ZeroDivisionError
