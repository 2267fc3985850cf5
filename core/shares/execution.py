"""Executing an approved share: judged again over the frozen records, written, logged, let out (C14, C20).

The workbook is made in a read, since writing it takes seconds in which others work on. The write that follows
judges once more: only where every record and every value is what the workbook holds does it leave, else it is
made again.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from core.aside import folder_aside
from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import Work, WriteWork
from core.desk import Desk
from core.errors import DeskError, WrongState
from core.progress import Progress
from core.shares.actions import frozen_digest
from core.shares.departure import Departure
from core.shares.evaluation import LeftOutLine, left_out_lines
from core.shares.frozen import Passage, Release, judge_again, mark, released_rows
from core.shares.package import write_package
from core.shares.recovery import did_not_leave, recover
from core.shares.rules import Step, file_name, people_and_records, removed_words, return_due
from core.shares.steps import done, share_for, take
from core.shares.tables import Agreement, Share, Vendor
from core.shares.terms import terms_of_share
from core.sheets.manifest import Disclosed

TRIES = 3
"""How often the workbook is made while others work on; then once more while they wait."""


@dataclass(frozen=True)
class Prepared:
    """A workbook that waits aside, and what it holds."""

    departure: Departure
    version: int
    release: Release
    holds: bytes
    at: datetime
    disclosed: Disclosed


@dataclass(frozen=True)
class _Order:
    """What is asked for, and where it is made."""

    share_id: int
    seen: int | None
    outbox: Path
    aside: Path
    progress: Progress


def execute_share(
    desk: Desk, share_id: int, progress: Progress | None = None, *, seen: int | None = None
) -> Changes:
    """Let out what was approved and still may go: never more than approved, not by a record or a field.

    The workbook and its manifest stand in the desk's outbox when this returns. Raises WrongState when the
    approval expired, the frozen records were altered, or nothing may go any more; Cancelled when stopped;
    DeskError when the outbox refuses the file. Then nothing has left and the share stays approved.
    """
    recover(desk)
    with folder_aside(desk.folder.path) as aside:
        order = _Order(share_id, seen, desk.folder.outbox, aside, progress or Progress())
        changes, prepared = _executed(desk, order)
        try:
            prepared.departure.put_in_place()
        except DeskError:
            did_not_leave(desk, share_id, prepared.departure.folder)
            raise
    return changes


def prepare_share(work: Work, order: _Order) -> Prepared:
    """Judge a share's frozen records and write what may go aside; changes nothing on the desk."""
    share = _checked(work, order.share_id, order.seen)
    release = judge_again(work, share, terms_of_share(work, share))
    if not release.records:
        why = max(release.removed, key=lambda one: release.removed[one])
        raise WrongState(f"Nothing may go any more: {why.sentence} Nothing left the desk.")
    vendor = work.session.get_one(Vendor, share.vendor_id)
    departure = Departure(order.outbox, order.aside, share.id, file_name(share.id, vendor.name, work.now))
    departure.begin()
    passage = Passage()
    rows = released_rows(work, share, release, passage)
    due = _due(work, share, work.now)
    package = (departure.waiting, share, release, rows, _excluded(share, release), due)
    disclosed = write_package(work, *package, order.progress)
    return Prepared(departure, share.version, release, passage.digest.digest(), work.now, disclosed)


def _executed(desk: Desk, order: _Order) -> tuple[Changes, Prepared]:
    for _ in range(TRIES):
        with desk.read() as reading:
            prepared = prepare_share(reading, order)
        with desk.write() as work:
            changes = _let_out(work, prepared)
        if changes is not None:
            return changes, prepared
    with desk.write() as work:
        prepared = prepare_share(work, order)
        changes = _let_out(work, prepared)
    if changes is None:
        raise WrongState("The share changed while it was written; execute it again.")
    return changes, prepared


def _let_out(work: WriteWork, prepared: Prepared) -> Changes | None:
    """Log and keep what leaves; None, with nothing changed, when the workbook holds something else by now."""
    share = _checked(work, prepared.departure.share_id, prepared.version)
    release = judge_again(work, share, terms_of_share(work, share))
    passage = Passage()
    for _ in released_rows(work, share, release, passage):
        pass
    if release != prepared.release or passage.digest.digest() != prepared.holds:
        return None
    mark(work, share, passage)
    _keep(work, share, prepared)
    take(work, share, Step.EXECUTE)
    _log(work, share, prepared)
    return done(share, _words(work, share, release))


def _checked(work: Work, share_id: int, seen: int | None) -> Share:
    share = share_for(work, share_id, Step.EXECUTE, seen)
    if frozen_digest(work, share.id) != share.frozen_digest:
        raise WrongState("The approved records were altered since the approval; propose the share again.")
    return share


def _due(work: Work, share: Share, at: datetime) -> datetime:
    return return_due(at, work.session.get_one(Agreement, share.agreement_id).return_days)


def _excluded(share: Share, release: Release) -> list[LeftOutLine]:
    before = [LeftOutLine(**one) for one in share.excluded]
    return [*before, *left_out_lines(release.removed, since_approval=True)]


def _keep(work: WriteWork, share: Share, prepared: Prepared) -> None:
    share.executed_by, share.executed_at = work.actor.id, prepared.at
    share.return_due = _due(work, share, prepared.at)
    share.records = prepared.release.records
    share.excluded = [asdict(one) for one in _excluded(share, prepared.release)]
    share.file_name = prepared.disclosed.path.name
    share.file_sha256 = prepared.disclosed.sha256
    share.manifest = prepared.disclosed.manifest.read_bytes()


def _log(work: WriteWork, share: Share, prepared: Prepared) -> None:
    record(
        work,
        "shares:share:executed",
        ("share", share.id),
        vendor=share.vendor_id,
        purpose=share.purpose,
        fields=list(prepared.release.fields),
        records=prepared.release.records,
        removed={why.rule: n for why, n in prepared.release.removed.items()},
        sha256=prepared.disclosed.sha256,
        manifest_sha256=prepared.disclosed.manifest_sha256,
    )


def _words(work: Work, share: Share, release: Release) -> str:
    vendor = work.session.get_one(Vendor, share.vendor_id)
    went = f"Executed: {people_and_records(release.records, release.records)} for {vendor.name}."
    return " ".join((went, *(removed_words(why.words, n, why.clause) for why, n in release.removed.items())))
