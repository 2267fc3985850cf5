"""A proof file: checked with the file and a key alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from core.audit.entries import facts_of
from core.audit.log import record
from core.audit.proof_files import NO_KEY, check_proof, proof_text, read_proof
from core.audit.signed_notes import VerifierKey
from core.audit.tables import AuditCheckpoint, AuditEntry
from core.desk import Desk
from core.errors import BadInput, NotFound
from core.staff.log_proving import SavedProof, public_key, save_proof

FOREIGN = VerifierKey("remit-log/another", bytes(32))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "entry.tlog-proof"


@pytest.fixture
def saved(officer: Desk, written: range, file: Path) -> SavedProof:
    with officer.write() as work:
        return save_proof(work, written[2], file)


@pytest.fixture
def key(officer: Desk) -> VerifierKey:
    with officer.write() as work:
        return public_key(work)


def test_an_entry_is_proved_with_its_file_and_the_log_s_key(
    saved: SavedProof, written: range, file: Path, key: VerifierKey
) -> None:
    found = check_proof(file, key)
    assert (found.ok, found.trusted) == (True, True)
    assert found.proof is not None
    assert found.proof.index == saved.entry == written[2]
    assert facts_of(found.proof.body) == {"number": 2}
    assert found.sentences[0].endswith("which was signed with the key that was given.")


def test_without_a_key_it_is_said_plainly_that_nobody_vouches(saved: SavedProof, file: Path) -> None:
    del saved
    found = check_proof(file, None)
    assert (found.ok, found.trusted, found.sentences[-1]) == (True, False, NO_KEY)


def test_a_proof_is_a_text_of_the_published_form(saved: SavedProof, file: Path) -> None:
    lines = file.read_text("utf-8").split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == f"index {saved.entry}"
    gap = lines.index("")
    assert [len(one) for one in lines[3:gap]] == [44] * (gap - 3)
    assert "\n".join(lines[gap + 1 :]) == saved.checkpoint.note


def test_another_key_is_refused(saved: SavedProof, file: Path, key: VerifierKey) -> None:
    del saved
    for other in (FOREIGN, VerifierKey(key.name, bytes(31) + b"\x01")):
        found = check_proof(file, other)
        assert (found.ok, found.trusted) == (False, False)
        assert "was not signed with the key" in found.sentences[0]


def test_no_byte_of_a_proof_can_be_changed(saved: SavedProof, file: Path, key: VerifierKey) -> None:
    del saved
    content = file.read_bytes()
    believed = []
    for at in range(len(content)):
        file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        if check_proof(file, key).ok:
            believed.append(at)
    assert believed == []


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1, -90])
def test_a_cut_proof_is_none(saved: SavedProof, file: Path, key: VerifierKey, cut: int) -> None:
    del saved
    file.write_bytes(file.read_bytes()[:cut])
    assert not check_proof(file, key).ok


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\xff", b"c2sp.org/tlog-proof@v1\n", b"c2sp.org/tlog-proof@v1\n\n", b"{}",
        b"c2sp.org/tlog-proof@v1\nindex 01\n\na\n1\nAAAA\n\nx\n",
        b"c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\na\n1\nAAAA\n\nx\n",
    ],
)  # fmt: skip
def test_what_is_no_proof_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_proof(content)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        check_proof(tmp_path / "none.tlog-proof", None)


def test_a_proof_without_its_entry_proves_nothing(saved: SavedProof, file: Path, key: VerifierKey) -> None:
    proof = read_proof(file.read_bytes())
    text = proof_text(saved.entry, proof.body, proof.hashes, saved.checkpoint.note)
    file.write_text("\n".join(one for one in text.split("\n") if not one.startswith("extra")), "utf-8")
    assert not check_proof(file, key).ok


def test_a_proof_uses_the_last_checkpoint_that_covers_the_entry(
    officer: Desk, written: range, file: Path
) -> None:
    with officer.write() as work:
        record(work, "shares:share:executed", ("share", 1))
    with officer.write() as work:
        first = save_proof(work, written[0], file)
    with officer.write() as work:
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.position.desc()).limit(1)).one()
        assert (last.action, facts_of(last.body)["sha256"]) == ("audit:proof:saved", first.sha256)
        later = save_proof(work, last.position, file.with_name("later.tlog-proof"))
        sizes = list(work.session.scalars(select(AuditCheckpoint.size).order_by(AuditCheckpoint.size)))
    assert sizes == [first.checkpoint.size, later.checkpoint.size]


def test_a_proof_is_saved_for_those_who_read_the_entry_under_a_free_name(
    officer: Desk, signed_in: Callable[[str], Desk], written: range, file: Path
) -> None:
    with signed_in("mia").write() as work, pytest.raises(NotFound):
        save_proof(work, written[0], file)
    for wrong in (file.with_suffix(".txt"), file.parent / "none" / file.name, file.with_name(".tlog-proof")):
        with officer.write() as work, pytest.raises(BadInput):
            save_proof(work, written[0], wrong)
    file.write_text("mine", "utf-8")
    with officer.write() as work, pytest.raises(BadInput, match="is there already"):
        save_proof(work, written[0], file)
    assert file.read_text("utf-8") == "mine"
