"""What the table of postings shows."""

from core.postings.queries import PostingRow
from gui.kit.columns import Column, Kind
from gui.postings.words import state_badge

COLUMNS: tuple[Column[PostingRow], ...] = (
    Column("id", "ID", lambda row: row.id, width=76, sort="id"),
    Column("state", "Status", lambda row: state_badge(row.state), Kind.BADGE, width=104, sort="state"),
    Column("title", "Posting", lambda row: row.title, Kind.STRONG, 200, stretch=True, sort="title"),
    Column("category", "Category", lambda row: row.category, width=128, sort="category", yields=2),
    Column("risk", "Risk", lambda row: row.risk, Kind.RISK, width=104, sort="risk"),
    Column(
        "received", "Received", lambda row: row.received_at, Kind.DATE, width=124, sort="received", yields=1
    ),
)
