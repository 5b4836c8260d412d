"""The schema: Whoosh's fields, derived from the table of fields.

    TEXT              stems with positions; in NAME_written the words as written
    WORDS             words as written, with positions
    KEYWORD, LEVEL    whole values
    DATE              whole values, and a column of minutes to sort by; in NAME_parts the year, the
                      month and the day, so that any range of days is a few terms

Every row has besides its id, its unit, the names of the fields in which it has values, and a column
of bytes to keep. `documents` makes the terms; Whoosh analyses nothing.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from whoosh.columns import CompressedBytesColumn, NumericColumn, VarBytesColumn
from whoosh.fields import COLUMN, FieldType, Schema
from whoosh.formats import Existence, Positions

from searchcable.fields import FIELDS, Field, Kind

GAP: Final = 100
"""Positions between two values of a field, so that no phrase or proximity spans them."""

ID: Final = "row_id"
UNIT: Final = "row_unit"
HAS: Final = "row_has"
STORED: Final = "row_stored"


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


def frequencies(values: Sequence[bytes]) -> Sequence[int]:
    """Return how many positions there are in each of many values."""
    sizes = list(map(len, values))
    if any(map((1).__and__, sizes)):
        return list(map(Places().decode_frequency, values))
    return [size // 2 for size in sizes]


def positions(values: Sequence[bytes]) -> Iterable[int]:
    """Return the positions in each of many values, one after the other."""
    if any(map((1).__and__, map(len, values))):
        return chain.from_iterable(map(Places().decode_positions, values))
    return Places().decode_positions(b"".join(values))


class Terms(FieldType):  # type: ignore[misc]
    """A field of whole terms: a row has one or has it not."""

    def __init__(self, column: Any = None) -> None:
        super().__init__(format=Existence(), analyzer=None, sortable=column)

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as bytes."""
        return value if isinstance(value, bytes) else to_bytes(value)

    def from_bytes(self, bs: bytes) -> str:
        """Return a term as text."""
        return to_text(bs)


class Dates(Terms):
    """Moments, sorted by a column of minutes since year 1."""

    def __init__(self) -> None:
        super().__init__(column=NumericColumn("q", default=0))


class Words(Terms):
    """Words with positions."""

    def __init__(self) -> None:
        FieldType.__init__(self, format=Places(), analyzer=None, scorable=True)


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
                yield field.name, Words()
                yield written(field), Terms()
            case Kind.WORDS:
                yield field.name, Words()
            case Kind.DATE:
                yield field.name, Dates()
                yield parts(field), Terms()
            case _:
                yield field.name, Terms()


SCHEMA: Final = Schema(**dict(_fields()))
"""What Whoosh knows of an index; always ours, never what an index says."""

PLACED: Final = tuple(field.name for field in FIELDS if field.kind.tokenized)
"""The fields with positions."""

DATE: Final = next(field.name for field in FIELDS if field.kind is Kind.DATE)


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
