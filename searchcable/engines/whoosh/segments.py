"""The writer of one segment: documents, and the rows of segments that are merged into it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress
from typing import Any, Final

from whoosh.columns import VarBytesColumn
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from searchcable.engines.whoosh.documents import Document
from searchcable.engines.whoosh.pool import Pool
from searchcable.engines.whoosh.postings import Codec, TermList
from searchcable.engines.whoosh.schema import DATE, ID, PLACED, SCHEMA, STORED, to_bytes
from searchcable.engines.whoosh.snapshot import all_postings

_PACKED: Final = VarBytesColumn()
"""The column of stored bytes, for what is compressed already."""


class CableWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of one segment, which leaves the table of contents to us."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, codec=Codec(), compound=False, _lk=False)
        self.pool = Pool()

    def add(self, id: str, document: Document) -> None:
        """Add the document of an id as the next row."""
        columns, row = self.perdocwriter, self.docnum
        columns.start_doc(row)
        columns.add_column_value(ID, SCHEMA[ID].column_type, to_bytes(id))
        columns.add_column_value(STORED, _PACKED, document.stored)
        if document.date:
            columns.add_column_value(DATE, SCHEMA[DATE].column_type, document.date)
        for placed in document.placed:
            columns.add_field(placed.field, SCHEMA[placed.field], None, placed.length)
        columns.finish_doc()
        self.pool.add(row, document)
        self.docnum += 1

    def take_over(self, reader: Any) -> None:
        """Add the rows of a segment that are not deleted; their postings when this one is written.

        What is stored is not decompressed on the way.
        """
        columns, first = self.perdocwriter, self.docnum
        kinds = {ID: SCHEMA[ID].column_type, STORED: _PACKED, DATE: SCHEMA[DATE].column_type}
        found = [
            (name, kind, reader.column_reader(name, kind, translate=False))
            for name, kind in kinds.items()
            if reader.has_column(name)
        ]
        kept = [row for row in range(reader.doc_count_all()) if not reader.is_deleted(row)]
        for row in kept:
            columns.start_doc(self.docnum)
            for name, kind, values in found:
                columns.add_column_value(name, kind, values[row])
            for name in PLACED:
                columns.add_field(name, SCHEMA[name], None, reader.doc_field_length(row, name))
            columns.finish_doc()
            self.docnum += 1
        numbers = dict(zip(kept, range(first, self.docnum), strict=True))
        self.pool.merged.append(_renumbered(reader, first, numbers))

    def finish(self) -> Any:
        """Write the segment and return its description."""
        segment = self._finalize_segment()
        self._finish()
        return segment


def _renumbered(reader: Any, first: int, numbers: dict[int, int]) -> Iterator[TermList]:
    """Yield the terms of a segment with their postings, as a pool does, by other row numbers.

    Rows that are not given one are left out; where none is, they go up from the `first`.
    """
    all_kept = len(numbers) == reader.doc_count_all()
    for field, term, found in all_postings(reader):
        if all_kept:
            yield field, term, [row + first for row in found.rows], found.values
            continue
        kept = [row in numbers for row in found.rows]
        rows = [numbers[row] for row in compress(found.rows, kept)]
        if rows:
            yield field, term, rows, list(compress(found.values, kept))
