"""Date-time groups and precedences."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from searchcable.mrn import four_digit_year

MONTHS: Final = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

# The prosigns, lowest first. Source: 5 FAH-1 H-221.
PRECEDENCES: Final = {"R": "ROUTINE", "P": "PRIORITY", "O": "IMMEDIATE", "Z": "FLASH"}
_RANK: Final = {name: rank for rank, name in enumerate(PRECEDENCES.values())}

DTG: Final = re.compile(
    r"(?P<day>\d\d)\s?(?P<hour>\d\d)(?P<minute>\d\d)\s?Z\s{0,3}"
    r"(?P<month>[A-Z]{3})[A-Z]{0,6}\.?(?:[\s,']{0,3}(?P<year>\d{4}|[\dO]\d)(?!\d))?",
    re.IGNORECASE,
)


def read_dtg(match: re.Match[str], year: int | None = None) -> datetime:
    """Return the time that a match of `DTG` names, aware, in UTC, to the minute.

    `year` stands in where the group has none. Years of two digits are read as those of MRNs are.
    Raises ValueError where it names no real minute, or no year is known.

    Source: ACP 121, date-time group; 5 FAH-2 H-320, format line 3.
    """
    day, hour, minute, name, named = match.group("day", "hour", "minute", "month", "year")
    month = MONTHS.index(name.upper()) + 1
    if named:
        year = four_digit_year(named.upper().replace("O", "0"))
    if year is None:
        raise ValueError("the date-time group names no year")
    return datetime(year, month, int(day), int(hour), int(minute), tzinfo=UTC)


@lru_cache(maxsize=1024)  # there are few
def highest_precedence(prosigns: str) -> str | None:
    """Return the highest precedence that prosigns, or words in their place, name.

    >>> highest_precedence("O P"), highest_precedence("RR"), highest_precedence("")
    ('IMMEDIATE', 'ROUTINE', None)
    """
    words = prosigns.upper().split()
    named = [word for word in words if word in _RANK] or [
        PRECEDENCES[letter] for word in words for letter in word if letter in PRECEDENCES
    ]
    return max(named, key=_RANK.__getitem__, default=None)
