"""MRNs among the words of a query, in any spelling."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from searchcable.mrn import four_digit_year
from searchcable.vocabulary import find_post

MAX_WORDS: Final = 6
"""The most words that one MRN is looked for in: 2007 US MISSION GENEVA 12."""

_SQUEEZED: Final = re.compile(
    r"(?P<year>(?:19|20)\d\d|\d\d)?(?P<post>[A-Za-z]{2,40})(?P<serial>\d{1,7})(?:_[a-z]\d?)?"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An MRN that words spell: `value` as the field mrn has it, with the year where `has_year`.

    `first` is false where the serial may as well be a year, as in "PARIS 1974".
    """

    value: str
    has_year: bool
    first: bool


def read_mrn(words: Sequence[str], year: str | None = None) -> Named | None:
    """Return the MRN that all of `words` together spell, or None.

    `year` is one that stands after them in parentheses. A post that the vocabulary does not know
    counts only inside one word that begins with the year (07NOWHERE12).
    """
    match = _SQUEEZED.fullmatch("".join(words))
    if match is None or int(match["serial"]) == 0:
        return None
    post = find_post(match["post"] if len(words) == 1 else " ".join(words))
    stated = match["year"] or year
    if post is None and not (len(words) == 1 and match["year"] and len(match["post"]) > 2):
        return None
    code = post.code if post else match["post"].upper()
    serial = int(match["serial"])
    name = f"{code}{serial}"
    if stated is None:
        looks_like_a_year = len(match["serial"]) == 4 and 1900 <= serial <= 2030
        return Named(name, has_year=False, first=not looks_like_a_year)
    return Named(f"{four_digit_year(stated) % 100:02}{name}", has_year=True, first=True)
