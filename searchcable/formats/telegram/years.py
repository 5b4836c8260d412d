"""The year of a bare reference: the citing cable's own, or the year before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, NamedTuple

from searchcable.mrn import Mrn
from searchcable.vocabulary import posts

# What a post may send in a year where the vocabulary tells nothing, or tells of other years: its
# highest serials are mostly of 1985 to 2010, and traffic of the seventies was up to three times it.
_UNKNOWN: Final = 12_000
_VOCABULARY_FROM: Final = 1985
_THEN: Final = 3


class Citing(NamedTuple):
    """The cable that cites: when it was sent, and its own MRN; each None where unknown."""

    date: datetime | None = None
    mrn: Mrn | None = None

    @property
    def year(self) -> int | None:
        """The year in which it was sent, as far as known."""
        if self.date is not None:
            return self.date.year
        return self.mrn.year if self.mrn else None


def infer_year(post: str, serial: int, citing: Citing) -> int | None:
    """Return the year of `post`'s cable `serial` that `citing` names without a year.

    A post's serials start at 1 with the year and grow evenly. One above what the post can have
    reached by the citing date is of the year before. None where the citing year is unknown.

    >>> infer_year("STATE", 251108, Citing(datetime(1974, 1, 24, tzinfo=UTC)))
    1973
    >>> infer_year("LAPAZ", 430, Citing(datetime(1974, 1, 24, tzinfo=UTC)))
    1974
    """
    year = citing.year
    if year is None:
        return None
    if citing.mrn is not None and citing.mrn.post == post:
        return year - 1 if serial > citing.mrn.serial else year
    if citing.date is None:
        return year
    return year - 1 if serial > _reach(post, serial, citing.date) else year


def _reach(post: str, serial: int, date: datetime) -> float:
    """The highest serial that a post can have reached by `date`, with a quarter to spare."""
    start = datetime(date.year, 1, 1, tzinfo=UTC)
    passed = ((date - start).days + 1) / 366
    known = posts().get(post)
    volume = known.highest_serial if known else 0
    if post != "STATE" and (date.year < _VOCABULARY_FROM or not volume):
        volume = max(_THEN * volume, _UNKNOWN)
    return max(volume, serial) * passed * 1.25 + 0.01 * volume + 50
