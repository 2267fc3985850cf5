from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from gui.kit.actions import ActionButton, action, clashes, key_text, underlined
from gui.kit.command_palette import Command, CommandPalette
from gui.kit.dialogs import ConfirmDialog, Dialog
from gui.kit.page import Page
from gui.kit.page_spec import PageContext
from gui.kit.pickers import Choice, ChoiceGroup, PurposePicker, ReasonPicker

ROUNDING = 4
LEGAL = ChoiceGroup("Legal", [Choice("personal-data", "Personal data"), Choice("fraud", "Fraud")])
TERMS = ChoiceGroup("Terms of service", [Choice("spam", "Advertising", "Sells what is not offered here")])


class KeyPage(Page):
    def __init__(self, context: PageContext, did: Callable[[str], object]) -> None:
        super().__init__(context, "postings", "Postings")
        self.remove = action(self, "posting-remove", "Remove", "R", lambda: did("remove"))
        self.button = ActionButton(self.remove, "danger")
        self.field = QLineEdit()
        self.body.addWidget(self.button)
        self.body.addWidget(self.field)


@pytest.fixture
def did() -> list[str]:
    return []


@pytest.fixture
def page(qtbot: QtBot, context: PageContext, did: list[str]) -> KeyPage:
    made = KeyPage(context, did.append)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def opened(qtbot: QtBot, dialog: Dialog) -> None:
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()


def test_a_pages_key_acts(qtbot: QtBot, page: KeyPage, did: list[str]) -> None:
    page.take_focus()
    qtbot.keyClick(page, Qt.Key.Key_R)
    assert did == ["remove"]


def test_a_pages_key_is_only_a_letter_in_a_text_field(qtbot: QtBot, page: KeyPage, did: list[str]) -> None:
    page.field.setFocus()
    qtbot.keyClicks(page.field, "rrr")
    assert page.field.text() == "rrr"
    assert did == []


def test_space_on_a_focused_button_presses_it_once(qtbot: QtBot, page: KeyPage, did: list[str]) -> None:
    page.button.setFocus()
    qtbot.keyClick(page.button, Qt.Key.Key_Space)
    assert did == ["remove"]


def test_a_button_follows_its_action(page: KeyPage) -> None:
    assert page.button.text() == "&Remove"
    assert page.button.accessibleName() == "Remove"
    assert page.button.objectName() == "posting-remove"
    page.remove.setEnabled(False)
    assert not page.button.isEnabled()


def test_two_actions_with_one_key_are_a_clash(page: KeyPage) -> None:
    other = action(page, "posting-read", "Read again", ["R", "F5"], lambda: None)
    assert clashes([page.remove, other]) == ["R"]
    assert clashes([page.remove]) == []
    assert key_text(other) == "R · F5"


def test_the_key_is_underlined_where_the_word_has_it() -> None:
    assert underlined("Remove", "R") == "&Remove"
    assert underlined("Take back", "B") == "Take &back"
    assert underlined("Approve", "Ctrl+Enter") == "Approve"
    assert underlined("Approve", "Z") == "Approve"


def test_esc_empties_the_search(qtbot: QtBot, page: KeyPage) -> None:
    search = page.add_search("Search text")
    asked: list[str] = []
    search.asked.connect(asked.append)
    page.focus_search()
    qtbot.keyClicks(search, "bike")
    qtbot.waitUntil(lambda: asked == ["bike"])
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert asked[-1] == ""


def test_esc_in_an_empty_search_gives_the_keys_back_to_the_page(
    qtbot: QtBot, page: KeyPage, did: list[str]
) -> None:
    search = page.add_search("Search text")
    qtbot.waitUntil(search.isVisible)
    page.focus_search()
    qtbot.keyClicks(search, "bike")
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.hasFocus()
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert page.hasFocus()
    qtbot.keyClick(page, Qt.Key.Key_R)
    assert did == ["remove"]


