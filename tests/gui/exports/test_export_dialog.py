import csv
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.audit.tables import AuditEntry
from core.desk import Desk
from core.intake.runs import take_in_file
from core.intake.shapes import Kind
from core.people.queries import people
from gui.kit.columns import Column
from gui.kit.export_dialog import offer_list_export
from gui.kit.page_spec import PageContext
from gui.kit.record_page import Empty, Query, RecordPage, Records
from tests.gui.screen import Screen, screen_of

SignIn = Callable[[str], Desk]
MEMBERS = 40
DATED = {"date": "2026-03-01"}


class ListPage(RecordPage):
    """Just a list of people with its export."""

    def __init__(self, context: PageContext) -> None:
        columns = (Column("name", "Name", lambda row: row.name, stretch=True),)
        empty = Empty("users", "Nobody", "Nobody is here.")
        records = Records(
            "people", "People", "person", columns, lambda q: people(q.search, only=q.filter), "Search", empty,
            first=Query(),
        )  # fmt: skip
        super().__init__(context, records)
        offer_list_export(self, "people")


def fill(desk: Desk, folder: Path) -> None:
    members = [
        {"id": f"u{n}", "name": f"Ines {n}", "email": f"ines{n}@example.org", "role": "buyer"} | DATED
        for n in range(MEMBERS)
    ]
    problem = {"id": "c1", "kind": "problem", "name": "Nina", "email": "nina@example.com", "body": "Lost it."}
    problems = [problem | DATED]
    for kind, rows in ((Kind.PEOPLE, members), (Kind.CONTACTS, problems)):
        file = folder / f"{kind.value}.csv"
        with file.open("w", newline="", encoding="utf-8") as out:
            writer = csv.DictWriter(out, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        take_in_file(desk, file, kind)


@pytest.fixture
def screen(qtbot: QtBot, signed_in: SignIn, tmp_path: Path) -> Iterator[Screen]:
    fill(signed_in("leo"), tmp_path)
    with screen_of(qtbot, signed_in("pia"), ListPage) as shown:
        yield shown


def choose(screen: Screen, purpose: str) -> None:
    box = screen.find("export-purpose")
    assert isinstance(box, QComboBox)
    screen.qtbot.waitUntil(lambda: box.count() > 0, timeout=30_000)
    at = box.findData(purpose)
    box.setFocus()
    while box.currentIndex() != at:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < at else Qt.Key.Key_Up)
    screen.settle()


def said(screen: Screen, name: str) -> str:
    label = screen.find(name)
    assert isinstance(label, QLabel)
    return label.text()


def last_export(desk: Desk) -> dict[str, object] | None:
    with desk.read() as work:
        query = select(AuditEntry.body).where(AuditEntry.action == "exports:list:exported")
        body = work.session.scalars(query).first()
    facts: dict[str, object] | None = json.loads(body)["facts"] if body else None
    return facts


def test_choosing_a_purpose_shows_what_would_go_and_why_not_the_rest(screen: Screen) -> None:
    screen.click("people-export")
    assert not screen.find("export-go").isEnabled()
    choose(screen, "research")
    assert said(screen, "export-plan-headline") == "40 of 41 people would go, with 7 columns."
    told = " ".join(one.text() for one in screen.find("export-plan").findChildren(QLabel))
    assert "serves the answer alone (C16)" in told
    assert "Under 13" in told
    choose(screen, "respond")
    assert said(screen, "export-plan-headline").startswith("1 of 41 people")


def test_the_list_is_exported_as_searched_on_screen_and_logged(screen: Screen, tmp_path: Path) -> None:
    screen.type_into("people-search", "ines 7")
    screen.qtbot.waitUntil(lambda: screen.page.model.rowCount() == 1, timeout=30_000)  # type: ignore[attr-defined]  # a record page's
    screen.click("people-export")
    choose(screen, "research")
    screen.type_into("export-file", str(tmp_path / "one.xlsx"))
    QTest.keyClick(screen.find("export"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    screen.settle()
    rows = list(load_workbook(tmp_path / "one.xlsx")["People"].iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["E-mail", "i•••@•••.org"]
    facts = last_export(screen.context.desk)
    assert facts is not None
    assert (facts["records"], facts["purpose"], facts["values"]) == (1, "research", False)
    assert screen.context.notices.words.text() == "Exported 1 person: one.xlsx."


def test_values_go_only_when_they_are_asked_for(screen: Screen, tmp_path: Path) -> None:
    screen.click("people-export")
    choose(screen, "research")
    screen.click("export-values")
    screen.settle()
    screen.type_into("export-file", str(tmp_path / "plain.xlsx"))
    screen.click("export-go")
    screen.settle()
    rows = list(load_workbook(tmp_path / "plain.xlsx")["People"].iter_rows(values_only=True))
    assert "ines0@example.org" in {row[2] for row in rows}


def test_a_file_that_is_there_keeps_the_dialog_open(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "mine.xlsx").write_text("mine")
    screen.click("people-export")
    choose(screen, "research")
    screen.type_into("export-file", str(tmp_path / "mine.xlsx"))
    screen.click("export-go")
    assert said(screen, "export-problem") == "mine.xlsx is there already; choose another name."
    assert (tmp_path / "mine.xlsx").read_text() == "mine"


@pytest.mark.parametrize("typed", ["{folder}/" + "n" * 300 + ".xlsx", "{folder}/" + "n" * 300 + "/x.xlsx"])
def test_a_name_too_long_for_the_disk_is_told_and_keeps_the_dialog_open(
    screen: Screen, tmp_path: Path, typed: str
) -> None:
    screen.click("people-export")
    choose(screen, "research")
    screen.type_into("export-file", typed.format(folder=tmp_path))
    screen.click("export-go")
    assert "is too long for this disk, 30" in said(screen, "export-problem")
    assert screen.find("export").isVisible()
    screen.type_into("export-file", "~nobody-of-that-name/x.xlsx")
    QTest.keyClick(screen.find("export"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert said(screen, "export-problem").startswith("There is no folder ~nobody-of-that-name")


def test_a_cancelled_export_leaves_no_file_and_no_entry(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, begun, go_on = tmp_path / "out", Event(), Event()
    out.mkdir()
    desk, read = screen.context.desk, screen.context.desk.read

    def waits() -> object:
        begun.set()
        assert go_on.wait(30)
        return read()

    screen.click("people-export")
    choose(screen, "research")
    screen.type_into("export-file", str(out / "never.xlsx"))
    monkeypatch.setattr(desk, "read", waits)
    screen.click("export-go")
    screen.qtbot.waitUntil(begun.is_set, timeout=30_000)
    (job,) = [one for one in screen.tasks.jobs if not one.quiet]
    job.cancel()
    go_on.set()
    screen.settle()
    monkeypatch.undo()
    assert list(out.iterdir()) == []
    assert last_export(desk) is None


def test_an_auditor_is_not_offered_the_export(qtbot: QtBot, signed_in: SignIn) -> None:
    with screen_of(qtbot, signed_in("aldo"), ListPage) as shown:
        assert shown.page.findChild(QLabel, "people-title") is not None
        assert [one for one in shown.page.findChildren(object) if one.objectName() == "people-export"] == []
