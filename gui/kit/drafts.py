"""What a person wrote and has not sent yet: kept in memory, past a lock, until the window closes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Draft:
    """A text and when it was left (UTC)."""

    text: str
    left_at: datetime


class Drafts:
    """One staff member's drafts on one desk, by what they are about; no file ever holds them (C22)."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, int], Draft] = {}

    def keep(self, kind: str, record_id: int, text: str, now: datetime) -> None:
        """Keep a text in place of an earlier one; a blank one is no draft."""
        self.drop(kind, record_id)
        if text.strip():
            self._kept[kind, record_id] = Draft(text, now)

    def about(self, kind: str, record_id: int) -> Draft | None:
        """Return the draft about a record, None where there is none."""
        return self._kept.get((kind, record_id))

    def drop(self, kind: str, record_id: int) -> None:
        """Forget a draft: it was sent, or is to be written anew."""
        self._kept.pop((kind, record_id), None)
