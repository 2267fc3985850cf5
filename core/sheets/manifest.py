"""The manifest of a disclosure: what left, for whom, why, under which terms, and the hash of each file.

It is canonical JSON (RFC 8785) beside the file as `<name>.manifest.json`; `manifest_sha256` covers all other
keys, so that an edit shows. The same facts stand in the workbook's sheet `Manifest`, without the hashes.
Staff stand in it by role and number, never by name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.landing import file_sha256, land_bytes
from core.progress import Progress
from core.sheets.canonical import canonical_bytes
from core.sheets.plan import ColumnHead, Cover, Sheet, SheetFacts

FORMAT = "remit-manifest-1"
ENDING = ".manifest.json"
OWN_DIGEST = "manifest_sha256"
LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StaffHand:
    """Who did a step: the role and the staff member's number on the desk."""

    role: str
    staff_id: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many were left out for one reason, with the clause that asks for it."""

    reason: str
    clause: str
    records: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What leaves and why (C14, C15, C25); empty text where a fact does not apply. `executed_at` is aware."""

    what: str
    reference: str
    given_to: str
    purpose: str
    policy_version: str
    executed_at: datetime
    agreement: str = ""
    fields: tuple[str, ...] = ()
    proposed_by: StaffHand | None = None
    approved_by: StaffHand | None = None
    excluded: tuple[LeftOut, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return the facts as JSON values."""
        moment = self.executed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return asdict(self) | {"executed_at": moment}


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A file that stands in its place with its manifest beside it; digests are hex."""

    path: Path
    manifest: Path
    sha256: str
    manifest_sha256: str
    rows: int
    sheets: tuple[SheetFacts, ...]


def write_disclosure(
    path: Path,
    disclosure: Disclosure,
    cover: Cover,
    sheets: Sequence[Sheet],
    progress: Progress | None = None,
) -> Disclosed:
    """Write the workbook, its `Manifest` sheet, and the manifest beside it; raises as `write_workbook`."""
    if manifest_path(path).exists():
        raise BadInput(f"{manifest_path(path).name} is there already; choose another name.")
    from core.sheets.writing import write_workbook  # noqa: PLC0415  # openpyxl: only when one is written

    written = write_workbook(path, cover, [*sheets, manifest_sheet(disclosure)], progress)
    listed = tuple(facts for facts in written.sheets if facts.name != "Manifest")
    digest = write_manifest([path], disclosure, {path.name: listed})
    rows = sum(facts.rows for facts in listed)
    return Disclosed(path, manifest_path(path), written.sha256, digest, rows, listed)


def manifest_path(path: Path) -> Path:
    """Return where a file's manifest stands."""
    return path.with_name(path.name + ENDING)


def write_manifest(
    files: Sequence[Path], disclosure: Disclosure, sheets: Mapping[str, Sequence[SheetFacts]]
) -> str:
    """Write one manifest for these files of one folder, beside the first; return its own digest (hex)."""
    content = {
        "format": FORMAT,
        "disclosure": disclosure.facts(),
        "files": [_file_facts(file, sheets.get(file.name, ())) for file in files],
    }
    digest = own_digest(content)
    land_bytes(manifest_path(files[0]), canonical_bytes(content | {OWN_DIGEST: digest}) + b"\n")
    return digest


def _file_facts(file: Path, sheets: Sequence[SheetFacts]) -> dict[str, Any]:
    return {
        "name": file.name,
        "sha256": file_sha256(file),
        "size": file.stat().st_size,
        "sheets": [asdict(facts) for facts in sheets],
    }


def own_digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) over the canonical JSON of all keys but the digest itself."""
    rest = {key: value for key, value in content.items() if key != OWN_DIGEST}
    return sha256(canonical_bytes(rest)).hexdigest()


def read_manifest(path: Path) -> dict[str, Any]:
    """Return a manifest's content; raises BadInput when it is not one."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is too large to be a manifest.")
        content = json.loads(path.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise BadInput(f"{path.name} is not a manifest that can be read.") from error
    return content_of(content, path.name)


def content_of(content: object, name: str = "This") -> dict[str, Any]:
    """Return a manifest's content as read from JSON; raises BadInput when it is not one."""
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise BadInput(f"{name} is not a manifest of this program.")
    return content


def manifest_sheet(disclosure: Disclosure) -> Sheet:
    """Return the sheet that shows a disclosure's facts to whoever opens the workbook."""
    rows = [(label, text) for label, text in _labelled(disclosure) if text]
    return Sheet("Manifest", (ColumnHead("Fact", width=26), ColumnHead("Value", width=60)), rows)


def _labelled(disclosure: Disclosure) -> list[tuple[str, str]]:
    facts = disclosure.facts()
    plain = ("what", "reference", "given_to", "purpose", "agreement", "policy_version", "executed_at")
    rows = [(name.replace("_", " ").capitalize(), facts[name]) for name in plain]
    rows.append(("Fields", ", ".join(disclosure.fields)))
    rows.append(("Proposed by", _hand(disclosure.proposed_by)))
    rows.append(("Approved by", _hand(disclosure.approved_by)))
    return rows + [
        (f"Left out: {out.reason} ({out.clause})", str(out.records)) for out in disclosure.excluded
    ]


def _hand(hand: StaffHand | None) -> str:
    return f"{hand.role} {hand.staff_id}" if hand else ""
