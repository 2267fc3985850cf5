"""Birth dates that cannot be read for certain: all the days that may be meant (C24)."""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from core.intake.age_words import Sign, plain_words, sign_of_band
from core.people.rules import age_on

Span = tuple[date, date]
"""The first and the last day that may be meant."""

CENTURY = 100
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/. ])(\d{1,2})\2'?(\d{4}|\d{2})(?!\d)")
_IN_MONTH = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{4})(?!\d)")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED = re.compile(rf"({'|'.join(_MONTHS)})[a-z]*\b\D*(?:\d{{1,2}}\b\D+?)?'?(\d{{4}}|\d{{2}})(?!\d)")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_RUN = re.compile(r"(?<!\d)\d{5,13}(?!\d)")
_SHEET_DAYS = 5
_SHEET_FIRST = date(1899, 12, 30)
"""Day 0 of a spreadsheet (ECMA-376 §18.17.4.1)."""
_SECONDS, _MILLISECONDS = 10, 13


def sign_of_birth(text: str, days: Iterable[date]) -> Sign:
    """Tell what a birth date that cannot be read says of a child on any of these days."""
    spans = list(_spans(plain_words(text), max(days := list(days), default=date.max)))
    return max((_sign_on(day, spans) for day in days), default=Sign.NONE)


def _sign_on(day: date, spans: Iterable[Span]) -> Sign:
    born = [(first, min(last, day)) for first, last in spans if first <= day]
    if not born:
        return Sign.NONE
    youngest, oldest = max(last for _, last in born), min(first for first, _ in born)
    return sign_of_band(age_on(youngest, day), age_on(oldest, day))


def _spans(plain: str, today: date) -> Iterator[Span]:
    """Yield what may be meant: days as they are written, else the months or the years that are named."""
    found = [one for read in (_written, _in_months) for one in read(plain, today)]
    runs = [one for run in _RUN.findall(plain) for one in _in_digits(run, today)]
    yield from found or runs or [_year(int(one)) for one in _YEAR.findall(plain) if int(one)]


def _written(plain: str, today: date) -> Iterator[Span]:
    for year, _, one, other in _YEAR_FIRST.findall(plain):
        yield from _days(int(year), one, other)
    for one, between, other, year in _YEAR_LAST.findall(plain):
        yield from _days(_whole_year(year, today), one, other)
        if between == "-" and len(year) == 2:  # noqa: PLR2004 - 16-05-12 may begin with its year
            yield from _days(_whole_year(one, today), other, year)


def _in_months(plain: str, today: date) -> Iterator[Span]:
    for month, year in _NAMED.findall(plain):
        yield from _month(_whole_year(year, today), _MONTHS.index(month) + 1)
    if not _YEAR_LAST.search(plain):
        for month, year in _IN_MONTH.findall(plain):
            yield from _month(int(year), int(month))


def _in_digits(run: str, today: date) -> Iterator[Span]:
    """Yield what a row of digits may mean: a spreadsheet's day, a moment in seconds, or a date."""
    if len(run) == _SHEET_DAYS:
        yield (day := _SHEET_FIRST + timedelta(int(run)), day)
    elif len(run) in {_SECONDS, _MILLISECONDS}:
        day = datetime.fromtimestamp(int(run) / (1000 if len(run) == _MILLISECONDS else 1), UTC).date()
        yield day, day
    elif len(run) == 6:  # noqa: PLR2004 - ddmmyy or yymmdd
        yield from _days(_whole_year(run[4:], today), run[:2], run[2:4])
        yield from _days(_whole_year(run[:2], today), run[2:4], run[4:])
    else:
        years = {int(run[:4]), int(run[-4:])}
        yield from (_year(one) for one in sorted(years) if today.year - CENTURY <= one <= today.year)


def _days(year: int, one: str, other: str) -> Iterator[Span]:
    """Yield a year's day by two numbers, whichever of them is the month."""
    for month, day in {(int(one), int(other)), (int(other), int(one))}:
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        yield found, found


def _month(year: int, month: int) -> Iterator[Span]:
    if 1 <= month <= len(_MONTHS) and year:
        yield date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _year(year: int) -> Span:
    return date(year, 1, 1), date(year, 12, 31)


def _whole_year(year: str, today: date) -> int:
    """Return a year; one of two digits is the last such year that is not still to come."""
    if len(year) != 2:  # noqa: PLR2004 - years are written with two digits or with four
        return int(year)
    latest = today.year - today.year % CENTURY + int(year)
    return latest if latest <= today.year else latest - CENTURY
