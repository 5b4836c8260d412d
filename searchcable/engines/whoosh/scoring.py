"""How well rows fit a query: words by BM25, each field by its weight; all else by a constant."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from searchcable.engines.whoosh.matching import Matching, fields_of
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.query.nodes import All, And, Fuzzy, Lookup, Near, Node, Not, Or, Pattern, Word

B: Final = 0.75
K1: Final = 1.5
"""BM25's parameters: of those tried on two collections, the better."""

FIRST: Final = 1e6
"""The score of a cable that the query names by its MRN: more than words can reach."""


class Scoring:
    """Scores rows of one segment that a query finds."""

    def __init__(self, snapshot: Snapshot, matching: Matching) -> None:
        self._snapshot = snapshot
        self._matching = matching
        self._scores: dict[int, float] = {}

    def scores(self, node: Node, rows: set[int]) -> dict[int, float]:
        """Return the score of each of some rows that a query finds."""
        self._scores = dict.fromkeys(rows, 0.0)
        self._add(node, rows)
        return self._scores

    def _add(self, node: Node, rows: set[int]) -> None:
        """Add a node's part to the scores of rows that it finds."""
        match node:
            case Word():
                for name, boost in fields_of(node):
                    self._add_word(name, node.token, boost, rows)
            case Near():
                for field in node.fields:
                    for token in dict.fromkeys(node.tokens):
                        self._add_word(field.name, token, field.boost, rows)
            case Pattern(fields) | Fuzzy(fields):
                self._add_constant(max(field.boost for field in fields), rows)
            case And(children):
                wanted: list[Node] = [child for child in children if not isinstance(child, Not)]
                for child in dict.fromkeys(wanted or [All()]):
                    self._add(child, rows)
            case Or(children):
                for child in dict.fromkeys(children):
                    self._add(child, self._of(child, rows))
            case Lookup(keyword, words, first):
                self._add_constant(FIRST if first else 1.0, self._of(keyword, rows))
                self._add(words, self._of(words, rows))
            case _:
                self._add_constant(1.0, rows)

    def _of(self, node: Node, rows: set[int]) -> set[int]:
        """Return those of some rows that a node finds; of a word all, as its postings tell."""
        return rows if isinstance(node, Word) else rows & self._matching.rows(node)

    def _add_constant(self, score: float, rows: Iterable[int]) -> None:
        for row in rows:
            self._scores[row] += score

    def _add_word(self, field: str, token: str, boost: float, rows: set[int]) -> None:
        postings = self._matching.segment.postings(field, token)
        rarity = self._snapshot.rarity(field, token) * boost
        if not postings.weights:
            self._add_constant(rarity, rows.intersection(postings.rows))
            return
        scores, most = self._scores, rarity * (K1 + 1)
        norms = self._snapshot.norms(self._matching.segment, field, B, K1)
        for row, weight in postings.weighted(rows):
            scores[row] += most * weight / (weight + norms[row])
