"""The file of a backup: a zip that compresses nothing, with a manifest that the desk's own key vouches for.

Its store is encrypted as the desk's is, and its key slots open it. A zip is used so that any system lists it;
its names are none that Remit would open as a desk, so nobody works by mistake in a backup.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from hmac import compare_digest
from hmac import new as hmac
from pathlib import Path
from shutil import copyfileobj
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from core.audit.sealing import derived
from core.errors import BadInput
from core.landing import BLOCK, file_sha256
from core.progress import Progress

FORMAT = 1
ENDING = ".remit-backup"
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1 << 20
NAMES = re.compile(r"desk\.toml|desk\.db|slots/[0-9a-f]{64}")
USE = "backup manifest"
UNREADABLE = (BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError)
"""What zipfile raises for a file that is no zip, lacks a part, is made in an unknown way, or is cut off."""

NO_BACKUP = "{} is no backup of a desk, or it is damaged; take another one."


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. `files` maps names to size and SHA-256 (hex); `mac` is under the desk's key."""

    format: int
    desk: str
    made_at: str
    revision: str
    entries: int
    root: str
    records: int
    files: Mapping[str, tuple[int, str]]
    mac: str = ""

    def sealed(self, secret: bytes) -> "Manifest":
        """Return it with its MAC (HMAC-SHA-256)."""
        return replace(self, mac=self._mac(secret))

    def is_of(self, secret: bytes) -> bool:
        """Tell whether this desk's key vouches for it."""
        return compare_digest(self.mac, self._mac(secret))

    def _mac(self, secret: bytes) -> str:
        plain = json.dumps(asdict(replace(self, mac="")), sort_keys=True).encode()
        return hmac(derived(secret, USE), plain, sha256).hexdigest()


def files_below(folder: Path) -> dict[str, tuple[int, str]]:
    """Return the size and SHA-256 of a desk's files that a backup takes, by name."""
    paths = [folder / "desk.toml", folder / "desk.db", *sorted((folder / "slots").iterdir())]
    named = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: (path.stat().st_size, file_sha256(path)) for name, path in named.items()}


def pack(folder: Path, manifest: Manifest, file: Path, progress: Progress) -> None:
    """Put a desk's files into one file, the manifest first."""
    progress.at(0, sum(size for size, _ in manifest.files.values()), "Packing")
    with ZipFile(file, "w", ZIP_STORED) as archive:
        archive.writestr(ZipInfo(MANIFEST), json.dumps(asdict(manifest), sort_keys=True, indent=1))
        for name in manifest.files:
            with (
                (folder / name).open("rb") as content,
                archive.open(ZipInfo(name), "w", force_zip64=True) as to,
            ):
                while block := content.read(BLOCK):
                    to.write(block)
                    progress.at(progress.done + len(block))


def read_manifest(file: Path) -> Manifest:
    """Read what a backup says it holds; raises BadInput for what is none."""
    try:
        with ZipFile(file) as archive:
            return _manifest(archive, file)
    except (*UNREADABLE, ValueError, TypeError) as error:  # the last two: a manifest that says other things
        raise BadInput(NO_BACKUP.format(file.name)) from error
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror or 'it is not there'}.") from error


def unpack(file: Path, folder: Path, progress: Progress) -> Manifest:
    """Lay a backup's files into an empty folder, each as the manifest says; raises BadInput otherwise."""
    manifest = read_manifest(file)
    progress.at(0, sum(size for size, _ in manifest.files.values()), "Unpacking")
    try:
        (folder / "slots").mkdir(mode=0o700)
        with ZipFile(file) as archive:
            for name in manifest.files:
                _lay(archive, name, folder / name)
                progress.at(progress.done + manifest.files[name][0])
    except UNREADABLE as error:  # told in a sentence; the folder is thrown away
        raise BadInput(NO_BACKUP.format(file.name)) from error
    except OSError as error:
        raise BadInput(f"{file.name} could not be unpacked: {error.strerror}.") from error
    if files_below(folder) != dict(manifest.files):
        raise BadInput(NO_BACKUP.format(file.name))
    return manifest


def _manifest(archive: ZipFile, file: Path) -> Manifest:
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise BadInput(NO_BACKUP.format(file.name))
    told = json.loads(archive.read(MANIFEST))
    files = {name: (int(size), str(digest)) for name, (size, digest) in told["files"].items()}
    manifest = Manifest(**told | {"files": files})
    if manifest.format > FORMAT:
        raise BadInput(f"{file.name} was made by a newer Remit; restore it with that version.")
    if not {"desk.toml", "desk.db"} <= set(files) or not all(NAMES.fullmatch(one) for one in files):
        raise BadInput(NO_BACKUP.format(file.name))
    if any(archive.getinfo(one).compress_type != ZIP_STORED for one in files):
        raise BadInput(NO_BACKUP.format(file.name))
    return manifest


def _lay(archive: ZipFile, name: str, path: Path) -> None:
    path.touch(mode=0o600, exist_ok=False)
    with archive.open(name) as content, path.open("wb") as file:
        copyfileobj(content, file, BLOCK)
