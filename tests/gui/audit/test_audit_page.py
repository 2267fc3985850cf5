from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt

from core.audit.queries import LogQuery
from core.staff.log_reading import ReadableLog
from gui.audit.entry_view import fact_pairs
from gui.audit.page import AuditPage
from gui.kit.actions import clashes
from gui.kit.detail import NoticeStrip
from gui.kit.labels import PlainLabel
from gui.kit.tasks import LONG
from tests.behind import behind_its_back, swap_words
from tests.gui.reading import cells, choose, click, press, records, shown, words
from tests.gui.screen import Screen

Show = Callable[[str], Screen]


def _at(screen: Screen, position: int) -> None:
    records(screen).open_record(position)
    screen.settle()
    screen.settle()


def _position(screen: Screen, action: str) -> int:
    with screen.context.desk.read() as work:
        return ReadableLog(LogQuery(action=action)).first(work, 1)[0].id


def _result(screen: Screen) -> str:
    return "\n".join(one.text() for one in screen.find("audit-verify-result").findChildren(PlainLabel))


def test_entries_say_who_did_what_in_plain_words(show: Show) -> None:
    screen = show("pia")
    assert cells(screen, "what")[:3] == [
        "Signed in",
        "Opted a person out of promotion",
        "Looked at a person's values",
    ]
    assert cells(screen, "who")[:3] == ["Remit", "mia", "mia"]
    assert cells(screen, "subject")[1] == "Person 1"


def test_an_entry_is_shown_with_its_bytes_and_its_hash(show: Show) -> None:
    screen = show("pia")
    _at(screen, _position(screen, "people:person:opted-out"))
    said = words(screen)
    assert '"heard_through":"letter"}' in said
    assert "people:person:opted-out" in said
    assert any(
        len(one) == 64 and int(one, 16) for one in said.splitlines() if one.isalnum() and len(one) == 64
    )


def test_the_log_is_narrowed_by_what_and_by_who(show: Show) -> None:
    screen = show("pia")
    click(screen, "audit-filter-looks")
    assert cells(screen, "what") == ["Looked at a person's values"]
    click(screen, "audit-filter-all")
    choose(screen, "audit-who", "mia")
    assert set(cells(screen, "who")) == {"mia"}
    screen.type_into("audit-search", "opted")
    screen.qtbot.waitUntil(lambda: cells(screen, "what") == ["Opted a person out of promotion"])


def test_moderators_see_their_own_entries_and_cannot_verify(show: Show) -> None:
    screen = show("mia")
    assert set(cells(screen, "who")) == {"mia"}
    assert not shown(screen, "audit-verify")
    assert not shown(screen, "audit-who")
    press(screen, Qt.Key.Key_V)
    assert not shown(screen, "audit-verify-result")


@pytest.mark.parametrize(("name", "own"), [("mia", True), ("ada", True), ("aldo", False), ("pia", False)])
def test_who_sees_only_their_own_entries_is_told_so(show: Show, name: str, own: bool) -> None:  # noqa: FBT001  # a case
    screen = show(name)
    strips = [one for one in screen.page.findChildren(NoticeStrip, "audit-own") if one.isVisible()]

    assert [one.words.text() for one in strips] == [
        "These are your own entries. The officers and auditors of this desk read the whole log."
    ] * own


def test_a_log_as_written_is_verified_with_its_number_of_entries(show: Show) -> None:
    screen = show("aldo")
    count = len(cells(screen, "what"))
    click(screen, "audit-verify")
    assert _result(screen) == f"{count} entries verified."
    screen.qtbot.waitUntil(lambda: cells(screen, "what")[0] == "Verified the log")


def test_an_entry_changed_behind_its_back_is_named_and_shown(show: Show) -> None:
    screen = show("pia")
    bad = _position(screen, "people:person:opted-out")
    with behind_its_back(screen.context.desk) as connection:
        swap_words(connection, "people:person:opted-out", b"letter", b"e-mail")
    click(screen, "audit-filter-staff")
    click(screen, "audit-verify")
    assert _result(screen) == f"Entry {bad} was changed after it was written."
    screen.qtbot.waitUntil(lambda: records(screen).table.current_id() == bad)
    _at(screen, bad - 1)
    click(screen, "audit-verify-show")
    assert records(screen).table.current_id() == bad


def test_verification_is_stopped_by_the_same_button(show: Show) -> None:
    screen = show("pia")
    page = records(screen)
    assert isinstance(page, AuditPage)
    gate = Event()
    for _ in range(LONG):  # other long work has the threads: verification waits behind it
        screen.tasks.run("Busy", lambda _progress: gate.wait(20))
    screen.click("audit-verify")
    assert page.verify_action.text() == "Stop"
    screen.click("audit-verify")
    gate.set()
    screen.settle()
    assert page.verify_action.text() == "Verify"
    assert "Stopped, as you asked." in _result(screen)


def test_the_record_of_an_entry_is_one_key_away(show: Show) -> None:
    screen = show("pia")
    _at(screen, _position(screen, "people:person:revealed"))
    press(screen, Qt.Key.Key_P)
    assert screen.went == [("people", 1)]
    _at(screen, _position(screen, "test:thing:done"))
    assert not screen.find("audit-open").isEnabled()


def test_facts_are_told_shortly_and_a_broken_body_tells_none() -> None:
    pairs = dict(fact_pairs('{"facts":{"ids":[' + ",".join("7" * 20) + '],"ok":true,"note":""}}'))
    assert pairs == {"Ids": ", ".join("7" * 12) + " and 8 more", "Ok": "yes", "Note": "none"}
    assert fact_pairs("{cut off") == []


def test_no_two_actions_share_a_key(show: Show) -> None:
    assert clashes(show("pia").page.page_actions()) == []
