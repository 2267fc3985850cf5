from collections.abc import Callable

import pytest
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.desk import Desk
from core.errors import BadInput, NotAllowed, NotFound, WrongState
from core.people.actions import opt_out, reveal, take_back_opt_out
from core.people.queries import find_people, masked_person, person_events
from core.people.tables import Origin, Source
from tests.core.people.conftest import Given

VALUES = ("Nina", "Okafor", "nina.okafor", "555 0101", "1990")


def _log(desk: Desk, action: str) -> list[bytes]:
    with desk.read() as work:
        return list(work.session.scalars(select(AuditEntry.body).where(AuditEntry.action == action)))


def test_an_opt_out_holds_at_once_for_everyone(
    nina: int, moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with moderator.write() as work:
        changes = opt_out(work, nina, "letter")
    assert (changes.sentence, changes.ids) == (
        "Opted 1 person out of promotion.",
        {"person": frozenset([nina])},
    )
    with signed_in("pia").read() as work:
        assert masked_person(work, nina).opted_out_at == moderator.clock()
        assert person_events(work, nina)[0].what == "Opted out (letter)"


def test_an_opt_out_is_undone_and_both_are_kept(nina: int, moderator: Desk) -> None:
    with moderator.write() as work:
        changes = opt_out(work, nina)
    assert changes.undo is not None
    with moderator.write() as work:
        changes.undo(work)
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is None
        assert len(person_events(work, nina)) == 2
    assert len(_log(moderator, "people:person:opted-out")) == 1
    assert len(_log(moderator, "people:person:opt-out-taken-back")) == 1


def test_an_opt_out_is_taken_back_at_the_person_s_own_wish_and_the_log_keeps_which(
    nina: int, moderator: Desk
) -> None:
    with moderator.write() as work:
        opt_out(work, nina, "letter")
        take_back_opt_out(work, nina, "telephone", "asked_again")
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is None
        event = person_events(work, nina)[0]
    assert event.what == "Opt-out taken back (telephone): they asked to hear from the site again"
    (body,) = _log(moderator, "people:person:opt-out-taken-back")
    assert b'"heard_through":"telephone","reason":"asked_again"' in body


@pytest.mark.parametrize(
    ("heard", "wish", "said"),
    [
        ("", "asked_again", "how the person told"),
        ("unsubscribe link", "asked_again", "how the person told"),
        ("telephone", "", "own wish"),
        ("telephone", "Nina would surely like it", "own wish"),
        ("telephone", "slip", "own wish"),
    ],
)
def test_no_opt_out_is_taken_back_without_the_person_s_wish_and_how_it_was_heard(
    nina: int, moderator: Desk, heard: str, wish: str, said: str
) -> None:
    with moderator.write() as work:
        opt_out(work, nina)
    with moderator.write() as work, pytest.raises(BadInput, match=said):
        take_back_opt_out(work, nina, heard, wish)
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is not None


def test_a_slip_is_not_undone_once_the_person_s_own_opt_out_came_in_a_file(
    nina: int, given: Given, moderator: Desk
) -> None:
    with moderator.write() as work:
        slip = opt_out(work, nina)
    given(opted_out=True, digest="second")
    assert slip.undo is not None
    with moderator.write() as work, pytest.raises(WrongState, match="More was heard since"):
        slip.undo(work)
    with moderator.read() as work:
        assert masked_person(work, nina).opted_out_at is not None


def test_a_slip_is_not_undone_by_someone_else(
    nina: int, moderator: Desk, signed_in: Callable[[str], Desk]
) -> None:
    with moderator.write() as work:
        slip = opt_out(work, nina)
    assert slip.undo is not None
    with signed_in("leo").write() as work, pytest.raises(WrongState):
        slip.undo(work)


def test_an_opt_out_that_nobody_said_how_it_was_heard_is_kept_as_not_noted(
    nina: int, moderator: Desk
) -> None:
    with moderator.write() as work:
        opt_out(work, nina)
    with moderator.read() as work:
        assert person_events(work, nina)[0].what == "Opted out (not noted)"


def test_nobody_opts_out_twice_or_back_without_being_out(nina: int, moderator: Desk) -> None:
    with moderator.write() as work, pytest.raises(WrongState):
        take_back_opt_out(work, nina, "letter", "asked_again")
    with moderator.write() as work:
        opt_out(work, nina)
        with pytest.raises(WrongState):
            opt_out(work, nina)


def test_a_reveal_gives_the_values_and_logs_who_whose_and_why(nina: int, moderator: Desk) -> None:
    with moderator.write() as work:
        values = reveal(work, nina, "respond", "she phoned")
    (record,) = values.records
    assert (values.masked, record.full_name, record.email) == (
        False,
        "Nina Okafor",
        "nina.okafor@example.com",
    )
    with moderator.read() as work:
        (event,) = person_events(work, nina)
    assert (event.purpose, event.at) == ("respond", moderator.clock())
    (body,) = _log(moderator, "people:person:revealed")
    assert b'"purpose":"respond"' in body
    assert b'"subject":["person",%d]' % nina in body


def test_no_entry_of_the_log_holds_a_plain_value(nina: int, moderator: Desk) -> None:
    with moderator.write() as work:
        reveal(work, nina, "access", "Nina Okafor asked")
        opt_out(work, nina)
    with moderator.read() as work:
        bodies = b"\n".join(work.session.scalars(select(AuditEntry.body))).decode()
    assert [one for one in VALUES if one in bodies] == []


def test_a_reveal_needs_a_purpose_of_the_list(nina: int, moderator: Desk) -> None:
    with moderator.write() as work, pytest.raises(BadInput, match="curiosity"):
        reveal(work, nina, "curiosity")
    assert _log(moderator, "people:person:revealed") == []


def test_a_child_s_values_are_shown_for_their_own_access_alone(
    nina: int, given: Given, moderator: Desk
) -> None:
    given("c-1", source=Source.CONTACTS, origin=Origin.COMMENT, stated_age=11)
    with moderator.write() as work:
        with pytest.raises(NotAllowed, match="C24"):
            reveal(work, nina, "respond")
        assert reveal(work, nina, "access").records[0].full_name == "Nina Okafor"


def test_an_auditor_neither_reveals_nor_opts_out(nina: int, auditor: Desk) -> None:
    with auditor.write() as work:
        with pytest.raises(NotAllowed):
            reveal(work, nina, "respond")
        with pytest.raises(NotAllowed):
            opt_out(work, nina)


def test_an_unknown_person_is_told_of_in_a_sentence(moderator: Desk) -> None:
    with moderator.write() as work, pytest.raises(NotFound, match="no person 4711"):
        opt_out(work, 4711)


def test_lists_and_files_open_masked(nina: int, moderator: Desk) -> None:
    with moderator.read() as work:
        (row,) = find_people(work, "okafor")
        (record,) = masked_person(work, nina).records
    assert (row.name, row.email) == ("N••• O•••••", "n•••@•••.com")
    shown = " ".join(str(one) for one in vars(record).values())
    assert [one for one in VALUES if one in shown] == []
    assert record.hidden == ("birth_date",), "that a birth date is on file is told, not which"
    assert record.origin.value == "enrolment"


def test_people_are_found_by_a_name_or_a_whole_address(nina: int, moderator: Desk) -> None:
    with moderator.read() as work:
        assert [one.id for one in find_people(work, "NINA  ok")] == [nina]
        assert [one.id for one in find_people(work, "Nina.Okafor@example.com")] == [nina]
        assert find_people(work, "nina.okafor@") == []
        assert find_people(work, "%") == [], "a wildcard is an ordinary character"
