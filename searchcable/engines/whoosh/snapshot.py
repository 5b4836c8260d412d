"""The segments of one commit, read through Whoosh's reader of a segment."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import accumulate, chain, repeat
from operator import add
from struct import Struct
from threading import Lock
from typing import Any, Final, ParamSpec, TypeVar

from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader, TermNotFound

from searchcable.engines.whoosh.contents import generation, read_contents
from searchcable.engines.whoosh.lexicon import Lexicon
from searchcable.engines.whoosh.postings import Postings
from searchcable.engines.whoosh.schema import (
    DATE,
    ID,
    SCHEMA,
    STORED,
    frequencies,
    positions,
    to_bytes,
    to_text,
)
from searchcable.engines.whoosh.storage import DurableStorage, KeptStorage
from searchcable.errors import IndexCorrupt

STRIDE: Final = 2**33
"""Between the places of two rows: more than positions in one go up to."""

_TRIES: Final = 20
_SIZES: Final = Struct("!ii")
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
        self._places: dict[tuple[str, str], Sequence[int]] = {}
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
        found = self._kept.get(key)  # another thread may forget it
        if found is None:
            with self._lock:  # Whoosh reads at a position that the file has
                found = read_postings(self.reader, field, to_bytes(term))
            self._make_room(1 + len(found.rows))
            self._kept[key] = found
        return found

    def places(self, field: str, term: str, rows: set[int]) -> Sequence[int]:
        """Return where a term stands, at least in some rows that have it, ascending.

        A place is a position in a row and the row's number times STRIDE.
        """
        found = self.postings(field, term)
        if len(rows) * 2 < len(found.rows):
            return _places(*found.valued(rows))
        key = field, term
        places = self._places.get(key)
        if places is None:
            places = array("Q", _places(found.rows, found.values))
            self._make_room(len(places) // 4)
            self._places[key] = places
        return places

    @_reads
    def positions(self, field: str, term: str, rows: set[int]) -> list[Sequence[int]]:
        """Return the positions of a term in each of some rows that have it, ascending."""
        _, values = self.postings(field, term).valued(rows)
        return list(map(SCHEMA[field].format.decode_positions, values))

    def _make_room(self, size: int) -> None:
        """Forget what is kept where so many postings more would be too many."""
        if self._size + size > _MOST_KEPT:
            self._kept.clear()
            self._places.clear()
            self._size = 0
        self._size += size

    @_reads
    def words(self, field: str, prefix: str = "") -> list[str]:
        """Return the terms of a field that begin so, in their order."""
        return [to_text(term) for term in terms_from(self.reader, field, to_bytes(prefix))]

    def lives(self, field: str, term: str) -> bool:
        """Return whether a row that is not deleted has a term."""
        return not self.deleted.issuperset(self.postings(field, term).rows)

    @_reads
    def lengths(self, field: str) -> list[int]:
        """Return about how many words each row has in a field, at least one."""
        return [self.reader.doc_field_length(row, field, 1) or 1 for row in range(self.rows)]

    @_reads
    def dates(self) -> list[int]:
        """Return the minutes of each row's date since year 1, 0 where it has none."""
        return list(self.reader.column_reader(DATE, translate=False))

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


def terms_from(reader: Any, field: str, prefix: bytes) -> Iterator[bytes]:
    """Yield the terms of a field that begin so, in their order."""
    terms = reader._terms
    table, lead = terms._tindex, terms._keycoder(field, prefix)
    at, get = table.closest_key_pos(lead), table.dbfile.get
    while at is not None and at < table.endofdata:
        size, more = _SIZES.unpack(get(at, _SIZES.size))
        key = get(at + _SIZES.size, size)
        if not key.startswith(lead):
            return
        yield key[2:]
        at += _SIZES.size + size + more


def all_postings(reader: Any) -> Iterator[tuple[str, bytes, Postings]]:
    """Yield every term of a segment, in order, with its rows, deleted ones included."""
    for (field, term), info in reader._terms.items():
        yield field, term, _read(reader, field, info)


def _read(reader: Any, field: str, info: Any) -> Postings:
    placed = SCHEMA[field].scorable
    if info.is_inlined():
        rows, weights, values = info.inlined_postings()
        found = Postings(rows, weights, values) if placed else Postings(rows)
    else:
        file = reader._terms._postfile
        matcher = reader.codec().postings_reader(file, info, SCHEMA[field].format)
        found = Postings.read(matcher, placed)
    if not 0 <= max(found.rows) < reader.doc_count_all():
        raise ValueError("a posting is of no row")
    if placed and not len(found.rows) == len(found.weights) == len(found.values):
        raise ValueError("postings are incomplete")
    return found


@_reads
def _places(rows: Sequence[int], values: Sequence[bytes]) -> list[int]:
    counts = frequencies(values)
    bases = chain.from_iterable(map(repeat, map(STRIDE.__mul__, rows), counts))
    return list(map(add, bases, positions(values)))


class Snapshot:
    """All segments of a commit as if they were one: rows are numbered through."""

    def __init__(self, segments: list[Segment]) -> None:
        self.segments = segments
        self._bases = [0, *accumulate(segment.rows for segment in segments)]
        self.rows = self._bases[-1]
        self._rarities: dict[tuple[str, str], float] = {}
        self._norms: dict[tuple[int, str], list[float]] = {}
        self._dates: list[int] = []
        self._lexicons: dict[str, Lexicon] = {}

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

    def norms(self, segment: Segment, field: str, b: float, k: float) -> list[float]:
        """Return what BM25 makes of the lengths of a segment's rows in a field."""
        key = id(segment), field
        if key not in self._norms:
            total = sum(segment.reader.field_length(field) for segment in self.segments)
            mean = total / self.rows or 1.0
            self._norms[key] = [k * (1 - b + b * n / mean) for n in segment.lengths(field)]
        return self._norms[key]

    def live(self, field: str, term: str) -> Iterator[int]:
        """Yield the rows of a term that are not deleted."""
        for base, segment in self.based():
            for row in segment.postings(field, term).rows:
                if row not in segment.deleted:
                    yield base + row

    def lexicon(self, field: str, prefix: str = "") -> Lexicon:
        """Return the terms of a field, at least those that begin so, with those of deleted rows."""
        if field not in self._lexicons:
            words = (segment.words(field, prefix) for segment in self.segments)
            lexicon = Lexicon(sorted(set().union(*words)))
            if prefix:
                return lexicon
            self._lexicons[field] = lexicon
        return self._lexicons[field]

    def lives(self, field: str, term: str) -> bool:
        """Return whether a row that is not deleted has a term of the lexicon."""
        if not any(segment.deleted for segment in self.segments):
            return True
        return any(segment.lives(field, term) for segment in self.segments)

    def id(self, row: int) -> str:
        """Return the id of a row."""
        return to_text(self._value(ID, row))

    def stored(self, row: int) -> bytes:
        """Return the bytes kept of a row."""
        kept: bytes = self._value(STORED, row)
        return kept

    def dates(self) -> list[int]:
        """Return the minutes of each row's date since year 1, 0 where it has none."""
        if not self._dates:
            self._dates = [date for segment in self.segments for date in segment.dates()]
        return self._dates

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
