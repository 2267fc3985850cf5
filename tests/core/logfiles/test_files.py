"""The log files keep to their size and their place, and hold nothing up."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Answer
from time import monotonic

import pytest

from core.logfiles import files
from core.logfiles.files import Logbook, LogFile, log_folder
from core.logfiles.notes import LOGGER, Event, note

LARGEST, OLDER = 2_000, 3
Keep = Callable[[Path], Logbook]


@pytest.fixture
def keep() -> Iterator[Keep]:
    books: list[Logbook] = []

    def made(folder: Path) -> Logbook:
        books.append(Logbook("remit", folder))
        return books[-1]

    yield made
    for one in books:
        one.close()


@pytest.mark.parametrize(
    ("platform", "environment", "place"),
    [
        ("linux", {"XDG_STATE_HOME": "/state"}, "/state/remit"),
        ("linux", {"XDG_STATE_HOME": "relative"}, "~/.local/state/remit"),
        ("linux", {}, "~/.local/state/remit"),
        ("darwin", {}, "~/Library/Logs/Remit"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/Remit/Logs"),
        ("linux", {"REMIT_LOGS": "/elsewhere/logs"}, "/elsewhere/logs"),
    ],
)
def test_log_files_lie_in_the_platforms_state_folder_or_where_one_chose(
    platform: str, environment: dict[str, str], place: str
) -> None:
    assert log_folder(environment, platform) == Path(place).expanduser()


def test_no_log_is_kept_in_a_desks_folder(desk_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(desk_folder)
    for place in (desk_folder, desk_folder / "logs" / "deep", tmp_path / "link" / "logs"):
        assert log_folder({"REMIT_LOGS": str(place)}) is None
    assert log_folder({"REMIT_LOGS": str(tmp_path / "logs")}) == tmp_path / "logs"


def test_a_log_is_turned_over_and_keeps_to_its_size(tmp_path: Path) -> None:
    handler = LogFile(tmp_path / "remit.log", LARGEST, OLDER)
    logging.getLogger(LOGGER).addHandler(handler)
    try:
        for count in range(500):
            note(Event.ENDED, status=count)
    finally:
        logging.getLogger(LOGGER).removeHandler(handler)
        handler.close()
    kept = sorted(tmp_path.iterdir())
    assert [one.name for one in kept] == ["remit.log", "remit.log.1", "remit.log.2", "remit.log.3"]
    assert all(0 < one.stat().st_size <= LARGEST for one in kept)
    assert kept[0].read_text("utf-8").endswith("ended status=499\n")


def test_several_programs_write_one_log_and_no_line_is_torn(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from core.logfiles.files import Logbook; "
        "from core.logfiles.notes import Event, note; import sys; "
        "book = Logbook('remit', Path(sys.argv[1])); "
        "[note(Event.ENDED, status=n) for n in range(300)]; book.close()"
    )
    runs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(3)]  # noqa: S603  # our own Python
    assert [one.wait(60) for one in runs] == [0, 0, 0]
    lines = (tmp_path / "remit.log").read_text("utf-8").splitlines()
    assert len(lines) == 900
    assert all(" remit " in line and " ended status=" in line for line in lines)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_a_log_is_its_owners_alone(tmp_path: Path, keep: Keep) -> None:
    book = keep(tmp_path / "logs")
    note(Event.STARTED)
    book.close()
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "logs" / "remit.log").stat().st_mode & 0o777 == 0o600


def blocked_by_a_file(folder: Path) -> None:
    folder.write_text("no folder", "utf-8")


def full_disk(folder: Path) -> None:
    folder.mkdir()
    (folder / "remit.log").symlink_to("/dev/full")


def pipe_that_nobody_reads(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / "remit.log")


def folder_in_its_place(folder: Path) -> None:
    (folder / "remit.log").mkdir(parents=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a pipe and a full disk are Linux's here")
@pytest.mark.parametrize("made", [blocked_by_a_file, full_disk, pipe_that_nobody_reads, folder_in_its_place])
def test_a_log_that_cannot_be_written_holds_nothing_up(
    tmp_path: Path, keep: Keep, made: Callable[[Path], None], capfd: pytest.CaptureFixture[str]
) -> None:
    made(tmp_path / "logs")
    began = monotonic()
    book = keep(tmp_path / "logs")
    for count in range(3_000):
        note(Event.ENDED, status=count)
    book.close()
    assert monotonic() - began < 5
    assert capfd.readouterr() == ("", "")


def test_a_disk_that_never_answers_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = Answer()

    class Hung(LogFile):
        def emit(self, record: logging.LogRecord) -> None:
            answers.wait(60)
            super().emit(record)

    monkeypatch.setattr(files, "LogFile", Hung)  # stands for the disk: no real one hangs when asked
    began = monotonic()
    book = Logbook("remit", tmp_path)
    for count in range(3_000):
        note(Event.ENDED, status=count)
    noted = monotonic() - began
    book.close()
    answers.set()
    assert noted < 1
    assert monotonic() - began < 5


def test_remitctl_works_where_no_log_can_be_written(tmp_path: Path) -> None:
    blocked_by_a_file(tmp_path / "logs")
    done = subprocess.run(  # our own program
        [sys.executable, "-m", "core.cli", "--help"], capture_output=True, text=True, check=False,
        env=os.environ | {"REMIT_LOGS": str(tmp_path / "logs")},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
