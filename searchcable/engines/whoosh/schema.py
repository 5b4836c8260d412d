"""The schema: which lists of terms an index has, derived from the table of fields.

    TEXT              stems with positions; written words, only whether they are there
    WORDS             written words with positions
    KEYWORD, LEVEL    whole values
    DATE              values after "="; years, months and days after "y", "m" and "d", so that
                      any range of days is a few terms

Every row has besides its id, its unit, and the names of the fields in which it has values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from searchcable.fields import FIELDS, Field, Kind, Row
from searchcable.tokens import stem

GAP: Final = 100
"""Positions between two values of a field, so that no phrase or proximity spans them."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One list of terms. `number` leads its keys in the file; `placed` if they have positions."""

    name: str
    number: int
    placed: bool = False


def _all_terms() -> Iterator[tuple[str, bool]]:
    yield from (("@id", False), ("@unit", False), ("@has", False))
    for field in FIELDS:
        yield field.name, field.kind.tokenized
        if field.kind is Kind.TEXT:
            yield f"={field.name}", False


TERMS: Final[Mapping[str, Terms]] = {
    name: Terms(name, number, placed) for number, (name, placed) in enumerate(_all_terms())
}
ID: Final = TERMS["@id"]
UNIT: Final = TERMS["@unit"]
HAS: Final = TERMS["@has"]

LENGTHS: Final = tuple(field.name for field in FIELDS if field.kind.tokenized)
NUMBERS: Final = ("@date", *LENGTHS)
"""What is kept of each row as a number: its date in minutes, 0 if unknown; lengths in tokens."""

_DATE: Final = next(field.name for field in FIELDS if field.kind is Kind.DATE)


def terms_of(field: Field) -> Terms:
    """Return the terms of a field's tokens or values: what words, phrases, keywords compare."""
    return TERMS[field.name]


def written_terms(field: Field) -> Terms:
    """Return the terms of a field's words as written, which wildcards and fuzzy words compare."""
    return TERMS[f"={field.name}" if field.kind is Kind.TEXT else field.name]


def places(row: Row, field: Field) -> tuple[Mapping[str, list[int]], int]:
    """Return the positions of each written word of a tokenized field, and how many words."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    at = count = 0
    for value in row.texts(field.name):
        for position, word in enumerate(value, at):
            found[word].append(position)
        at += len(value) + GAP
        count += len(value)
    return found, count


def stem_places(found: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """Return the positions of each stem, given those of each written word."""
    stems: dict[str, list[int]] = {}
    for word, positions in found.items():
        token = stem(word)
        known = stems.get(token)
        stems[token] = positions if known is None else sorted(known + positions)
    return stems


def value_terms(row: Row, field: Field) -> Iterator[str]:
    """Yield the terms of a row's values of a field that is not tokenized, each once."""
    values = dict.fromkeys(row.keywords(field.name))
    if field.kind is not Kind.DATE:
        yield from values
        return
    for value in values:
        yield f"={value}"
    for mark, cut in (("y", 4), ("m", 7), ("d", 10)):
        yield from dict.fromkeys(mark + value[:cut] for value in values)


def minutes(row: Row) -> int:
    """Return the minutes from year 1 to a row's date, 0 if it has none or one of another form."""
    try:
        moment = datetime.fromisoformat(next(iter(row.keywords(_DATE)), ""))
    except ValueError:
        return 0
    return (moment.toordinal() * 24 + moment.hour) * 60 + moment.minute
