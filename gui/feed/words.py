"""What the rows of the feed mean, in plain words."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from core.feed.queries import FeedDetail, FeedRow
from core.feed.rules import overdue
from core.feed.tables import FeedKind, RecordKind
from gui.kit.columns import Badge
from gui.kit.tokens import Tone

SHOWS: Mapping[FeedKind, str] = {
    FeedKind.WITHDRAW: "Withdraw",
    FeedKind.RESTORE: "Restore",
    FeedKind.OPT_OUT: "Opt out",
    FeedKind.OPT_IN: "Opt in again",
    FeedKind.CORRECT: "Correct",
    FeedKind.ERASE: "Erase",
}
RECORDS: Mapping[RecordKind, str] = {
    RecordKind.POSTINGS: "posting",
    RecordKind.MESSAGES: "message",
    RecordKind.PEOPLE: "member",
    RecordKind.CONTACTS: "contact",
    RecordKind.CONTESTS: "contest entry",
    RecordKind.ADDRESS: "an address",
}
MUST: Mapping[FeedKind, str] = {
    FeedKind.WITHDRAW: "Take this posting down: from the site's pages and search, and from everyone who "
    "shows it elsewhere. It stays down until a restore is told, whatever its author changes.",
    FeedKind.RESTORE: "Show this posting again, as it now reads.",
    FeedKind.OPT_OUT: "Send no more promotion to this record, nor to the address that it has.",
    FeedKind.OPT_IN: "Promotion may reach this record again; what was told of it before is over.",
    FeedKind.CORRECT: "Change these fields of this record to the values that the feed tells.",
    FeedKind.ERASE: "Erase this record, with all that belongs to it and every copy.",
}
OF_MESSAGES: Mapping[FeedKind, str] = {
    FeedKind.WITHDRAW: "Take this message out of its recipient's inbox, until a restore is told.",
    FeedKind.RESTORE: "Put this message back into its recipient's inbox.",
}
OF_ADDRESSES: Mapping[FeedKind, str] = {
    FeedKind.OPT_OUT: "Send no more promotion to the address that the feed tells, whoever has it.",
    FeedKind.OPT_IN: "Promotion may reach the address that the feed tells again.",
    FeedKind.ERASE: "Erase what the site holds of the address that the feed tells.",
}
CLAUSES: Mapping[str, str] = {
    "C20": "promotion stops when a person says so",
    "C21": "postings and messages are monitored",
    "C24": "no data of children under 13",
    "C26": "people correct and delete what is on file",
    "C29": "others show the site's postings, and stop when one is removed",
}
FIELDS: Mapping[str, str] = {
    "full_name": "Name",
    "email": "E-mail address",
    "phone": "Telephone",
    "birth_date": "Date of birth",
}


def tr(words: str) -> str:
    """Translate words of this page."""
    return QCoreApplication.translate("feed", words)


def what(row: FeedRow) -> str:
    """Return what is to be done, as in `Withdraw posting`."""
    return f"{tr(SHOWS[row.kind])} {tr(RECORDS[row.record])}"


def must(row: FeedRow) -> str:
    """Return what the site must do, in a sentence or two."""
    own = {RecordKind.MESSAGES: OF_MESSAGES, RecordKind.ADDRESS: OF_ADDRESSES}.get(row.record, MUST)
    return tr(own.get(row.kind, MUST[row.kind]))


def clause(row: FeedRow) -> str:
    """Return the clause with what it promises."""
    return f"{row.clause}: {tr(CLAUSES[row.clause])}" if row.clause in CLAUSES else row.clause


def field(name: str) -> str:
    """Return a corrected field in words."""
    return tr(FIELDS.get(name, name.replace("_", " ").capitalize()))


def state(row: FeedRow, now: datetime) -> Badge:
    """Return where a row stands: done, waiting, or waiting for too long."""
    if row.done:
        return Badge(Tone.GOOD, tr("Done"))
    return Badge(Tone.WARN, tr("Overdue")) if overdue(row.at, now) else Badge(Tone.INFO, tr("Waiting"))


def how_many(one: FeedDetail) -> str:
    """Return how many rows acknowledging this one would acknowledge, as in `12 rows`."""
    number = QLocale().toString(one.before)
    return tr("1 row") if one.before == 1 else tr("%1 rows").replace("%1", number)
