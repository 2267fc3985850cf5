import base64
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit.verification import verify_log
from core.demo.making import DemoCounts, make_demo_desk
from core.desk import Desk
from core.mail.parsing import parse_message
from core.people.tables import Person, PersonRecord
from core.postings.tables import Posting, PostingText, State
from core.requests.actions import confirm_sender
from core.requests.arrival import receive
from core.requests.case_view import case
from core.requests.collecting import collect
from core.shares.tables import Share, ShareState
from core.staff.demo_staff import DEMO_PASSPHRASE
from tests.conftest import Copy


@pytest.fixture(scope="module")
def made(
    tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> tuple[Path, DemoCounts]:
    folder = tmp_path_factory.mktemp("demo") / "desk"
    return folder, make_demo_desk(folder, postings=120, people=40, seed=7, database=new_database())


@pytest.fixture
def olga(made: tuple[Path, DemoCounts]) -> Iterator[Desk]:
    desk = Desk(made[0])
    desk.sign_in("olga", DEMO_PASSPHRASE)
    yield desk
    desk.sign_out()


def test_it_holds_as_many_records_as_it_says(made: tuple[Path, DemoCounts], olga: Desk) -> None:
    with olga.read() as work:
        postings = work.session.scalar(select(func.count()).where(Posting.kind == "posting"))
    assert (postings, made[1].postings) == (120, 120)
    assert (made[1].people, made[1].contacts > 5, made[1].entries > 10) == (40, True, True)


def test_the_policy_version_of_every_record_is_known(olga: Desk) -> None:
    with olga.read() as work:
        versions = set(work.session.scalars(select(PersonRecord.policy_version)))
    assert versions == {"offshorexperts-2012-12"}


def test_every_demo_staff_member_can_sign_in_and_the_screen_may_offer_them(
    made: tuple[Path, DemoCounts],
) -> None:
    desk = Desk(made[0])
    assert [name for name, _, _ in desk.demo_staff] == ["mia", "leo", "pia", "olga", "aldo", "ada"]
    for name, role, passphrase in desk.demo_staff:
        assert desk.sign_in(name, passphrase).role == role
    desk.sign_out()


def test_there_is_something_to_do_for_each_role(olga: Desk) -> None:
    with olga.read() as work:
        states = set(work.session.scalars(select(Posting.state)))
        share = work.session.scalar(select(Share.state))
        children = work.session.scalar(select(func.count()).where(Person.under_13))
        opted_out = work.session.scalar(select(func.count()).where(Person.opted_out_at.is_not(None)))
        origins = set(work.session.scalars(select(PersonRecord.origin)))
    assert states >= {State.NEW, State.APPROVED, State.REMOVED}
    assert share == ShareState.SUBMITTED
    assert children
    assert opted_out
    assert {"enrolment", "problem", "contest"} <= origins


def test_its_log_verifies(olga: Desk) -> None:
    with olga.read() as work:
        assert verify_log(work).ok


def test_two_access_requests_lie_beside_it_and_one_asks_for_an_answer_elsewhere(
    made: tuple[Path, DemoCounts],
) -> None:
    folder = made[0].with_name("desk-mail")
    messages = [parse_message(file.read_bytes()) for file in sorted(folder.glob("*.eml"))]
    assert len(messages) == 2
    assert messages[0].reply_to == "collector@elsewhere.example.net"
    assert messages[0].from_address != messages[0].reply_to


def test_the_same_seed_makes_the_same_texts(
    olga: Desk, tmp_path: Path, new_database: Callable[[], str]
) -> None:
    make_demo_desk(tmp_path / "again", postings=120, people=40, seed=7, database=new_database())
    again = Desk(tmp_path / "again")
    again.sign_in("olga", DEMO_PASSPHRASE)
    texts = select(Posting.external_id, PostingText.text).join(PostingText).order_by(Posting.external_id)
    with olga.read() as one, again.read() as other:
        first, second = (set(map(tuple, work.session.execute(texts))) for work in (one, other))
    again.sign_out()
    assert first == second


@pytest.mark.embedded  # a server's own disk is encrypted beneath it, or not at all
def test_no_name_address_or_text_can_be_read_in_the_desk_folder_or_in_any_log_line(
    made: tuple[Path, DemoCounts], olga: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), olga.read() as work:
        people = work.session.execute(select(PersonRecord.full_name, PersonRecord.email)).all()
        texts = work.session.scalars(select(PostingText.text)).all()
    wanted = {value for row in people for value in row} | {text[:40] for text in texts if len(text) > 20}
    stored = b"\n".join(file.read_bytes() for file in made[0].rglob("*") if file.is_file())
    assert len(stored) > 100_000
    for value in wanted:
        for encoding in ("utf-8", "utf-16-le"):
            assert value.encode(encoding) not in stored
        assert base64.b64encode(value.encode())[:-4] not in stored
        assert value not in caplog.text


def test_the_first_request_s_answer_holds_what_is_another_member_s(
    made: tuple[Path, DemoCounts], tmp_path: Path, copied: Copy
) -> None:
    desk = Desk(copied(made[0], tmp_path / "desk"))
    desk.sign_in("pia", DEMO_PASSPHRASE)
    with desk.write() as work:
        request = receive(work, (made[0].parent / "desk-mail" / "request-1.eml").read_bytes()).case
        confirm_sender(work, request, case(work, request).matched_person_id or 0, "Called back")
        collect(work, request)
        kinds = [one.kind for one in case(work, request).open_leaks]
    desk.sign_out()
    assert set(kinds) >= {"a name", "an e-mail address", "a telephone number"}
