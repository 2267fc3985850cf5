"""A real encrypted desk for every test that wants one."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copytree

import pytest
from sqlalchemy import make_url

from core.desk import Desk
from core.policy.store import publish_policy, shipped_policy_text
from core.staff import key_slots
from core.staff.roles import Role
from tests.server import Cluster, running_cluster

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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=["embedded", "server"], default="embedded", help="what desks are kept in"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is about the other engine's own files, saying so."""
    other = "embedded" if config.getoption("--engine") == "server" else "server"
    out = [one for one in items if one.get_closest_marker(other)]
    config.hook.pytest_deselected(items=out)
    items[:] = [one for one in items if not one.get_closest_marker(other)]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real PostgreSQL of this process's own."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Return the URL of a database that is not there yet; "" where desks are embedded."""
    if request.config.getoption("--engine") == "embedded":
        return lambda: ""
    running, numbers = request.getfixturevalue("cluster"), count(1)
    return lambda: str(running.url(f"desk_{next(numbers)}"))


@pytest.fixture(scope="session")
def new_desk(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> Path:
    """Make a desk with the shipped policy, its admin ada, and one of each other role; tests copy it."""
    folder = tmp_path_factory.mktemp("new") / "desk"
    made = Desk.create(folder, "ada", PASSPHRASE, database=new_database(), clock=Clock())
    with made.write() as work:
        publish_policy(work, shipped_policy_text())
    for name, role in STAFF.items():
        made.add_staff(name, role, PASSPHRASE)
    made.sign_out()
    return folder


@pytest.fixture
def copied(
    request: pytest.FixtureRequest, new_database: Callable[[], str]
) -> Iterator[Callable[[Path, Path], Path]]:
    """Copy a desk that nobody has open: its folder, and its database where it is on a server."""
    made: list[str] = []

    def copy(source: Path, target: Path) -> Path:
        copytree(source, target)
        if kept := Desk(source).folder.database:
            url = new_database()
            name, old = make_url(url).database, make_url(kept).database
            request.getfixturevalue("cluster").execute(
                f"CREATE DATABASE {name} TEMPLATE {old} STRATEGY file_copy"
            )
            head = target / "desk.toml"
            head.write_text(head.read_text("utf-8").replace(f"/{old}?", f"/{name}?"), "utf-8")
            made.append(str(name))
        return target

    yield copy
    for name in made:
        request.getfixturevalue("cluster").execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def desk_folder(new_desk: Path, tmp_path: Path, copied: Callable[[Path, Path], Path]) -> Path:
    """A desk of this test's own."""
    return copied(new_desk, tmp_path / "desk")


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