@pytest.mark.window  # only there does Qt know Emacs's keys
@pytest.mark.parametrize("key", [Qt.Key.Key_E, Qt.Key.Key_K])
def test_a_chord_of_the_page_works_from_its_search(
    qtbot: QtBot, page: KeyPage, did: list[str], key: Qt.Key
) -> None:
    search = page.add_search("Search text")
    action(page, "chord", "Do it", f"Ctrl+{chr(key.value)}", lambda: did.append("done"))
    qtbot.waitUntil(search.isVisible)
    page.focus_search()
    qtbot.keyClicks(search, "bike")
    search.setCursorPosition(1)
    qtbot.keyClick(search, key, Qt.KeyboardModifier.ControlModifier)
    assert did == ["done"]
    assert (search.text(), search.cursorPosition()) == ("bike", 1)


def test_the_palette_finds_by_any_part_and_does_the_first_on_enter(qtbot: QtBot, page: KeyPage) -> None:
    done: list[str] = []
    names = ("Go to Postings", "Go to Vendor shares", "Propose a share", "Lock")
    commands = [Command(name, lambda name=name: done.append(name)) for name in names]
    palette = CommandPalette(commands, page)
    palette.open_over(page)
    qtbot.keyClicks(palette.search, "share")
    assert palette.list.count() == 2
    qtbot.keyClick(palette.search, Qt.Key.Key_Down)
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert done == ["Propose a share"]


def test_esc_leaves_the_palette(qtbot: QtBot, page: KeyPage) -> None:
    palette = CommandPalette([], page)
    palette.open_over(page)
    with qtbot.waitSignal(palette.destroyed):
        qtbot.keyClick(palette.search, Qt.Key.Key_Escape)


def test_a_reason_is_picked_by_its_number_through_both_families(qtbot: QtBot, page: KeyPage) -> None:
    picker = ReasonPicker("Remove 1 posting", [LEGAL, TERMS], main="Remove", parent=page)
    picker.open()
    assert picker.explanation.text() == "A number does it at once."
    with qtbot.waitSignal(picker.chosen) as chosen:
        qtbot.keyClick(picker, Qt.Key.Key_3)
    assert chosen.args == ["spam", ""]


def test_a_number_without_a_reason_does_nothing(qtbot: QtBot, page: KeyPage) -> None:
    picker = ReasonPicker("Remove 1 posting", [LEGAL, TERMS], main="Remove", parent=page)
    picker.open()
    qtbot.keyClick(picker, Qt.Key.Key_9)
    assert picker.choice() == ""
    assert picker.isVisible()


def test_a_purpose_waits_for_the_main_action_and_takes_a_note(qtbot: QtBot, page: KeyPage) -> None:
    picker = PurposePicker(
        "Show the address", "The log keeps it.", LEGAL.choices, main="Show", note="Case", parent=page
    )
    opened(qtbot, picker)
    assert not picker.main.isEnabled()
    assert picker.explanation.text() == "The log keeps it. A number chooses, Enter does it."
    qtbot.keyClick(picker, Qt.Key.Key_2)
    assert picker.isVisible()
    qtbot.keyClicks(picker.note, "Case 7")
    with qtbot.waitSignal(picker.chosen) as chosen:
        qtbot.keyClick(picker, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == ["fraud", "Case 7"]


def test_ctrl_enter_does_a_dialogs_main_action_and_esc_goes_back(qtbot: QtBot, page: KeyPage) -> None:
    for key, modifier, outcome in (
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, "accepted"),
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier, "rejected"),
    ):
        dialog = Dialog(
            "Add a vendor", "It goes on the register.", main="Add", name="vendor-add", parent=page
        )
        dialog.add("Name", QLineEdit(), "vendor-name")
        opened(qtbot, dialog)
        with qtbot.waitSignal(getattr(dialog, outcome)):
            qtbot.keyClick(dialog, key, modifier)


