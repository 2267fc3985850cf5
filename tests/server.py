"""A real PostgreSQL for the tests: Debian's, started on a socket of its own by each process that asks."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import psutil
import psycopg
from sqlalchemy import URL, make_url

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
UNPRIVILEGED = "postgres"
MEMORY, ROOM = "/dev/shm", 3 << 30  # noqa: S108  # a folder of random name is made in it
LASTING = {"max_connections": "50", "listen_addresses": "''"}
"""For a server that is killed: as Debian would start it."""

QUICK = {
    "fsync": "off",  # a test's cluster need not survive the machine; tests/faults starts one that must
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "128MB",
    "listen_addresses": "''",
}


class Cluster:
    """One running server; `url(name)` names a database of it."""

    def __init__(self, folder: Path, settings: dict[str, str] | None = None) -> None:
        self.folder, self.data = folder, folder / "data"
        self._settings = QUICK if settings is None else settings
        self.logins: set[str] = set()

    def add_login(self, name: str, role: str) -> None:
        """Let a person log in who has this role and no other right."""
        self.execute(f"CREATE ROLE {name} LOGIN NOINHERIT", f"GRANT {role} TO {name}")
        self.logins.add(name)

    def make(self) -> None:
        """Make the cluster's files."""
        run(
            "initdb",
            "--auth=trust",
            "--username=owner",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-D",
            self.data,
        )

    def start(self) -> None:
        """Start the server and wait until it answers."""
        given = self._settings | {"unix_socket_directories": str(self.folder)}
        options = " ".join(f"-c {name}={value}" for name, value in given.items())
        run(
            "pg_ctl", "start", "--wait", "--silent", "-D", self.data, "-l", self.folder / "log", "-o", options
        )

    def stop(self, how: str = "immediate") -> None:
        """Stop it."""
        run("pg_ctl", "stop", "--wait", "--silent", "-m", how, "-D", self.data)

    def kill(self) -> None:
        """End the server's first process with SIGKILL, and return once none of the others is left."""
        first = int((self.data / "postmaster.pid").read_text("ascii").split()[0])
        family = [first, *(one.pid for one in psutil.Process(first).children(recursive=True))]
        os.kill(first, signal.SIGKILL)
        while any(psutil.pid_exists(one) for one in family):
            time.sleep(0.01)

    def url(self, database: str, user: str = "owner") -> str:
        """Return the URL of a database of this server."""
        place = {"host": str(self.folder), "port": self._settings.get("port", "5432")}
        made = URL.create("postgresql+psycopg", user, database=database, query=place)
        return made.render_as_string(hide_password=False)

    def execute(self, *statements: str, database: str = "postgres") -> None:
        """Run statements as the owner of everything."""
        url = make_url(self.url(database)).set(drivername="postgresql").render_as_string()
        with psycopg.connect(url, autocommit=True) as owner:
            for statement in statements:
                owner.execute(statement.encode())


def _in_memory() -> str | None:
    """Return a folder that is kept in memory, where there is room in it: making a database is many files."""
    with suppress(OSError):
        if shutil.disk_usage(MEMORY).free > ROOM:
            return MEMORY
    return None


@contextmanager
def running_cluster(settings: dict[str, str] | None = None, *, in_memory: bool = True) -> Iterator[Cluster]:
    """Give a server; it is gone afterwards with all in it."""
    folder = Path(mkdtemp(prefix="remit-pg-", dir=_in_memory() if in_memory else None))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    folder.chmod(0o755)
    cluster = Cluster(folder, settings)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        if (cluster.data / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def run(program: str, *arguments: object) -> None:
    """Run one of PostgreSQL's programs; root, as which they refuse to run, runs it as Debian's account."""
    prefix = ["setpriv", f"--reuid={UNPRIVILEGED}", f"--regid={UNPRIVILEGED}", "--clear-groups"]
    command = [str(BINARIES[-1] / program), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  # Debian's own programs
        [*(prefix if os.geteuid() == 0 else []), *command],
        cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{program} failed:\n{done.stdout}")
