"""In which order rows are shown: BM25, summed over the fields by their weight, or by date."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Final

from searchcable.engines import Sort
from searchcable.engines.whoosh.matching import Matcher, Rows
from searchcable.engines.whoosh.schema import terms_of
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.fields import Field
from searchcable.query.nodes import And, Fuzzy, Keyword, Lookup, Near, Node, Or, Pattern, Word

B: Final = 0.75
K1: Final = 1.5
"""BM25's parameters: of those tried on two collections, the better."""

FIRST: Final = 1e6
"""The score of a cable that the query names by its MRN: more than words can reach."""

_LATEST: Final = 2.0**32
_FEW: Final = 256


class Ranking:
    """Scores rows for queries on one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lengths: dict[str, array[int]] = {}

    def scores(self, node: Node, matcher: Matcher) -> list[float]:
        """Return the score of every row for a query that `matcher` has found the rows of."""
        scores = [0.0] * self._snapshot.rows
        self._add(node, matcher, scores)
        return scores

    def page(self, rows: Rows, keys: Mapping[int, float], offset: int, limit: int) -> list[int]:
        """Return one page of rows in the order of their keys, ties by id."""
        ordered = sorted(rows, key=keys.__getitem__)
        page = ordered[offset : offset + limit]
        if not page:
            return []
        low = bisect_left(ordered, keys[page[0]], key=keys.__getitem__)
        high = bisect_right(ordered, keys[page[-1]], key=keys.__getitem__)
        tied = ordered[low:high]
        ids = self._snapshot.ids.__getitem__ if len(tied) > _FEW else self._snapshot.id
        tied.sort(key=ids)
        tied.sort(key=keys.__getitem__)
        return tied[offset - low : offset - low + limit]

    def date_keys(self, rows: Rows, sort: Sort) -> dict[int, float]:
        """Return for each of the rows what to sort by, so that rows without a date are last."""
        dates = self._snapshot.numbers("@date")
        sign = -1 if sort == "newest" else 1
        return {row: sign * dates[row] if dates[row] else _LATEST for row in rows}

    def _add(self, node: Node, matcher: Matcher, scores: list[float]) -> None:
        """Add what a node gives to the rows' scores; what is negated or filters gives nothing."""
        match node:
            case Word():
                self._add_word(node, matcher, scores)
            case Near():
                self._add_near(node, matcher, scores)
            case Pattern() | Fuzzy():
                boost = max(field.boost for field in node.fields)
                for row in matcher.find(node):
                    scores[row] += boost
            case Keyword(field, value):
                rows = matcher.keyword_postings(field, value).rows
                weight = self._rarity(len(rows))
                for row in rows:
                    scores[row] += weight
            case And(children) | Or(children):
                for child in children:
                    self._add(child, matcher, scores)
            case Lookup(keyword, words, first):
                for row in matcher.find(keyword) if first else ():
                    scores[row] += FIRST
                self._add(words, matcher, scores)
            case _:
                return

    def _add_word(self, node: Word, matcher: Matcher, scores: list[float]) -> None:
        found = {field: matcher.word_postings(node, field) for field in node.fields}
        rarity = self._rarity(len(set().union(*(postings.rows for postings in found.values()))))
        for field, postings in found.items():
            counts: Iterable[int] = postings.counts or array("B", bytes([1]) * len(postings.rows))
            self._add_counts(field, zip(postings.rows, counts, strict=True), rarity, scores)

    def _add_near(self, node: Near, matcher: Matcher, scores: list[float]) -> None:
        for field in node.fields:
            counts = dict.fromkeys(matcher.near_rows.get((node, field.name), ()), 1)
            rarity = sum(
                self._rarity(len(matcher.postings(terms_of(field), token).rows))
                for token in set(node.tokens)
            )
            self._add_counts(field, counts.items(), rarity, scores)

    def _add_counts(
        self, field: Field, counts: Iterable[tuple[int, int]], rarity: float, scores: list[float]
    ) -> None:
        """Add BM25 of what a row has so often in a field."""
        lengths = self._lengths_of(field)
        mean = self._snapshot.total(field.name) / max(self._snapshot.rows, 1) or 1.0
        per_token, least = K1 * B / mean, K1 * (1 - B)
        weight = rarity * field.boost * (K1 + 1)
        for row, count in counts:
            scores[row] += weight * count / (count + least + per_token * lengths[row])

    def _rarity(self, rows: int) -> float:
        """Return the inverse document frequency, as Whoosh reckons it."""
        return math.log(max(self._snapshot.rows, 1) / (rows + 1)) + 1

    def _lengths_of(self, field: Field) -> array[int]:
        """Return how many words each row has in a field."""
        if field.name not in self._lengths:
            self._lengths[field.name] = self._snapshot.numbers(field.name)
        return self._lengths[field.name]
