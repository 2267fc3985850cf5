"""What the pictures of access requests show: a request in each state, each dialog, and who may only read."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QDialog, QScrollArea

from gui.workplace import Workplace

Show = Callable[[Workplace], object]
OFFICER, LEAD, AUDITOR, MODERATOR = "pia", "leo", "aldo", "mia"
IN_REVIEW, DOUBTFUL, REVIEWED, RELEASED, REFUSED, AMBIGUOUS = range(1, 7)


def fill_requests(path: Path) -> None:
    """Bring more requests of a demo desk to reviewed, released and refused, and one that fits two people."""
    from core.desk import Desk  # noqa: PLC0415  # the window is imported without core's storage
    from core.requests import actions, arrival  # noqa: PLC0415  # as above
    from core.requests.opening import open_case  # noqa: PLC0415  # as above
    from core.staff.demo_staff import DEMO_PASSPHRASE  # noqa: PLC0415  # as above

    desk = Desk(path)
    desk.sign_in(OFFICER, DEMO_PASSPHRASE)
    with desk.write() as work:
        known = open_case(work, IN_REVIEW)
        name, address = known.name_on_file, known.address_on_file
        for number in (REVIEWED, RELEASED, REFUSED):
            arrival.receive(work, _mail(f"{name} <{address}>", "Please send me my data.", number))
    _answer(desk, REVIEWED, known.matched_person_id or 0, leave=False)
    _answer(desk, RELEASED, known.matched_person_id or 0, leave=True)
    with desk.write() as work:
        actions.refuse(work, REFUSED, "Nobody answered at the address on file.")
        _share_mailbox(work, address)
        arrival.receive(work, _mail(f"Family <{address}>", "Please send us our data.", AMBIGUOUS))
    desk.sign_out()


def _mail(sender: str, words: str, number: int) -> bytes:
    head = f"From: {sender}\nTo: privacy@example.com\nSubject: My data"
    sent = f"Message-ID: <shot-{number}@example.net>\nDate: {format_datetime(datetime.now(UTC))}"
    return f"{head}\n{sent}\n\nHello,\n\n{words}\n".encode()


def _answer(desk: object, request: int, person: int, *, leave: bool) -> None:
    from core.mail.outbox import land_letters  # noqa: PLC0415  # as above
    from core.requests import actions, collecting  # noqa: PLC0415  # as above
    from core.requests.opening import open_answer  # noqa: PLC0415  # as above
    from core.requests.release import release, review  # noqa: PLC0415  # as above

    with desk.write() as work:  # type: ignore[attr-defined]  # a Desk; its type is not imported for a picture
        actions.confirm_sender(work, request, person, "Answered a check sent to the address on file")
        collecting.collect(work, request)
        if waiting := collecting.open_leaks(work, request):
            collecting.mask_leaks(work, request, waiting)
        seen = open_answer(work, request).sha256
        review(work, request, seen)
        if leave:
            release(work, request, seen)
    land_letters(desk)  # type: ignore[arg-type]  # as above


def _share_mailbox(work: object, address: str) -> None:
    from core.audit.log import record  # noqa: PLC0415  # as above
    from core.people.arrival import IncomingRecord, RecordsDesk  # noqa: PLC0415  # as above
    from core.people.tables import Origin, Source  # noqa: PLC0415  # as above

    other = IncomingRecord(
        Source.PEOPLE, "shot", Origin.ENROLMENT, "offshorexperts-2012-12", "shot",
        full_name="Ada Marlow", email=address,
    )  # fmt: skip
    placed = RecordsDesk(work, [other]).place(other)  # type: ignore[arg-type]  # as above
    record(work, "demo:person:placed", ("person", placed.person_id))  # type: ignore[arg-type]  # as above


def _request(number: int, steps: tuple[str, ...], work: Workplace) -> None:
    from gui.shots import settle  # noqa: PLC0415  # it imports this module

    work.go_to("requests", number)
    settle(work)
    for step in steps:
        found = [] if work.page is None else work.page.page_actions()
        next(one for one in found if one.objectName() == step).trigger()
        settle(work)


def _give(work: Workplace) -> None:
    _request(IN_REVIEW, ("request-open",), work)
    buttons = [] if work.page is None else work.page.findChildren(QAbstractButton)
    give = [one for one in buttons if one.objectName().startswith("leak-release-")]
    if give:
        give[0].click()


def _release(work: Workplace) -> None:
    _request(REVIEWED, ("request-preview",), work)
    for dialog in [] if work.page is None else work.page.findChildren(QDialog):
        dialog.reject()
    _request(REVIEWED, ("request-release",), work)


def _findings(work: Workplace) -> None:
    from gui.shots import settle  # noqa: PLC0415  # as above

    _request(IN_REVIEW, ("request-open",), work)
    for area in [] if work.page is None else work.page.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    settle(work)


REQUEST_SHOWS: dict[tuple[str, str], Show] = {
    (OFFICER, "request-opened"): partial(_request, IN_REVIEW, ("request-open",)),
    (OFFICER, "request-give"): _give,
    (OFFICER, "request-findings"): _findings,
    (OFFICER, "request-preview"): partial(_request, IN_REVIEW, ("request-preview",)),
    (OFFICER, "request-doubtful"): partial(_request, DOUBTFUL, ()),
    (OFFICER, "request-confirm"): partial(_request, DOUBTFUL, ("request-confirm",)),
    (OFFICER, "request-refuse"): partial(_request, DOUBTFUL, ("request-refuse",)),
    (OFFICER, "request-reviewed"): partial(_request, REVIEWED, ()),
    (OFFICER, "request-look-first"): partial(_request, REVIEWED, ("request-release",)),
    (OFFICER, "request-release"): _release,
    (OFFICER, "request-released"): partial(_request, RELEASED, ()),
    (OFFICER, "request-refused"): partial(_request, REFUSED, ()),
    (OFFICER, "request-ambiguous"): partial(_request, AMBIGUOUS, ("request-open",)),
    (OFFICER, "request-choose"): partial(_request, AMBIGUOUS, ("request-confirm",)),
    (LEAD, "request-take-up"): partial(_request, DOUBTFUL, ("request-take-up",)),
    (AUDITOR, "requests-auditor"): partial(_request, IN_REVIEW, ()),
    (MODERATOR, "requests-moderator"): partial(_request, IN_REVIEW, ()),
}
"""What to show, by who looks and the picture's name."""
