"""Making the demo desk: two weeks of an invented marketplace, lived through by its invented staff."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from core.demo import sources
from core.demo.invention import Invented, Inventor
from core.demo.letters import write_requests
from core.demo.register import fill_register
from core.demo.shift import decide_waiting, opt_some_out, site_catches_up
from core.desk import Desk, system_clock
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.policy.store import publish_policy, shipped_policy_text
from core.progress import Progress
from core.staff.demo_staff import DEMO_PASSPHRASE, DEMO_STAFF
from core.staff.roles import Role

DAYS = 14
STRANGERS = 0.15
"""People who wrote or took part without an account, for each person with one."""


@dataclass(frozen=True)
class DemoCounts:
    """What the demo desk holds, and the seconds it took."""

    postings: int
    people: int
    contacts: int
    entries: int
    seconds: float

    def as_dict(self) -> dict[str, float]:
        """Return the counts by name."""
        return asdict(self)


class _Calendar:
    """The demo's clock: it stands where the story is."""

    def __init__(self) -> None:
        self.today = system_clock().replace(microsecond=0)
        self.now = self.today

    def __call__(self) -> datetime:
        return self.now

    def days_ago(self, days: int, hours: float = 0) -> datetime:
        """Go to that many days and hours before now."""
        self.now = self.today - timedelta(days=days, hours=hours)
        return self.now


class _Story:
    """One demo desk being made: its calendar, its inventor, and who sits at it."""

    def __init__(
        self, folder: Path, calendar: _Calendar, inventor: Inventor, passphrase: str, database: str
    ) -> None:
        self.calendar, self.inventor = calendar, inventor
        self._desk_folder, self._passphrase, self._database = folder, passphrase, database
        self._desks: dict[str, Desk] = {}

    def desk_of(self, name: str) -> Desk:
        """Return the desk as this staff member sits at it; each signs in once."""
        if name not in self._desks:
            self._desks[name] = Desk(self._desk_folder, self.calendar, self._database)
            self._desks[name].sign_in(name, self._passphrase)
        return self._desks[name]

    def take_in(self, kind: Kind, rows: Iterable[Mapping[str, str]]) -> int:
        """Write rows as a CSV file and take it in as the lead would; returns the rows stored."""
        listed = list(rows)
        if not listed:
            return 0
        with TemporaryDirectory() as place:
            file = Path(place) / f"{kind.value}.csv"
            with file.open("w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, list(listed[0]))
                writer.writeheader()
                writer.writerows(listed)
            return take_in_file(self.desk_of("leo"), file, kind).counts.stored

    def end(self) -> None:
        """Sign everyone out."""
        for desk in self._desks.values():
            desk.sign_out()


def make_demo_desk(  # noqa: PLR0913, PLR0917  # each is an option of `remitctl demo`
    folder: Path,
    postings: int = 2_000,
    people: int = 400,
    seed: int = 1,
    progress: Progress | None = None,
    passphrase: str = DEMO_PASSPHRASE,
    database: str = "",
) -> DemoCounts:
    """Make a demo desk, in a folder or on the server at `database`; the same numbers and seed give the same.

    Raises DeskUnusable when something stands in the folder or the database.
    """
    started, progress = monotonic(), progress or Progress()
    calendar, inventor = _Calendar(), Inventor(seed)
    calendar.days_ago(DAYS + 1)
    _found(folder, calendar, passphrase, database)
    story = _Story(folder, calendar, inventor, passphrase, database)
    members = [inventor.person(number) for number in range(1, people + 1)]
    strangers = [inventor.person(people + number) for number in range(1, int(people * STRANGERS) + 4)]
    contacts, entries = _first_day(story, members, strangers)
    stored = _two_weeks(story, members, postings, progress)
    _last_day(story, members, strangers)
    story.end()
    return DemoCounts(stored, people, contacts, entries, round(monotonic() - started, 3))


def _found(folder: Path, calendar: _Calendar, passphrase: str, database: str) -> None:
    demo = passphrase == DEMO_PASSPHRASE
    desk = Desk.create(folder, "ada", passphrase, database=database, demo=demo, clock=calendar)
    with desk.write() as work:
        publish_policy(work, shipped_policy_text())
    for name, role in DEMO_STAFF:
        if role is not Role.ADMIN:
            desk.add_staff(name, role, passphrase)
    desk.sign_out()


def _first_day(story: _Story, members: list[Invented], strangers: list[Invented]) -> tuple[int, int]:
    """Take in everyone who enrolled, wrote or took part; the children's later entries come last (C24)."""
    day, inventor = story.calendar.days_ago(DAYS), story.inventor
    half = len(strangers) // 2
    writers = members[: len(members) // 6] + strangers[:half]
    entrants = members[len(members) // 8 : len(members) // 2] + strangers[half:]
    story.take_in(Kind.PEOPLE, sources.people_rows(inventor, members, day))
    day = story.calendar.days_ago(2)
    asking, other = _asking(members), members[(len(members) // 5 + 1) % len(members)]
    written = [*sources.contact_rows(inventor, writers, day)]
    written.append(sources.complaint_row(asking, other, len(written) + 1, day))
    contacts = story.take_in(Kind.CONTACTS, written)
    entries = story.take_in(Kind.CONTESTS, sources.entry_rows(inventor, entrants, day))
    story.take_in(Kind.CONTESTS, sources.children_rows(strangers[-3:], day))
    site_catches_up(story.desk_of("pia"))
    return contacts, entries


def _two_weeks(story: _Story, members: list[Invented], postings: int, progress: Progress) -> int:
    stored = first = 0
    for day in range(DAYS - 1, -1, -1):
        at = story.calendar.days_ago(day, hours=6)
        many = postings * (DAYS - day) // DAYS - first
        rows = sources.posting_rows(story.inventor, members, first + 1, many, at)
        stored += story.take_in(Kind.POSTINGS, rows)
        messages = int(many * sources.MESSAGE_SHARE)
        rows = sources.message_rows(story.inventor, members, first + 1, messages, at)
        story.take_in(Kind.MESSAGES, rows)
        first += many
        story.calendar.days_ago(day, hours=3)
        site_catches_up(story.desk_of("pia"))
        story.calendar.days_ago(day, hours=2)
        decide_waiting(story.desk_of("mia"), story.inventor, recent=day < 3)  # noqa: PLR2004  # the last days are half done
        progress.at(first, postings, "Living through two weeks")
    return stored


def _last_day(story: _Story, members: list[Invented], strangers: list[Invented]) -> None:
    now = story.calendar.days_ago(0, hours=1)
    opt_some_out(story.desk_of("mia"), story.inventor)
    fill_register(story.desk_of("pia"), story.desk_of("leo"))
    place = story.desk_of("pia").folder.path
    mail = place.with_name(f"{place.name}-mail")
    write_requests(mail, _asking(members), strangers[0], now)


def _asking(members: list[Invented]) -> Invented:
    """Return who asks for their data: a member who has also entered a contest and complained of another."""
    return members[len(members) // 5]
