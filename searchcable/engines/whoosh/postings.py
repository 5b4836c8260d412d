"""Whoosh's third format of postings, written and read by the list rather than by the posting.

What is on the disk is what Whoosh itself writes and reads. It adds postings one at a time, which
takes most of the time of indexing.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5
from itertools import accumulate, compress, groupby, repeat
from operator import itemgetter, sub
from pickle import dumps
from struct import Struct
from typing import Any, Final

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3Segment,
    W3TermInfo,
)
from whoosh.system import pack_int

from searchcable.engines.whoosh.schema import frequencies

BLOCK: Final = 512
"""Postings that Whoosh reads at once."""

_MANY: Final = 8
"""So many times as many postings make it quicker to look for each of a few rows among them."""

_WORTH_PACKING: Final = 512
"""Bytes of a block from which on it is compressed; to begin takes as long as a kilobyte does."""

_PROTOCOL: Final = 4  # of pickle: those before it spend twenty bytes on a value
_EXTENT: Final = Struct("!qi")
_SIZES: Final = Struct("!ii")


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of a term, ascending; of a field with positions, a weight and a value for each."""

    rows: Sequence[int]
    weights: Sequence[float] = ()
    values: Sequence[bytes] = ()

    def weighted(self, rows: set[int]) -> Iterator[tuple[int, float]]:
        """Yield those of some rows that are among these, each with its weight."""
        if len(rows) * _MANY < len(self.rows):
            return ((self.rows[at], self.weights[at]) for at in self._indexes(rows))
        pairs = zip(self.rows, self.weights, strict=True)
        return compress(pairs, map(rows.__contains__, self.rows))

    def valued(self, rows: set[int]) -> tuple[Sequence[int], Sequence[bytes]]:
        """Return those of some rows that are among these, ascending, and the value of each."""
        if len(rows) * _MANY < len(self.rows):
            found = list(self._indexes(rows))
            return [self.rows[at] for at in found], [self.values[at] for at in found]
        chosen = list(map(rows.__contains__, self.rows))
        return list(compress(self.rows, chosen)), list(compress(self.values, chosen))

    def _indexes(self, rows: set[int]) -> Iterator[int]:
        for row in sorted(rows):
            at = bisect_left(self.rows, row)
            if at < len(self.rows) and self.rows[at] == row:
                yield at

    @classmethod
    def read(cls, matcher: Any, placed: bool) -> Postings:
        """Return all that a matcher of Whoosh's codec, which is new, would give step by step."""
        rows, weights, values = array("I"), array("f"), []
        while matcher.is_active():
            matcher._read_data()
            steps, weight, value = matcher._data
            rows.extend(accumulate(steps))
            if placed:
                many = weight if isinstance(weight, tuple) else repeat(weight or 1.0, len(steps))
                weights.extend(many)
                values += value
            matcher._next_block()
        return cls(rows, weights, values)


TermList = tuple[str, bytes, Sequence[int], Sequence[bytes]]
"""A field, a term, its rows, and of a field with positions a value for each row."""


class TermWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes the terms of a segment, each with all its postings."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._ends: int = self._tindex.tell()
        self._written: int = self._postfile.tell()

    def add_postings(self, schema: Any, lengths: object, items: Iterable[TermList]) -> None:
        """Write all terms with their postings."""
        for field, terms in groupby(items, itemgetter(0)):
            self.start_field(field, schema[field])
            lead = self._fieldid.to_bytes(2, "big")
            for _, term, rows, values in terms:
                self._enter(lead + term, self._write(rows, values))
            self.finish_field()

    def _enter(self, key: bytes, value: bytes) -> None:
        """Add to the table of terms, with one call of the file's where Whoosh has five."""
        table = self._tindex
        if key <= table.lastkey:
            raise ValueError(f"{key!r} does not come after {table.lastkey!r}")
        entry = b"".join((_SIZES.pack(len(key), len(value)), key, value))
        table.dbfile.write(entry)
        table.index.append(self._ends)
        place = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
        table.buckets[place & 255].append((place, self._ends))
        table.lastkey = key
        self._ends += len(entry)

    def _write(self, rows: Sequence[int], values: Sequence[bytes]) -> bytes:
        """Write the postings of one term and return what its entry in the table of terms says.

        A single posting stands in the entry itself.
        """
        weights = frequencies(values)
        most = max(weights, default=1)
        if len(rows) == 1:
            head: bytes = W3TermInfo._struct.pack(1, most, 1, 0, 0, most, rows[0], rows[0])
            return head + dumps((tuple(rows), (float(most),), tuple(values)), _PROTOCOL)
        pieces = [WHOOSH3_HEADER_MAGIC]
        if len(rows) <= BLOCK:
            block = _block(rows, weights, values, most)
            pieces += (pack_int(-len(block)), block)
        else:
            pieces += _blocks(rows, weights, values)
        written = b"".join(pieces)
        self._postfile.write(written)
        total = sum(weights) or len(rows)
        head = W3TermInfo._struct.pack(0, total, len(rows), 0, 0, most, rows[0], rows[-1])
        entry = head + _EXTENT.pack(self._written, len(written))
        self._written += len(written)
        return entry


def _blocks(
    rows: Sequence[int], weights: Sequence[int], values: Sequence[bytes]
) -> Iterator[bytes]:
    """Yield each block of a list after its size, which of the last one is negative."""
    for at in range(0, len(rows), BLOCK):
        part = slice(at, at + BLOCK)
        most = max(weights[part], default=1)
        block = _block(rows[part], weights[part], values[part], most)
        yield pack_int(len(block) if at + BLOCK < len(rows) else -len(block))
        yield block


def _block(
    rows: Sequence[int], weights: Sequence[int], values: Sequence[bytes], most: int
) -> bytes:
    """Return a block: what Whoosh skips by, and the postings themselves."""
    steps = (rows[0], *map(sub, rows[1:], rows))
    data = dumps((steps, tuple(weights) if most > 1 else None, tuple(values) or None), _PROTOCOL)
    packed = len(data) >= _WORTH_PACKING
    head = dumps((len(rows), rows[-1], most, int(packed), 0, 0), _PROTOCOL)
    return head + (zlib.compress(data, 1) if packed else data)


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with the writers above; segments name Whoosh's own, which reads the same."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        """Return the writer of terms."""
        return TermWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment, whose description any Whoosh can read."""
        return W3Segment(W3Codec(), indexname)
