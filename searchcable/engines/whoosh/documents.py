"""Rows made ready to be written: a pure step, for any process, to what is cheap to pass on.

The writer looks nothing up in a document and computes nothing from it: it files the terms.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Final, NamedTuple

from searchcable.engines import Entry
from searchcable.engines.whoosh.schema import GAP, HAS, ID, SCHEMA, UNIT, parts, written
from searchcable.fields import FIELDS, Kind, Row
from searchcable.tokens import stems

_SHORT: Final = 2**16
_PLACES: Final = [number.to_bytes(2, "little") for number in range(_SHORT)]
"""Positions as `schema.Places` encodes a single one; those of a term are joined."""


class Placed(NamedTuple):
    """The terms of a row in a field of words: joined by spaces, and each one's positions encoded.

    `length` is the number of words.
    """

    field: str
    terms: str
    places: tuple[bytes, ...]
    length: int


class Document(NamedTuple):
    """A row as it is written, beside its id: its columns, then its terms by Whoosh's field.

    `stored` is compressed as the column has it, a third of what the entry has: the one writer has
    no time for that. `date` is in minutes since year 1, 0 for none.
    """

    stored: bytes
    date: int
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    placed: tuple[Placed, ...]


def entry(row: Row) -> Entry:
    """Make a row ready for the writer."""
    return Entry(row.id, row.stored, _document(row))


def _document(row: Row) -> Document:
    terms: dict[str, tuple[str, ...]] = {ID: (row.id,), UNIT: (row.unit,)}
    placed: list[Placed] = []
    has: list[str] = []
    date = 0
    for field in FIELDS:
        if not any(row.values.get(field.name, ())):
            continue
        has.append(field.name)
        if field.kind.tokenized:
            texts: Sequence[Sequence[str]] = row.texts(field.name)
            if field.kind is Kind.TEXT:
                terms[written(field)] = tuple(set(chain.from_iterable(texts)))
                texts = tuple(map(stems, texts))
            placed.append(_placed(field.name, texts))
        else:
            terms[field.name] = values = tuple(dict.fromkeys(row.keywords(field.name)))
            if field.kind is Kind.DATE:
                terms[parts(field)] = tuple({value[:cut] for value in values for cut in (4, 7, 10)})
                date = _minutes(values[0])
    terms[HAS] = tuple(has)
    return Document(zlib.compress(row.stored, 1), date, tuple(terms.items()), tuple(placed))


def _placed(field: str, texts: Sequence[Sequence[str]]) -> Placed:
    """Number the words of a field's values, and return where each stands."""
    length = sum(map(len, texts))
    if length + GAP * len(texts) >= _SHORT:
        return _far_placed(field, texts)
    found: defaultdict[str, bytes] = defaultdict(bytes)
    at = 0
    for words in texts:
        for word, place in zip(words, _PLACES[at : at + len(words)], strict=True):
            found[word] += place
        at += len(words) + GAP
    return Placed(field, " ".join(found), tuple(found.values()), length)


def _far_placed(field: str, texts: Sequence[Sequence[str]]) -> Placed:
    """Do as `_placed` does for values of which some words may stand too far for two bytes."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    at = 0
    for words in texts:
        for place, word in enumerate(words, at):
            found[word].append(place)
        at += len(words) + GAP
    encoded = map(SCHEMA[field].format.encode, found.values())
    return Placed(field, " ".join(found), tuple(encoded), sum(map(len, texts)))


def _minutes(date: str) -> int:
    """Return the minutes of a moment since year 1, 0 where it is none."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return 0
    return (moment.toordinal() * 24 + moment.hour) * 60 + moment.minute
