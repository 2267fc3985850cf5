import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.workbook.defined_name import DefinedName

from core.errors import BadInput
from core.landing import file_sha256
from core.sheets.live import findings_in
from core.sheets.manifest import (
    Disclosed,
    Disclosure,
    LeftOut,
    StaffHand,
    write_disclosure,
    write_manifest,
)
from core.sheets.plan import ColumnHead, Cover, Sheet
from core.sheets.verification import Check, FindingKind, verify

DISCLOSURE = Disclosure(
    what="Vendor share",
    reference="share-12",
    given_to="Post Office Example",
    purpose="promotion",
    policy_version="2012-12",
    executed_at=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
    agreement="agreement-3",
    fields=("name", "address"),
    proposed_by=StaffHand("lead", "2"),
    approved_by=StaffHand("officer", "3"),
    excluded=(LeftOut("opted out", "C20", 4),),
)
COVER = Cover("A share", [("For", "Post Office Example")])


@pytest.fixture
def share(tmp_path: Path) -> Disclosed:
    people = Sheet("People", [ColumnHead("name"), ColumnHead("address")], [["=Ana", "ana@example.com"]] * 3)
    return write_disclosure(tmp_path / "share.xlsx", DISCLOSURE, COVER, [people])


def kinds(check: Check) -> set[FindingKind]:
    assert not check.ok
    return {finding.kind for finding in check.findings}


def test_a_file_as_it_was_let_out_passes_by_workbook_manifest_or_folder(share: Disclosed) -> None:
    for path in (share.path, share.manifest, share.path.parent):
        assert verify(path) == Check(ok=True, findings=(), files=("share.xlsx",))


def test_the_manifest_says_what_left_for_whom_and_why(share: Disclosed) -> None:
    content = json.loads(share.manifest.read_bytes())
    assert content["files"] == [
        {
            "name": "share.xlsx",
            "sha256": file_sha256(share.path),
            "size": share.path.stat().st_size,
            "sheets": [{"name": "People", "rows": 3}],
        }
    ]
    facts = content["disclosure"]
    assert (facts["given_to"], facts["purpose"], facts["executed_at"]) == (
        "Post Office Example",
        "promotion",
        "2026-03-04T05:06:07Z",
    )
    assert facts["excluded"] == [{"clause": "C20", "reason": "opted out", "records": 4}]
    assert facts["approved_by"] == {"role": "officer", "staff_id": "3"}


def test_the_workbook_shows_the_same_facts_without_the_hash(share: Disclosed) -> None:
    rows = dict(load_workbook(share.path)["Manifest"].iter_rows(min_row=2, values_only=True))
    assert rows["Purpose"] == "promotion"
    assert rows["Left out: opted out (C20)"] == "4"
    assert share.sha256 not in str(rows)


def test_any_changed_byte_is_found(share: Disclosed) -> None:
    whole = share.path.read_bytes()
    for at in range(0, len(whole), len(whole) // 40):
        share.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert FindingKind.changed in kinds(verify(share.path))


def test_a_workbook_cut_short_is_found(share: Disclosed) -> None:
    whole = share.path.read_bytes()
    for size in (0, 1, 30, len(whole) // 2, len(whole) - 1):
        share.path.write_bytes(whole[:size])
        assert FindingKind.changed in kinds(verify(share.path))


def test_a_changed_manifest_is_found(share: Disclosed) -> None:
    text = share.manifest.read_text().replace("promotion", "research")
    share.manifest.write_text(text)
    assert kinds(verify(share.path)) == {FindingKind.bad_manifest}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format":"remit-manifest-1"}',
        '{"format":"remit-manifest-1","files":[{"name":"../x","sha256":"a"}]}',
        '{"format":"remit-manifest-1","files":[{"name":"share.xlsx","sha256":"a"}],"x":1.5}',
        "[" * 100_000,
        '{"format":"remit-manifest-1","files":"\\ud800"}',
    ],
)
def test_a_manifest_that_is_none_is_found_and_harms_nothing(share: Disclosed, content: str) -> None:
    share.manifest.write_text(content)
    assert FindingKind.bad_manifest in kinds(verify(share.manifest))
    assert FindingKind.bad_manifest in kinds(verify(share.path))


