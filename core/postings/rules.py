"""Decisions about postings as plain functions of plain values."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from core.errors import BadInput
from core.postings.tables import State, Verdict
from core.text.characters import storable
from core.text.masking import shown_id

OPEN_FOR = timedelta(minutes=30)
"""How long a private message stays open for the person who opened it with a reason (C23)."""

LONGEST_TITLE = 300
MESSAGE_TITLE = "Private message"
"""What lists show of a message: nothing that was written in it (C23)."""

_AFTER: Mapping[Verdict, State] = {
    Verdict.APPROVE: State.APPROVED,
    Verdict.REMOVE: State.REMOVED,
    Verdict.ESCALATE: State.ESCALATED,
}


def state_after(verdict: Verdict) -> State:
    """Return the state that a verdict leads to."""
    return _AFTER[verdict]


def state_after_edit(state: State) -> State:
    """Return the state of a posting whose author changed it.

    What was decided was decided about other words, so it must be looked at again, a removed one too; its
    decisions stay in its history. One that waits for an officer goes on waiting for the officer.
    """
    return State.ESCALATED if state is State.ESCALATED else State.NEW


def listed_title(texts: Mapping[str, str]) -> str:
    """Return the one line that lists show: the title, or where there is none the first line there is."""
    for text in (texts.get("title", ""), *texts.values()):
        line = " ".join(text[: 4 * LONGEST_TITLE].split())
        if line:
            return line[:LONGEST_TITLE]
    return ""


def shown_name(name: str, *, opened: bool = False) -> str:
    """Return an author or recipient as shown: an address masked, unless its message is open (C22, C23)."""
    return name if opened else shown_id(name)


def address_spellings(text: str) -> tuple[str, ...]:
    """Return how an address may stand in a store whose SQL lowers plain letters only, as SQLite's does.

    Each is to be compared with the lowered column: ÄRA@… and ära@… find one another.
    """
    as_typed = storable(text)
    return tuple({_plain_lowered(one) for one in (as_typed, as_typed.upper(), as_typed.lower())})


def _plain_lowered(text: str) -> str:
    return "".join(one.lower() if one.isascii() else one for one in text)


def still_open(opened_at: datetime | None, now: datetime) -> bool:
    """Tell whether a message opened then may still be read now (C23)."""
    return opened_at is not None and now - opened_at < OPEN_FOR


def checked_opening_reason(reason: str) -> str:
    """Return why a message is opened; raises BadInput when nothing is said."""
    plain = " ".join(storable(reason).split())
    if not plain:
        raise BadInput("Say why this private message must be read; the log keeps the reason.")
    return plain
