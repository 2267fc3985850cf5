"""A desk on a server: who may do what there, over which connection, and what is said when it is away."""

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from core.db.base import Base
from core.db.server import APP_ROLE, server_engine
from core.db.server_store import APPENDED
from core.desk import Desk
from core.errors import BadInput, ConnectionLost, DeskError, DeskUnusable, SignInRefused
from core.staff.accounts import staff_names
from core.staff.roles import Role
from core.workstation import joined, server_address
from tests.certificates import write_certificates
from tests.conftest import PASSPHRASE
from tests.server import QUICK, UNPRIVILEGED, Cluster, running_cluster

pytestmark = pytest.mark.server
HOST = "db.example.com"
WHO_MAY_CONNECT = """
local all all trust
hostssl all guarded 127.0.0.1/32 scram-sha-256
hostssl all owner 127.0.0.1/32 trust
"""


@pytest.fixture
def founded(tmp_path: Path, new_database: Callable[[], str]) -> Iterator[Desk]:
    desk = Desk.create(tmp_path / "first", "ada", PASSPHRASE, database=new_database())
    yield desk
    desk.sign_out()


def test_another_machine_joins_with_the_address_alone_and_signs_in_by_passphrase(
    founded: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    founded.add_staff("leo", Role.LEAD, PASSPHRASE)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    folder = joined(founded.folder.database)
    assert joined(founded.folder.database) == folder
    other = Desk(folder)
    with pytest.raises(SignInRefused):
        other.sign_in("leo", "not the passphrase")
    assert other.sign_in("leo", PASSPHRASE).role is Role.LEAD
    founded.disable_staff("leo")
    with pytest.raises(SignInRefused, match="disabled"), other.read():
        pass
    other.sign_out()
    with pytest.raises(SignInRefused):
        other.sign_in("leo", PASSPHRASE)


@pytest.fixture
def clerk(founded: Desk, cluster: Cluster) -> Iterator[Engine]:
    """The way to the store of a login that may use the application, and nothing else."""
    if "clerk" not in cluster.logins:
        cluster.add_login("clerk", APP_ROLE)
    url = make_url(founded.folder.database).set(username="clerk")
    engine = server_engine(url)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("way", ["SELECT 1", "RESET ROLE"])
@pytest.mark.parametrize("table", APPENDED)
@pytest.mark.parametrize("deed", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_what_the_log_is_made_of_can_be_neither_changed_nor_removed_by_the_application(
    clerk: Engine, table: str, deed: str, way: str
) -> None:
    column = Base.metadata.tables[table].columns.keys()[0]
    _refused(clerk, way, deed.format(table, column, column))


@pytest.mark.parametrize(
    "deed",
    [
        "DELETE FROM audit_head", "TRUNCATE audit_head", "TRUNCATE person_key", "DROP TABLE audit_entry",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL", "CREATE TABLE traffic.here (id int)",
        "CREATE TABLE public.mine (id int)", "SET ROLE remit_traffic", "DELETE FROM alembic_version",
        "UPDATE front.desk SET demo = true",
    ],
)  # fmt: skip
def test_nor_may_it_go_around_the_log_or_into_the_traffic(clerk: Engine, deed: str) -> None:
    _refused(clerk, deed)


def _refused(store: Engine, *deeds: str) -> None:
    *before, last = map(text, deeds)
    with store.connect() as connection:
        for one in before:
            connection.execute(one)
        with pytest.raises(DeskUnusable, match="does not let this login"):
            connection.execute(last)


def test_such_a_login_does_a_day_s_work(founded: Desk, clerk: Engine) -> None:
    desk = Desk(founded.folder.path, database=clerk.url.render_as_string(hide_password=False))
    desk.sign_in("ada", PASSPHRASE)
    desk.add_staff("leo", Role.LEAD, PASSPHRASE)
    with desk.read() as work:
        assert sorted(staff_names(work).values()) == ["ada", "leo"]
    desk.sign_out()


def test_a_second_desk_finds_no_room_in_the_same_database(founded: Desk, tmp_path: Path) -> None:
    with pytest.raises(DeskUnusable, match="A desk stands in that database already"):
        Desk.create(tmp_path / "second", "eve", PASSPHRASE, database=founded.folder.database)
    assert not (tmp_path / "second").exists()


def test_a_founding_that_fails_leaves_nothing_so_that_it_can_be_done_again(
    tmp_path: Path, new_database: Callable[[], str]
) -> None:
    url = new_database()
    with pytest.raises(DeskError, match="passphrase"):
        Desk.create(tmp_path / "desk", "ada", "short", database=url)
    assert not (tmp_path / "desk").exists()
    Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=url).sign_out()


def test_a_database_that_sorts_in_another_way_is_refused_with_the_command_for_a_fitting_one(
    cluster: Cluster, tmp_path: Path
) -> None:
    cluster.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(DeskUnusable, match="createdb --template=template0 --encoding=UTF8"):
        Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=cluster.url("latin"))


