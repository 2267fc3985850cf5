"""Checking a disclosed file with no desk and no network: whole, unchanged, nothing live in it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.landing import file_sha256
from core.sheets.enclosed import LETTER, enclosed_in
from core.sheets.live import findings_in
from core.sheets.manifest import ENDING, OWN_DIGEST, manifest_path, own_digest, read_manifest

WORKBOOKS = {".xlsx", ".xlsm"}


class FindingKind(StrEnum):
    """What is wrong with a file."""

    no_manifest = "no_manifest"
    bad_manifest = "bad_manifest"
    missing = "missing"
    changed = "changed"
    live = "live"
    unlisted = "unlisted"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: which file, where in it, and a sentence."""

    kind: FindingKind
    file: str
    sentence: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict on what was given: `ok` when files were found, all match, and nothing is live."""

    ok: bool
    findings: tuple[Finding, ...]
    files: tuple[str, ...]


def verify(path: Path) -> Check:
    """Check a disclosed file, its manifest, a letter, or a folder of them; never raises for what they hold.

    Raises BadInput when there is nothing at this path.
    """
    if not path.exists():
        raise BadInput(f"There is no file or folder called {path.name}.")
    findings: list[Finding] = []
    checked: list[Path] = []
    for manifest in _manifests_for(path):
        checked += _check_manifest(manifest, findings)
    for letter in _letters_for(path):
        findings += _check_letter(letter, alone=path.is_file() and letter not in checked)
        checked += [letter] if letter not in checked else []
    findings += _unvouched(path, checked)
    return Check(not findings and bool(checked), tuple(findings), tuple(file.name for file in checked))


def _manifests_for(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*" + ENDING))
    if path.name.endswith(ENDING):
        return [path]
    if manifest_path(path).exists():
        return [manifest_path(path)]
    return [other for other in sorted(path.parent.glob("*" + ENDING)) if path.name in _names_in(other)]


def _letters_for(path: Path) -> list[Path]:
    found = sorted(path.iterdir()) if path.is_dir() else [path]
    return [one for one in found if one.suffix.lower() == LETTER and one.is_file()]


def _check_letter(letter: Path, *, alone: bool) -> list[Finding]:
    """Check what a letter encloses; the words of one without a workbook only the desk's log can vouch for."""
    try:
        enclosed = enclosed_in(letter)
    except BadInput as error:
        return [Finding(FindingKind.changed, letter.name, error.sentence)]
    if alone and not enclosed:
        sentence = "This letter encloses no workbook; only the desk's log can tell whether it was let out."
        return [Finding(FindingKind.no_manifest, letter.name, sentence)]
    return [
        Finding(FindingKind(kind), letter.name, f"{one.name}: {sentence}", where)
        for one in enclosed
        for kind, sentence, where in one.wrong
    ]


def _names_in(manifest: Path) -> set[str]:
    try:
        return {facts["name"] for facts in _listed(read_manifest(manifest))}
    except BadInput:
        return set()


def _listed(content: dict[str, Any]) -> list[dict[str, Any]]:
    files = content.get("files")
    if not isinstance(files, list) or not all(_is_file_facts(facts) for facts in files):
        raise BadInput("The manifest does not list its files.")
    return files


def _is_file_facts(facts: object) -> bool:
    if not isinstance(facts, dict) or not all(isinstance(facts.get(key), str) for key in ("name", "sha256")):
        return False
    name: str = facts["name"]
    return bool(name) and "\x00" not in name and "\\" not in name and Path(name).name == name


def _check_manifest(manifest: Path, findings: list[Finding]) -> list[Path]:
    try:
        content = read_manifest(manifest)
        listed = _listed(content)
        intact = own_digest(content) == content.get(OWN_DIGEST)
    except (BadInput, ValueError, RecursionError) as error:
        sentence = error.sentence if isinstance(error, BadInput) else "The manifest is not canonical JSON."
        findings.append(Finding(FindingKind.bad_manifest, manifest.name, sentence))
        return []
    if not intact:
        sentence = "The manifest was changed after it was written."
        findings.append(Finding(FindingKind.bad_manifest, manifest.name, sentence))
    files = [manifest.with_name(facts["name"]) for facts in listed]
    for file, facts in zip(files, listed, strict=True):
        findings += _check_file(file, facts)
    return files


def _check_file(file: Path, facts: dict[str, Any]) -> list[Finding]:
    if not file.is_file():
        return [Finding(FindingKind.missing, file.name, "The file that the manifest names is not here.")]
    findings = _live_in(file)
    if file.stat().st_size != facts.get("size") or file_sha256(file) != facts["sha256"]:
        sentence = "The file is not the one that was let out: its SHA-256 differs."
        findings.append(Finding(FindingKind.changed, file.name, sentence))
    return findings


def _live_in(file: Path) -> list[Finding]:
    if file.suffix.lower() not in WORKBOOKS:
        return []
    return [
        Finding(FindingKind.changed if what.startswith("damage") else FindingKind.live, file.name,
                f"Found {what}.", where)
        for what, where in findings_in(file)
    ]  # fmt: skip


def _unvouched(path: Path, checked: list[Path]) -> list[Finding]:
    known = {file.name for file in checked}
    if path.is_dir():
        others = [file for file in sorted(path.iterdir()) if not file.name.endswith(ENDING)]
        kind, sentence = FindingKind.unlisted, "No manifest here names this file."
    else:
        others = [] if path.name.endswith(ENDING) else [path]
        kind, sentence = FindingKind.no_manifest, "There is no manifest for this file beside it."
    findings: list[Finding] = []
    for other in others:
        if other.name not in known:
            findings += [Finding(kind, other.name, sentence), *(_live_in(other) if other.is_file() else [])]
    return findings or ([] if checked or path.is_file() else [_nothing_here(path)])


def _nothing_here(path: Path) -> Finding:
    return Finding(FindingKind.no_manifest, path.name, "There is nothing here that this program let out.")
