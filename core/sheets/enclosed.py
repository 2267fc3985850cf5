"""Checking the workbooks that a letter encloses: named by the letter or by a manifest in it, nothing live.

A released answer names its workbook's SHA-256 in its own words; a manifest that is enclosed counts as well.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.sheets.live import findings_in
from core.sheets.manifest import ENDING, OWN_DIGEST, content_of, own_digest

LETTER = ".eml"
WORKBOOKS = (".xlsx", ".xlsm")
LARGEST = 128 << 20


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One workbook in a letter: its name, and what is wrong with it as kind, sentence and place."""

    name: str
    wrong: tuple[tuple[str, str, str], ...]


def enclosed_in(file: Path) -> list[Enclosed]:
    """Check every workbook that a letter encloses; raises BadInput when it is no letter that can be read."""
    words, enclosures = _opened(file)
    return [
        Enclosed(name, tuple(_wrong(name, content, words, enclosures)))
        for name, content in enclosures.items()
        if name.lower().endswith(WORKBOOKS)
    ]


def _opened(file: Path) -> tuple[str, Mapping[str, bytes]]:
    if file.stat().st_size > LARGEST:
        raise BadInput(f"{file.name} is too large to be a letter of this program.")
    try:
        letter: Any = message_from_bytes(file.read_bytes(), _class=EmailMessage, policy=default)
        body = letter.get_body(("plain",))
        words = str(body.get_content()) if body is not None else ""
        parts = [one for one in letter.iter_attachments() if one.get_filename()]
        return "".join(words.split()), {
            one.get_filename(): one.get_payload(decode=True) or b"" for one in parts
        }
    except (LookupError, ValueError, AttributeError, RecursionError) as error:
        raise BadInput(f"{file.name} is not a letter that can be read.") from error


def _wrong(
    name: str, content: bytes, words: str, enclosures: Mapping[str, bytes]
) -> Iterator[tuple[str, str, str]]:
    digest = sha256(content).hexdigest()
    if manifest := enclosures.get(name + ENDING):
        if digest not in _digests(manifest):
            yield "changed", "The workbook is not the one that the enclosed manifest names.", ""
    elif digest not in words:
        yield "changed", "The letter does not name this workbook's SHA-256: it is not the one let out.", ""
    for what, where in findings_in(BytesIO(content), name):
        yield "changed" if what.startswith("damage") else "live", f"Found {what}.", where


def _digests(manifest: bytes) -> set[str]:
    """Return the digests that an intact manifest lists."""
    try:
        content = content_of(json.loads(manifest))
        whole = own_digest(content) == content.get(OWN_DIGEST)
        return {one["sha256"] for one in content["files"]} if whole else set()
    except (BadInput, ValueError, KeyError, TypeError, RecursionError):
        return set()
