"""Message reference numbers (MRNs): the name by which one cable cites another.

An MRN is a year, the post that sent the cable, and its serial within that year, as in 07TOKYO1716.
Source: 5 FAH-2 H-320 (message reference number).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from searchcable.vocabulary import find_post

_FORM: Final = re.compile(
    r"""\s* (?P<year> (?:19|20)\d\d | \d\d ) [\s-]*
        (?P<post> [A-Za-z][A-Za-z .'-]*? ) [\s-]*
        (?P<serial> \d{1,7} )
        (?: _[a-z]\d? )? \s*""",  # the suffix is PlusD's collection: 2007TOKYO01716_a
    re.VERBOSE,
)
_YEAR_LAST: Final = re.compile(
    r"\s*(?P<post>[A-Za-z][A-Za-z .'-]*?)[\s-]*(?P<serial>\d{1,7})\s*"
    r"(?:\(\s*|,\s*|of\s+|\s)(?P<year>(?:19|20)\d\d)\s*\)?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, order=True)
class Mrn:
    """A message reference number; `str` gives its one canonical form.

    `year` has four digits, `post` is the post's place code without spaces ("LAPAZ"), and `serial`
    has no leading zeros.

    >>> str(Mrn(2007, "TOKYO", 1716))
    '07TOKYO1716'
    """

    year: int
    post: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year % 100:02}{self.post}{self.serial}"

    @classmethod
    def parse(cls, text: str) -> Mrn:
        """Read one MRN in any spelling that people use.

        >>> {str(Mrn.parse(t)) for t in ("07TOKYO1716", "2007TOKYO01716_a", "07 Tokyo 001716",
        ...                              "Tokyo 1716 (2007)")}
        {'07TOKYO1716'}

        A post that the vocabulary does not know keeps its letters. Raises ValueError where `text`
        is no MRN, or names no year.
        """
        match = _FORM.fullmatch(text) or _YEAR_LAST.fullmatch(text)
        if match is None or int(match["serial"]) == 0:
            raise ValueError(f"no MRN: {text!r}")
        return cls(four_digit_year(match["year"]), post_code(match["post"]), int(match["serial"]))


def four_digit_year(text: str) -> int:
    """Return the year that two or four digits mean: 46 to 99 are of the twentieth century.

    Telegrams with date-time groups are younger than 1946: Cablegate's oldest cable is of 1966.
    """
    year = int(text)
    if year >= 100:
        return year
    return year + (1900 if year >= 46 else 2000)


def post_code(name: str) -> str:
    """Return the place code of the post that `name` means, or `name`'s own letters in capitals."""
    post = find_post(name)
    return post.code if post else re.sub(r"[^A-Z]", "", name.upper())
