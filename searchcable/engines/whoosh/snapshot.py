"""The segments of one commit, read through Whoosh's reader of a segment."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, wraps
from itertools import accumulate, takewhile
from threading import Lock
from typing import Any, Final, ParamSpec, TypeVar

from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader, TermNotFound

from searchcable.engines.whoosh.contents import generation, read_contents
from searchcable.engines.whoosh.postings import Postings
from searchcable.engines.whoosh.schema import DATE, ID, SCHEMA, STORED, to_bytes, to_text
from searchcable.engines.whoosh.storage import DurableStorage, KeptStorage
from searchcable.errors import IndexCorrupt

_TRIES: Final = 20
_NOTHING: Final = Postings(())
_MOST_KEPT: Final = 5_000_000
"""Postings that are kept once they are read."""

P = ParamSpec("P")
T = TypeVar("T")


def _reads(method: Callable[P, T]) -> Callable[P, T]:
    """Have a function that does nothing but read files raise IndexCorrupt where they are damaged.

    Whoosh does not check what it reads, and fails in whatever way comes first.
    """

    @wraps(method)
    def reading(*args: P.args, **options: P.kwargs) -> T:
        try:
            return method(*args, **options)
        except (FileNotFoundError, IndexCorrupt):
            raise
        except Exception as error:
            raise IndexCorrupt(f"a file of the index does not read: {error!r}") from error

    return reading


class Segment:
    """One segment: its rows are numbered from 0, deleted ones included."""

    def __init__(self, storage: DurableStorage, segment: Any) -> None:
        self.rows: int = segment.doc_count_all()
        self.deleted: set[int] = segment._deleted or set()
        self._kept: dict[tuple[str, str], Postings] = {}
        self._size = 0
        self._lexicons: dict[tuple[str, str], Sequence[str]] = {}
        self._positions: dict[tuple[str, str], Callable[[int], Sequence[int]]] = {}
        self._lengths: dict[str, Callable[[int], int]] = {}
        self._columns: dict[str, Any] = {}
        self._lock = Lock()
        self._open(storage, segment)

    @_reads
    def _open(self, storage: DurableStorage, segment: Any) -> None:
        files = KeptStorage(storage.path, segment.segment_id())
        try:
            for column in (ID, STORED):
                files.open_file(W3Codec.column_filename(segment, column))
            self.reader = SegmentReader(files, SCHEMA, segment)
        except BaseException:
            files.close()
            raise

    def postings(self, field: str, term: str) -> Postings:
        """Return the rows of a term, deleted ones included, which are read once."""
        key = field, term
        if key not in self._kept:
            if self._size > _MOST_KEPT:
                self._kept.clear()
                self._positions.clear()
                self._size = 0
            with self._lock:  # Whoosh reads at a position that the file has
                found = read_postings(self.reader, field, to_bytes(term))
            self._kept[key] = found
            self._size += 1 + len(found.rows)
        return self._kept[key]

    def positions(self, field: str, term: str) -> Callable[[int], Sequence[int]]:
        """Return what gives the positions of a term in a row that has it."""
        key = field, term
        found = self.postings(field, term)
        if key not in self._positions:
            decode = SCHEMA[field].format.decode_positions

            @_reads
            def positions(row: int) -> Sequence[int]:
                there: Sequence[int] = decode(found.values[bisect_left(found.rows, row)])
                return there

            self._positions[key] = cache(positions)
        return self._positions[key]

    @_reads
    def words(self, field: str, prefix: str = "") -> Sequence[str]:
        """Return the terms of a field that begin so, in the order of their bytes."""
        key = field, prefix
        if key not in self._lexicons:
            start = to_bytes(prefix)
            terms = takewhile(
                lambda term: term[0] == field and term[1].startswith(start),
                self.reader.terms_from(field, start),
            )
            self._lexicons[key] = [to_text(term) for _, term in terms]
        return self._lexicons[key]

    def lives(self, field: str, term: str) -> bool:
        """Return whether a row that is not deleted has one of the terms."""
        return not (self.deleted and self.deleted.issuperset(self.postings(field, term).rows))

    def lengths(self, field: str) -> Callable[[int], int]:
        """Return what gives about how many words a row has in a field."""
        if field not in self._lengths:

            @_reads
            def length(row: int) -> int:
                return self.reader.doc_field_length(row, field, 1) or 1

            self._lengths[field] = cache(length)
        return self._lengths[field]

    @_reads
    def value(self, field: str, row: int) -> Any:
        """Return what the column of a field has for a row."""
        if field not in self._columns:
            self._columns[field] = self.reader.column_reader(field, translate=False)
        return self._columns[field][row]

    def close(self) -> None:
        """Let go of the files."""
        self.reader.close()


@_reads
def read_postings(reader: Any, field: str, term: bytes) -> Postings:
    """Return the rows of a term in a segment, deleted ones included; none where it is not there."""
    try:
        return _read(reader, field, reader._terms.term_info(field, term))
    except TermNotFound:
        return _NOTHING


def all_postings(reader: Any) -> Iterator[tuple[str, bytes, Postings]]:
    """Yield every term of a segment, in order, with its rows, deleted ones included."""
    for (field, term), info in reader._terms.items():
        yield field, term, _read(reader, field, info)


def _read(reader: Any, field: str, info: Any) -> Postings:
    placed = SCHEMA[field].scorable
    if info.is_inlined():
        rows, weights, values = info.inlined_postings()
        return Postings(rows, weights, values) if placed else Postings(rows)
    matcher = reader.codec().postings_reader(reader._terms._postfile, info, SCHEMA[field].format)
    return Postings.read(matcher, placed)


class Snapshot:
    """All segments of a commit as if they were one: rows are numbered through."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        self._bases = [0, *accumulate(segment.rows for segment in segments)]
        self.rows = self._bases[-1]
        self._rarities: dict[tuple[str, str], float] = {}
        self._means: dict[str, float] = {}

    @classmethod
    def open(cls, storage: DurableStorage) -> Snapshot:
        """Open the newest commit. Raises IndexCorrupt where its files are damaged or missing."""
        for _ in range(_TRIES):
            number = generation(storage)
            try:
                opened = cls(_open_all(storage))
                if generation(storage) == number:
                    return opened
                opened.close()  # files may have been missing that are not missed
            except FileNotFoundError as error:
                if generation(storage) == number:
                    raise IndexCorrupt(f"a file of the index is missing: {error}") from error
        raise IndexCorrupt("the index changed faster than it could be opened")

    def based(self) -> Iterator[tuple[int, Segment]]:
        """Yield each segment after the number of its first row."""
        return zip(self._bases, self.segments, strict=False)

    def rarity(self, field: str, term: str) -> float:
        """Return the inverse document frequency of a term, as Whoosh reckons it."""
        key = field, term
        if key not in self._rarities:
            found = sum(len(segment.postings(field, term).rows) for segment in self.segments)
            self._rarities[key] = math.log(self.rows / (found + 1)) + 1
        return self._rarities[key]

    def mean_length(self, field: str) -> float:
        """Return how many words rows have in a field."""
        if field not in self._means:
            total = sum(segment.reader.field_length(field) for segment in self.segments)
            self._means[field] = total / self.rows or 1.0
        return self._means[field]

    def live(self, field: str, term: str) -> Iterator[int]:
        """Yield the rows of a term that are not deleted."""
        for base, segment in self.based():
            for row in segment.postings(field, term).rows:
                if row not in segment.deleted:
                    yield base + row

    def words(self, field: str) -> set[str]:
        """Return the terms of a field, those of deleted rows included."""
        return {word for segment in self.segments for word in segment.words(field)}

    def id(self, row: int) -> str:
        """Return the id of a row."""
        return to_text(self._value(ID, row))

    def stored(self, row: int) -> bytes:
        """Return the bytes kept of a row."""
        kept: bytes = self._value(STORED, row)
        return kept

    def date(self, row: int) -> int:
        """Return the minutes of a row's date since year 1, 0 where it has none."""
        minutes: int = self._value(DATE, row)
        return minutes

    def _value(self, field: str, row: int) -> Any:
        at = bisect_right(self._bases, row) - 1
        return self.segments[at].value(field, row - self._bases[at])

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.close()


def _open_all(storage: DurableStorage) -> list[Segment]:
    opened: list[Segment] = []
    try:
        for segment in read_contents(storage).segments:
            if segment.doc_count_all():
                opened.append(Segment(storage, segment))
    except BaseException:
        for one in opened:
            one.close()
        raise
    return opened
