"""What can be done to a share, one function a verb; execution has a file of its own."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import insert, select

from core.audit.log import Fact, record
from core.changes import Changes
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput, WrongState
from core.policy.store import current_policy
from core.shares.evaluation import Evaluation, evaluate_draft, evaluate_share
from core.shares.proposal import FIELDS, LONGEST_CONTEST, LONGEST_TITLE, Selection, ShareDraft
from core.shares.rules import (
    APPROVAL_DAYS,
    LONGEST_APPROVAL_DAYS,
    MOVES,
    TAKEN_BACK,
    Step,
    people_and_records,
)
from core.shares.selecting import one_per_person, selected
from core.shares.steps import done, note_step, share_for, take
from core.shares.tables import Share, ShareRecord, ShareState
from core.shares.terms import agreement_of, terms_of_share, vendor_named
from core.shares.undo import undoable
from core.short_names import short_name
from core.staff.roles import Permission, require

FREEZE_BLOCK = 10_000


def propose_share(work: WriteWork, draft: ShareDraft) -> Changes:
    """Store a proposal as a draft, judged as of now (C14); raises BadInput or NotFound for what it names."""
    check_draft(work, draft)
    evaluation = evaluate_draft(work, draft)
    share = _stored(work, draft, evaluation)
    note_step(work, share)
    ids = {share.id}
    if draft.supersedes is not None:
        ids.add(_supersede(work, draft.supersedes, share.id))
    record(work, "shares:share:proposed", ("share", share.id), **_logged(work, share))
    may_go = people_and_records(evaluation.records, evaluation.allowed)
    sentence = f"Proposed share {share.id}: {may_go} of {evaluation.selected:,} may go."
    return Changes(sentence, {"share": frozenset(ids)})


def check_draft(work: Work, draft: ShareDraft) -> None:
    """Raise BadInput for a proposal that cannot be stored, naming what may stand there."""
    require(work, Permission.PROPOSE_SHARES)
    policy = current_policy(work)
    if not short_name(draft.title, "The share's title", LONGEST_TITLE):
        raise BadInput("Give the share a title.")
    short_name(draft.selection.contest, "The contest's name", LONGEST_CONTEST)
    if not draft.fields or set(draft.fields) - set(FIELDS) or len(set(draft.fields)) < len(draft.fields):
        raise BadInput(f"Choose one or more fields, each once: {', '.join(FIELDS)}.")
    if set(draft.required) - set(draft.fields):
        raise BadInput("A required field must be among the fields asked for.")
    if draft.purpose not in policy.purposes:
        raise BadInput(f"“{draft.purpose}” is no purpose of the policy.")
    offers = policy.recipient_kinds[vendor_named(work, draft.vendor).kind].services
    if draft.service not in policy.services and (draft.service or offers):
        raise BadInput(f"Name the vendor's service: {', '.join(sorted(offers or policy.services))}.")


def submit_share(work: WriteWork, share_id: int, *, seen: int | None = None) -> Changes:
    """Put a draft before an officer, judged anew."""
    share = share_for(work, share_id, Step.SUBMIT, seen)
    _judge(work, share)
    share.submitted_by, share.submitted_at = work.actor.id, work.now
    return _step(work, share, Step.SUBMIT)


def withdraw_share(work: WriteWork, share_id: int, note: str = "", *, seen: int | None = None) -> Changes:
    """Take a proposal back before it is decided."""
    return _step(work, share_for(work, share_id, Step.WITHDRAW, seen), Step.WITHDRAW, note)


def approve_share(
    work: WriteWork, share_id: int, note: str = "", *, days: int = APPROVAL_DAYS, seen: int | None = None
) -> Changes:
    """Approve what may go today and freeze just that; the approval holds for some days (C14, C22).

    Raises NotAllowed for whoever proposed or submitted it, WrongState when nothing may go.
    """
    share = share_for(work, share_id, Step.APPROVE, seen)
    if not 1 <= days <= LONGEST_APPROVAL_DAYS:
        raise BadInput(f"An approval holds for 1 to {LONGEST_APPROVAL_DAYS} days.")
    evaluation = _judge(work, share)
    if not evaluation.records:
        raise WrongState("No record may go under this share, so there is nothing to approve. Reject it.")
    _freeze(work, share, evaluation)
    share.decided_by, share.decided_at = work.actor.id, work.now
    share.expires_at = work.now + timedelta(days=days)
    take(work, share, Step.APPROVE, note)
    frozen: dict[str, Fact] = {"records": share.records, "digest": share.frozen_digest, "days": days}
    record(work, "shares:share:approved", ("share", share.id), policy=share.policy_version, **frozen)
    frozen_words, holds = (
        people_and_records(share.records, share.records),
        "1 day" if days == 1 else f"{days} days",
    )
    return undoable(share, f"Approved: {frozen_words} frozen; the approval holds for {holds}.")


def reject_share(work: WriteWork, share_id: int, note: str, *, seen: int | None = None) -> Changes:
    """Reject a submitted share, saying why."""
    share = share_for(work, share_id, Step.REJECT, seen)
    if not note.strip():
        raise BadInput("Say why you reject it; the proposer reads this.")
    share.decided_by, share.decided_at = work.actor.id, work.now
    return _step(work, share, Step.REJECT, note)


def deliver_share(work: WriteWork, share_id: int, note: str = "", *, seen: int | None = None) -> Changes:
    """Note that the vendor has the file."""
    return _step(work, share_for(work, share_id, Step.DELIVER, seen), Step.DELIVER, note)


def attest_share(work: WriteWork, share_id: int, note: str = "", *, seen: int | None = None) -> Changes:
    """Note that the vendor attested return or destruction (C14)."""
    return _step(work, share_for(work, share_id, Step.ATTEST, seen), Step.ATTEST, note)


def close_share(work: WriteWork, share_id: int, note: str = "", *, seen: int | None = None) -> Changes:
    """Close a share whose data was returned or destroyed."""
    return _step(work, share_for(work, share_id, Step.CLOSE, seen), Step.CLOSE, note)


def revoke_share(work: WriteWork, share_id: int, note: str = "", *, seen: int | None = None) -> Changes:
    """Take an approval back; where the file has left, its return or destruction is due at once (C14)."""
    share = share_for(work, share_id, Step.REVOKE, seen)
    if share.executed_at:
        share.return_due = work.now
    return _step(work, share, Step.REVOKE, note)


def frozen_digest(work: Work, share_id: int) -> str:
    """Return the SHA-256 (hex) over the frozen records with their people and fields, in order."""
    columns = (ShareRecord.record_id, ShareRecord.person_id, ShareRecord.approved_set)
    query = select(*columns).where(ShareRecord.share_id == share_id).order_by(ShareRecord.record_id)
    digest = sha256()
    for block in work.session.execute(query).partitions(FREEZE_BLOCK):
        digest.update("".join(f"{a} {b} {c}\n" for a, b, c in block).encode())
    return digest.hexdigest()


def _freeze(work: WriteWork, share: Share, evaluation: Evaluation) -> None:
    case_record = terms_of_share(work, share).case_record
    condition = selected(Selection.read(share.selection), case_record)
    sets = evaluation.field_sets(tuple(share.fields))
    rows = one_per_person(share.id, condition, sets, case_record)
    work.session.execute(
        insert(ShareRecord).from_select(
            ["share_id", "record_id", "person_id", "approved_set", "field_set"], rows
        )
    )
    share.frozen_digest = frozen_digest(work, share.id)


def _judge(work: WriteWork, share: Share) -> Evaluation:
    evaluation = evaluate_share(work, share)
    for name, value in evaluation.stored().items():
        setattr(share, name, value)
    share.judged_at = work.now
    return evaluation


def _step(work: WriteWork, share: Share, step: Step, note: str = "") -> Changes:
    take(work, share, step, note)
    record(work, f"shares:share:{MOVES[step].end.value}", ("share", share.id), noted=bool(note.strip()))
    answer = undoable if MOVES[step].end in TAKEN_BACK else done
    return answer(share, f"Share {share.id} is {MOVES[step].done}.")


def _supersede(work: WriteWork, earlier: int, later: int) -> int:
    share = share_for(work, earlier, Step.SUPERSEDE, None)
    take(work, share, Step.SUPERSEDE, f"Replaced by share {later}.")
    record(work, "shares:share:superseded", ("share", earlier), by=later)
    return earlier


def _stored(work: WriteWork, draft: ShareDraft, evaluation: Evaluation) -> Share:
    vendor = vendor_named(work, draft.vendor)
    share = Share(
        title=short_name(draft.title, "The share's title", LONGEST_TITLE),
        vendor_id=vendor.id,
        agreement_id=agreement_of(work, vendor, draft.agreement).id,
        service=draft.service,
        purpose=draft.purpose,
        fields=list(draft.fields),
        required=list(draft.needed()),
        selection=draft.selection.stored(),
        case_id=draft.case,
        why=draft.why.strip(),
        state=ShareState.DRAFT,
        proposed_by=work.actor.id,
        proposed_at=work.now,
        judged_at=work.now,
        **evaluation.stored(),
    )
    work.session.add(share)
    work.session.flush()
    return share


def _logged(work: WriteWork, share: Share) -> dict[str, Fact]:
    names = ("vendor_id", "agreement_id", "service", "purpose", "fields", "case_id", "records")
    selection = dict(share.selection)
    if contest := selection.pop("contest"):  # a contest is named by people: its words stay out of the log
        selection["contest"] = work.commitment(contest)
    return {name: getattr(share, name) for name in names} | {"selection": selection}
