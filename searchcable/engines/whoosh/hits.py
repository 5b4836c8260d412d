"""What a query finds in a snapshot: rows by their numbers, scored when that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from searchcable.engines.whoosh.expanding import Expanding
from searchcable.engines.whoosh.matching import Matching
from searchcable.engines.whoosh.scoring import Scoring
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.query import Node


class Hits:
    """The rows of a query in each segment, without deleted ones."""

    def __init__(self, snapshot: Snapshot, node: Node) -> None:
        self._snapshot = snapshot
        self._node = node
        self._scores: dict[int, float] = {}
        self._parts: list[tuple[int, Matching, set[int]]] = []
        expanding = Expanding(snapshot)
        for base, segment in snapshot.based():
            matching = Matching(segment, expanding)
            found = matching.rows(node)
            self._parts.append((base, matching, found - segment.deleted))

    def __len__(self) -> int:
        return sum(len(rows) for _, _, rows in self._parts)

    def rows(self) -> Iterator[int]:
        """Yield the numbers of the rows in the snapshot."""
        for base, _, rows in self._parts:
            yield from (base + row for row in rows)

    def scores(self) -> dict[int, float]:
        """Return the score of each row."""
        if not self._scores:
            self._scores = self._scored(rows for _, _, rows in self._parts)
        return self._scores

    def scores_of(self, chosen: Collection[int]) -> dict[int, float]:
        """Return the scores of a few of the rows."""
        return self._scored({row - base for row in chosen} & rows for base, _, rows in self._parts)

    def having(self, field: str, term: str) -> int:
        """Return how many of the rows have a term."""
        return sum(
            sum(map(rows.__contains__, matching.segment.postings(field, term).rows))
            for _, matching, rows in self._parts
        )

    def _scored(self, chosen: Iterator[set[int]]) -> dict[int, float]:
        found: dict[int, float] = {}
        for (base, matching, _), rows in zip(self._parts, chosen, strict=True):
            scores = Scoring(self._snapshot, matching).scores(self._node, rows)
            found.update((base + row, score) for row, score in scores.items())
        return found
