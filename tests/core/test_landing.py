"""A file that cannot be put in its place leaves nothing behind, and neither does a place aside."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.aside import folder_aside, left_behind
from core.errors import BadInput
from core.landing import land_bytes


@contextmanager
def disk_that_refuses(monkeypatch: pytest.MonkeyPatch, call: str) -> Iterator[None]:
    """Have one of the calls on files fail, as a broken disk does."""

    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(Path, call, refuse)
        yield


def test_a_file_that_cannot_get_its_name_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "letter.eml").mkdir()
    with pytest.raises(BadInput, match="could not be written"):
        land_bytes(tmp_path / "letter.eml", b"Dear Ida", replace=True)
    assert [one.name for one in tmp_path.iterdir()] == ["letter.eml"]


def test_a_place_aside_that_cannot_be_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        disk_that_refuses(monkeypatch, "rename"),
        pytest.raises(OSError, match="output"),
        folder_aside(tmp_path),
    ):
        pass
    assert list((tmp_path / "aside").iterdir()) == []


def test_work_is_done_though_its_place_aside_cannot_be_destroyed_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with disk_that_refuses(monkeypatch, "rglob"), folder_aside(tmp_path) as folder:
        pass
    assert left_behind(tmp_path) == [folder]
