"""What a copyist wrote above a telegram, or a container says of it: its MRN, and its time."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from searchcable.formats.telegram.dtg import MONTHS
from searchcable.mrn import Mrn


def read_heading_line(line: str) -> Mrn | datetime | None:
    """Return the MRN or the time that a line above a telegram holds and nothing else, or None.

    >>> str(read_heading_line("07OSLO33"))
    '07OSLO33'
    >>> read_heading_line("Friday, 26 February 2010, 11:30").isoformat()
    '2010-02-26T11:30:00+00:00'
    """
    if len(line) > _LONGEST or not any(map(str.isdigit, line)):
        return None
    if match := _MRN.fullmatch(line):
        return Mrn.parse(match[1])
    if _TIMED.search(line) is None:
        return None
    try:
        return read_written_time(_LABEL.sub("", line))
    except ValueError:
        return None


_LONGEST: Final = 60
_MRN: Final = re.compile(
    r"\s*(?:(?:MRN|ID|CABLE|REFERENCE ID|REF ID|REFERENCE|CANONICAL ID)\s?[:#]?\s+)?"
    r"(\d\d(?:\d\d)?[A-Z]{3,20}\d{1,6}(?:_[a-z]\d?)?)\s*",
    re.IGNORECASE,
)
_TIMED: Final = re.compile(  # a day alone may be of the text
    r"\b(?:19|20)\d\d\b.*\d:\d\d|\d:\d\d.*\b(?:19|20)\d\d\b|^\s*(?:DATE|CREATED)\b", re.IGNORECASE
)
_LABEL: Final = re.compile(r"\s*(?:DATE|CREATED|SENT)\s?:?\s+", re.IGNORECASE)


def read_written_time(text: str) -> datetime:
    """Return the time that people or programs wrote, in UTC where it names no zone.

    >>> [read_written_time(t).isoformat()[:16] for t in ("4/18/2007 9:03", "2007-04-18 09:03",
    ...     "2007 April 18, 09:03 (Wednesday)", "18 APR 2007")]
    ['2007-04-18T09:03', '2007-04-18T09:03', '2007-04-18T09:03', '2007-04-18T00:00']

    Raises ValueError where it names none.
    """
    text = " ".join(text.split())[:80]
    for pattern in _TIMES:
        if match := pattern.fullmatch(text):
            year, month, day, *time = match.group(*_GROUPS)
            number = int(month) if month.isdigit() else 1 + MONTHS.index(month[:3].upper())
            hour, minute, second = [int(part or 0) for part in time]
            return datetime(int(year), number, int(day), hour, minute, second, tzinfo=UTC)
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)


_TIME: Final = r"(?:,? (?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?)?(?: UTC)?"
_GROUPS: Final = ("year", "month", "day", "hour", "minute", "second")
_NAME: Final = rf"(?P<month>(?:{'|'.join(MONTHS)})[a-z]*)\.?"
_TIMES: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<month>\d\d?)/(?P<day>\d\d?)/(?P<year>\d{{4}}){_TIME}",
        rf"(?P<year>\d{{4}})-(?P<month>\d\d?)-(?P<day>\d\d?){_TIME}",
        rf"(?P<year>\d{{4}}) {_NAME} (?P<day>\d\d?){_TIME}(?: \([a-z]+\))?",
        rf"(?:[a-z]+,? )?(?P<day>\d\d?)[ -]{_NAME},?[ -](?P<year>\d{{4}}){_TIME}",
        rf"(?:[a-z]+,? )?{_NAME} (?P<day>\d\d?),? (?P<year>\d{{4}}){_TIME}",
    )
)
