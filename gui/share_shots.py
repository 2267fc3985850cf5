"""What the pictures of vendor shares show: a share in each state, each dialog, and the register."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QTabBar

from core.errors import DeskError
from gui.shot_stage import NotThere, Stage

if TYPE_CHECKING:
    from core.desk import Desk

Show = Callable[[Stage], object]
PROMOTED = {
    "draft": "Spring newsletter",
    "approved": "Summer newsletter",
    "executed": "Autumn newsletter",
    "revoked": "Winter newsletter",
}


def cast_shares(path: Path) -> dict[str, int]:
    """Bring shares of a copy of a demo desk to each state; returns which is which, without what failed."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.shares.detail import share_detail  # noqa: PLC0415  # as above
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above

    lead, officer, cast = Desk(path), Desk(path), {}  # type: Desk, Desk, dict[str, int]
    with suppress(DeskError):  # whoever is no longer there casts nothing
        lead.sign_in("leo", DEMO_PASSPHRASE)
        officer.sign_in("olga", DEMO_PASSPHRASE)
        cast["submitted"] = _waiting(lead)
        for state, title in PROMOTED.items():
            cast[state] = _proposed(lead, _promotion(title))
            _bring_to(state, cast[state], lead, officer)
    with suppress(DeskError), lead.read() as work:
        cast = {state: one for state, one in cast.items() if share_detail(work, one).state == state}
    for desk in (lead, officer):
        desk.sign_out()
    return cast


def _waiting(lead: "Desk") -> int:
    """Return the demo's own share that waits for approval; where it was decided, one like it."""
    from core.demo.register import research_share  # noqa: PLC0415  # as above
    from core.shares.actions import submit_share  # noqa: PLC0415  # as above
    from core.shares.queries import shares  # noqa: PLC0415  # as above

    draft = research_share()
    with lead.read() as work:
        found = shares(work.now, draft.title, "submitted").first(work, 1)
    if found:
        return found[0].id
    share = _proposed(lead, draft)
    with lead.write() as work:
        submit_share(work, share)
    return share


def _proposed(lead: "Desk", draft: Any) -> int:  # a ShareDraft; core is imported late
    from core.shares.actions import propose_share  # noqa: PLC0415  # as above

    with lead.write() as work:
        return max(propose_share(work, draft).ids["share"])


def _bring_to(state: str, share: int, lead: "Desk", officer: "Desk") -> None:
    from core.shares import actions  # noqa: PLC0415  # as above
    from core.shares.execution import execute_share  # noqa: PLC0415  # as above

    if state == "draft":
        return
    with lead.write() as work:
        actions.submit_share(work, share)
    with officer.write() as work:
        actions.approve_share(work, share)
    if state != "approved":
        execute_share(officer, share)
    if state == "revoked":
        with officer.write() as work:
            actions.revoke_share(work, share, "The vendor ends its service.")


def _promotion(title: str) -> Any:  # a ShareDraft; core is imported late
    from core.shares.proposal import Selection, ShareDraft, Who  # noqa: PLC0415  # as above

    return ShareDraft(
        title=title,
        vendor="Postwing Mail",
        agreement="PW-2026-01",
        service="email_processing_delivery",
        purpose="promotion",
        fields=("full_name", "email", "country"),
        selection=Selection(Who.EVERYONE),
    )


def _share(state: str, step: str, stage: Stage) -> None:
    stage.show("shares", state)
    if step:
        stage.press(step)


def _list(step: str, stage: Stage) -> None:
    stage.go("shares")
    stage.press(step)


def _register(step: str, stage: Stage) -> None:
    stage.go("shares")
    tabs = stage.page.findChild(QTabBar, "shares-tabs")
    if tabs is None:
        raise NotThere("there are no tabs")
    tabs.setCurrentIndex(1)
    stage.settle()
    if step:
        stage.press(step)


SHARE_SHOWS: dict[str, Show] = {
    "share-propose": partial(_list, "share-propose"),
    "share-draft": partial(_share, "draft", ""),
    "share-withdraw": partial(_share, "draft", "share-withdraw"),
    "share-submitted": partial(_share, "submitted", ""),
    "share-reject": partial(_share, "submitted", "share-reject"),
    "share-approved": partial(_share, "approved", ""),
    "share-execute": partial(_share, "approved", "share-execute"),
    "share-executed": partial(_share, "executed", ""),
    "share-revoke": partial(_share, "executed", "share-revoke"),
    "share-revoked": partial(_share, "revoked", ""),
    "share-export": partial(_list, "shares-export"),
    "vendors": partial(_register, ""),
    "vendor-add": partial(_register, "vendor-add"),
    "agreement-add": partial(_register, "agreement-add"),
}
