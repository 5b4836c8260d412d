"""Whoosh's third format of postings, written and read by the list rather than by the posting.

What is on the disk is what Whoosh itself writes and reads. It adds postings one at a time, which
takes most of the time of indexing.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import chain, groupby
from operator import itemgetter, sub
from pickle import dumps
from typing import Any, Final

from whoosh.codec.whoosh3 import (
    WHOOSH3_HEADER_MAGIC,
    W3Codec,
    W3FieldWriter,
    W3Segment,
    W3TermInfo,
)
from whoosh.system import pack_int

BLOCK: Final = 512
"""Postings that Whoosh reads at once."""

_WORTH_PACKING: Final = 128
"""Bytes of a block from which on it is compressed."""

_PROTOCOL: Final = 4  # of pickle: those before it spend twenty bytes on a value


TermList = tuple[str, bytes, list[Any]]
"""A field, a term, and its postings in one flat list: rows, or rows, weights and values in turn."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The rows of a term, ascending; of a field with positions, a weight and a value for each."""

    rows: Sequence[int]
    weights: Sequence[float] = ()
    values: Sequence[bytes] = ()

    @classmethod
    def read(cls, matcher: Any, placed: bool) -> Postings:
        """Return all that a matcher of Whoosh's codec, which is new, would give step by step."""
        rows, weights, values = array("I"), array("f"), []
        while matcher.is_active():
            matcher.id()  # has it read the block
            rows.extend(matcher._ids)
            if placed:
                matcher.weight()
                matcher.value()
                weights.extend(matcher._weights)
                values += matcher._values
            matcher._next_block()
        return cls(rows, weights, values)


class Pool:
    """Postings by field and term until a segment is written. Whoosh's own pool sorts them."""

    def __init__(self) -> None:
        self._lists: defaultdict[str, dict[bytes, list[Any]]] = defaultdict(dict)
        self.size = 0
        self.merged: list[Iterator[TermList]] = []

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Take one posting; the rows of a term come in ascending order."""
        field, term, row, weight, value = item
        terms = self._lists[field]
        if (found := terms.get(term)) is None:
            terms[term] = found = []
        if value:
            found += (row, weight, value)
        else:
            found.append(row)
        self.size += 1

    def iter_postings(self) -> Iterator[TermList]:
        """Yield each term, in order: those of the rows added, and of the segments merged."""
        of_term = itemgetter(0, 1)
        for (field, term), lists in groupby(merge(self._own(), *self.merged, key=of_term), of_term):
            yield field, term, list(chain.from_iterable(flat for _, _, flat in lists))

    def _own(self) -> Iterator[TermList]:
        for field in sorted(self._lists):
            terms = self._lists[field]
            for term in sorted(terms):
                yield field, term, terms[term]

    def cleanup(self) -> None:
        """Forget all."""
        self._lists.clear()
        self.merged.clear()


class TermWriter(W3FieldWriter):  # type: ignore[misc]
    """Writes the lists of a `Pool`."""

    def add_postings(self, schema: Any, lengths: object, items: Iterable[TermList]) -> None:
        """Write all terms with their postings."""
        for field, terms in groupby(items, itemgetter(0)):
            self.start_field(field, schema[field])
            placed = schema[field].format.supports("positions")
            lead = self._fieldid.to_bytes(2, "big")
            for _, term, flat in terms:
                lists = (flat[::3], flat[1::3], flat[2::3]) if placed else (flat,)
                self._tindex.add(lead + term, self._write(Postings(*lists)))
            self.finish_field()

    def _write(self, postings: Postings) -> bytes:
        """Write the postings of one term and return what its entry in the table of terms says.

        A single posting stands in the entry itself.
        """
        rows, weights = postings.rows, postings.weights
        most = max(weights, default=1.0)
        if len(rows) == 1:
            head: bytes = W3TermInfo._struct.pack(1, most, 1, 0, 0, most, rows[0], rows[0])
            return head + dumps((tuple(rows), (most,), tuple(postings.values)), _PROTOCOL)
        total = sum(weights) or len(rows)
        info = W3TermInfo(total, len(rows), None, 0, most, rows[0], rows[-1])
        start = self._postfile.tell()
        blocks = list(_blocks(postings))
        sizes = [len(block) for block in blocks[:-1]] + [-len(blocks[-1])]  # the last is negative
        self._postfile.write(
            WHOOSH3_HEADER_MAGIC
            + b"".join(pack_int(size) + block for size, block in zip(sizes, blocks, strict=True))
        )
        info.set_extent(start, self._postfile.tell() - start)
        entry: bytes = info.to_bytes()
        return entry


def _blocks(postings: Postings) -> Iterator[bytes]:
    """Yield the blocks of a list: what Whoosh skips by, and the postings themselves."""
    for at in range(0, len(postings.rows), BLOCK):
        rows = postings.rows[at : at + BLOCK]
        weights = tuple(map(int, postings.weights[at : at + BLOCK]))
        most = max(weights, default=1)
        steps = (rows[0], *map(sub, rows[1:], rows))
        values = tuple(postings.values[at : at + BLOCK]) or None
        data = dumps((steps, weights if most > 1 else None, values), _PROTOCOL)
        packed = len(data) >= _WORTH_PACKING
        yield (
            dumps((len(rows), rows[-1], most, int(packed), 0, 0), _PROTOCOL)
            + (zlib.compress(data, 1) if packed else data)
        )


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with the writers above; segments name Whoosh's own, which reads the same."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> TermWriter:
        """Return the writer of terms."""
        return TermWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment, whose description any Whoosh can read."""
        return W3Segment(W3Codec(), indexname)
