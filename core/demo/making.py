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
from core.demo.shift import decide_waiting, opt_some_out
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
    """One demo desk being made: the desk, its calendar, its people, and a folder for the site's files."""

    def __init__(
        self, desk: Desk, calendar: _Calendar, inventor: Inventor, folder: Path, passphrase: str
    ) -> None:
        self.desk, self.calendar, self.inventor = desk, calendar, inventor
        self.folder, self.passphrase = folder, passphrase

    def take_in(self, kind: Kind, rows: Iterable[Mapping[str, str]], name: str) -> int:
        """Write rows as a CSV file and take it in as the lead would; returns the rows stored."""
        file = self.folder / f"{name}.csv"
        listed = list(rows)
        if not listed:
            return 0
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(listed[0]))
            writer.writeheader()
            writer.writerows(listed)
        return take_in_file(self.desk, file, kind).counts.stored

    def enter(self, name: str) -> None:
        """Let another staff member sit down at the desk."""
        self.desk.sign_in(name, self.passphrase)


def make_demo_desk(  # noqa: PLR0913, PLR0917  # each is an option of `remitctl demo`
    folder: Path,
    postings: int = 2_000,
    people: int = 400,
    seed: int = 1,
    progress: Progress | None = None,
    passphrase: str = DEMO_PASSPHRASE,
) -> DemoCounts:
    """Make a demo desk; the same numbers and seed give the same records.

    Raises DeskUnusable when something stands in the folder.
    """
    started, progress = monotonic(), progress or Progress()
    calendar, inventor = _Calendar(), Inventor(seed)
    calendar.days_ago(DAYS + 1)
    desk = _founded(folder, calendar, passphrase)
    with TemporaryDirectory() as place:
        story = _Story(desk, calendar, inventor, Path(place), passphrase)
        members = [inventor.person(number) for number in range(1, people + 1)]
        strangers = [inventor.person(people + number) for number in range(1, int(people * STRANGERS) + 4)]
        contacts, entries = _first_day(story, members, strangers)
        stored = _two_weeks(story, members, postings, progress)
    _last_day(story, members, strangers)
    desk.sign_out()
    return DemoCounts(stored, people, contacts, entries, round(monotonic() - started, 3))


def _founded(folder: Path, calendar: _Calendar, passphrase: str) -> Desk:
    desk = Desk.create(folder, "ada", passphrase, demo=passphrase == DEMO_PASSPHRASE, clock=calendar)
    with desk.write() as work:
        publish_policy(work, shipped_policy_text())
    for name, role in DEMO_STAFF:
        if role is not Role.ADMIN:
            desk.add_staff(name, role, passphrase)
    return desk


def _first_day(story: _Story, members: list[Invented], strangers: list[Invented]) -> tuple[int, int]:
    """Take in everyone who enrolled, wrote or took part; the children's later entries come last (C24)."""
    day, inventor = story.calendar.days_ago(DAYS), story.inventor
    half = len(strangers) // 2
    writers = members[: len(members) // 6] + strangers[:half]
    entrants = members[len(members) // 8 : len(members) // 2] + strangers[half:]
    story.enter("leo")
    story.take_in(Kind.PEOPLE, sources.people_rows(inventor, members, day), "people")
    day = story.calendar.days_ago(2)
    contacts = story.take_in(Kind.CONTACTS, sources.contact_rows(inventor, writers, day), "contacts")
    entries = story.take_in(Kind.CONTESTS, sources.entry_rows(inventor, entrants, day), "entries")
    story.take_in(Kind.CONTESTS, sources.children_rows(strangers[-3:], day), "later-entries")
    return contacts, entries


def _two_weeks(story: _Story, members: list[Invented], postings: int, progress: Progress) -> int:
    stored = first = 0
    for day in range(DAYS - 1, -1, -1):
        at = story.calendar.days_ago(day, hours=6)
        many = postings * (DAYS - day) // DAYS - first
        story.enter("leo")
        rows = sources.posting_rows(story.inventor, members, first + 1, many, at)
        stored += story.take_in(Kind.POSTINGS, rows, f"postings-{day}")
        messages = int(many * sources.MESSAGE_SHARE)
        rows = sources.message_rows(story.inventor, members, first + 1, messages, at)
        story.take_in(Kind.MESSAGES, rows, f"messages-{day}")
        first += many
        story.calendar.days_ago(day, hours=2)
        story.enter("mia")
        decide_waiting(story.desk, story.inventor, recent=day < 3)  # noqa: PLR2004  # the last days are half done
        progress.at(first, postings, "Living through two weeks")
    return stored


def _last_day(story: _Story, members: list[Invented], strangers: list[Invented]) -> None:
    now = story.calendar.days_ago(0, hours=1)
    story.enter("mia")
    opt_some_out(story.desk, story.inventor)
    story.enter("pia")
    fill_register(story.desk, lambda: story.enter("leo"))
    mail = story.desk.folder.path.with_name(f"{story.desk.folder.path.name}-mail")
    write_requests(mail, members[len(members) // 5], strangers[0], now)
