"""What the pictures of access requests show: a request in each state, each dialog, and who may only read."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea

from core.errors import DeskError
from gui.shot_stage import NotThere, Stage

if TYPE_CHECKING:
    from core.desk import Desk

Show = Callable[[Stage], object]
OFFICER, LEAD, AUDITOR, MODERATOR = "pia", "leo", "aldo", "mia"
OPEN = "request-open"
STANDS = {
    "in review": "review", "doubtful": "received", "ambiguous": "received", "reviewed": "reviewed",
    "released": "released", "refused": "refused",
}  # fmt: skip
"""How the desk says of a request that it is in the state of a picture."""
CONVINCED = "Answered a check sent to the address on file"


def cast_requests(path: Path) -> dict[str, int]:
    """Take messages in on a copy of a demo desk and bring each to another state; returns which is which."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above

    desk, cast = Desk(path), {}  # type: Desk, dict[str, int]
    with suppress(DeskError):  # an officer who is no longer there casts nothing
        desk.sign_in(OFFICER, DEMO_PASSPHRASE)
        cast |= zip(("in review", "doubtful"), _mail_waiting(desk, path), strict=False)
        if "in review" in cast:
            _answer(desk, cast["in review"], leave="")
            cast |= _of_the_same_person(desk, cast["in review"])
        cast = {state: one for state, one in cast.items() if _stands(desk, one) == STANDS[state]}
    desk.sign_out()
    return cast


def _stands(desk: "Desk", request: int) -> str:
    from core.requests.case_view import case  # noqa: PLC0415  # as above

    with desk.read() as work:
        found = case(work, request)
    return "reviewed" if found.state == "review" and found.reviewed_by else found.state


def _mail_waiting(desk: "Desk", path: Path) -> list[int]:
    from core.requests.arrival import receive  # noqa: PLC0415  # as above

    files = sorted(path.with_name(f"{path.name}-mail").glob("*.eml"))
    with desk.write() as work:
        return [receive(work, _fresh(one.read_bytes())).case for one in files]


def _fresh(message: bytes) -> bytes:
    """Return a message as one that the desk has not seen yet: its Message-ID says which it is."""
    head, _, body = message.partition(b"\n\n")
    lines = [one for one in head.split(b"\n") if not one.lower().startswith(b"message-id:")]
    return b"\n".join([f"Message-ID: <{uuid4()}@example.com>".encode(), *lines, b"", body])


def _of_the_same_person(desk: "Desk", first: int) -> dict[str, int]:
    """Cast the further requests of whoever wrote the first; a state that cannot be reached is left out."""
    from core.requests import actions  # noqa: PLC0415  # as above
    from core.requests.opening import open_case  # noqa: PLC0415  # as above

    with desk.write() as work:
        known = open_case(work, first)
    name, address = known.name_on_file, known.address_on_file
    cast: dict[str, int] = {}
    for state in ("reviewed", "released", "refused"):
        cast[state] = _received(desk, f"{name} <{address}>", "Please send me my data.")
    for state in ("reviewed", "released"):
        with suppress(DeskError):
            _answer(desk, cast[state], leave=state)
    with desk.write() as work:
        actions.refuse(work, cast["refused"], "Nobody answered at the address on file.")
    _share_mailbox(desk, address)
    cast["ambiguous"] = _received(desk, f"Family <{address}>", "Please send us our data.")
    return cast


def _received(desk: "Desk", sender: str, words: str) -> int:
    from core.requests.arrival import receive  # noqa: PLC0415  # as above

    head = f"From: {sender}\nTo: privacy@example.com\nSubject: My data"
    message = f"{head}\nDate: {format_datetime(datetime.now(UTC))}\n\nHello,\n\n{words}\n"
    with desk.write() as work:
        return receive(work, _fresh(message.encode())).case


