"""The Whoosh engine: whoosh's tables, columns and storage, with terms and positions given directly.

    schema      the lists of terms, derived from the table of fields
    postings    rows and positions of one term, as bytes
    segments    the files of some rows, written once; merging
    tables      whoosh's table of terms, written in fewer steps
    lexicon     words that wildcards and fuzzy words may stand for
    contents    which segments a commit has
    storage     whoosh's folder of files, with fsync
    unpickling  whoosh's unpickling held to a list of names
    writing     the writer
    snapshot    all segments as one
    matching    nodes to rows
    ranking     rows to pages

Only these modules import whoosh, and with it `whoosh` 2.7.4 and `whoosh3` do the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Final

from searchcable.engines import Found, Sort
from searchcable.engines.whoosh.matching import Matcher, Rows
from searchcable.engines.whoosh.ranking import Ranking
from searchcable.engines.whoosh.schema import TERMS
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.engines.whoosh.storage import DurableStorage
from searchcable.engines.whoosh.unpickling import guard
from searchcable.engines.whoosh.writing import WhooshWriter
from searchcable.fields import Kind, find_field
from searchcable.query import Node

guard()

_KEPT: Final = 4


class WhooshEngine:
    """An index of whoosh's kind in a folder. The caller sees to it that there is one writer."""

    name: ClassVar[str] = "whoosh"

    def __init__(self, path: Path) -> None:
        self._path = path

    def reader(self) -> WhooshReader:
        """Open a snapshot. Raises IndexCorrupt where the files are damaged."""
        return WhooshReader(Snapshot.open(DurableStorage(self._path)))

    @contextmanager
    def writer(self) -> Iterator[WhooshWriter]:
        """Open the writer; what was not committed when the block ends is dropped."""
        writer = WhooshWriter(DurableStorage(self._path))
        try:
            yield writer
        finally:
            writer.close()


class WhooshReader:
    """A snapshot of the rows; see `engines.Reader`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._ranking = Ranking(snapshot)
        self._found: dict[Node, tuple[Matcher, Rows]] = {}

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what the query finds."""
        matcher, rows = self._find(node)
        if len(rows) <= offset:
            return []
        scores = self._ranking.scores(node, matcher)
        if sort == "relevance":
            keys: dict[int, float] = {row: -scores[row] for row in rows}
        else:
            keys = self._ranking.date_keys(rows, sort)
        snapshot = self._snapshot
        return [
            Found(snapshot.id(row), scores[row], snapshot.stored(row))
            for row in self._ranking.page(rows, keys, offset, limit)
        ]

    def count(self, node: Node) -> int:
        """Return how many rows the query finds."""
        return len(self._find(node)[1])

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return for each value of a field how many found rows have it; dates by year."""
        known = find_field(field)
        if known is None or known.kind.tokenized:
            return {}
        rows = self._find(node)[1]
        terms = TERMS[known.name]
        prefix = "y" if known.kind is Kind.DATE else ""
        counts = {
            word: len(rows.intersection(self._snapshot.postings(terms, word).rows))
            for word in self._snapshot.words(terms, prefix)
        }
        return {word[len(prefix) :]: count for word, count in counts.items() if count}

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row of any unit, or None."""
        row = self._snapshot.find(id)
        return None if row is None else self._snapshot.stored(row)

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit, in the order of their numbers."""
        for row in sorted(self._snapshot.unit(unit)):
            yield self._snapshot.id(row), self._snapshot.stored(row)

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        ids = self._snapshot.ids
        return {ids[row] for row in self._snapshot.unit(unit)}

    def close(self) -> None:
        """Let go of the snapshot's files."""
        self._snapshot.close()

    def _find(self, node: Node) -> tuple[Matcher, Rows]:
        """Return the rows that the query finds; those of the last few queries are kept."""
        if node not in self._found:
            matcher = Matcher(self._snapshot)
            rows = matcher.find(node) - self._snapshot.deleted
            while len(self._found) >= _KEPT:
                del self._found[next(iter(self._found))]
            self._found[node] = matcher, rows
        return self._found[node]


ENGINE = WhooshEngine
