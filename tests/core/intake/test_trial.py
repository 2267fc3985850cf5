"""A trial: it tells exactly what taking the file in would do, stores nothing, and keeps nobody waiting."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit.log import record
from core.desk import Desk
from core.errors import Cancelled, NotAllowed
from core.intake.quarantine import discard, waiting
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.intake.tables import IntakeRun
from core.intake.trial import try_file
from core.people.tables import Person
from core.progress import Progress
from tests.core.intake.files import PEOPLE, write_csv

SignIn = Callable[[str], Desk]
Row = dict[str, str]
FAR = 600
"""So many rows lie between two of the same id that they come in different batches."""


def person(number: int, **other: str) -> Row:
    plain = {"id": f"u{number}", "name": f"Ines F{number}arkas", "email": f"ines{number}@example.org"}
    return plain | {"role": "buyer", "phone": "", "age": "", "opted_out": "", "policy_version": ""} | other


def people() -> Iterator[Row]:
    yield from (person(number) for number in range(FAR))
    yield person(1)
    yield person(2, phone="+351")
    yield person(3, name="Ines Novak")
    yield person(3, name="Ines Novak", email="novak@example.org")
    yield person(4, name="Ben Ode", email="ben@example.org")
    yield person(5, age="9")
    yield person(6, policy_version="offshorexperts-2012-12")
    yield from (person(number) for number in range(FAR, 2 * FAR))
    yield person(2, phone="+351")
    yield person(3, name="Ines F3arkas", email="ines3@example.org")
    yield person(6)
    yield person(7, role="")
    yield person(8, email="nobody")
    yield person(FAR, name="Ben Ode", email="ben@example.org")


def letters() -> Iterator[Row]:
    for number, one in enumerate(people()):
        yield one | {"kind": "problem", "body": "Help." if number % 7 else ""}


def entries() -> Iterator[Row]:
    yield from (one | {"contest": "Desk"} for one in people())


def postings() -> Iterator[Row]:
    for text in ("one", "two", "two", "one"):
        yield from ({"id": f"p{n}", "body": text} for n in range(FAR // 10))
        yield from ({"id": f"{text}{n}", "body": text} for n in range(FAR))
    yield {"id": "", "body": "text"}


FILES = {
    Kind.PEOPLE: people,
    Kind.CONTACTS: letters,
    Kind.CONTESTS: entries,
    Kind.POSTINGS: postings,
    Kind.MESSAGES: postings,
}


@pytest.mark.parametrize("kind", FILES)
def test_a_trial_counts_what_taking_the_file_in_then_does_and_does_again(
    signed_in: SignIn, tmp_path: Path, kind: Kind
) -> None:
    pia, rows = signed_in("pia"), list(FILES[kind]())
    files = [rows, rows, rows[50:], [*rows[:50], *reversed(rows[50:])]]
    for number, some in enumerate(files):
        file = write_csv(tmp_path / f"{number}.csv", some)
        tried = try_file(pia, file, kind)
        assert tried == take_in_file(pia, file, kind).counts
        with pia.write() as work:
            discard(work, [one.id for one in waiting(work)[::2]])


def test_a_trial_needs_no_lock_and_is_not_kept_waiting_by_who_has_it(
    signed_in: SignIn, tmp_path: Path
) -> None:
    leo, mia = signed_in("leo"), signed_in("mia")
    file = write_csv(tmp_path / "p.csv", list(people()))
    with mia.write() as work:
        record(work, "test:lock:held", ("test", 0))
        assert try_file(leo, file, Kind.PEOPLE).read == len(list(people()))


def test_a_trial_tells_how_far_it_is_and_stops_when_asked(signed_in: SignIn, tmp_path: Path) -> None:
    class Impatient(Progress):
        def at(self, done: int, total: int | None = None, doing: str | None = None) -> None:
            super().at(done, total, doing)
            if total:
                self.cancel()

    leo, progress, rows = signed_in("leo"), Impatient(), list(people())
    with pytest.raises(Cancelled):
        try_file(leo, write_csv(tmp_path / "p.csv", rows), Kind.PEOPLE, progress=progress)
    assert (progress.done, progress.total, progress.doing) == (500, len(rows), "Trying p.csv")
    with leo.read() as work:
        assert work.session.scalar(select(func.count()).select_from(Person)) == 0
        assert work.session.scalar(select(func.count()).select_from(IntakeRun)) == 0


def test_a_moderator_tries_nothing(signed_in: SignIn, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        try_file(signed_in("mia"), write_csv(tmp_path / "p.csv", PEOPLE), Kind.PEOPLE)
