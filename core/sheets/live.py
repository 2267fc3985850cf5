"""Looking for anything live in a workbook, without unpacking it to disk and without parsing its XML.

Parts are read in blocks and their tags matched as bytes, so that no hostile nesting, entity or size can harm
the reader; XML that hides its tags (another encoding, a DTD) is a finding itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError  # noqa: N812 - zlib names its error class in lower case

MOST_PARTS = 5000
MOST_BYTES = 4 * 1024**3
MOST_RATIO = 400
RATIO_FROM = 16 * 1024**2
BLOCK = 1 << 20
LONGEST_TAG = 1 << 16

PARTS = (
    (re.compile(r"vbaproject|vbadata", re.IGNORECASE), "a macro"),
    (re.compile(r"macrosheets/|dialogsheets/", re.IGNORECASE), "a macro sheet"),
    (re.compile(r"externallinks/", re.IGNORECASE), "a link to another workbook"),
    (re.compile(r"embeddings/|oleobject|/media/.*\.bin", re.IGNORECASE), "an embedded object (OLE)"),
    (re.compile(r"activex|ctrlprops|customui", re.IGNORECASE), "a live control"),
    (re.compile(r"connections|querytables|webextensions|model/item", re.IGNORECASE), "a data connection"),
)
OWN_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml"
    r"|xl/_rels/workbook\.xml\.rels|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml"
)
TAGS = {
    b"f": "a formula",
    b"formula": "a formula in a format rule",
    b"formula1": "a formula in a validation",
    b"formula2": "a formula in a validation",
    b"calculatedColumnFormula": "a formula",
    b"ddeLink": "a DDE link",
    b"oleLink": "an OLE link",
    b"oleObject": "an embedded object (OLE)",
    b"externalBook": "a link to another workbook",
    b"externalReference": "a link to another workbook",
    b"hyperlink": "a link",
    b"control": "a live control",
    b"webPublishItem": "a web query",
    b"definedName": "a defined name",
}
_TAG = re.compile(rb"<(?:[^\s<>/!?:]{1,200}:)?(" + b"|".join(TAGS) + rb")(?=[\s/>])")
_HARMLESS_NAME = re.compile(
    rb"<definedName\b[^<>]*\bname=\"_xlnm\.(?:_FilterDatabase|Print_Titles|Print_Area)\""
)
_OUTSIDE = re.compile(rb"TargetMode\s*=\s*[\"']\s*External", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled", re.IGNORECASE)
_HIDES_TAGS = re.compile(rb"<!DOCTYPE|<!ENTITY|<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)


# What zipfile and zlib raise for a file that is no whole zip; RuntimeError is zipfile's own for a compression
# or an encryption that it does not know. Each is told as a finding.
DAMAGE = (BadZipFile, DeflateError, EOFError, RuntimeError, ValueError, OSError)


def findings_in(file: Path | BinaryIO, name: str = "") -> Iterator[tuple[str, str]]:
    """Yield (what, where) for each live thing, and for damage; never raises for what the file holds."""
    try:
        with ZipFile(file) as archive:
            yield from _whole(archive)
    except DAMAGE:
        yield "damage: the file is not a whole workbook", name or getattr(file, "name", "")


def _whole(archive: ZipFile) -> Iterator[tuple[str, str]]:
    entries = archive.infolist()
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_BYTES:
        yield "more parts or bytes than any file of this program has", ""
        return
    if len({entry.filename.lower() for entry in entries}) != len(entries):
        yield "the same part twice", ""
    for entry in entries:
        yield from dict.fromkeys(_part(archive, entry))


def _part(archive: ZipFile, entry: ZipInfo) -> Iterator[tuple[str, str]]:
    name = entry.filename
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        yield "a part that unpacks to far more than it should", name
        return
    kinds = [what for pattern, what in PARTS if pattern.search(name)]
    if kinds or not OWN_PARTS.fullmatch(name):
        yield (kinds[0] if kinds else "a part that this program does not write"), name
    with archive.open(entry) as file:
        kept = b""
        head = True
        while block := file.read(BLOCK):
            yield from ((what, name) for what in _live(kept + block, head=head))
            kept, head = _unfinished(kept + block), False


def _unfinished(text: bytes) -> bytes:
    """Return the tag that the block breaks off in."""
    start = text.rfind(b"<")
    return text[start:][:LONGEST_TAG] if start > text.rfind(b">") else b""


def _live(text: bytes, *, head: bool) -> Iterator[str]:
    if _HIDES_TAGS.search(text) or (head and text[:2] in {b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00"}):
        yield "XML that hides what it holds"
    if _OUTSIDE.search(text):
        yield "a link that leads outside the file"
    if _MACRO_TYPE.search(text):
        yield "a macro"
    for found in _TAG.finditer(text):
        if not _HARMLESS_NAME.match(text, found.start()):
            yield TAGS[found[1]]
