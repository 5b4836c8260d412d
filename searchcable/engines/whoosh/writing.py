"""The writer: rows are collected as postings by term, and written as a segment when committed."""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from searchcable.engines.whoosh.contents import Contents, Segment, newest
from searchcable.engines.whoosh.postings import Postings, numbers
from searchcable.engines.whoosh.schema import (
    ID,
    TERMS,
    minutes,
    places,
    stem_places,
    value_terms,
)
from searchcable.engines.whoosh.segments import SegmentReader, SegmentWriter, merge, row_columns
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.errors import IndexCorrupt
from searchcable.fields import FIELDS, Field, Kind, Row

BATCH_ROWS: Final = 20_000
BATCH_BYTES: Final = 256 * 2**20
"""Rows and bytes kept of them, at which collected rows are written, though not yet committed."""

MERGE_AT: Final = 8
"""So many segments of about one size are merged."""

LARGEST: Final = 2**30
"""Stored bytes of a segment beyond which it is merged no more; whoosh's columns end at 2 GiB."""


class Batch:
    """Rows that are not written yet, as postings by term."""

    def __init__(self) -> None:
        self.rows: list[tuple[bytes, bytes] | None] = []
        self.numbers: dict[str, int] = {}
        self.columns = row_columns()
        self.size = 0
        # For each term its rows, each with how often it has it, in turns; and all positions.
        self._placed: dict[str, defaultdict[str, tuple[array[int], array[int]]]] = {}
        self._plain: dict[str, defaultdict[str, array[int]]] = {}
        for terms in TERMS.values():
            if terms.placed:
                self._placed[terms.name] = defaultdict(lambda: (numbers(), numbers()))
            else:
                self._plain[terms.name] = defaultdict(numbers)

    def add(self, row: Row) -> None:
        """Collect a row, in the place of one with the same id."""
        number = len(self.rows)
        self.delete(row.id)
        self.numbers[row.id] = number
        stored = zlib.compress(row.stored, 1)
        self.rows.append((row.id.encode("utf-8", "surrogatepass"), stored))
        self.size += len(stored)
        self._plain["@id"][row.id].append(number)
        self._plain["@unit"][row.unit].append(number)
        self.columns["@date"].append(minutes(row))
        for field in FIELDS:
            if field.kind.tokenized:
                self._add_text(number, row, field)
            else:
                plain = self._plain[field.name]
                for term in value_terms(row, field):
                    plain[term].append(number)
            if any(row.values.get(field.name, ())):
                self._plain["@has"][field.name].append(number)

    def _add_text(self, number: int, row: Row, field: Field) -> None:
        found, length = places(row, field)
        self.columns[field.name].append(length)
        if field.kind is Kind.TEXT:
            plain = self._plain[f"={field.name}"]
            for word in found:
                plain[word].append(number)
            found = stem_places(found)
        placed = self._placed[field.name]
        for token, positions in found.items():
            rows, places_there = placed[token]
            rows.fromlist([number, len(positions)])
            places_there.fromlist(positions)

    def delete(self, id: str) -> bool:
        """Forget the row with this id; return whether there was one."""
        number = self.numbers.pop(id, None)
        if number is None:
            return False
        self.rows[number] = None
        return True

    def write(self, storage: DurableStorage) -> Segment:
        """Write all as a segment; rows that were replaced are deleted ones in it."""
        writer = SegmentWriter(storage)
        try:
            for terms in TERMS.values():
                writer.write_terms(terms, self._items(terms.name))
            for row in self.rows:
                writer.write_row(*(row or (b"", b"")))
            segment = writer.finish(self.columns)
        except BaseException:
            writer.cancel()
            raise
        segment.deleted = {number for number, row in enumerate(self.rows) if row is None}
        return segment

    def _items(self, name: str) -> Iterator[tuple[str, Postings]]:
        if name in self._placed:
            placed = self._placed[name]
            for term in sorted(placed):
                rows, positions = placed[term]
                yield term, Postings(rows[::2], rows[1::2], positions)
        else:
            plain = self._plain[name]
            for term in sorted(plain):
                yield term, Postings(plain[term])


class WhooshWriter:
    """Adds and deletes rows; see `engines.Writer`."""

    def __init__(self, storage: DurableStorage) -> None:
        self._storage = storage
        self._contents = newest(storage)
        storage.sweep(self._contents.files)
        self._segments = [segment.copy() for segment in self._contents.segments]
        self._readers: dict[str, SegmentReader] = {}
        self._batch = Batch()
        self._expected = sum(segment.live for segment in self._segments)

    def add(self, rows: Iterable[Row]) -> None:
        """Index rows; one whose id is there already, committed or not, replaces it."""
        for row in rows:
            self._forget(row.id)
            self._batch.add(row)
            self._expected += 1
            if len(self._batch.rows) >= BATCH_ROWS or self._batch.size >= BATCH_BYTES:
                self._write_batch()

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the rows with these ids; an id that is not there is no error."""
        for id in ids:
            self._forget(id)

    def commit(self) -> None:
        """Make everything since the last commit visible and durable."""
        self._write_batch()
        self._drop_empty()
        while group := _to_merge(self._segments):
            merged = merge(self._storage, [self._reader(segment) for segment in group])
            at = self._segments.index(group[0])
            self._segments = [s for s in self._segments if s not in group]
            self._segments.insert(min(at, len(self._segments)), merged)
        self._check_count()
        contents = Contents(
            self._contents.generation + 1, [segment.copy() for segment in self._segments]
        )
        self._storage.publish(contents.name, contents.to_bytes())
        self._contents = contents
        self._storage.sweep(contents.files)
        self._close_readers(keep={segment.name for segment in self._segments})

    def close(self) -> None:
        """Drop what was not committed."""
        self._close_readers(keep=set())
        self._storage.sweep(self._contents.files)

    def _forget(self, id: str) -> None:
        """Take out the row with this id, wherever it is."""
        if self._batch.delete(id):
            self._expected -= 1
            return
        for segment in self._segments:
            found = self._reader(segment).postings(ID, id)
            for number in found.rows if found else ():
                if number not in segment.deleted:
                    segment.deleted.add(number)
                    self._expected -= 1
                    return

    def _write_batch(self) -> None:
        if self._batch.rows:
            self._segments.append(self._batch.write(self._storage))
            self._batch = Batch()

    def _drop_empty(self) -> None:
        self._segments = [segment for segment in self._segments if segment.live]

    def _reader(self, segment: Segment) -> SegmentReader:
        if segment.name not in self._readers:
            self._readers[segment.name] = SegmentReader(self._storage, segment)
        return self._readers[segment.name]

    def _check_count(self) -> None:
        """Read back the ids of what was written. Raises IndexCorrupt if rows are not there."""
        committed = {segment.name for segment in self._contents.segments}
        there = sum(
            segment.live
            if segment.name in committed
            else len(set(self._reader(segment).live_ids()))
            for segment in self._segments
        )
        if there != self._expected:
            raise IndexCorrupt(f"{self._expected:,} rows were to be there, {there:,} are")

    def _close_readers(self, keep: set[str]) -> None:
        for name in self._readers.keys() - keep:
            self._readers.pop(name).close()


def _to_merge(segments: list[Segment]) -> list[Segment]:
    """Return segments that should be one: many of about one size, or one half of it deleted."""
    for segment in segments:
        if len(segment.deleted) > segment.rows / 2:
            return [segment]
    sizes: defaultdict[int, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.size < LARGEST // MERGE_AT:
            sizes[(max(segment.live, 64).bit_length() - 1) // 3].append(segment)
    return next((group for group in sizes.values() if len(group) >= MERGE_AT), [])
