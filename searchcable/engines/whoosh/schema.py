"""The schema: Whoosh's fields, derived from the table of fields.

    TEXT              stems with positions; in NAME_written the words as written
    WORDS             words as written, with positions
    KEYWORD, LEVEL    whole values
    DATE              whole values, and a column of minutes to sort by; in NAME_parts the year, the
                      month and the day, so that any range of days is a few terms

Every row has besides its id, its unit, the names of the fields in which it has values, and a column
of bytes to keep. Terms are given to Whoosh as they are: it analyses nothing.
"""

from __future__ import annotations

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from searchcable.fields import FIELDS, Field, Kind, Row
from searchcable.tokens import stem

GAP: Final = 100
"""Positions between two values of a field, so that no phrase or proximity spans them."""

ID: Final = "row_id"
UNIT: Final = "row_unit"
HAS: Final = "row_has"
STORED: Final = "row_stored"

Posting = tuple[bytes, int, float, bytes]
"""A term of a row as Whoosh takes it: bytes, how often, its weight, and what is kept of it."""


class Places(Positions):  # type: ignore[misc]
    """Positions as plain numbers, where Whoosh's own format pickles them.

    They have two bytes each; where one needs more, all have four, after a byte of their own.
    """

    def encode(self, positions: Sequence[int]) -> bytes:
        """Return ascending positions as bytes."""
        if positions[-1] < 2**16:
            return _little(array("H", positions)).tobytes()
        return b"I" + _little(array("I", positions)).tobytes()

    def decode_positions(self, value: bytes) -> array[int]:
        """Return the positions."""
        wide = len(value) % 2
        found = array("I" if wide else "H")
        found.frombytes(value[wide:])
        return _little(found)

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions there are."""
        return len(value) // (4 if len(value) % 2 else 2)


class Terms(FieldType):  # type: ignore[misc]
    """A field of whole terms: a row has one or has it not."""

    def __init__(self, column: Any = None) -> None:
        super().__init__(format=Existence(), analyzer=None, sortable=column)

    def index(self, value: Iterable[str], **_: object) -> Iterator[Posting]:
        """Yield a row's values as terms."""
        for term in value:
            yield to_bytes(term), 1, 1.0, b""

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as bytes."""
        return value if isinstance(value, bytes) else to_bytes(value)

    def from_bytes(self, bs: bytes) -> str:
        """Return a term as text."""
        return to_text(bs)

    def to_column_value(self, value: Sequence[str]) -> bytes:
        """Return what a column keeps: the first value."""
        return to_bytes(value[0])


class Dates(Terms):
    """Moments, sorted by a column of minutes since year 1."""

    def __init__(self) -> None:
        super().__init__(column=NumericColumn("q", default=0))

    def to_column_value(self, value: Sequence[str]) -> int:  # type: ignore[override]
        """Return the minutes of the first value, 0 where it is no moment."""
        try:
            moment = datetime.fromisoformat(value[0])
        except ValueError:
            return 0
        return (moment.toordinal() * 24 + moment.hour) * 60 + moment.minute


class Words(Terms):
    """Words with positions, by their stems where `stemmed`; values are tuples of words."""

    def __init__(self, stemmed: bool) -> None:
        FieldType.__init__(self, format=Places(), analyzer=None, scorable=True)
        self.stemmed = stemmed

    def index(self, value: Iterable[Any], **_: object) -> Iterator[Posting]:
        """Yield each term of a row with its positions."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        at = 0
        for words in value:
            for position, word in enumerate(map(stem, words) if self.stemmed else words, at):
                found[word].append(position)
            at += len(words) + GAP
        encode = self.format.encode
        for word, positions in found.items():
            yield to_bytes(word), len(positions), float(len(positions)), encode(positions)


def written(field: Field) -> str:
    """Return the name of Whoosh's field of a field's words as written, or of its whole values."""
    return f"{field.name}_written" if field.kind is Kind.TEXT else field.name


def parts(field: Field) -> str:
    """Return the name of Whoosh's field of the years, months and days of a field of dates."""
    return f"{field.name}_parts"


def _fields() -> Iterator[tuple[str, FieldType]]:
    yield from ((ID, Terms(VarBytesColumn())), (UNIT, Terms()), (HAS, Terms()))
    yield STORED, COLUMN(CompressedBytesColumn(level=1))
    for field in FIELDS:
        match field.kind:
            case Kind.TEXT:
                yield field.name, Words(stemmed=True)
                yield written(field), Terms()
            case Kind.WORDS:
                yield field.name, Words(stemmed=False)
            case Kind.DATE:
                yield field.name, Dates()
                yield parts(field), Terms()
            case _:
                yield field.name, Terms()


SCHEMA: Final = Schema(**dict(_fields()))
"""What Whoosh knows of an index; always ours, never what an index says."""

DATE: Final = next(field.name for field in FIELDS if field.kind is Kind.DATE)


def document(row: Row) -> dict[str, Any]:
    """Return a row as Whoosh's document: the values of each field that has any."""
    found: dict[str, Any] = {ID: (row.id,), UNIT: (row.unit,), STORED: row.stored}
    found[HAS] = has = []
    for field in FIELDS:
        values = row.values.get(field.name, ())
        if not any(values):
            continue
        has.append(field.name)
        found[field.name] = values
        if field.kind is Kind.TEXT:
            found[written(field)] = set(chain.from_iterable(values))
        elif field.kind is Kind.DATE:
            found[parts(field)] = {value[:cut] for value in row.keywords(field.name)
                                   for cut in (4, 7, 10)}  # fmt: skip
        elif not field.kind.tokenized:
            found[field.name] = tuple(dict.fromkeys(values))
    return found


def to_bytes(term: str) -> bytes:
    """Return a term as Whoosh keeps it; half of a surrogate pair is no error."""
    return term.encode("utf-8", "surrogatepass")


def to_text(term: bytes) -> str:
    """Return a term as text."""
    return term.decode("utf-8", "surrogatepass")


def _little(numbers: array[int]) -> array[int]:
    """Return numbers in the order of bytes that files have, on any machine."""
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
