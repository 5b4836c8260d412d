"""The reference engine: rows in memory, found by asking each one whether the query matches it.

Slow and plainly right. Its folder is not touched; what it holds is gone with the process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import ClassVar

from searchcable.engines import (
    MAX_EXPANSION,
    Answer,
    Entry,
    Found,
    Sort,
    counted,
    too_many_words,
)
from searchcable.fields import Kind, Row, find_field
from searchcable.query.nodes import Fuzzy, Lookup, Node, Pattern, descend, marking_nodes


def entry(row: Row) -> Entry:
    """Make a row ready for the writer: it is taken as it is."""
    return Entry(row.id, row.stored, row)


class MemoryEngine:
    """Rows by id, as of the last commit."""

    name: ClassVar[str] = "memory"
    changes_between_commits: ClassVar[bool] = False
    shared: ClassVar[bool] = False
    entry = staticmethod(entry)

    def __init__(self, path: Path) -> None:
        self.path = path
        self._rows: dict[str, Row] = {}

    def reader(self) -> MemoryReader:
        """Open a snapshot."""
        return MemoryReader(self._rows)

    def size(self) -> None:
        """Return nothing: the rows are in the folder."""

    def status(self) -> Mapping[str, str]:
        """Return nothing: its files say it all."""
        return {}

    @contextmanager
    def writer(self) -> Iterator[MemoryWriter]:
        """Open the writer; what was not committed is dropped."""
        yield MemoryWriter(self)


@dataclass(frozen=True, slots=True)
class MemoryReader:
    """A snapshot: a writer replaces the mapping of rows, and does not change it."""

    rows: Mapping[str, Row]

    def ask(self, node: Node, sort: Sort) -> Answer:
        """Return what matches, counted; see `engines.Reader.ask`."""
        return counted(self, node, sort)

    def search(self, node: Node, *, offset: int, limit: int, sort: Sort) -> list[Found]:
        """Return one page of what matches; see `engines.Reader.search`."""
        found = [(_score(node, row), row) for row in self._matching(node)]
        found.sort(key=lambda pair: pair[1].id)
        if sort == "relevance":
            found.sort(key=lambda pair: -pair[0])
        else:
            found.sort(key=lambda pair: _date(pair[1]), reverse=sort == "newest")
            found.sort(key=lambda pair: not _date(pair[1]))
        page = found[offset : offset + limit]
        return [Found(row.id, score, row.stored) for score, row in page]

    def count(self, node: Node) -> int:
        """Return how many rows match."""
        return sum(1 for _ in self._matching(node))

    def facet(self, node: Node, field: str) -> Mapping[str, int]:
        """Return how many matching rows have each value of `field`."""
        known = find_field(field)
        cut = 4 if known is not None and known.kind is Kind.DATE else None
        return Counter(
            value
            for row in self._matching(node)
            for value in {v[:cut] for v in row.keywords(field)}
        )

    def get(self, id: str) -> bytes | None:
        """Return the stored bytes of one row."""
        row = self.rows.get(id)
        return row.stored if row else None

    def stored(self, unit: str) -> Iterator[tuple[str, bytes]]:
        """Yield id and stored bytes of every row of a unit."""
        return ((row.id, row.stored) for row in self.rows.values() if row.unit == unit)

    def ids(self, unit: str) -> Collection[str]:
        """Return the ids of all rows of a unit."""
        return {row.id for row in self.rows.values() if row.unit == unit}

    def close(self) -> None:
        """Let go of nothing."""

    def _matching(self, node: Node) -> Iterator[Row]:
        for part in descend(node):
            if isinstance(part, Pattern | Fuzzy):
                self._check_expansion(part)
        return (row for row in self.rows.values() if node.matches(row))

    def _check_expansion(self, node: Pattern | Fuzzy) -> None:
        lexicon = {
            word
            for row in self.rows.values()
            for field in node.fields
            for word in (
                chain.from_iterable(row.texts(field.name))
                if field.kind.tokenized
                else row.keywords(field.name)
            )
        }
        if sum(map(node.accepts, lexicon)) > MAX_EXPANSION:
            raise too_many_words(node)


class MemoryWriter:
    """Collects changes to a copy of the rows."""

    def __init__(self, engine: MemoryEngine) -> None:
        self._engine = engine
        self._rows = dict(engine._rows)

    def add(self, entries: Iterable[Entry], *, new: bool = False) -> None:
        """Index rows, replacing those with the same id."""
        self._rows.update((entry.id, entry.document) for entry in entries)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove rows by id."""
        for id in ids:
            self._rows.pop(id, None)

    def commit(self) -> None:
        """Make everything visible to readers opened from now on."""
        self._engine._rows = dict(self._rows)


def _date(row: Row) -> str:
    return next(iter(row.keywords("date")), "")


def _score(node: Node, row: Row) -> float:
    """Count marked words, those of the subject more; a cable that an MRN names comes first."""
    score = 0.0
    for part in marking_nodes(node):
        for field in part.fields:
            if field.kind.tokenized:
                score += field.boost * sum(
                    len(part.marks(field, value)) for value in row.texts(field.name)
                )
    named = (part for part in descend(node) if isinstance(part, Lookup) and part.first)
    return score + sum(1e6 for lookup in named if lookup.keyword.matches(row))


ENGINE = MemoryEngine
