"""What the pictures of vendor shares show: a share in each state, each dialog, and the register."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QAbstractButton, QTabBar

from gui.workplace import Workplace

Show = Callable[[Workplace], object]
PROMOTED = ("Spring newsletter", "Summer newsletter", "Autumn newsletter", "Winter newsletter")


def fill_shares(path: Path) -> None:
    """Bring shares of a demo desk to draft, approved, executed and revoked after they left."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.shares import actions  # noqa: PLC0415  # as above
    from core.shares.execution import execute_share  # noqa: PLC0415  # as above
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above

    lead, officer = Desk(path), Desk(path)
    lead.sign_in("leo", DEMO_PASSPHRASE)
    officer.sign_in("olga", DEMO_PASSPHRASE)
    with lead.write() as work:
        drafts = [max(actions.propose_share(work, _promotion(title)).ids["share"]) for title in PROMOTED]
        for share in drafts[1:]:
            actions.submit_share(work, share)
    with officer.write() as work:
        for share in drafts[1:]:
            actions.approve_share(work, share)
    for share in drafts[2:]:
        execute_share(officer, share)
    with officer.write() as work:
        actions.revoke_share(work, drafts[3], "The vendor ends its service.")
    for desk in (lead, officer):
        desk.sign_out()


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


def _share(title: str, step: str, work: Workplace) -> None:
    from gui.shots import settle  # noqa: PLC0415  # it imports this module

    work.go_to("shares")
    settle(work)
    if work.page is not None and work.page.search is not None:
        work.page.search.setText(title)
    settle(work)
    _press(step, work)


def _register(step: str, work: Workplace) -> None:
    from gui.shots import settle  # noqa: PLC0415  # as above

    work.go_to("shares")
    settle(work)
    tabs = work.page.findChild(QTabBar, "shares-tabs") if work.page is not None else None
    if tabs is not None:
        tabs.setCurrentIndex(1)
        settle(work)
        _press(step, work)


def _press(step: str, work: Workplace) -> None:
    found = work.page.findChildren(QAbstractButton, step) if step and work.page is not None else []
    for button in found:
        button.click()


SHARE_SHOWS: dict[str, Show] = {
    "share-propose": partial(_share, "", "share-propose"),
    "share-draft": partial(_share, PROMOTED[0], ""),
    "share-withdraw": partial(_share, PROMOTED[0], "share-withdraw"),
    "share-submitted": partial(_share, "satisfaction", ""),
    "share-reject": partial(_share, "satisfaction", "share-reject"),
    "share-approved": partial(_share, PROMOTED[1], ""),
    "share-execute": partial(_share, PROMOTED[1], "share-execute"),
    "share-executed": partial(_share, PROMOTED[2], ""),
    "share-revoke": partial(_share, PROMOTED[2], "share-revoke"),
    "share-revoked": partial(_share, PROMOTED[3], ""),
    "share-export": partial(_share, "", "shares-export"),
    "vendors": partial(_register, ""),
    "vendor-add": partial(_register, "vendor-add"),
    "agreement-add": partial(_register, "agreement-add"),
}
