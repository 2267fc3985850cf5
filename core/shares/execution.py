"""Executing an approved share: judged again over the frozen records, written, logged, let out (C14, C20)."""

from dataclasses import asdict
from pathlib import Path

from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.errors import WrongState
from core.progress import Progress
from core.shares.actions import frozen_digest
from core.shares.departure import Departure
from core.shares.evaluation import LeftOutLine, left_out_lines
from core.shares.frozen import Release, judge_again
from core.shares.package import write_package
from core.shares.rules import Step, file_name, removed_words, return_due
from core.shares.steps import done, share_for, take
from core.shares.tables import Agreement, Share, ShareState, Vendor
from core.shares.terms import terms_of_share
from core.sheets.manifest import Disclosed
from core.staff.roles import Permission, require


def execute_share(
    work: WriteWork,
    share_id: int,
    outbox: Path,
    progress: Progress | None = None,
    *,
    seen: int | None = None,
) -> Changes:
    """Let out what was approved and still may go: never more than approved, not by a record or a field.

    The workbook and its manifest land in `outbox` once the write is committed. On a share that was executed
    when the machine stopped, this only puts its finished files in place.

    Raises WrongState when the approval expired, the frozen records were altered, or nothing may go any more;
    Cancelled when stopped; then nothing has left and the share stays approved.
    """
    if waiting := _stopped_short(work, share_id, outbox):
        return _finish(work, waiting)
    share = share_for(work, share_id, Step.EXECUTE, seen)
    if frozen_digest(work, share.id) != share.frozen_digest:
        raise WrongState("The approved records were altered since the approval; propose the share again.")
    release = judge_again(work, share, terms_of_share(work, share))
    if not release.records:
        why = max(release.removed, key=lambda one: release.removed[one])
        raise WrongState(f"Nothing may go any more: {why.sentence} Nothing left the desk.")
    _let_out(work, share, release, outbox, progress)
    vendor = work.session.get_one(Vendor, share.vendor_id)
    went = (
        f"Executed: {release.records:,} {'record' if release.records == 1 else 'records'} for {vendor.name}."
    )
    removed = (removed_words(why.words, n, why.clause) for why, n in release.removed.items())
    return done(share, " ".join((went, *removed)))


def _let_out(
    work: WriteWork, share: Share, release: Release, outbox: Path, progress: Progress | None
) -> None:
    vendor = work.session.get_one(Vendor, share.vendor_id)
    agreement = work.session.get_one(Agreement, share.agreement_id)
    share.executed_by, share.executed_at = work.actor.id, work.now
    share.return_due = return_due(work.now, agreement.return_days)
    excluded = [
        *(LeftOutLine(**one) for one in share.excluded),
        *left_out_lines(release.removed, since_approval=True),
    ]
    departure = Departure(outbox, share.id, file_name(share.id, vendor.name, work.now))
    departure.begin()
    work.at_end(departure.end)
    disclosed = write_package(work, departure.waiting, share, release, excluded, progress)
    _keep(share, release, excluded, disclosed)
    take(work, share, Step.EXECUTE)
    _log(work, share, release, disclosed)


def _keep(share: Share, release: Release, excluded: list[LeftOutLine], disclosed: Disclosed) -> None:
    share.records = release.records
    share.excluded = [asdict(one) for one in excluded]
    share.file_name = disclosed.path.name
    share.file_sha256 = disclosed.sha256
    share.manifest = disclosed.manifest.read_bytes()


def _log(work: WriteWork, share: Share, release: Release, disclosed: Disclosed) -> None:
    record(
        work,
        "shares:share:executed",
        ("share", share.id),
        vendor=share.vendor_id,
        purpose=share.purpose,
        fields=list(release.fields),
        records=release.records,
        removed={why.rule: n for why, n in release.removed.items()},
        file=disclosed.path.name,
        sha256=disclosed.sha256,
        manifest_sha256=disclosed.manifest_sha256,
    )


def _stopped_short(work: WriteWork, share_id: int, outbox: Path) -> Departure | None:
    share = work.session.get(Share, share_id)
    if share is None or share.state is not ShareState.EXECUTED:
        return None
    departure = Departure(outbox, share.id, share.file_name)
    return departure if departure.stopped_short(share.file_sha256) else None


def _finish(work: WriteWork, departure: Departure) -> Changes:
    require(work, Permission.DECIDE_SHARES)
    work.at_end(lambda committed: departure.put_in_place() if committed else None)
    record(work, "shares:share:file-put-in-place", ("share", departure.share_id), file=departure.name)
    sentence = f"Put {departure.name} in the outbox, as share {departure.share_id} was executed before."
    return Changes(sentence, {"share": frozenset([departure.share_id])})
