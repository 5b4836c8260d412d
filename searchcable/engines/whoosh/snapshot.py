"""All segments of one commit as if they were one: rows numbered through, terms looked up in all."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import Final

from searchcable.engines.whoosh.contents import Contents, newest
from searchcable.engines.whoosh.postings import NUMBER, Postings
from searchcable.engines.whoosh.schema import ID, UNIT, Terms
from searchcable.engines.whoosh.segments import SegmentReader
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.errors import IndexCorrupt

_TRIES: Final = 20


class Snapshot:
    """The rows as of one commit."""

    def __init__(self, segments: list[SegmentReader]) -> None:
        self.segments = segments
        self._bases = [0, *accumulate(reader.segment.rows for reader in segments)]
        self.rows = self._bases[-1]
        self.deleted = frozenset(
            base + row for base, s in self._based() for row in s.segment.deleted
        )

    @classmethod
    def open(cls, storage: DurableStorage) -> Snapshot:
        """Open the newest commit. Raises IndexCorrupt where its files are damaged or missing."""
        for _ in range(_TRIES):
            contents = newest(storage)
            try:
                return cls(_open_all(storage, contents))
            except FileNotFoundError as error:
                if newest(storage).generation == contents.generation:
                    raise IndexCorrupt(f"a file of the index is missing: {error}") from error
        raise IndexCorrupt("the index changed faster than it could be opened")

    def postings(self, terms: Terms, term: str) -> Postings:
        """Return the rows of a term, deleted ones included."""
        found = [(base, s.postings(terms, term)) for base, s in self._based()]
        there = [(base, postings) for base, postings in found if postings is not None]
        if len(there) == 1 and there[0][0] == 0:
            return there[0][1]
        together = Postings(array(NUMBER))
        for base, postings in there:
            together.extend(postings, base)
        return together

    def words(self, terms: Terms, prefix: str = "") -> set[str]:
        """Return the terms of a list that begin so, those of deleted rows included."""
        return {word for reader in self.segments for word in reader.lexicon(terms).prefixed(prefix)}

    def lives(self, reader: SegmentReader, terms: Terms, word: str) -> bool:
        """Return whether a row of one of the segments has the term and is not deleted."""
        if not (deleted := reader.segment.deleted):
            return True
        postings = reader.postings(terms, word)
        return postings is not None and not deleted.issuperset(postings.rows)

    def numbers(self, name: str) -> array[int]:
        """Return one number of each row: its date or a length."""
        found = array(NUMBER)
        for reader in self.segments:
            found.extend(reader.numbers(name))
        return found

    def total(self, name: str) -> int:
        """Return how many tokens the rows have in a field, deleted ones included."""
        return sum(reader.segment.totals.get(name, 0) for reader in self.segments)

    def unit(self, unit: str) -> set[int]:
        """Return the rows of a unit, deleted ones left out."""
        return set(self.postings(UNIT, unit).rows) - self.deleted

    @cached_property
    def ids(self) -> list[str]:
        """The id of each row, deleted ones included."""
        return [id for reader in self.segments for id in reader.ids()]

    def id(self, row: int) -> str:
        """Return the id of one row."""
        at = bisect_right(self._bases, row) - 1
        return self.segments[at].id(row - self._bases[at])

    def find(self, id: str) -> int | None:
        """Return the row with this id, or None."""
        return next((r for r in self.postings(ID, id).rows if r not in self.deleted), None)

    def stored(self, row: int) -> bytes:
        """Return the bytes kept of one row."""
        at = bisect_right(self._bases, row) - 1
        return self.segments[at].stored(row - self._bases[at])

    def close(self) -> None:
        """Let go of the files."""
        for reader in self.segments:
            reader.close()

    def _based(self) -> Iterator[tuple[int, SegmentReader]]:
        return zip(self._bases, self.segments, strict=False)


def _open_all(storage: DurableStorage, contents: Contents) -> list[SegmentReader]:
    readers: list[SegmentReader] = []
    try:
        for segment in contents.segments:
            readers.append(SegmentReader(storage, segment))
    except BaseException:
        for reader in readers:
            reader.close()
        raise
    return readers
