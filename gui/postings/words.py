"""The page's words that more than one of its files needs, translated when they are shown."""

from PySide6.QtCore import QCoreApplication

from gui.kit.columns import Badge
from gui.kit.filter_bar import Filter
from gui.kit.tokens import Tone


def tr(words: str, count: int = -1) -> str:
    """Translate words of this page; `count` fills in %n and chooses the plural."""
    return QCoreApplication.translate("postings", words, None, count)


def state_badge(state: str) -> Badge:
    """Return a state in a word and a tone."""
    tone, word = {
        "new": (Tone.INFO, tr("New")),
        "approved": (Tone.GOOD, tr("Approved")),
        "removed": (Tone.NEUTRAL, tr("Removed")),
        "escalated": (Tone.WARN, tr("Escalated")),
        "snoozed": (Tone.NEUTRAL, tr("Snoozed")),
    }[state]
    return Badge(tone, word)


def chips() -> tuple[Filter, ...]:
    """Return the chips above the table; their keys are what `core.postings.queries.queue` takes."""
    return (
        Filter("", tr("All")),
        Filter("new", tr("New")),
        Filter("escalated", tr("Escalated")),
        Filter("approved", tr("Approved")),
        Filter("removed", tr("Removed")),
        Filter("message", tr("Messages")),
    )


def kind_of_data(kind: str) -> str:
    """Return what a kind of personal data is called."""
    return {"email": tr("E-mail address"), "phone": tr("Telephone number")}.get(kind, kind)
