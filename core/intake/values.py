"""Texts of a row as the values they stand for; a text that is none gives the reason."""

from datetime import UTC, date, datetime

from core.errors import BadInput

YES = frozenset({"1", "true", "t", "yes", "y", "x", "on", "opted out", "opt-out", "unsubscribed"})
NO = frozenset({"", "0", "false", "f", "no", "n", "off", "subscribed"})
DAY_FIRST = "%d.%m.%Y"


def moment(text: str, name: str) -> datetime | None:
    """Read a moment: ISO 8601 (no zone means UTC), or day.month.year; empty means none."""
    plain = text.strip()
    if not plain:
        return None
    try:
        read = datetime.fromisoformat(plain)
    except ValueError:
        read = _day_first(plain, name)
    try:
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except OverflowError as error:  # the first or the last day there is, and a zone that leads past it
        raise BadInput(f"The {name} is before or after every day that can be kept.") from error


def day(text: str, name: str) -> date | None:
    """Read a day as `moment` does."""
    read = moment(text, name)
    return read.date() if read else None


def yes_or_no(text: str, name: str) -> bool:
    """Read a yes or a no; empty is no."""
    plain = text.strip().casefold()
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise BadInput(f"The {name} is neither a yes nor a no.")


def _day_first(text: str, name: str) -> datetime:
    try:
        return datetime.strptime(text, DAY_FIRST).replace(tzinfo=UTC)
    except ValueError as error:
        raise BadInput(f"The {name} is not a date such as 2026-11-23 or 23.11.2026.") from error
