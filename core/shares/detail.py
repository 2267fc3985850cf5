"""One share in full, with the names and words that a person reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db.unit_of_work import Work
from core.errors import NotFound
from core.policy.store import current_policy
from core.policy.terms import Policy
from core.shares.evaluation import GridLine, LeftOutLine, allowed_records
from core.shares.proposal import FIELDS, Selection, ShareDraft
from core.shares.queries import require_sight
from core.shares.rules import Step, standing, why_not
from core.shares.tables import Agreement, Share, ShareState, ShareStep, Vendor
from core.staff.accounts import staff_names


@dataclass(frozen=True)
class HistoryLine:
    """Who brought a share to a state, when, with what note."""

    at: datetime
    who: str
    state: ShareState
    note: str


@dataclass(frozen=True)
class ShareDetail:
    """A share as the screen and the command line show it; figures as judged at `judged_at`."""

    id: int
    version: int
    draft: ShareDraft
    vendor_id: int
    purpose: str
    service: str
    selection: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    state: ShareState
    proposed_by: int
    proposer: str
    submitted_by: int | None
    expires_at: datetime | None
    judged_at: datetime
    policy_version: str
    selected: int
    records: int
    grid: tuple[GridLine, ...]
    excluded: tuple[LeftOutLine, ...]
    executed_at: datetime | None
    file_name: str
    sha256: str
    frozen_digest: str
    return_due: datetime | None
    history: tuple[HistoryLine, ...]
    refusals: Mapping[Step, str]
    """For each step why the reader cannot take it now; empty where they can."""

    @property
    def allowed(self) -> int:
        """How many records may go; of each person one does, so `records` counts the people."""
        return allowed_records(self.records, self.excluded)


def share_detail(work: Work, share_id: int) -> ShareDetail:
    """Read one share; raises NotFound, or NotAllowed for a role that does not see shares."""
    require_sight(work)
    share = work.session.get(Share, share_id)
    if share is None:
        raise NotFound(f"There is no share {share_id}.")
    policy, names = current_policy(work), staff_names(work)
    draft = _draft(work, share)
    state = standing(share.state, share.expires_at, work.now)
    return ShareDetail(
        id=share.id,
        version=share.version,
        draft=draft,
        vendor_id=share.vendor_id,
        purpose=policy.purposes[share.purpose].label if share.purpose in policy.purposes else share.purpose,
        service=_service(policy, share.service),
        selection=draft.selection.words(policy),
        fields=tuple(FIELDS[name] for name in share.fields),
        required=tuple(FIELDS[name] for name in share.required),
        state=state,
        proposed_by=share.proposed_by,
        proposer=names.get(share.proposed_by, ""),
        submitted_by=share.submitted_by,
        expires_at=share.expires_at,
        judged_at=share.judged_at,
        policy_version=share.policy_version,
        selected=share.selected,
        records=share.records,
        grid=tuple(GridLine(**one) for one in share.verdicts),
        excluded=tuple(LeftOutLine(**one) for one in share.excluded),
        executed_at=share.executed_at,
        file_name=share.file_name,
        sha256=share.file_sha256,
        frozen_digest=share.frozen_digest,
        return_due=share.return_due,
        history=_history(work, share, names),
        refusals=_refusals(work, share, state),
    )


def _draft(work: Work, share: Share) -> ShareDraft:
    return ShareDraft(
        title=share.title,
        vendor=work.session.get_one(Vendor, share.vendor_id).name,
        agreement=work.session.get_one(Agreement, share.agreement_id).reference,
        service=share.service,
        purpose=share.purpose,
        fields=tuple(share.fields),
        selection=Selection.read(share.selection),
        required=tuple(share.required),
        case=share.case_id,
        why=share.why,
    )


def _service(policy: Policy, key: str) -> str:
    service = policy.services.get(key)
    return service.label if service else key


def _history(work: Work, share: Share, names: Mapping[int, str]) -> tuple[HistoryLine, ...]:
    query = select(ShareStep).where(ShareStep.share_id == share.id).order_by(ShareStep.id)
    steps = work.session.scalars(query)
    return tuple(HistoryLine(one.at, names.get(one.staff_id, "Remit"), one.state, one.note) for one in steps)


def _refusals(work: Work, share: Share, state: ShareState) -> dict[Step, str]:
    return {
        step: why_not(
            step,
            state,
            actor=work.actor.id,
            role=work.actor.role,
            proposed_by=share.proposed_by,
            submitted_by=share.submitted_by,
            left=share.executed_at is not None,
        )
        for step in Step
    }
