"""`remit --shots`: pictures of a desk at which people have worked, which leave it as it was."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest

from gui.request_shots import cast_requests
from gui.share_shots import cast_shares

pytestmark = pytest.mark.embedded  # pictures are taken of a copy of an embedded desk

AT_THE_DOOR = ("sign-in", "sign-in-server", "sign-in-wait", "recover", "mistake")
NAMED = (
    "posting-escalated", "contacts-answered", "request-doubtful", "request-reviewed", "request-released",
    "request-refused", "share-draft", "share-approved", "share-executed", "share-revoked",
)  # fmt: skip
TAKE = """
import sys
from pathlib import Path
from gui.shots import SHOTS, take_shots
folder, desk, *names = sys.argv[1:]
shots = [one for one in SHOTS if one.name in names]
sys.exit(take_shots(Path(folder), "light", (1100, 700), Path(desk), shots))
"""


def pictures(folder: Path, desk: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  # our own Python
        [sys.executable, "-c", TAKE, str(folder), str(desk), *names],
        check=False, capture_output=True, text=True, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip


def digests(place: Path) -> dict[str, str]:
    files = [one for one in place.rglob("*") if one.is_file()]
    return {str(one.relative_to(place)): sha256(one.read_bytes()).hexdigest() for one in files}


@pytest.fixture
def worked(demo_desk: Path, tmp_path: Path) -> Path:
    """A demo desk whose requests and shares have all been worked already."""
    place = tmp_path / "at work"
    copytree(demo_desk, place / "desk")
    copytree(demo_desk.with_name("desk-mail"), place / "desk-mail")
    assert cast_requests(place / "desk")
    assert cast_shares(place / "desk")
    return place / "desk"


def test_pictures_of_a_worked_desk_show_what_they_name_and_change_nothing(
    worked: Path, tmp_path: Path
) -> None:
    before = digests(worked.parent)
    taken = pictures(tmp_path / "shots", worked, *NAMED)
    assert (taken.returncode, taken.stderr) == (0, "")
    assert digests(worked.parent) == before
    found = digests(tmp_path / "shots")
    assert set(found) == {f"{one}-light.png" for one in (*AT_THE_DOOR, *NAMED)}
    assert len(set(found.values())) == len(found)


def test_a_picture_that_cannot_be_taken_is_skipped_and_told(worked: Path, tmp_path: Path) -> None:
    for one in worked.with_name("desk-mail").iterdir():
        one.unlink()
    taken = pictures(tmp_path / "shots", worked, "request-released", "share-draft")
    assert taken.returncode == 0
    assert taken.stderr == (
        "Skipped request-released-light.png: no record of requests could be made released.\n"
    )
    assert not (tmp_path / "shots" / "request-released-light.png").exists()
    assert (tmp_path / "shots" / "share-draft-light.png").exists()


def test_no_picture_is_taken_of_real_people(desk_folder: Path, tmp_path: Path) -> None:
    taken = pictures(tmp_path / "shots", desk_folder, "overview")
    assert taken.returncode == 1
    assert "is no demo desk" in taken.stderr
    assert not list((tmp_path / "shots").glob("*"))
