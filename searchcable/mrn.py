"""Message reference numbers (MRNs): the name by which one cable cites another.

An MRN is a year, the post that sent the cable, and its serial within that year, as in 07TOKYO1716.
Source: 5 FAH-2 H-320 (message reference number).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from searchcable.vocabulary import find_post

# What stands around an MRN and between its parts.
_QUOTES: Final = "\"'`\u2018\u2019\u201c\u201d"
_BEFORE: Final = (
    rf"(?:[^\s?#]{{0,60}}/(?=\d))?[\s\[(<*#{_QUOTES}]*"  # the path of a file or a page
    r"(?:(?:MRN|CABLE|REF(?:ERENCE)?(?: ID)?|REFTEL|TELEGRAM|EMBTEL|DEPTEL)\b[\s:#.]*)?"
)
_POST: Final = r"(?P<post>[^\W\d_](?:[^\W\d_]|\.[ ]?|[ '\u2019/-](?![ .'/-]))*?)"
_SERIAL: Final = (
    r"(?:(?:CABLE|TELEGRAM|TEL)?\s?(?:NO\.?\s?|\#\s?)?)(?P<serial>\d{1,7}|\d{1,3},\d{3})"
)
_SECTION: Final = r"(?:/\d{1,2}(?!\d)|\s+(?:SECTION\s+)?\d{1,3}(?:\.\d)?\s+OF\s+\d{1,3})?"
_AFTER: Final = (
    r"(?:_[A-Z]\d?)?(?:\.(?:HTML?|TXT|XML|JSON|PDF))?"
    rf"(?:\s*\((?:NOTAL|[A-Z]{{1,3}}(?:/NF)?|EXDIS|NODIS)\)|\]\([^()\s]*\))?[\s\]).,;:>*{_QUOTES}]*"
)
_GAP: Final = r"(?:[\s_/-]*|[.,]\s?)"
_MONTH: Final = r"(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\.?"
_DATE: Final = (
    rf"(?:\d{{1,2}}[\s-]?{_MONTH},?[\s-]?|{_MONTH}\s?\d{{1,2}},?\s|\d{{1,2}}[/.-]\d{{1,2}}[/.-]"
    rf"|\d{{6}}Z\s?{_MONTH}\s?)(?P<dated>(?:19|20)\d\d|\d\d)|(?P<iso>(?:19|20)\d\d)-\d\d-\d\d"
)
_PLAIN: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-") | {"\u200b": "", "\ufeff": ""}
)
_BARE: Final = re.compile(r"([0-9]{2})?([A-Z]+)([1-9][0-9]{0,6})")  # canonical, or without a year


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    """Return the spellings that people use, compiled when the first other than `_BARE` comes."""
    year_first = (
        rf"{_BEFORE}[('\u2019]*(?P<year>(?:19|20)\d\d|\d\d)\)?{_GAP}{_POST}{_GAP}"
        rf"{_SERIAL}{_SECTION}{_AFTER}"
    )
    year_between = (
        rf"{_BEFORE}{_POST}[\s,_-]*[('\u2019]*(?P<year>(?:19|20)\d\d|\d\d)\)?[\s,_/-]+"
        rf"{_SERIAL}{_SECTION}{_AFTER}"
    )
    year_last = (
        rf"{_BEFORE}{_POST}{_GAP}{_SERIAL}"
        r"(?:\s*[(\[]\s*(?:OF\s+)?['\u2019]?(?P<in_brackets>(?:19|20)\d\d|\d\d)\s*[)\]]"
        r"|(?:\s*,\s*|\s+OF\s+|\s+|\s+IN\s+)(?P<year>(?:19|20)\d\d)"
        r"|(?:,?\s+(?:OF\s+)?['\u2019]|[/-])(?P<short>\d\d)"
        rf"|,?\s*(?:OF\s|DATED\s|DTD\s|\(|,\s)\s*(?:{_DATE})\)?){_AFTER}"
    )
    forms = (year_first, year_between, year_last)
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@dataclass(frozen=True, slots=True, order=True)
class Mrn:
    """A message reference number; `str` gives its one canonical form.

    `year` has four digits, `post` is the post's place code ("LAPAZ"), without spaces and of its
    names the one that `parse` gives, and `serial` has no leading zeros.

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
        text = text[:_LONGEST]
        if match := _BARE.fullmatch(text) or _BARE.fullmatch(text := _plain(text)):
            if not match[1]:
                raise ValueError(f"no year: {text!r}")
            return cls(four_digit_year(match[1]), post_code(match[2]), int(match[3]))
        year_first, year_between, year_last = _forms()
        match = year_first.fullmatch(text) or year_between.fullmatch(text)
        if match is not None:
            year = match["year"]
        elif match := year_last.fullmatch(text):
            year = next(filter(None, map(match.group, _YEARS)))
        serial = int(match["serial"].replace(",", "")) if match else 0
        if match is None or serial == 0:
            raise ValueError(f"no MRN: {text!r}")
        post = post_code(match["post"])
        if not post:
            raise ValueError(f"no MRN: {text!r}")
        return cls(four_digit_year(year), post, serial)


def _plain(text: str) -> str:
    return text.translate(_PLAIN).strip()


_YEARS: Final = ("in_brackets", "year", "short", "dated", "iso")
_LONGEST: Final = 120  # characters; an MRN with all that stands around it is shorter


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
