"""The document that is made of a row, in any process: nothing of the cluster's client is needed."""

from __future__ import annotations

import zlib
from base64 import b64decode, b64encode
from typing import Any, Final

from isal import isal_zlib

from searchcable.encoding import to_json
from searchcable.engines import Entry
from searchcable.engines.opensearch.new_words import Stream
from searchcable.engines.opensearch.schema import (
    EMPTY,
    HAS,
    KEY,
    LEVEL,
    STORED,
    UNIT,
    WHEN,
    Document,
    year_name,
)
from searchcable.errors import IndexCorrupt
from searchcable.fields import CLEARANCE, FIELDS, Kind, Row

_LARGEST: Final = 1 << 28  # bytes of a stored row, as a bound for what claims to be one
_STREAM: Final = Stream()


def entry(row: Row) -> Entry:
    """Make a row ready for the writer, as the next of this thread's stream."""
    return Entry(row.id, row.stored, _STREAM.next(row, document(row)))


_NAMES: Final = [field.name for field in FIELDS]
_YEARS: Final = [(field.name, year_name(field)) for field in FIELDS if field.kind is Kind.DATE]


def document(row: Row) -> Document:
    """Return what is sent of one row, with no words for the lexicon yet."""
    made: dict[str, Any] = {**EMPTY, KEY: row.id, UNIT: row.unit, STORED: packed(row.stored)}
    has = {name: values for name in _NAMES if any(values := row.values.get(name, ()))}
    made |= has
    made[HAS] = list(has)
    for name, years in _YEARS:
        if name in has:
            made[years] = list({key[:4] for key in has[name]})
    if dates := row.keywords("date"):
        made[WHEN] = dates[0]
    level = next(iter(row.keywords(CLEARANCE)), None)
    if level is not None:
        made[LEVEL] = level
    return Document(to_json(made), (), level)


def packed(stored: bytes) -> str:
    """Return the bytes that are kept of a row as they lie in the source, in zlib's form."""
    return b64encode(isal_zlib.compress(stored, 1)).decode()


def unpacked(text: str) -> bytes:
    """Return what `packed` was given. Raises IndexCorrupt for anything else."""
    try:
        unpacking = zlib.decompressobj()
        stored = unpacking.decompress(b64decode(text), _LARGEST)
    except (ValueError, TypeError, zlib.error) as error:
        raise IndexCorrupt(f"a stored row does not read: {error}") from error
    if not unpacking.eof:
        raise IndexCorrupt("a stored row is cut off, or too large to be one")
    return stored
