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


@pytest.fixture(scope="session", autouse=True)
def own_counts_of_a_run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Count wrong passphrases outside the person's own folders, for what is set up once a run too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REMIT_STATE", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True)
def own_counts(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a machine on which no passphrase was wrong yet: copies of a desk share its id."""
    monkeypatch.setenv("REMIT_STATE", str(tmp_path_factory.mktemp("state")))


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
    """Leave out what is about the other engine; on a server also what needs no desk, and was run already."""
    on_server = config.getoption("--engine") == "server"
    other = "embedded" if on_server else "server"
    out = [one for one in items if one.get_closest_marker(other) or (on_server and not _needs_desk(one))]
    config.hook.pytest_deselected(items=out)
    items[:] = [one for one in items if one not in set(out)]


def _needs_desk(item: pytest.Item) -> bool:
    if item.get_closest_marker("server"):
        return True
    return not {"new_database", "cluster"}.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A real PostgreSQL of this process's own."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def desks_server(request: pytest.FixtureRequest) -> Cluster | None:
    """The server that desks are kept on; None where they are embedded."""
    embedded = request.config.getoption("--engine") == "embedded"
    return None if embedded else request.getfixturevalue("cluster")


@pytest.fixture(scope="session")
def new_database(desks_server: Cluster | None) -> Callable[[], str]:
    """Return the URL of a database that is not there yet; "" where desks are embedded."""
    numbers = count(1)
    return lambda: desks_server.url(f"desk_{next(numbers)}") if desks_server else ""


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


Copy = Callable[[Path, Path], Path]


@pytest.fixture(scope="session")
def copies(desks_server: Cluster | None, new_database: Callable[[], str]) -> Copy:
    """Copy a desk that nobody has open: its folder, and its database where it is on a server."""

    def copy(source: Path, target: Path) -> Path:
        copytree(source, target)
        if desks_server:
            name, old = (make_url(url).database for url in (new_database(), Desk(source).folder.database))
            desks_server.execute(f"CREATE DATABASE {name} TEMPLATE {old} STRATEGY file_copy")
            head = target / "desk.toml"
            head.write_text(head.read_text("utf-8").replace(f"/{old}?", f"/{name}?"), "utf-8")
        return target

    return copy


@pytest.fixture
def copied(desks_server: Cluster | None, copies: Copy) -> Iterator[Copy]:
    """Copy a desk as `copies` does; a copy's database goes with its test."""
    made: list[str] = []

    def copy(source: Path, target: Path) -> Path:
        if database := Desk(copies(source, target)).folder.database:
            made.append(str(make_url(database).database))
        return target

    yield copy
    if desks_server:
        desks_server.execute(*(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


@pytest.fixture
def desk_folder(new_desk: Path, tmp_path: Path, copied: Copy) -> Path:
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
