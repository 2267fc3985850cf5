"""What takes longest the first time is done beforehand, in small steps, while a person types a passphrase.

PySide makes its types and their enums when they are first touched; icons are drawn and fonts looked up when
they are first needed. Together that takes some 40 ms, which would fall into the first page that is opened.
"""

from collections.abc import Iterator
from functools import partial

from gui.kit.actions import IconButton
from gui.kit.choice_box import ChoiceBox
from gui.kit.detail import DetailPanel, NoticeStrip
from gui.kit.page import SearchBox
from gui.kit.table_model import RecordModel
from gui.kit.table_view import RecordTable
from gui.kit.tasks import Tasks
from gui.kit.text_body import Span, TextBody
from gui.kit.tokens import Tone
from gui.kit.turns import Step

TOOLS = ("refresh-cw", "download", "upload", "lock", "moon", "sun")


def rehearsal(tasks: Tasks) -> Iterator[Step]:
    """Yield the steps: each makes a part of a page, which is never shown, and lets it go."""
    yield partial(_table, tasks)
    yield _panel
    yield partial(SearchBox, "", "")
    yield partial(ChoiceBox, "", "", [])
    for name in TOOLS:
        yield partial(IconButton, name, "", "")


def _table(tasks: Tasks) -> None:
    RecordTable(RecordModel((), tasks), "", "").header.viewport().update()


def _panel() -> None:
    DetailPanel("").show_blocks([NoticeStrip(Tone.INFO, ""), TextBody("\u2026", [Span(0, 1)])])
