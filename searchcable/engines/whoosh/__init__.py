"""The Whoosh engine: an index of Whoosh's own kind, which stock Whoosh opens and searches.

    schema      Whoosh's fields, derived from the table of fields
    documents   rows made ready for the writer, in any process
    pool        postings in memory until a segment is written
    postings    Whoosh's format of postings, by the list
    storage     Whoosh's folder of files, with fsync
    unpickling  Whoosh's unpickling held to a list of names
    contents    Whoosh's table of contents, checked
    segments    the writer of one segment
    writing     the writer
    snapshot    the segments of one commit
    lexicon     the words of a field
    expanding   what wildcards and fuzzy words stand for
    matching    the rows that a query finds
    scoring     how well they fit
    hits        both, over all segments

Only these modules import whoosh, and with it `whoosh` 2.7.4 and `whoosh3` do the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from heapq import nlargest
from pathlib import Path
from typing import ClassVar, Final

from searchcable.engines import Answer, Found, Sort, Writer, counted
from searchcable.engines.whoosh import documents
from searchcable.engines.whoosh.hits import Hits
from searchcable.engines.whoosh.schema import ID, UNIT, parts
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.engines.whoosh.unpickling import guard
from searchcable.fields import Kind, find_field
from searchcable.query import Node

guard()

_KEPT: Final = 4
_UNDATED: Final = 2**63


class WhooshEngine:
    """An index of Whoosh's in a folder. The caller sees to it that there is one writer."""

    name: ClassVar[str] = "whoosh"
    changes_between_commits: ClassVar[bool] = False
    shared: ClassVar[bool] = False
    entry = staticmethod(documents.entry)

    def __init__(self, path: Path) -> None:
        self._path = path

    def reader(self) -> WhooshReader:
        """Open a snapshot. Raises IndexCorrupt where the files are damaged."""
        return WhooshReader(Snapshot.open(DurableStorage(self._path)))

    def size(self) -> None:
        """Return nothing: the rows are in the folder."""

    def status(self) -> Mapping[str, str]:
        """Return nothing: its files say it all."""
        return {}

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Open the writer; what was not committed when the block ends is dropped."""
        from searchcable.engines.whoosh.writing import WhooshWriter  # no query needs it

        guard()  # what this has imported
        writer = WhooshWriter(DurableStorage(self._path))
        try:
            yield writer
        finally:
            writer.close()


class WhooshReader:
    """A snapshot of the rows; see `engines.Reader`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._found: dict[Node, Hits] = {}

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what matches, counted; see `engines.Reader.ask`."""
        return counted(self, node, sort)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what the query finds."""
        hits = self._find(node)
        if sort == "relevance":
            scores = hits.scores()
            page = self._page(scores, offset, limit)
        else:
            page = self._page(self._date_keys(hits, sort), offset, limit)
            scores = hits.scores_of(page)
        snapshot = self._snapshot
        return [Found(snapshot.id(row), scores[row], snapshot.stored(row)) for row in page]

    def count(self, node: Node) -> int:
        """Return how many rows the query finds."""
        return len(self._find(node))

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return for each value of a field how many found rows have it; dates by year."""
        known = find_field(field)
        if known is None or known.kind.tokenized:
            return {}
        hits = self._find(node)
        name, is_date = known.name, known.kind is Kind.DATE
        if is_date:
            name = parts(known)
        lexicon = self._snapshot.lexicon(name).words
        words = [word for word in lexicon if not is_date or len(word) == 4]
        counts = {word: hits.having(name, word) for word in words}
        return {word: count for word, count in counts.items() if count}

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row of any unit, or None."""
        row = next(self._snapshot.live(ID, id), None)
        return None if row is None else self._snapshot.stored(row)

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit, in the order of their numbers."""
        for row in self._snapshot.live(UNIT, unit):
            yield self._snapshot.id(row), self._snapshot.stored(row)

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        return {self._snapshot.id(row) for row in self._snapshot.live(UNIT, unit)}

    def close(self) -> None:
        """Let go of the snapshot's files."""
        self._snapshot.close()

    def _find(self, node: Node) -> Hits:
        """Return what the query finds; what the last few found is kept."""
        hits = self._found.get(node)
        if hits is None:
            hits = Hits(self._snapshot, node)
            kept = list(self._found.items())[1 - _KEPT :]
            self._found = {**dict(kept), node: hits}  # at once: other threads look too
        return hits

    def _date_keys(self, hits: Hits, sort: Sort) -> dict[int, int]:
        """Return what is highest for the row to come first; rows without a date come last."""
        dates = self._snapshot.dates()
        if sort == "newest":
            return {row: dates[row] for row in hits.rows()}
        return {row: -(dates[row] or _UNDATED) for row in hits.rows()}

    def _page(self, keys: Mapping[int, float], offset: int, limit: int) -> list[int]:
        """Return one page of rows, those with the highest keys first, ties by id."""
        highest = nlargest(offset + limit, keys.values())
        page = highest[offset:]
        if not page:
            return []
        rows = [row for row, key in keys.items() if page[-1] <= key <= page[0]]
        rows.sort(key=self._snapshot.id)
        rows.sort(key=keys.__getitem__, reverse=True)
        begin = offset - highest.index(page[0])
        return rows[begin : begin + len(page)]


ENGINE = WhooshEngine
