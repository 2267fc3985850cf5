from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.kit.columns import Badge, Column, Kind
from gui.kit.notices import Notices
from gui.kit.page_spec import PageContext
from gui.kit.settings import PersonSettings
from gui.kit.tasks import Tasks
from gui.kit.tokens import Tone

BEGAN = datetime(2026, 11, 20, 17, 36, tzinfo=UTC)
STATES = (
    Badge(Tone.INFO, "New"),
    Badge(Tone.GOOD, "Cleared"),
    Badge(Tone.NEUTRAL, "Removed"),
    Badge(Tone.WARN, "Escalated"),
)
TEXTS = (
    "My neighbour's son was taken to the hospital on Mill Road, does anybody know how he is?",
    "Selling my bike, pick up only. Call me on +44 20 7946 0690 after six.",
    "Does anybody know who lives at 14 Castle Street?",
    "新しい自転車を売ります。電話してください。",
    "أبيع دراجتي، الاستلام فقط",
)
FAMILIES = ("Financial", "Contact details", "Location", "Health", "Other")


@dataclass(frozen=True)
class Item:
    id: int
    text: str
    family: str
    state: Badge
    risk: int
    received: datetime


def item(number: int) -> Item:
    return Item(
        number, TEXTS[number % 5], FAMILIES[number % 5], STATES[number % 4], (number * 37) % 101,
        BEGAN - timedelta(minutes=100_000 - number),
    )  # fmt: skip


COLUMNS: tuple[Column[Item], ...] = (
    Column("id", "ID", lambda row: row.id, width=76, sort="id"),
    Column("state", "Status", lambda row: row.state, Kind.BADGE, width=104),
    Column("text", "Posting", lambda row: row.text, Kind.STRONG, stretch=True),
    Column("family", "Category", lambda row: row.family, width=128),
    Column("risk", "Risk", lambda row: row.risk, Kind.RISK, width=104, sort="risk"),
    Column("received", "Received", lambda row: row.received, Kind.DATE, width=124),
)


@dataclass
class MemoryListing:
    """A real list in memory, in the shape of core's Listing."""

    ids: Sequence[int]
    make: Callable[[int], Item] = item
    first: int = 200
    gate: Event | None = None
    asked: list[tuple[int, ...]] = field(default_factory=list)
    read_whole: int = 0

    def chunks(self, _work: object) -> Iterator[Sequence[int]]:
        size, at = self.first, 0
        self.read_whole += 1
        while at < len(self.ids):
            yield self.ids[at : at + size]
            at, size = at + size, 5_000
            if self.gate is not None:
                assert self.gate.wait(20)

    def still(self, _work: object, ids: Collection[int]) -> set[int]:
        return set(ids).intersection(self.ids)

    def rows(self, _work: object, ids: Sequence[int]) -> list[Item]:
        self.asked.append(tuple(ids))
        return [self.make(one) for one in ids]

    def total(self, _work: object) -> int:
        return len(self.ids)


@dataclass(frozen=True)
class Member:
    id: int = 1
    name: str = "Helen Marsh"
    role: str = "moderator"
    denied: frozenset[str] = frozenset()

    def may(self, permission: str) -> bool:
        return permission not in self.denied


class MemoryDesk:
    """The desk's shape without a store: the kit's threads and screen are real."""

    staff = Member()

    def clock(self) -> datetime:
        return BEGAN

    @contextmanager
    def read(self) -> Iterator[object]:
        yield self

    @contextmanager
    def write(self) -> Iterator[object]:
        yield self


@pytest.fixture
def tasks(qapp: QApplication) -> Iterator[Tasks]:  # noqa: ARG001  # Qt has to be there
    made = Tasks(MemoryDesk())
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.setObjectName("ground")
    made.resize(1440, 900)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def context(tasks: Tasks, window: QWidget) -> PageContext:
    settings = PersonSettings("demo", 1, QSettings())
    return PageContext(tasks.desk, tasks, Notices(tasks, window), settings, lambda *_: None)
