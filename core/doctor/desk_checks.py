"""Checks of a desk that is open: its clock, keys, pages, log, second place and backups."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.audit.lasting_notes import folders_of, pieces_of
from core.audit.outside import standing
from core.audit.queries import last_entry_about
from core.audit.tables import AuditEntry
from core.audit.verification import verify_log
from core.db.migrations import HEAD, revision_of
from core.db.snapshot import faults_of
from core.db.unit_of_work import Work
from core.desk import Desk
from core.doctor.findings import Finding
from core.doctor.server_checks import check_server
from core.progress import Progress
from core.staff.orphan_slots import needed_slots
from core.staff.roles import Permission, require
from core.staff.slot_content import is_whole
from core.staff.tables import StaffAccount

OLD = timedelta(days=7)
"""A backup older than this is told."""
SLACK = timedelta(minutes=5)


def check_desk(desk: Desk, progress: Progress, *, deep: bool = False) -> Iterator[Finding]:
    """Look at a desk for its admin; `deep` also reads every page and hashes every entry of the log."""
    with desk.read() as work:
        require(work, Permission.LOOK_AFTER_DESK)
        yield from _schema(work)
        yield from _clock(work)
        yield from _slots(work, desk)
        yield from check_server(work, desk)
        yield from _place(work)
        yield from _backups(work)
        if deep:
            yield from _log(work, progress)
    if deep:
        progress.at(0, 0, "Checking every page")
        for found in faults_of(desk.opened.engine)[:1]:
            yield Finding("pages", f"The store is damaged: {found}.", "Restore a backup into a new folder.")


def _schema(work: Work) -> Iterator[Finding]:
    found = revision_of(work.session.connection())
    if found != HEAD:
        what = f"The store is of revision {found}, this program knows {HEAD}."
        yield Finding("schema", what, "Sign in once with the newest Remit.")


def _clock(work: Work) -> Iterator[Finding]:
    last = work.session.scalar(select(func.max(AuditEntry.at)))
    if last is not None and last > work.now + SLACK:
        what = f"This machine's clock is {_span(last - work.now)} behind the last entry of the log."
        yield Finding("clock", what, "Set the machine's clock; what is done meanwhile is dated wrongly.")


def _slots(work: Work, desk: Desk) -> Iterator[Finding]:
    accounts = work.session.execute(select(StaffAccount.id, StaffAccount.slot).where(StaffAccount.active))
    wanted = {row.slot: row.id for row in accounts}
    there = {name: desk.slots.read(name) or b"" for name in desk.slots.names()}
    for slot, staff_id in wanted.items():
        if slot not in there:
            what = f"The key slot of staff member {staff_id} is gone; their passphrase opens nothing."
            yield Finding("slots", what, "Disable that account and add the person again.")
        elif not is_whole(there[slot]):
            what = f"The key slot of staff member {staff_id} is damaged; their passphrase opens nothing."
            yield Finding("slots", what, "Disable that account and add the person again.")
    if orphans := len(set(there) - needed_slots(work)):
        slots = "1 key slot belongs" if orphans == 1 else f"{orphans:,} key slots belong"
        what = f"{slots} to no active account."
        yield Finding("slots", what, "Delete those that were not made by Remit a moment ago.", serious=False)


def _place(work: Work) -> Iterator[Finding]:
    found = standing(work)
    if found.place is None:
        what = "Checkpoints and notes of erasures are kept in the desk alone."
        fix = "Choose a second place on another machine: remitctl audit checkpoint --to FOLDER."
        yield Finding("place", what, fix, serious=False)
    elif found.away:
        what = f"The second place for checkpoints does not answer: {found.away}."
        yield Finding("place", what, "Make it reachable; what it lacks is brought there then.")
    elif found.outside < found.checkpoints:
        what = f"The second place has {found.outside:,} of {found.checkpoints:,} checkpoints."
        yield Finding("place", what, "Choose it again: remitctl audit checkpoint --to FOLDER.")
    yield from _notes(work)


def _notes(work: Work) -> Iterator[Finding]:
    names = [one.name for one in pieces_of(work)]
    for folder in folders_of(work):
        if missing := sum(not (folder / one).exists() for one in names):
            notes = "1 note" if missing == 1 else f"{missing:,} notes"
            what = f"{notes} of erasures and backups are missing outside the store."
            yield Finding("notes", what, "Make a backup: it brings them there again.")


def _backups(work: Work) -> Iterator[Finding]:
    last = last_entry_about(work, "desk", 0, "desk:backup:made")
    if last is None:
        yield Finding("backup", "This desk was never backed up.", "remitctl backup FILE.remit-backup")
    elif work.now - last.at > OLD:
        what = f"The last backup is {_span(work.now - last.at)} old."
        yield Finding("backup", what, "remitctl backup FILE.remit-backup")


def _log(work: Work, progress: Progress) -> Iterator[Finding]:
    found = verify_log(work, progress)
    if not found.ok:
        fix = "Keep the folder as it is and show it to an auditor; then restore a backup."
        yield Finding("log", f"The log does not verify: {found.sentence}", fix)


def _span(time: timedelta) -> str:
    days, hours = time.days, time.seconds // 3600
    if days:
        return "1 day" if days == 1 else f"{days:,} days"
    return "an hour" if hours == 1 else f"{hours} hours" if hours else f"{time.seconds // 60} minutes"


def last_backup_at(work: Work) -> datetime | None:
    """Return when the desk was last backed up, for its admin."""
    require(work, Permission.LOOK_AFTER_DESK)
    last = last_entry_about(work, "desk", 0, "desk:backup:made")
    return last.at if last else None
