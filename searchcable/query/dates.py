"""The days that a date in a query means: a year, a month or a day, as people write them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = {name[:length]: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1)
    for length in (3, 4, len(name))
}  # fmt: skip
_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?:[-/.](?P<m>\d{1,2})(?:[-/.](?P<d>\d{1,2}))?)?",  # 2007, 2007-04-18
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})",  # 04/18/2007, as telegrams print it
        r"(?:(?P<d>\d{1,2})[ -]?)?(?P<name>[a-z]+)\.?[ ,-]*(?P<y>\d{4})",  # 18 Apr 2007, Apr 2007
        r"(?P<name>[a-z]+)\.? (?P<d>\d{1,2})(?:st|nd|rd|th)?,? (?P<y>\d{4})",  # April 18, 2007
        r"(?P<y>\d{4}) (?P<name>[a-z]+)\.?(?: (?P<d>\d{1,2}))?",  # 2007 April 18
    )
)


def read_dates(text: str) -> tuple[date, date]:
    """Return the first day that `text` means and the day after its last.

    >>> [str(day) for day in read_dates("2007-04")]
    ['2007-04-01', '2007-05-01']
    >>> [str(day) for day in read_dates("18 Apr 2007")]
    ['2007-04-18', '2007-04-19']

    Raises ValueError where `text` is no date, or names a day that no calendar has.
    """
    flat = " ".join(text.lower().split())
    for form in _FORMS:
        match = form.fullmatch(flat)
        if match is None:
            continue
        parts = match.groupdict()
        month = parts.get("m") or _MONTHS.get(parts.get("name") or "")
        if month is None and (parts.get("name") or parts.get("d")):
            continue
        return _days(int(parts["y"]), int(month or 0), int(parts.get("d") or 0))
    raise ValueError(f'no date: {text!r}; write 2007, 2007-04, 2007-04-18 or "18 Apr 2007"')


def _days(year: int, month: int, day: int) -> tuple[date, date]:
    """Return first day and day after the last; a month or day of 0 was not given."""
    try:
        if day:
            first = date(year, month, day)
            return first, first + timedelta(days=1)
        if month:
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        return date(year, 1, 1), date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        raise ValueError(f"no such {'day' if day else 'month' if month else 'year'}") from None