def _answer(desk: "Desk", request: int, *, leave: str) -> None:
    """Confirm and collect; mask and review where it is to be reviewed, and release where it is to leave."""
    from core.mail.outbox import land_letters  # noqa: PLC0415  # as above
    from core.requests import actions, case_view, collecting  # noqa: PLC0415  # as above
    from core.requests.opening import open_answer  # noqa: PLC0415  # as above
    from core.requests.release import release, review  # noqa: PLC0415  # as above

    with desk.write() as work:
        person = case_view.case(work, request).matched_person_id
        actions.confirm_sender(work, request, person or 0, CONVINCED)
        collecting.collect(work, request)
        if leave and (waiting := collecting.open_leaks(work, request)):
            collecting.mask_leaks(work, request, waiting)
        seen = open_answer(work, request).sha256 if leave else ""
        if leave:
            review(work, request, seen)
        if leave == "released":
            release(work, request, seen)
    land_letters(desk)


def _share_mailbox(desk: "Desk", address: str) -> None:
    from core.audit.log import record  # noqa: PLC0415  # as above
    from core.people.arrival import IncomingRecord, RecordsDesk  # noqa: PLC0415  # as above
    from core.people.tables import Origin, Source  # noqa: PLC0415  # as above

    other = IncomingRecord(
        Source.PEOPLE, "shot", Origin.ENROLMENT, "offshorexperts-2012-12", "shot",
        full_name="Ada Marlow", email=address,
    )  # fmt: skip
    with desk.write() as work:
        placed = RecordsDesk(work, [other]).place(other)
        record(work, "demo:person:placed", ("person", placed.person_id))


def _request(state: str, steps: tuple[str, ...], stage: Stage) -> None:
    stage.show("requests", state)
    for step in steps:
        if step != OPEN or not stage.page.case.opened:  # type: ignore[attr-defined]  # the page of requests
            stage.do(step)


def _give(stage: Stage) -> None:
    _request("in review", (OPEN,), stage)
    buttons = stage.page.findChildren(QAbstractButton)
    give = [one for one in buttons if one.objectName().startswith("leak-release-")]
    if not give:
        raise NotThere("nothing in the answer is another person's")
    give[0].click()


def _release(stage: Stage) -> None:
    _request("reviewed", ("request-preview",), stage)
    for dialog in stage.page.findChildren(QDialog):
        dialog.reject()
    stage.do("request-release")


def _findings(stage: Stage) -> None:
    _request("in review", (OPEN,), stage)
    for area in stage.page.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    stage.settle()


def _shown(state: str, *steps: str) -> Any:  # a Show; partial's own type says less
    return partial(_request, state, steps)


REQUEST_SHOWS: dict[tuple[str, str], Show] = {
    (OFFICER, "request-opened"): _shown("in review", OPEN),
    (OFFICER, "request-give"): _give,
    (OFFICER, "request-findings"): _findings,
    (OFFICER, "request-preview"): _shown("in review", "request-preview"),
    (OFFICER, "request-doubtful"): _shown("doubtful"),
    (OFFICER, "request-confirm"): _shown("doubtful", "request-confirm"),
    (OFFICER, "request-refuse"): _shown("doubtful", "request-refuse"),
    (OFFICER, "request-reviewed"): _shown("reviewed"),
    (OFFICER, "request-look-first"): _shown("reviewed", "request-release"),
    (OFFICER, "request-release"): _release,
    (OFFICER, "request-released"): _shown("released"),
    (OFFICER, "request-refused"): _shown("refused"),
    (OFFICER, "request-ambiguous"): _shown("ambiguous", OPEN),
    (OFFICER, "request-choose"): _shown("ambiguous", "request-confirm"),
    (LEAD, "request-take-up"): _shown("doubtful", "request-take-up"),
    (AUDITOR, "requests-auditor"): _shown("in review"),
    (MODERATOR, "requests-moderator"): _shown("in review"),
}
"""What to show, by who looks and the picture's name."""
