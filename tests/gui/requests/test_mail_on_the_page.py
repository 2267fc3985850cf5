"""Mail that is dropped on the page or chosen from files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton

Show = Callable[[str], Any]


def test_an_eml_dropped_on_the_page_is_taken_in(screen: Show, tmp_path: Path) -> None:
    mia = screen("mia")
    file = tmp_path / "new.eml"
    file.write_bytes(
        b"From: Ida Moreau <ida.moreau@example.com>\nSubject: Hello\n\nWhat data do you have on me?\n"
    )
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)), QUrl.fromLocalFile(str(tmp_path / "picture.png"))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(300, 300), copy, data, left, none)
    QApplication.sendEvent(mia.page, entering)
    QApplication.sendEvent(mia.page, QDropEvent(QPointF(300, 300), copy, data, left, none))

    assert entering.isAccepted()
    mia.bot.waitUntil(lambda: mia.page.model.rowCount() == 3)
    assert mia.page.context.notices.words.text() == "Took in 1 message."
    mia.page.verbs.take_in([file])
    mia.settled()
    said = mia.page.context.notices.words.text()
    assert said == "1 message had come in before; nothing is stored twice."


def test_mail_is_looked_for_where_the_desks_mail_waits(screen: Show) -> None:
    mia = screen("mia")
    waits = mia.page.context.desk.folder.path
    waits = waits.with_name(f"{waits.name}-mail")
    waits.mkdir()
    mia.press(Qt.Key.Key_I)
    assert Path(mia.dialog("request-mail-files").directory().absolutePath()) == waits


def test_a_file_that_is_no_mail_is_said_so_and_the_rest_is_taken_in(screen: Show, tmp_path: Path) -> None:
    pia = screen("pia")
    empty, good = tmp_path / "empty.eml", tmp_path / "good.eml"
    empty.write_bytes(b"")
    good.write_bytes(b"From: a@example.com\nSubject: Hello\n\nHello.\n")
    pia.page.verbs.take_in([empty, good])
    pia.settled()

    assert (
        pia.page.context.notices.words.text()
        == "empty.eml: The e-mail is empty. Nothing was taken in; the file stays where it is."
    )
    pia.bot.waitUntil(lambda: pia.page.model.rowCount() == 3)


def test_the_request_that_came_in_is_the_one_that_is_shown(screen: Show, tmp_path: Path) -> None:
    pia = screen("pia")
    pia.choose(1)
    file = tmp_path / "new.eml"
    file.write_bytes(b"From: a@example.com\nSubject: Hello\n\nWhat do you have on me?\n")
    pia.page.verbs.take_in([file])
    pia.bot.waitUntil(lambda: pia.page.case is not None and pia.page.case.id == 3)
    pia.settled()
    assert pia.page.table.current_id() == 3
    assert pia.page.context.notices.words.text() == "Took in 1 message."
    pia.choose(1)
    pia.page.verbs.take_in([file])
    pia.bot.waitUntil(lambda: pia.page.case.id == 3)


def test_a_request_that_came_in_is_shown_whatever_the_list_was_narrowed_to(
    screen: Show, tmp_path: Path
) -> None:
    pia = screen("pia")
    pia.bot.mouseClick(pia.page.findChild(QPushButton, "requests-filter-released"), Qt.MouseButton.LeftButton)
    pia.bot.waitUntil(lambda: pia.page.model.complete and pia.page.model.rowCount() == 0)
    file = tmp_path / "new.eml"
    file.write_bytes(b"From: a@example.com\nSubject: Hello\n\nWhat do you have on me?\n")
    pia.page.verbs.take_in([file])
    pia.bot.waitUntil(lambda: pia.page.case is not None and pia.page.case.id == 3)
    assert pia.page.filters.current == ""


def test_a_list_that_the_new_request_fits_stays_as_it_is(screen: Show, tmp_path: Path) -> None:
    pia = screen("pia")
    pia.bot.mouseClick(pia.page.findChild(QPushButton, "requests-filter-open"), Qt.MouseButton.LeftButton)
    pia.bot.waitUntil(lambda: pia.page.model.complete and pia.page.model.rowCount() == 2)
    file = tmp_path / "new.eml"
    file.write_bytes(b"From: a@example.com\nSubject: Hello\n\nWhat do you have on me?\n")
    pia.page.verbs.take_in([file])
    pia.bot.waitUntil(lambda: pia.page.case is not None and pia.page.case.id == 3)
    assert pia.page.filters.current == "open"
