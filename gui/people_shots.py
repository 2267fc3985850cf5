"""What the pictures of people and intake show beside the pages: each dialog with something in it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QAbstractButton

from gui.kit.record_page import RecordPage
from gui.workplace import Workplace

Show = Callable[[Workplace], object]
FILE = (
    "member_id,name,mail,account_type,country,joined,shoe size\n"
    "u9001,Ines Farkas,ines@example.org,buyer,Portugal,2026-01-02,40\n"
)


def _reach(work: Workplace) -> None:
    work.go_to("people")
    _press(work, "people-filter-opted-out")
    _press(work, "people-let-reach")


def _intake(work: Workplace) -> None:
    from core.intake.shapes import Kind  # noqa: PLC0415  # core is imported after the window is painted
    from gui.intake.offering import ask_intake  # noqa: PLC0415  # as above

    work.go_to("people")
    with TemporaryDirectory() as place:
        file = Path(place) / "members.csv"
        file.write_text(FILE, "utf-8")
        if work.page is not None:
            ask_intake(work.page, (Kind.PEOPLE,), file)
        _press(work, "intake-try")
        _settle(work)


PEOPLE_SHOWS: dict[str, Show] = {"people-reach": _reach, "intake-mapping": _intake}


def _press(work: Workplace, name: str) -> None:
    _settle(work)
    page = work.page
    button = page.findChild(QAbstractButton, name) if isinstance(page, RecordPage) else None
    if button is not None:
        button.click()


def _settle(work: Workplace) -> None:
    from gui.shots import settle  # noqa: PLC0415  # it is what asks for these pictures

    settle(work)
