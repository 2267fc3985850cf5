"""Dates as the person reads them: in their zone and language; the store keeps UTC."""

from datetime import date, datetime

from PySide6.QtCore import QDate, QDateTime, QLocale, QTimeZone


def short_date(value: datetime | date) -> str:
    """Return a date as in `20 Nov, 17:36`; without a time as in `20 Nov 2026`."""
    if isinstance(value, datetime):
        return QLocale().toString(local(value), "d MMM, HH:mm")
    return QLocale().toString(qt_day(value), "d MMM yyyy")


def long_date(value: datetime | date) -> str:
    """Return a date as in `Friday 20 November 2026, 17:31`."""
    if isinstance(value, datetime):
        return QLocale().toString(local(value), "dddd d MMMM yyyy, HH:mm")
    return QLocale().toString(qt_day(value), "dddd d MMMM yyyy")


def full_date(moment: datetime) -> str:
    """Return a moment with its year and without its weekday, as in `20 November 2026, 17:31`."""
    return QLocale().toString(local(moment), "d MMMM yyyy, HH:mm")


def day_month(value: date) -> str:
    """Return a day as in `27 Nov`."""
    return QLocale().toString(qt_day(value), "d MMM")


def clock_time(value: datetime) -> str:
    """Return the time of day as in `17:31`."""
    return QLocale().toString(local(value), "HH:mm")


def local(value: datetime) -> QDateTime:
    """Return a moment in the person's zone."""
    return QDateTime.fromSecsSinceEpoch(int(value.timestamp()), QTimeZone.utc()).toLocalTime()


def qt_day(value: date) -> QDate:
    """Return a day as Qt's."""
    return QDate(value.year, value.month, value.day)
