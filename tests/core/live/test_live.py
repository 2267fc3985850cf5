"""What one process commits, another hears: of which records, and by whose claims."""

from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from core.claims.actions import take_claim
from core.db.watching import Watch
from core.desk import Desk
from core.errors import DeskUnusable
from core.live import listening
from core.live.hearing import Heard, hear
from core.live.listening import Listener
from core.people.actions import opt_out_address
from core.staff.roles import Role
from tests.conftest import PASSPHRASE
from tests.server import QUICK, running_cluster

SignIn = Callable[[str], Desk]
PATIENCE = 30


class Told:
    """Keeps what it is told, in order."""

    def __init__(self) -> None:
        self.all: Queue[tuple[str, object]] = Queue()

    def heard(self, what: Heard) -> None:
        self.all.put(("heard", what))

    def lost(self, seconds: int, why: str) -> None:
        self.all.put(("lost", (seconds, why)))

    def back(self) -> None:
        self.all.put(("back", None))

    def next(self) -> tuple[str, object]:
        return self.all.get(timeout=PATIENCE)


@pytest.fixture
def listen() -> Iterator[Callable[[Desk], tuple[Listener, Told]]]:
    running: list[tuple[Listener, Thread]] = []

    def begin(desk: Desk) -> tuple[Listener, Told]:
        told = Told()
        listener = Listener(desk, told)
        thread = Thread(target=listener.run)
        running.append((listener, thread))
        thread.start()
        return listener, told

    yield begin
    for listener, thread in running:
        listener.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_what_another_commits_is_heard_and_ones_own_is_not(signed_in: SignIn, listen: Callable) -> None:  # type: ignore[type-arg]  # the fixture's own
    mia, leo = signed_in("mia"), signed_in("leo")
    _, told = listen(mia)
    assert told.next()[0] == "heard"
    with mia.write() as work:
        opt_out_address(work, "one@example.com")
    with leo.write() as work:
        opt_out_address(work, "two@example.com")
    kinds: set[str] = set()
    while "person" not in kinds:
        what = told.next()[1]
        assert isinstance(what, Heard)
        kinds |= what.changes.kinds
        assert what.changes.elsewhere
    with mia.read() as work:
        assert hear(work, what.position).changes.ids == {}


def test_ones_own_entries_are_left_out(signed_in: SignIn) -> None:
    mia = signed_in("mia")
    with mia.read() as work:
        begin = hear(work, None).position
    with mia.write() as work:
        opt_out_address(work, "one@example.com")
    with mia.read() as work:
        assert hear(work, begin, mia.written).changes.ids == {}
        assert "person" in hear(work, begin).changes.kinds


def test_a_claim_is_heard_though_the_log_has_no_entry_of_it(signed_in: SignIn, listen: Callable) -> None:  # type: ignore[type-arg]  # the fixture's own
    mia, leo = signed_in("mia"), signed_in("leo")
    _, told = listen(mia)
    told.next()
    with leo.write() as work:
        take_claim(work, "posting", 7)
    what = told.next()[1]
    assert isinstance(what, Heard)
    assert [(one.record_id, one.who) for one in what.claims] == [(7, "leo")]


@pytest.mark.server
def test_a_server_that_goes_and_comes_back_is_told_with_what_was_done_meanwhile(
    tmp_path: Path,
    listen: Callable,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[type-arg]  # the fixture's own
) -> None:
    monkeypatch.setattr(listening, "BACK_OFF_S", (3_600,))
    with running_cluster(QUICK | {"synchronous_commit": "on"}) as server:
        ada = Desk.create(tmp_path / "desk", "ada", PASSPHRASE, database=server.url("desk"))
        listener, told = listen(ada)
        assert told.next()[0] == "heard"
        server.stop()
        what, (seconds, why) = told.next()
        assert (what, seconds) == ("lost", 3_600)
        assert "cannot be reached" in why
        server.start()
        other = Desk(tmp_path / "desk")
        other.sign_in("ada", PASSPHRASE)
        other.add_staff("leo", Role.LEAD, PASSPHRASE)
        other.sign_out()
        listener.try_now()
        kind, heard = told.next()
        assert (kind, isinstance(heard, Heard) and "staff" in heard.changes.kinds) == ("heard", True)
        assert told.next()[0] == "back"
        listener.stop()
        ada.sign_out()


class Cut:
    """A desk as a server's would be: its connection fails so often, then holds."""

    def __init__(self, desk: Desk, failures: int) -> None:
        self._desk, self._left = desk, failures
        self.read, self.written = desk.read, desk.written

    def watch(self) -> Watch:
        if self._left:
            self._left -= 1
            raise DeskUnusable("The server does not answer.")
        return self._desk.watch()


def test_a_lost_connection_is_tried_again_ever_later_and_told_when_it_is_back(
    signed_in: SignIn,
    listen: Callable,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[type-arg]  # the fixture's own
) -> None:
    monkeypatch.setattr(listening, "BACK_OFF_S", (60, 120))
    listener, told = listen(Cut(signed_in("mia"), 2))
    assert told.next() == ("lost", (60, "The server does not answer."))
    listener.try_now()
    assert told.next() == ("lost", (120, "The server does not answer."))
    listener.try_now()
    assert [told.next()[0], told.next()[0]] == ["heard", "back"]
