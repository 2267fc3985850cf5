"""What is asked before something is done to a request."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.requests.case_shapes import Case
from gui.kit.dialogs import ConfirmDialog
from gui.kit.numbers import grouped
from gui.requests.text_dialog import TextDialog
from gui.requests.words import tr

Then = Callable[[str], object]


def ask_release(found: Case, parent: QWidget, then: Callable[[], object]) -> None:
    """Ask before an answer leaves; it cannot be taken back."""
    rows = sum(source.hits for source in found.sources)
    masked = sum(leak.settled == "masked" for leak in found.leaks)
    words = tr(
        "The workbook (%1 rows, %2 places masked) goes as a letter to the address on file, %3, "
        "and nowhere else. Once released it cannot be taken back."
    )
    told = (
        words.replace("%1", grouped(rows)).replace("%2", grouped(masked)).replace("%3", found.address_on_file)
    )
    dialog = ConfirmDialog(
        tr("Release 1 answer to the address on file?"),
        told,
        main=tr("Release"),
        name="confirm-release",
        danger=False,
        parent=parent,
    )
    dialog.accepted.connect(then)
    dialog.open()


def ask_refusal(parent: QWidget, then: Then) -> None:
    """Ask why a request is refused."""
    _ask(
        TextDialog(
            tr("Refuse 1 request"),
            tr("Nothing is disclosed. The reason is kept with the request."),
            tr("Reason"),
            main=tr("Refuse"),
            name="refuse-request",
            danger=True,
            parent=parent,
        ),
        then,
    )


def ask_giving(found: Case, leak_id: int, parent: QWidget, then: Then) -> None:
    """Ask why another person's data may stand in the answer (C22)."""
    leak = next(one for one in found.leaks if one.id == leak_id)
    words = tr("%1 in “%2”, line %3, will stand in the answer unmasked.")
    told = words.replace("%1", leak.kind).replace("%2", leak.sheet).replace("%3", str(leak.line))
    _ask(
        TextDialog(
            tr("Give another person's data?"),
            told[0].upper() + told[1:],
            tr("Why it may be given"),
            main=tr("Give"),
            name="give-leak",
            parent=parent,
        ),
        then,
    )


def _ask(dialog: TextDialog, then: Then) -> None:
    dialog.given.connect(then)
    dialog.open()