def test_an_empty_database_holds_no_desk(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    with pytest.raises(DeskUnusable, match="no desk in that database"):
        joined(cluster.url("postgres"))
    assert not list(tmp_path.rglob("desk.toml"))


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[Cluster, Desk]]:
    """A server that can be stopped, with a desk."""
    with running_cluster(QUICK | {"synchronous_commit": "on"}) as server:
        desk = Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=server.url("desk"))
        yield server, desk
        desk.sign_out()


def test_a_server_that_went_away_is_told_and_used_again_once_it_is_back(alone: tuple[Cluster, Desk]) -> None:
    server, desk = alone
    server.stop()
    for _ in range(2):
        with pytest.raises(ConnectionLost, match="cannot be reached"), desk.read() as work:
            staff_names(work)
    server.start()
    with desk.read() as work:
        assert list(staff_names(work).values()) == ["ada"]


def test_a_write_that_loses_its_server_is_told_and_not_half_kept(alone: tuple[Cluster, Desk]) -> None:
    server, desk = alone
    with pytest.raises(ConnectionLost):
        _demote_everyone(desk, server.stop)
    server.start()
    with desk.read() as work:
        assert work.session.scalar(text("SELECT role FROM staff_account")) == "admin"


def _demote_everyone(desk: Desk, meanwhile: Callable[[], None]) -> None:
    with desk.write() as work:
        work.session.execute(text("UPDATE staff_account SET role = 'auditor'"))
        meanwhile()
        staff_names(work)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def over_network(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """A server with TLS, at db.example.com as far as its certificate goes; gives URLs of it."""
    write_certificates(tmp_path, HOST)
    port = free_port()
    with running_cluster(QUICK | {"listen_addresses": "127.0.0.1", "port": str(port)}) as server:
        for name in ("server.crt", "server.key"):
            placed = shutil.copy(tmp_path / name, server.data / name)
            shutil.chown(placed, UNPRIVILEGED, UNPRIVILEGED)
        (server.data / "pg_hba.conf").write_text(WHO_MAY_CONNECT, "utf-8")
        server.execute(
            "CREATE ROLE guarded LOGIN SUPERUSER PASSWORD 'a secret of its own'",
            "ALTER SYSTEM SET ssl = on",
            "SELECT pg_reload_conf()",
        )

        def url(login: str = "owner", password: str = "", host: str = HOST, root: str = "authority") -> str:
            made = make_url(server_address(f"{host}:{port}", "desk", login, password))
            trusted = {"sslrootcert": str(tmp_path / f"{root}.pem")} if root else {}
            told = made.update_query_dict({"hostaddr": "127.0.0.1"} | trusted)
            return told.render_as_string(hide_password=False)

        yield url


def test_over_a_network_the_connection_is_encrypted_and_the_server_s_name_checked(
    over_network: Callable[..., str], tmp_path: Path
) -> None:
    desk = Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=over_network())
    with desk.read() as work:
        underneath: Any = work.session.connection().connection.driver_connection
        assert underneath.pgconn.ssl_in_use
    desk.sign_out()


@pytest.mark.parametrize("other", [{"host": "other.example.com"}, {"root": ""}])
def test_a_server_that_cannot_show_who_it_is_is_refused(
    over_network: Callable[..., str], tmp_path: Path, other: dict[str, str]
) -> None:
    with pytest.raises(DeskUnusable, match="certificate"):
        Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=over_network(**other))


def test_a_login_s_password_is_used_and_never_kept(over_network: Callable[..., str], tmp_path: Path) -> None:
    url = over_network("guarded", "a secret of its own")
    Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=url).sign_out()
    assert not [one for one in tmp_path.rglob("*.toml") if "secret" in one.read_text("utf-8")]
    with pytest.raises(DeskUnusable, match="password"):
        Desk(tmp_path / "desk").sign_in("ada", PASSPHRASE)
    again = Desk(tmp_path / "desk", database=url)
    assert again.sign_in("ada", PASSPHRASE).name == "ada"
    again.sign_out()


def test_every_connection_acts_as_the_application_whoever_logs_in(founded: Desk) -> None:
    with founded.read() as work:
        who = work.session.execute(text("SELECT current_user, session_user")).one()
    assert tuple(who) == (APP_ROLE, "owner")


def test_a_number_out_of_range_is_no_mistake_of_the_program(founded: Desk) -> None:
    with pytest.raises(BadInput, match="too large"), founded.read() as work:
        work.session.execute(text("SELECT CAST(99999999999999999999 AS bigint)"))
    with pytest.raises(DBAPIError), founded.read() as work:
        work.session.execute(text("SELECT no_such_function()"))
