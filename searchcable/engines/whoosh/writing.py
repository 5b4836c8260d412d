"""The writer: rows become Whoosh's documents, in segments that a commit makes one index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from whoosh.index import TOC, FileIndex

from searchcable.engines import Entry
from searchcable.engines.whoosh.contents import NAME, generation, name_of, read_contents
from searchcable.engines.whoosh.postings import Codec
from searchcable.engines.whoosh.schema import ID, SCHEMA, STORED, to_bytes
from searchcable.engines.whoosh.segments import CableWriter
from searchcable.engines.whoosh.snapshot import Segment, read_postings
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.errors import IndexCorrupt

BATCH: Final = 6_000_000
"""Postings at which collected rows are written, though not yet committed: about 600 MB."""

BATCH_BYTES: Final = 2**28
"""Bytes to keep of rows, at which they are written."""

MERGE_AT: Final = 8
"""So many segments of about one size are merged."""

LARGEST: Final = 2**30
"""Stored bytes of a segment beyond which it is merged no more; Whoosh's columns end at 2 GiB."""


class WhooshWriter:
    """Adds and deletes rows; see `engines.Writer`."""

    def __init__(self, storage: DurableStorage) -> None:
        self._storage = storage
        if generation(storage) < 0:
            TOC.create(storage, SCHEMA, NAME)
        contents = read_contents(storage)
        self._generation: int = contents.generation
        self._segments: list[Any] = contents.segments
        self._committed = {segment.segment_id() for segment in self._segments}
        self._opened: dict[str, Segment] = {}
        self._expected = sum(segment.doc_count() for segment in self._segments)
        self._writer: CableWriter | None = None
        self._numbers: dict[str, int] = {}
        self._replaced: set[int] = set()
        self._bytes = 0
        self._sweep()

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows; one whose id is there already, committed or not, replaces it."""
        for entry in entries:
            self._forget(entry.id)
            writer = self._open_writer()
            self._numbers[entry.id] = writer.docnum
            writer.add(entry.id, entry.document)
            self._expected += 1
            self._bytes += len(entry.document.stored)
            if writer.pool.size >= BATCH or self._bytes >= BATCH_BYTES:
                self._finish_segment()

    def delete(self, ids: Iterable[str]) -> None:
        """Remove the rows with these ids; an id that is not there is no error."""
        for id in ids:
            self._forget(id)

    def commit(self) -> None:
        """Make everything since the last commit visible and durable."""
        self._merge()
        self._finish_segment()
        self._check_count()
        TOC(SCHEMA, self._segments, self._generation + 1).write(self._storage, NAME)
        self._generation += 1
        self._committed = {segment.segment_id() for segment in self._segments}
        for name in self._opened.keys() - self._committed:
            self._opened.pop(name).close()
        self._sweep()

    def close(self) -> None:
        """Drop what was not committed."""
        self._storage.drop()
        for opened in self._opened.values():
            opened.close()
        self._sweep()

    def _open_writer(self) -> CableWriter:
        if self._writer is None:
            self._writer = CableWriter(FileIndex(self._storage, SCHEMA, NAME))
        return self._writer

    def _forget(self, id: str) -> None:
        """Take out the row with this id, wherever it is."""
        number = self._numbers.pop(id, None)
        if number is not None:
            self._replaced.add(number)
            self._expected -= 1
            return
        for segment in self._segments:
            for row in read_postings(self._open(segment).reader, ID, to_bytes(id)).rows:
                if not segment.is_deleted(row):
                    segment.delete_document(row)
                    self._expected -= 1
                    return

    def _finish_segment(self) -> None:
        """Write the collected rows; those that were replaced are deleted ones among them."""
        if self._writer is None:
            return
        segment = self._writer.finish()
        for row in self._replaced:
            segment.delete_document(row)
        self._segments.append(segment)
        self._writer = None
        self._numbers.clear()
        self._replaced.clear()
        self._bytes = 0

    def _merge(self) -> None:
        """Have the segment that is being written take over others that should be one with it."""
        self._segments = [segment for segment in self._segments if segment.doc_count()]
        while group := self._to_merge():
            for segment in group:
                self._open_writer().take_over(self._open(segment).reader)
                self._segments.remove(segment)

    def _to_merge(self) -> list[Any]:
        """Return segments that are many of about one size, or half deleted."""
        for segment in self._segments:
            if segment.deleted_count() > segment.doc_count_all() / 2:
                return [segment]
        sizes: defaultdict[int, list[Any]] = defaultdict(list)
        for segment in self._segments:
            if self._kept_bytes(segment) < LARGEST // MERGE_AT:
                sizes[_tier(segment.doc_count())].append(segment)
        if self._writer is not None:
            sizes[_tier(self._writer.docnum)].append(None)
        group = next((group for group in sizes.values() if len(group) >= MERGE_AT), [])
        return [segment for segment in group if segment is not None]

    def _kept_bytes(self, segment: Any) -> int:
        name = Codec.column_filename(segment, STORED)
        size: int = self._storage.file_length(name)
        return size

    def _check_count(self) -> None:
        """Read back the ids of what was written. Raises IndexCorrupt if rows are not there."""
        there = 0
        for segment in self._segments:
            if segment.segment_id() in self._committed:
                there += segment.doc_count()
            else:
                opened = self._open(segment)
                rows = (row for row in range(opened.rows) if not segment.is_deleted(row))
                there += len({opened.value(ID, row) for row in rows})
        if there != self._expected:
            raise IndexCorrupt(f"{self._expected:,} rows were to be there, {there:,} are")

    def _open(self, segment: Any) -> Segment:
        name = segment.segment_id()
        if name not in self._opened:
            self._opened[name] = Segment(self._storage, segment)
        return self._opened[name]

    def _sweep(self) -> None:
        self._storage.sweep(name_of(self._generation), self._committed)


def _tier(rows: int) -> int:
    """Return a number that grows by one where segments are eight times as large."""
    return (max(rows, 64).bit_length() - 1) // 3
