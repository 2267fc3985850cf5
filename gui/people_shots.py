"""What the pictures of people and intake show beside the pages: each dialog with something in it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from gui.shot_stage import Stage

Show = Callable[[Stage], object]
FILE = (
    "member_id,name,mail,account_type,country,joined,shoe size\n"
    "u9001,Ines Farkas,ines@example.org,buyer,Portugal,2026-01-02,40\n"
)


def _reach(stage: Stage) -> None:
    stage.go("people")
    stage.press("people-filter-opted-out")
    stage.press("people-let-reach")


def _intake(stage: Stage) -> None:
    from core.intake.shapes import Kind  # noqa: PLC0415  # core is imported after the window is painted
    from gui.intake.offering import ask_intake  # noqa: PLC0415  # as above

    stage.go("people")
    with TemporaryDirectory() as place:
        file = Path(place) / "members.csv"
        file.write_text(FILE, "utf-8")
        ask_intake(stage.page, (Kind.PEOPLE,), file)
        stage.settle()
        stage.press("intake-try")


PEOPLE_SHOWS: dict[str, Show] = {"people-reach": _reach, "intake-mapping": _intake}
