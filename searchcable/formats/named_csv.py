"""CSV with a header row whose names say that it holds cables (columns.py)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO, Final

from searchcable.cable import Cable, Source
from searchcable.formats.columns import looks_like_cables, read_columns
from searchcable.formats.decoding import text_stream
from searchcable.formats.records import Record, RecordForm, place_in

MAX_FIELD: Final = 16_000_000
_DELIMITERS: Final = ",;\t|"
_LONGEST_NAMES: Final = 4_000


def is_named_csv(head: str) -> bool:
    """Return whether a file's first line is a row of names that say that it holds cables.

    >>> is_named_csv("id,date,refid,content\\n"), is_named_csv("name,age\\n")
    (True, False)
    """
    return looks_like_cables(dict.fromkeys(_header(head)[1]))


def _header(text: str) -> tuple[str, list[str]]:
    """Return the delimiter of the first line that parts it into the most names, and the names."""
    line = text.split("\n", 1)[0][:_LONGEST_NAMES].rstrip("\r")
    delimiter = max(_DELIMITERS, key=line.count)
    try:
        names = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        names = []
    return delimiter, [name.strip() for name in names]


def take_apart(stream: BinaryIO) -> Iterator[Record]:
    """Yield the rows of a file with the line on which each begins."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_FIELD))
    text = text_stream(stream)
    first = text.readline(_LONGEST_NAMES)
    delimiter, names = _header(first)
    rows = csv.reader(text, delimiter=delimiter)
    line = 2
    try:
        for row in rows:
            if row:
                yield Record(f"line {line}", (names, row))
            line = rows.line_num + 2
    except csv.Error as error:
        yield Record(f"line {line}", skipped=f"damaged from here on: {error}")


def read_row(record: Record, source: Source) -> Iterator[Cable]:
    """Yield the cable of one row. Raises ValueError where it is none."""
    names, row = record.data
    if len(row) != len(names):
        raise ValueError(f"a row of {len(row)} columns in the place of {len(names)}")
    yield read_columns(dict(zip(names, row, strict=True)), place_in(source, record.place))


NAMED_CSV: Final = RecordForm(take_apart, read_row)

__all__ = ["NAMED_CSV", "is_named_csv"]
