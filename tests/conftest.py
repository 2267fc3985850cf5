"""A real encrypted desk for every test that wants one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from shutil import copytree

import pytest

from core.desk import Desk
from core.policy.store import publish_policy, shipped_policy_text
from core.staff import key_slots
from core.staff.roles import Role

PASSPHRASE = "remit test desk"
STAFF = {
    "mia": Role.MODERATOR,
    "leo": Role.LEAD,
    "pia": Role.OFFICER,
    "olga": Role.OFFICER,
    "aldo": Role.AUDITOR,
}
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        """Move on, by days=, hours= and so on."""
        self.now += timedelta(**by)


@pytest.fixture(scope="session", autouse=True)
def stretched_once() -> Iterator[None]:
    """Stretch each passphrase once a run: argon2id gives the same for the same, and is slow on purpose."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_slots, "hash_secret_raw", cache(key_slots.hash_secret_raw))
        yield


@pytest.fixture(scope="session", autouse=True)
def own_log_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a test provokes out of the person's own log files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_LOGS", str(tmp_path_factory.mktemp("logs")))
        yield


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder outside the desk, where checkpoints may be kept too."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a desk with the shipped policy, its admin ada, and one of each other role; tests copy it."""
    folder = tmp_path_factory.mktemp("new") / "desk"
    made = Desk.create(folder, "ada", PASSPHRASE, clock=Clock())
    with made.write() as work:
        publish_policy(work, shipped_policy_text())
    for name, role in STAFF.items():
        made.add_staff(name, role, PASSPHRASE)
    made.sign_out()
    return folder


@pytest.fixture
def desk_folder(new_desk: Path, tmp_path: Path) -> Path:
    """A desk of this test's own."""
    return Path(copytree(new_desk, tmp_path / "desk"))


@pytest.fixture
def signed_in(desk_folder: Path, clock: Clock) -> Iterator[Callable[[str], Desk]]:
    """Sign a staff member in: `signed_in("mia")` gives a desk of their own."""
    desks: list[Desk] = []

    def sign_in(name: str) -> Desk:
        desk = Desk(desk_folder, clock)
        desk.sign_in(name, PASSPHRASE)
        desks.append(desk)
        return desk

    yield sign_in
    for desk in desks:
        desk.sign_out()
