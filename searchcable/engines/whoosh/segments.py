"""Segments on disk: written once, row numbers from 0, read through maps of their files."""

from __future__ import annotations

import json
import pickle
import secrets
import struct
import zlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from whoosh.columns import VarBytesColumn
from whoosh.filedb.filetables import FileFormatError, OrderedHashReader

from searchcable.engines.whoosh.contents import Segment
from searchcable.engines.whoosh.lexicon import Lexicon
from searchcable.engines.whoosh.postings import ENTRY, NUMBER, Postings, decode, encode, size
from searchcable.engines.whoosh.schema import ID, NUMBERS, TERMS, Terms
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.engines.whoosh.tables import TermTable
from searchcable.errors import IndexCorrupt

_NUMBER: Final = struct.Struct(">H")
_BYTES: Final = VarBytesColumn()
_DAMAGE: Final = (
    struct.error, zlib.error, pickle.UnpicklingError, FileFormatError, EOFError, AssertionError,
    LookupError, ValueError, TypeError, OverflowError, ZeroDivisionError,
)  # fmt: skip
"""What reading bytes that were never written so may raise."""

P = ParamSpec("P")
T = TypeVar("T")


def _encode(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


class SegmentWriter:
    """Writes one segment: terms in order, then rows in order; `finish` closes its files."""

    def __init__(self, storage: DurableStorage) -> None:
        self.segment = Segment(f"MAIN_{secrets.token_hex(8)}", 0)
        self._storage = storage
        self._files = [storage.create_file(name) for name in self.segment.files]
        self._stored = _BYTES.writer(self._files[5])
        self._ids = _BYTES.writer(self._files[4])
        self._postings, self._lexicons, self._numbers = self._files[1:4]
        try:
            self._table = TermTable(self._files[0])
        except OSError:
            self.cancel()
            raise
        self._offset = 0
        self._lines: list[bytes] = []

    def write_terms(self, terms: Terms, items: Iterator[tuple[str, Postings]]) -> None:
        """Write all of one list's terms, ascending; lists come in the order of their numbers."""
        lead, words = _NUMBER.pack(terms.number), []
        add, write, offset = self._table.add, self._postings.write, self._offset
        for term, postings in items:
            entry, data = encode(postings, offset)
            add(lead + _encode(term), entry)
            write(data)
            offset += len(data)
            words.append(term)
        self._offset = offset
        self._lines.append(json.dumps([] if terms is ID else words).encode())

    def write_row(self, id: bytes, stored: bytes) -> None:
        """Write the id and the stored bytes, compressed already, of the next row."""
        self._ids.add(self.segment.rows, id)
        self._stored.add(self.segment.rows, stored)
        self.segment.rows += 1
        self.segment.size += len(stored)

    def finish(self, columns: Mapping[str, array[int]]) -> Segment:
        """Write the numbers kept of each row, and close the files."""
        for name in NUMBERS:
            self._numbers.write(columns[name].tobytes())
        self._lexicons.write(json.dumps([len(line) for line in self._lines]).encode() + b"\n")
        self._lexicons.write(b"".join(self._lines))
        self.segment.totals = {name: sum(columns[name]) for name in NUMBERS if name[0] != "@"}
        for column in (self._ids, self._stored):
            column.finish(self.segment.rows)
        self._table.close()
        for file in self._files[1:]:
            file.close()
        return self.segment

    def cancel(self) -> None:
        """Close and delete the files."""
        for file in self._files:
            if not file.is_closed:
                try:
                    file.close()
                except OSError:  # a full disk: what was buffered is lost, as it should be
                    continue
        self._storage.discard(self.segment.files)


def _reads(method: Callable[P, T]) -> Callable[P, T]:
    """Make a method that reads files raise IndexCorrupt on bytes that were never written so."""

    @wraps(method)
    def reading(*args: P.args, **options: P.kwargs) -> T:
        try:
            return method(*args, **options)
        except _DAMAGE as error:
            raise IndexCorrupt(f"the index is damaged: {error!r}") from error

    return reading


class SegmentReader:
    """Reads one segment. Everything is opened at once, so that it outlives its deletion."""

    @_reads
    def __init__(self, storage: DurableStorage, segment: Segment) -> None:
        self.segment = segment
        files = [storage.open_file(name) for name in segment.files]
        table, self._postings, self._lexicons, self._numbers, ids, stored = files
        self._files = files
        self._table = OrderedHashReader(table, table.size)
        self._ids = _BYTES.reader(ids, 0, ids.size, segment.rows)
        self._stored = _BYTES.reader(stored, 0, stored.size, segment.rows)
        self._read_lexicons: dict[int, Lexicon] = {}
        if self._numbers.size != len(NUMBERS) * 4 * segment.rows:
            raise IndexCorrupt(f"{segment.name}.num is not as long as it was")

    @_reads
    def postings(self, terms: Terms, term: str) -> Postings | None:
        """Return the rows of one term, deleted ones included; None if there is no such term."""
        entry = self._table.get(_NUMBER.pack(terms.number) + _encode(term))
        return None if entry is None else self._read(entry)

    def items(self, terms: Terms) -> Iterator[tuple[str, Postings]]:
        """Yield all terms of a list, ascending, with their rows."""
        lead = _NUMBER.pack(terms.number)
        for key, entry in self._table.items_from(lead):
            if not key.startswith(lead):
                return
            yield key[2:].decode("utf-8", "surrogatepass"), self._read(entry)

    @_reads
    def lexicon(self, terms: Terms) -> Lexicon:
        """Return the terms of a list (not of ids)."""
        if terms.number not in self._read_lexicons:
            self._read_lexicons[terms.number] = Lexicon(self._read_words(terms.number))
        return self._read_lexicons[terms.number]

    @_reads
    def numbers(self, name: str) -> array[int]:
        """Return one number of each row: its date or a length."""
        rows = self.segment.rows
        found = array(NUMBER)
        found.frombytes(self._numbers.get(NUMBERS.index(name) * 4 * rows, 4 * rows))
        return found

    @_reads
    def id(self, row: int) -> str:
        """Return the id of a row."""
        return self.raw_id(row).decode("utf-8", "surrogatepass")

    @_reads
    def ids(self) -> list[str]:
        """Return the ids of all rows, deleted ones included."""
        return [id.decode("utf-8", "surrogatepass") for id in self._ids]

    def live_ids(self) -> list[str]:
        """Return the ids of the rows that are not deleted."""
        deleted = self.segment.deleted
        return [id for row, id in enumerate(self.ids()) if row not in deleted]

    @_reads
    def stored(self, row: int) -> bytes:
        """Return the bytes kept of a row."""
        return zlib.decompress(self.raw_stored(row))

    @_reads
    def raw_id(self, row: int) -> bytes:
        """Return the id of a row as it is in the file."""
        found: bytes = self._ids[row]
        return found

    @_reads
    def raw_stored(self, row: int) -> bytes:
        """Return the bytes kept of a row as they are in the file, compressed."""
        found: bytes = self._stored[row]
        return found

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files:
            if not file.is_closed:
                file.close()

    def _read(self, packed: bytes) -> Postings:
        entry = ENTRY.unpack(packed)
        return decode(entry, self._postings.get(entry[0], size(entry)))

    def _read_words(self, number: int) -> list[str]:
        data = self._lexicons.data
        end = data.find(b"\n")
        lengths = json.loads(data[:end])
        start = end + 1 + sum(lengths[:number])
        words: list[str] = json.loads(data[start : start + lengths[number]])
        return words


def row_columns() -> dict[str, array[int]]:
    """Return empty columns for the numbers kept of each row."""
    return {name: array(NUMBER) for name in NUMBERS}


def merge(storage: DurableStorage, readers: Sequence[SegmentReader]) -> Segment:
    """Write the live rows of several segments as one, in their order."""
    renumber = _renumber([reader.segment for reader in readers])
    writer = SegmentWriter(storage)
    try:
        for terms in TERMS.values():
            writer.write_terms(terms, _merged(terms, readers, renumber))
        columns = row_columns()
        for reader, numbers_now in zip(readers, renumber, strict=True):
            live = [row for row, now in enumerate(numbers_now) if now >= 0]
            for row in live:
                writer.write_row(reader.raw_id(row), reader.raw_stored(row))
            for name, column in columns.items():
                old = reader.numbers(name)
                column.extend(array(NUMBER, [old[row] for row in live]))
        return writer.finish(columns)
    except BaseException:
        writer.cancel()
        raise


def _renumber(segments: Sequence[Segment]) -> list[list[int]]:
    """Return for each segment the new number of each row, -1 where it is deleted."""
    now, found = 0, []
    for segment in segments:
        numbers_now = []
        for row in range(segment.rows):
            live = row not in segment.deleted
            numbers_now.append(now if live else -1)
            now += live
        found.append(numbers_now)
    return found


def _merged(
    terms: Terms, readers: Sequence[SegmentReader], renumber: Sequence[list[int]]
) -> Iterator[tuple[str, Postings]]:
    """Yield the terms of all segments, ascending, each once, with the rows' new numbers."""
    sources = [reader.items(terms) for reader in readers]
    heads = [next(source, None) for source in sources]
    while live := [head for head in heads if head is not None]:
        term = min(head[0] for head in live)
        together: Postings | None = None
        for at, head in enumerate(heads):
            if head is not None and head[0] == term:
                found = _moved(head[1], readers[at].segment, renumber[at])
                if together is None:
                    together = Postings(array(NUMBER))
                together.extend(found, 0)
                heads[at] = next(sources[at], None)
        if together is not None and together.rows:
            yield term, together


def _moved(postings: Postings, segment: Segment, numbers_now: list[int]) -> Postings:
    if segment.deleted:
        return postings.renumbered(numbers_now)
    base = numbers_now[0]
    rows = array(NUMBER, [row + base for row in postings.rows])
    return Postings(rows, postings.counts, postings.places)
