"""What the tables of shares and vendors show, and the words for states."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication

from core.shares.queries import ShareRow
from core.shares.vendors import VendorRow
from gui.kit.columns import Badge, Column, Kind
from gui.kit.filter_bar import Filter
from gui.kit.tokens import Tone

Label = Callable[[str], str]


def tr(words: str) -> str:
    """Return words in the person's language."""
    return QCoreApplication.translate("Shares", words)


STATES: Mapping[str, Badge] = {
    "draft": Badge(Tone.NEUTRAL, "Draft"),
    "submitted": Badge(Tone.WARN, "Submitted"),
    "approved": Badge(Tone.INFO, "Approved"),
    "executed": Badge(Tone.GOOD, "Executed"),
    "delivered": Badge(Tone.GOOD, "Delivered"),
    "attested": Badge(Tone.GOOD, "Attested"),
    "closed": Badge(Tone.NEUTRAL, "Closed"),
    "rejected": Badge(Tone.BAD, "Rejected"),
    "withdrawn": Badge(Tone.NEUTRAL, "Withdrawn"),
    "expired": Badge(Tone.WARN, "Expired"),
    "superseded": Badge(Tone.NEUTRAL, "Superseded"),
    "revoked": Badge(Tone.BAD, "Revoked"),
}
FILTERS = (
    Filter("", "All"),
    Filter("draft", "Drafts"),
    Filter("submitted", "To approve"),
    Filter("approved", "To execute"),
    Filter("away", "With the vendor"),
)


def state_badge(state: str) -> Badge:
    """Return a state as a word with its tone."""
    badge = STATES[state]
    return Badge(badge.tone, tr(badge.word))


def share_columns(purpose: Label) -> tuple[Column[ShareRow], ...]:
    """Return the columns of the list; `purpose` gives the policy's words for a purpose."""
    return (
        Column("state", tr("State"), lambda row: state_badge(row.state), Kind.BADGE, 92, sort="state"),
        Column("title", tr("Share"), lambda row: row.title, Kind.STRONG, 136, stretch=True, sort="title"),
        Column("vendor", tr("Vendor"), lambda row: row.vendor, width=176, sort="vendor", yields=2),
        Column(
            "purpose", tr("Purpose"), lambda row: purpose(row.purpose), width=173, sort="purpose", yields=3
        ),
        Column("records", tr("Records"), lambda row: row.records, Kind.NUMBER, 66, sort="records"),
        Column("proposer", tr("Proposed by"), lambda row: row.proposer, width=84, yields=4),
        Column("expires", tr("Expires"), _expires, Kind.DATE, 104, sort="expires"),
    )


def vendor_columns(kind: Label) -> tuple[Column[VendorRow], ...]:
    """Return the columns of the register; `kind` gives the policy's words for a kind of recipient."""
    return (
        Column("name", tr("Vendor"), lambda row: row.name, Kind.STRONG, 180, stretch=True, sort="name"),
        Column("kind", tr("Kind"), lambda row: kind(row.kind), width=132, yields=5),
        Column("country", tr("Country"), lambda row: row.country, width=104, yields=4),
        Column("agreements", tr("In force"), lambda row: row.agreements, Kind.NUMBER, 84, yields=2),
        Column("executed", tr("Shares out"), lambda row: row.executed, Kind.NUMBER, 88, yields=3),
        Column("held", tr("Still held"), lambda row: row.held, Kind.NUMBER, 84),
        Column("due", tr("Return due"), lambda row: row.next_due, Kind.DATE, 120),
    )


def _expires(row: ShareRow) -> object:
    """An approval's end counts only while it waits for its execution."""
    return row.expires_at if row.state in {"approved", "expired"} else None
