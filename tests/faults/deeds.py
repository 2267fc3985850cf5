"""What the forked processes of these tests do; each deed is told before it begins and once it is done."""

import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import func, select

from core.cli import main
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.errors import Conflict, ConnectionLost, WrongState
from core.postings.actions import Ruling, decide
from core.postings.arrival import take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind, Posting, Verdict
from core.text.reasons import reasons
from tests.conftest import PASSPHRASE
from tests.core.postings.arriving import incoming

Tell = Callable[..., None]
LONGEST_S = 300


def remitctl(*words: str) -> None:
    """Be remitctl with these words."""
    sys.argv = ["remitctl", *words]
    main()


def work_on(desk_path: str, seed: int, told: str) -> None:
    """Decide and take in at random without an end, until something ends it."""
    desk = Desk(Path(desk_path))
    desk.sign_in("leo", PASSPHRASE)
    chance = random.Random(seed)  # noqa: S311  # which deeds, not a secret
    tell = _teller(Path(told))
    while True:
        _do_something(desk, chance, tell)


def decide_own(desk_path: str, seed: int, own: list[int], told: str) -> None:
    """Decide some of one's own postings at random until the desk's server is gone."""
    desk = Desk(Path(desk_path))
    desk.sign_in("leo", PASSPHRASE)
    chance = random.Random(seed)  # noqa: S311  # which deeds, not a secret
    tell = _teller(Path(told))
    with suppress(ConnectionLost):
        while True:
            _do(desk, partial(_decide, chance=chance, tell=tell, among=own), tell)


def decide_each(desk_path: str, who: str, verdict: str, told: str) -> None:
    """Sign in, stand still until told to go on, then decide each posting as it stood at first."""
    desk = Desk(Path(desk_path))
    desk.sign_in(who, PASSPHRASE)
    with desk.read() as work:
        seen = dict(work.session.execute(select(Posting.id, Posting.version).order_by(Posting.id)).all())
    ruling = Ruling(Verdict(verdict), reasons()[0].code if verdict == Verdict.REMOVE else "")
    tell = _teller(Path(told))
    os.kill(os.getpid(), signal.SIGSTOP)
    for number, version in seen.items():
        began = monotonic()
        try:
            with desk.write() as work:
                decide(work, [number], ruling, {number: version})
        except Conflict as conflict:
            tell("too late", number, conflict.sentence, monotonic() - began)
        else:
            tell("decided", number, desk.staff.id if desk.staff else 0, monotonic() - began)
    desk.sign_out()


def _teller(told: Path) -> Tell:
    """Return what appends a line to a file: whole, before whatever comes next begins."""
    lines = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def tell(*words: Any) -> None:
        os.write(lines, json.dumps(words).encode() + b"\n")

    return tell


def _do_something(desk: Desk, chance: random.Random, tell: Tell) -> None:
    deed = chance.choices([_decide, _take_in], weights=[5, 1])[0]
    _do(desk, partial(deed, chance=chance, tell=tell), tell)


def _do(desk: Desk, deed: Callable[[WriteWork], None], tell: Tell) -> None:
    try:
        with desk.write() as work:
            deed(work)
    except WrongState:
        tell("refused")
    else:
        tell("done")


def _decide(work: WriteWork, chance: random.Random, tell: Tell, among: Sequence[int] = ()) -> None:
    """Decide one posting, or many at once."""
    known = among or range(1, work.session.scalars(select(func.max(Posting.id))).one() + 1)
    ids = sorted(chance.sample(known, chance.choice((1, 1, 1, 30))))
    verdict = chance.choice((Verdict.APPROVE, Verdict.REMOVE))
    reason = chance.choice(reasons()).code if verdict is Verdict.REMOVE else ""
    tell("decide", verdict, ids)
    decide(work, ids, Ruling(verdict, reason))


def _take_in(work: WriteWork, chance: random.Random, tell: Tell) -> None:
    names = [f"late-{chance.getrandbits(60):x}" for _ in range(chance.choice((1, 12)))]
    tell("take in", names)
    take_in(work, Kind.POSTING, [incoming(one, f"The body of {one}.") for one in names], live_screener())


def steady_remitctl(*words: str) -> None:
    """Be remitctl, with the same names for its temporary files each time, and not for ever."""
    signal.alarm(LONGEST_S)
    tempfile._name_sequence = (f"temporary-{number}" for number in count())  # type: ignore[assignment]  # any iterator
    remitctl(*words)