def test_a_missing_manifest_a_missing_file_and_a_stranger_are_found(share: Disclosed) -> None:
    (share.path.parent / "other.txt").write_text("not ours")
    assert kinds(verify(share.path.parent)) == {FindingKind.unlisted}
    moved = share.path.rename(share.path.with_name("renamed.xlsx"))
    assert kinds(verify(share.manifest)) == {FindingKind.missing}
    assert kinds(verify(moved)) == {FindingKind.no_manifest}


def test_an_empty_folder_does_not_pass_and_nothing_at_all_is_refused(tmp_path: Path) -> None:
    assert kinds(verify(tmp_path)) == {FindingKind.no_manifest}
    with pytest.raises(BadInput, match="no file or folder"):
        verify(tmp_path / "nothing")


def test_one_manifest_vouches_for_a_bundle_of_files(share: Disclosed) -> None:
    share.manifest.unlink()
    letter = share.path.with_name("letter.eml")
    letter.write_bytes(b"To: ana@example.com\r\n\r\nHello\r\n")
    write_manifest([share.path, letter], DISCLOSURE, {})
    assert verify(letter).ok
    assert verify(share.path.parent).files == ("share.xlsx", "letter.eml")
    letter.write_bytes(b"changed")
    assert kinds(verify(share.path.parent)) == {FindingKind.changed}


def test_a_disclosure_never_overwrites_an_earlier_one(share: Disclosed) -> None:
    with pytest.raises(BadInput, match="there already"):
        write_disclosure(share.path, DISCLOSURE, COVER, [])
    assert verify(share.path).ok


def formula(book: Workbook) -> None:
    assert book.active is not None
    book.active["A1"] = "=1+1"


def link(book: Workbook) -> None:
    assert book.active is not None
    book.active["A1"].hyperlink = "https://example.com/"


def name(book: Workbook) -> None:
    book.defined_names["loud"] = DefinedName("loud", attr_text="Sheet!$A$1")


@pytest.mark.parametrize(
    ("change", "what"),
    [(formula, "a formula"), (link, "a link that leads outside the file"), (name, "a defined name")],
)
def test_live_content_is_found_even_where_the_manifest_matches(
    tmp_path: Path, change: Callable[[Workbook], None], what: str
) -> None:
    book = Workbook()
    change(book)
    path = tmp_path / "live.xlsx"
    book.save(path)
    write_manifest([path], DISCLOSURE, {})
    assert f"Found {what}." in {finding.sentence for finding in verify(path).findings}


@pytest.mark.parametrize(
    ("part", "content", "what"),
    [
        ("xl/vbaProject.bin", b"x", "a macro"),
        ("xl/externalLinks/externalLink1.xml", b"<ddeLink ddeService='cmd'/>", "a DDE link"),
        ("xl/externalLinks/externalLink1.xml", b"<x:oleLink/>", "an OLE link"),
        ("xl/embeddings/oleObject1.bin", b"x", "an embedded object (OLE)"),
        ("xl/activeX/activeX1.bin", b"x", "a live control"),
        ("xl/connections.xml", b"<connections/>", "a data connection"),
        ("customXml/item1.xml", b"<a/>", "a part that this program does not write"),
        ("xl/worksheets/sheet9.xml", b"<a:b><s:f>1</s:f></a:b>", "a formula"),
        ("xl/worksheets/sheet9.xml", b" " * (1 << 20) + b"<f>1</f>", "a formula"),
        ("xl/worksheets/sheet9.xml", b" " * ((1 << 20) - 1) + b"<f>1</f>", "a formula"),
        ("xl/worksheets/sheet9.xml", "<f>1</f>".encode("utf-16"), "XML that hides what it holds"),
        ("xl/worksheets/sheet9.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "XML that hides what it holds"),
        ("xl/worksheets/sheet9.xml", b"\0" * (80 << 20), "a part that unpacks to far more than it should"),
    ],
)
def test_each_kind_of_live_part_is_named(share: Disclosed, part: str, content: bytes, what: str) -> None:
    with zipfile.ZipFile(share.path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, content)
    assert (what, part) in set(findings_in(share.path))


def test_hostile_workbooks_are_judged_without_a_crash(shared_data: Path) -> None:
    paths = [
        path for path in sorted((shared_data / "4_spreadsheets" / "calamine").iterdir()) if path.is_file()
    ]
    assert len(paths) > 50
    for path in paths:
        assert not verify(path).ok
