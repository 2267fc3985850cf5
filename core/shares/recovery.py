"""What a stopped machine left on its way out: destroyed, and its share judged anew before anything leaves."""

from pathlib import Path

from sqlalchemy import select

from core.aside import left_behind
from core.audit.log import record
from core.changes import Changes
from core.db.unit_of_work import WriteWork
from core.desk import Desk
from core.landing import destroy, destroy_folder
from core.shares.departure import PREFIX, has_left
from core.shares.frozen import take_back_marks
from core.shares.steps import note_step
from core.shares.tables import Share, ShareState
from core.sheets.manifest import manifest_path

NOBODY = 0
STOPPED = "Stopped before the file left the desk. Nothing was let out; execute the share again."


def recover(desk: Desk) -> Changes:
    """Destroy what ended processes left aside; a share whose file did not leave stands as approved again.

    Cheap where nothing was left. It is nobody's decision: it holds for whoever signs in.
    """
    ids: set[int] = set()
    for folder in left_behind(desk.folder.path):
        for waiting in sorted(folder.glob(f"{PREFIX}*")):
            number = waiting.name.removeprefix(PREFIX)
            if number.isdecimal() and did_not_leave(desk, int(number), waiting):
                ids.add(int(number))
        destroy_folder(folder)
    return Changes(STOPPED if ids else "", {"share": frozenset(ids)})


def did_not_leave(desk: Desk, share_id: int, folder: Path) -> bool:
    """Take an execution back when its workbook still waits in this folder; tells whether it did."""
    with desk.read() as work:
        if not _stopped_short(work.session.get(Share, share_id), folder, desk.folder.outbox):
            return False
    with desk.write() as work:
        share = work.session.scalars(select(Share).where(Share.id == share_id)).one()
        if not _stopped_short(share, folder, desk.folder.outbox):
            return False
        destroy(manifest_path(desk.folder.outbox / share.file_name))
        _take_back(work, share)
    return True


def _stopped_short(share: Share | None, folder: Path, outbox: Path) -> bool:
    if share is None or share.state not in {ShareState.EXECUTED, ShareState.REVOKED} or not share.file_name:
        return False
    waits = (folder / share.file_name).is_file()
    return waits and not has_left(outbox, share.file_name, share.file_sha256)


def _take_back(work: WriteWork, share: Share) -> None:
    """Have the share stand as it was approved; one that was revoked meanwhile stays revoked."""
    record(work, "shares:share:did-not-leave", ("share", share.id), sha256=share.file_sha256)
    if share.state is ShareState.EXECUTED:
        share.state = ShareState.APPROVED
    share.executed_by = share.executed_at = share.return_due = share.manifest = None
    share.file_name = share.file_sha256 = ""
    share.records = take_back_marks(work, share)
    share.excluded = [one for one in share.excluded if not one["since_approval"]]
    share.version += 1
    note_step(work, share, STOPPED, by=NOBODY)
