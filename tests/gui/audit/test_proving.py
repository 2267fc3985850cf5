"""Checkpoints, proofs and sealed values on the page of the log, by keys and mouse."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from core.audit.log import record
from core.audit.person_keys import destroy_person_key
from core.audit.proof_files import check_proof
from core.audit.queries import LogQuery
from core.audit.signed_notes import read_key
from core.desk import Desk
from core.staff.log_proving import keep_checkpoints_in
from core.staff.log_reading import ReadableLog
from gui.kit.labels import PlainLabel
from tests.gui.reading import cells, click, press, records, shown, words
from tests.gui.screen import Screen

Show = Callable[[str], Screen]
SignIn = Callable[[str], Desk]


def go_to_opt_out(screen: Screen) -> int:
    with screen.context.desk.read() as work:
        position = ReadableLog(LogQuery(action="people:person:opted-out")).first(work, 1)[0].id
    records(screen).open_record(position)
    screen.settle()
    screen.settle()
    return position


def kept(screen: Screen) -> str:
    return screen.find("audit-keeping-strip").findChild(PlainLabel).text()


def dialog(screen: Screen, name: str) -> QDialog:
    found = screen.window.findChild(QDialog, name)
    assert isinstance(found, QDialog)
    return found


def give(screen: Screen, main: QDialog, field: str, path: Path) -> None:
    """Type a path and press Ctrl+Enter; what follows is over then."""
    screen.type_into(field, str(path))
    QTest.keyClick(main, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    for _ in range(3):  # the folder is looked for, the change is made, the page is read again
        screen.settle()


def test_the_last_checkpoint_is_told_and_one_is_a_key_away(show: Show) -> None:
    screen = show("aldo")
    assert kept(screen).startswith("No checkpoint yet")
    press(screen, Qt.Key.Key_C)
    assert cells(screen, "what")[0] == "Made a checkpoint"
    entries = len(cells(screen, "what"))
    assert kept(screen) == (
        f"Last checkpoint: {entries} entries, 20 Nov, 09:00. "
        "Checkpoints are kept in the desk alone; an admin can choose a second place."
    )
    click(screen, "audit-verify")
    result = screen.find("audit-verify-result").findChild(PlainLabel)
    assert result.text() == f"{entries} entries verified; 1 checkpoint agrees."


def test_an_admin_chooses_a_second_place_and_gives_it_up(show: Show, place: Path) -> None:
    screen = show("ada")
    click(screen, "audit-place")
    main = dialog(screen, "audit-place-choose")
    give(screen, main, "audit-place-file", place / "none")
    assert "no such folder" in screen.find("audit-place-choose-problem").text()
    give(screen, main, "audit-place-file", place)
    assert kept(screen).endswith(f"It is also in {place}.")
    assert len(list(place.rglob("checkpoint-*.txt"))) == 1
    click(screen, "audit-place")
    click(screen, "audit-place-none")
    assert "in the desk alone" in kept(screen)


def test_a_place_that_is_away_or_behind_is_told(show: Show, signed_in: SignIn, place: Path) -> None:
    admin = signed_in("ada")
    with admin.write() as work:
        keep_checkpoints_in(work, place, admin.folder.path)
    place.rename(place.with_name("away"))
    with admin.write() as work:
        record(work, "shares:share:executed", ("share", 1))
    screen = show("aldo")
    assert f"{place} is away: the folder is not there. What it lacks follows once it is back." in kept(screen)
    place.with_name("away").rename(place)
    click(screen, "audit-refresh")
    assert f"Only 1 of 2 are in {place}; the others follow with the next one." in kept(screen)
    click(screen, "audit-checkpoint")
    assert f"All 3 are also in {place}." in kept(screen)


def test_the_proof_of_an_entry_is_saved_and_can_be_checked_with_the_copied_key(
    show: Show, tmp_path: Path
) -> None:
    screen = show("aldo")
    position = go_to_opt_out(screen)
    press(screen, Qt.Key.Key_S)
    main, file = dialog(screen, "audit-proof-save"), tmp_path / "mine.tlog-proof"
    give(screen, main, "audit-proof-file", tmp_path / "mine.txt")
    assert "must end in .tlog-proof" in screen.find("audit-proof-save-problem").text()
    give(screen, main, "audit-proof-file", file)
    click(screen, "audit-key")
    found = check_proof(file, read_key(QGuiApplication.clipboard().text()))
    assert (found.ok, found.trusted) == (True, True)
    assert found.proof is not None
    assert found.proof.index == position
    assert cells(screen, "what")[0] == "Saved the proof of an entry"


def test_a_sealed_address_is_masked_until_a_purpose_is_given(show: Show) -> None:
    screen = show("pia")
    go_to_opt_out(screen)
    assert "n•••@•••.com" in words(screen)
    press(screen, Qt.Key.Key_R)
    dialog(screen, "purpose-picker")
    screen.click("purpose-picker-access")
    click(screen, "purpose-picker-main")
    assert "nina.okafor@example.com" in words(screen)
    assert "Masked again once you leave this entry." in words(screen)
    press(screen, Qt.Key.Key_J)
    assert "nina.okafor@example.com" not in words(screen)
    press(screen, Qt.Key.Key_K)
    assert "n•••@•••.com" in words(screen)
    click(screen, "audit-filter-looks")
    assert cells(screen, "who")[0] == "pia"


def test_an_auditor_sees_it_masked_and_cannot_open_it(show: Show) -> None:
    screen = show("aldo")
    go_to_opt_out(screen)
    assert "n•••@•••.com" in words(screen)
    assert not shown(screen, "audit-reveal")


def test_after_an_erasure_the_entry_says_erased(show: Show, signed_in: SignIn) -> None:
    with signed_in("pia").write() as work:
        destroy_person_key(work, 1)
    screen = show("pia")
    go_to_opt_out(screen)
    assert "Erased" in words(screen).split("\n")
    assert not screen.find("audit-reveal").isEnabled()


def test_a_moderator_saves_proofs_of_their_own_entries_and_is_told_of_no_checkpoints(
    show: Show,
) -> None:
    screen = show("mia")
    assert not shown(screen, "audit-keeping")
    go_to_opt_out(screen)
    press(screen, Qt.Key.Key_S)
    assert dialog(screen, "audit-proof-save").isVisible()
