"""A real desk, its postings, and the workplace of whoever signs in, driven by keys and the mouse."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.desk import Desk
from core.postings.arrival import IncomingPosting, take_in
from core.postings.screening import live_screener
from core.postings.tables import Kind
from tests.gui.seat import Seat

FRAUD = "Dear typist,\r\npay the refundable registration fee of $49 by WESTERN\u200b UNION before we start 😀"
MILD = "Contact me on WhatsApp only"
LETTER = "Between us: the harbour at nine, captain@example.com"


class PostingsSeat(Seat):
    """At the postings page."""

    key = "postings"

    def press(self, key: Any, modifier: Any = None, on: QWidget | None = None) -> None:
        """Press a key where the focus is, and wait until its work is done."""
        target = on or QApplication.focusWidget() or self.page.table
        target.window().activateWindow()
        self.qtbot.waitUntil(target.window().isActiveWindow)
        extra = () if modifier is None else (modifier,)
        self.qtbot.keyClick(target, key, *extra)
        self.settle()

    def filter(self, key: str) -> None:
        """Click a chip."""
        chip = self.child(f"postings-filter-{key or 'all'}")
        chip.click()
        self.settle()

    def search(self, words: str) -> None:
        """Type into the search field and press Enter."""
        self.page.search.setText("")
        self.qtbot.keyClicks(self.page.search, words)
        self.press(Qt.Key.Key_Return, on=self.page.search)

    def child(self, name: str) -> Any:
        """Find a widget by its object name."""
        found = self.workplace.findChild(QWidget, name)
        assert found is not None, name
        return found

    def dialog(self, name: str) -> Any:
        """Find an open dialog by its object name."""
        found = [
            one for one in QApplication.topLevelWidgets() if one.objectName() == name and one.isVisible()
        ]
        assert found, name
        self.qtbot.waitUntil(found[0].isActiveWindow)
        return found[0]

    def texts(self) -> list[str]:
        """Return every text that the detail shows."""
        from PySide6.QtWidgets import QLabel, QTextEdit  # noqa: PLC0415  # only this looks at them

        labels = [one.text() for one in self.page.panel.findChildren(QLabel)]
        return labels + [one.toPlainText() for one in self.page.panel.findChildren(QTextEdit)]

    def ids(self) -> list[int]:
        """Return the ids of the list as shown."""
        return [self.page.model.id_at(row) for row in range(self.page.model.rowCount())]

    def state(self, posting: int) -> str:
        """Return a posting's state in the store."""
        from core.postings.detail import posting_detail  # noqa: PLC0415  # only this looks at the store

        with self.desk.read() as work:
            return posting_detail(work, posting).state.value


@pytest.fixture
def stored(signed_in: Callable[[str], Desk]) -> list[int]:
    """Six postings (ids 1 to 6, the second and fourth risky) and a message (id 7)."""
    bodies = ["A garden fence", FRAUD, "A garden gnome", MILD, "<b>Not</b> a tag", "Nothing special"]
    batch = [incoming(f"p-{n}", body) for n, body in enumerate(bodies, 1)]
    with signed_in("leo").write() as work:
        ids = take_in(work, Kind.POSTING, batch, live_screener()).ids
        ids += take_in(work, Kind.MESSAGE, [incoming("m-1", LETTER)], live_screener()).ids
    return list(ids)


@pytest.fixture
def sit(
    qtbot: QtBot, signed_in: Callable[[str], Desk], stored: list[int]
) -> Iterator[Callable[[str], PostingsSeat]]:
    """Sign a staff member in and sit down at the postings page, where what is stored waits."""
    assert stored
    seats: list[PostingsSeat] = []

    def down(name: str) -> PostingsSeat:
        seats.append(PostingsSeat(qtbot, signed_in(name)))
        return seats[-1]

    yield down
    for seat in seats:
        seat.leave()


def incoming(external_id: str, body: str) -> IncomingPosting:
    texts = {"title": f"Offer {external_id}", "body": body}
    digest = sha256(body.encode()).hexdigest()
    return IncomingPosting(
        external_id,
        texts["title"],
        "Writing" if external_id == "p-6" else "Design",
        "u-1",
        "",
        None,
        texts,
        digest,
    )