def test_confirming_what_cannot_be_undone_begins_on_cancel(qtbot: QtBot, page: KeyPage) -> None:
    dialog = ConfirmDialog(
        "Erase 1 person: 14 rows in 6 places", "It stays erased.", main="Erase", parent=page
    )
    opened(qtbot, dialog)
    focused = dialog.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Cancel"
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(focused, Qt.Key.Key_Return)


def test_the_palette_says_when_nothing_is_called_what_was_typed(
    qtbot: QtBot, page: KeyPage, did: list[str]
) -> None:
    palette = CommandPalette([Command("Remove", lambda: did.append("removed"))], page)
    qtbot.addWidget(palette)
    palette.open_over(page)
    assert not palette.nothing.isVisible()
    qtbot.keyClicks(palette.search, "zzz")
    assert palette.nothing.isVisible()
    qtbot.keyClick(palette.search, Qt.Key.Key_Return)
    assert did == []


def test_a_tool_with_a_key_stands_in_f1_and_the_palette(qtbot: QtBot, page: KeyPage, did: list[str]) -> None:
    button = page.add_tool("download", "Export this list", "export", lambda: did.append("export"), "Ctrl+E")
    assert button.toolTip() == "Export this list (Ctrl+E)"
    assert "Export this list" in [one.text() for one in page.page_actions()]
    page.take_focus()
    qtbot.keyClick(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert did == ["export"]


def test_a_picker_is_as_high_as_its_words_need(qtbot: QtBot, page: KeyPage) -> None:
    notes = [Choice(f"c{n}", f"Choice {n}", "They wrote, and the answer needs it (C16).") for n in range(6)]
    picker = PurposePicker(
        "Look at the values", "The log keeps that you looked.", notes, main="Look", parent=page
    )
    opened(qtbot, picker)
    assert abs(picker.height() - picker.sizeHint().height()) <= ROUNDING


def test_a_dialog_that_grows_keeps_its_buttons_on_the_screen(qtbot: QtBot, page: KeyPage) -> None:
    dialog = Dialog("Take in a file", main="Take in", name="intake", parent=page)
    opened(qtbot, dialog)
    room = dialog.screen().availableGeometry()
    dialog.move(dialog.x(), room.bottom() - dialog.height() - 10)
    dialog.resize(dialog.width(), dialog.height() + 200)
    qtbot.waitUntil(lambda: dialog.frameGeometry().bottom() <= room.bottom())


@pytest.mark.parametrize("default", [True, False])
def test_enter_in_a_field_does_the_default_or_nothing_and_never_cancels(
    qtbot: QtBot, page: KeyPage, did: list[str], *, default: bool
) -> None:
    dialog, field = Dialog("Refuse 1 request", main="Refuse", name="refuse", parent=page), QLineEdit()
    dialog.add("Reason", field, "refuse-reason")
    dialog.main.setDefault(default)
    dialog.accepted.connect(lambda: did.append("done"))
    dialog.rejected.connect(lambda: did.append("lost"))
    opened(qtbot, dialog)
    field.setFocus()
    qtbot.keyClicks(field, "No.")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert did == (["done"] if default else [])


def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, page: KeyPage, did: list[str]) -> None:
    dialog = ConfirmDialog("Release 1 answer?", "It cannot be taken back.", main="Release", parent=page)
    dialog.accepted.connect(lambda: did.append("released"))
    opened(qtbot, dialog)
    qtbot.waitUntil(dialog.cancel.hasFocus)
    qtbot.keyClick(dialog.cancel, Qt.Key.Key_Tab)
    qtbot.waitUntil(dialog.main.hasFocus)
    qtbot.keyClick(dialog.main, Qt.Key.Key_Return)
    assert did == ["released"]


def test_a_number_chooses_and_enter_does_it(qtbot: QtBot, page: KeyPage) -> None:
    picker = PurposePicker("Show the address", "", LEGAL.choices, main="Show", parent=page)
    opened(qtbot, picker)
    focused = picker.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_2)
    with qtbot.waitSignal(picker.chosen) as chosen:
        qtbot.keyClick(picker.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["fraud", ""]
