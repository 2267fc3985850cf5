"""What the pictures of the log show beside its page: values in an entry, a proof, the place outside."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from core.errors import DeskError
from gui.shot_stage import NotThere, Stage

Show = Callable[[Stage], object]


def fill_audit(path: Path) -> None:
    """Have a copy of a demo desk keep its checkpoints beside it as well."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above
    from core.staff.log_proving import keep_checkpoints_in  # noqa: PLC0415  # as above

    place = path.with_name(f"{path.name}-checkpoints")
    place.mkdir()
    desk = Desk(path)
    with suppress(DeskError):  # an admin who is no longer there names no place
        desk.sign_in("ada", DEMO_PASSPHRASE)
        with desk.write() as work:
            keep_checkpoints_in(work, place, path)
    desk.sign_out()


def _entry(stage: Stage) -> None:
    _go(stage)
    search = stage.records.search
    if search is None:
        raise NotThere("the log has no search")
    search.setText("people:person:opted-out")
    search.returnPressed.emit()
    stage.settle()
    stage.filled()


def _revealed(stage: Stage) -> None:
    from gui.kit.pickers import PurposePicker  # noqa: PLC0415  # it imports core

    _entry(stage)
    stage.do("audit-reveal")
    picker = stage.page.findChild(PurposePicker)
    if picker is None:
        raise NotThere("no purpose is asked")
    picker.choose(1)
    picker.main.click()
    stage.settle()


def _proof(stage: Stage) -> None:
    _entry(stage)
    stage.do("audit-proof")


def _place(stage: Stage) -> None:
    _go(stage)
    stage.do("audit-place")


AUDIT_SHOWS: dict[tuple[str, str], Show] = {
    ("pia", "audit-value"): _entry,
    ("pia", "audit-value-revealed"): _revealed,
    ("pia", "audit-proof"): _proof,
    ("ada", "audit-place"): _place,
}


def _go(stage: Stage) -> None:
    stage.go("audit")
    stage.press("audit-filter-all")
