"""A letter's workbook is checked by the SHA-256 that the letter or an enclosed manifest names."""

from datetime import UTC, datetime
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path

import pytest

from core.sheets.manifest import manifest_path, write_disclosure
from core.sheets.plan import ColumnHead, Cover, Sheet
from core.sheets.verification import Check, FindingKind, verify
from core.sheets.writing import workbook_bytes
from tests.core.sheets.test_verification import COVER, DISCLOSURE, kinds

WORKBOOK = workbook_bytes(Cover("On file", [("At", "2026-11-20")]), [Sheet("T", [ColumnHead("a")], [["b"]])])


def letter(file: Path, words: str, **enclosed: bytes) -> Path:
    message = EmailMessage()
    message["From"], message["To"] = "privacy@example.com", "ana@example.com"
    message["Date"] = datetime(2026, 11, 20, tzinfo=UTC)
    message.set_content(words)
    for name, content in enclosed.items():
        ending = ".xlsx.manifest.json" if name.startswith("manifest") else ".xlsx"
        message.add_attachment(content, "application", "octet-stream", filename=f"answer{ending}")
    file.write_bytes(message.as_bytes())
    return file


def test_a_letter_that_names_its_workbooks_hash_passes(tmp_path: Path) -> None:
    digest = sha256(WORKBOOK).hexdigest()
    file = letter(tmp_path / "letter.eml", f"The SHA-256 of the file is\n{digest}\n", book=WORKBOOK)
    assert verify(file) == Check(ok=True, findings=(), files=("letter.eml",))


def test_a_letter_whose_workbook_was_exchanged_is_found(tmp_path: Path) -> None:
    file = letter(tmp_path / "letter.eml", f"{'0' * 64}\n", book=WORKBOOK)
    assert kinds(verify(file)) == {FindingKind.changed}


def test_a_letter_whose_workbook_is_damaged_is_found(tmp_path: Path) -> None:
    broken = WORKBOOK[:-40]
    file = letter(tmp_path / "letter.eml", sha256(broken).hexdigest(), book=broken)
    assert kinds(verify(file)) == {FindingKind.changed}


def test_an_enclosed_manifest_vouches_for_its_workbook(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    made = write_disclosure(tmp_path / "made" / "answer.xlsx", DISCLOSURE, COVER, [])
    manifest = manifest_path(made.path).read_bytes()
    file = letter(tmp_path / "letter.eml", "Hello.", book=made.path.read_bytes(), manifest=manifest)
    assert verify(file).ok
    other = letter(tmp_path / "other.eml", "Hello.", book=WORKBOOK, manifest=manifest)
    assert kinds(verify(other)) == {FindingKind.changed}
    edited = manifest.replace(b"promotion", b"research!")
    third = letter(tmp_path / "third.eml", "Hello.", book=made.path.read_bytes(), manifest=edited)
    assert kinds(verify(third)) == {FindingKind.changed}


def test_a_letter_alone_without_a_workbook_proves_nothing(tmp_path: Path) -> None:
    assert kinds(verify(letter(tmp_path / "letter.eml", "Thank you."))) == {FindingKind.no_manifest}


def test_an_outbox_of_shares_and_letters_passes_and_lists_each(tmp_path: Path) -> None:
    write_disclosure(tmp_path / "share.xlsx", DISCLOSURE, COVER, [])
    letter(tmp_path / "answer.eml", sha256(WORKBOOK).hexdigest(), book=WORKBOOK)
    letter(tmp_path / "thanks.eml", "Thank you.")
    checked = verify(tmp_path)
    assert (checked.ok, checked.files) == (True, ("share.xlsx", "answer.eml", "thanks.eml"))
    (tmp_path / "stray.txt").write_text("mine")
    assert kinds(verify(tmp_path)) == {FindingKind.unlisted}


@pytest.mark.parametrize("content", [b"", b"\xff" * 4000, b"Content-Type: multipart/mixed\n\n--"])
def test_what_is_no_letter_is_a_finding_and_no_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.eml"
    file.write_bytes(content)
    assert not verify(file).ok
