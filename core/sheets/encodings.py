"""How a text file's bytes become text, and which files are not text at all."""

import codecs
import re
from pathlib import Path

from core.errors import BadInput

BLOCK = 1 << 20

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NOT_TEXT = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"\x1f\x8b", "a compressed file"),
    (b"%PDF", "a PDF"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
)
FEW = 8  # a stray NUL or two is a matter of its row
WINDOWS = "cp1252"
UNREADABLE = "surrogateescape"
"""Bytes that are not UTF-8 become lone surrogates; their row is a problem row, its bytes kept."""
UNREADABLE_WIDE = "remit-wide"
"""The same for UTF-16 and UTF-32, where half of a character may be any byte."""

_ODD = re.compile("[\udc00-\udcff]")
_ODD_RUN = re.compile("[\udc00-\udcff]+")
_FAR = re.compile("[^\x00-\x7f]")


def encoding_of(path: Path) -> str:
    """Return the codec: by byte order mark, UTF-8, or Windows-1252 where UTF-8 cannot be meant.

    A file that is UTF-8 but for a few broken bytes stays UTF-8. Raises BadInput for an empty file, one
    that is not text, or UTF-16 without its mark.
    """
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if not head.strip():
        raise BadInput("The file is empty.")
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    _refuse_what_is_not_text(head)
    return _utf8_or_windows(path)


def decoding_errors(encoding: str) -> str:
    """Return the error handler that loses no byte for this codec."""
    if encoding == WINDOWS:
        return "remit-c1"
    return UNREADABLE if encoding.startswith("utf-8") else UNREADABLE_WIDE


def shown_bytes(text: str) -> str:
    r"""Write bytes that could not be read as `\xHH`, so that a quarantined row can be stored and read."""
    return _ODD.sub(lambda odd: f"\\x{ord(odd[0]) - 0xDC00:02x}", text)


def unreadable_bytes(text: str, encoding: str) -> str | None:
    """Return in a sentence's words which bytes could not be read in here; None where all could."""
    if text.isascii() or not _ODD.search(text):
        return None
    return f"bytes that are not {encoding.removesuffix('-sig').upper()}"


def _refuse_what_is_not_text(head: bytes) -> None:
    for start, what in NOT_TEXT:
        if head.startswith(start):
            raise BadInput(f"This is {what}, not a text file; save it as CSV (UTF-8) and choose that.")
    nuls = head.count(0)
    if nuls * 3 > len(head):
        raise BadInput("This looks like UTF-16 without its mark; save it as UTF-8 and choose that.")
    if nuls > FEW and nuls * 50 > len(head):
        raise BadInput("This is not a text file; save the table as CSV (UTF-8) and choose that.")


def _utf8_or_windows(path: Path) -> str:
    decoder = codecs.getincrementaldecoder("utf-8")(UNREADABLE)
    good = bad = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            text = decoder.decode(block)
            if not text.isascii():
                odd = len(_ODD.findall(text))
                good += len(_FAR.findall(text)) - odd
                bad += len(_ODD_RUN.findall(text))
    bad += len(decoder.decode(b"", final=True))
    return WINDOWS if bad > good else "utf-8"


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """Take the five bytes that Windows-1252 leaves open as C1 controls, as browsers do (WHATWG Encoding)."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(map(chr, error.object[error.start : error.end])), error.end


def _as_lone_surrogates(error: UnicodeError) -> tuple[str, int]:
    """Keep each byte of a character that is none as a lone surrogate, U+DC00 and its value."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("remit-c1", _as_control)
codecs.register_error(UNREADABLE_WIDE, _as_lone_surrogates)
