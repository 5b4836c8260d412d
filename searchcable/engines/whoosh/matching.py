"""Nodes to Whoosh's matchers, each of which walks the rows of one segment and scores them.

What a node finds is what its `matches` says. Words are scored by BM25, each field by its weight.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from typing import Any, Final, assert_never

from whoosh.matching import (
    ArrayUnionMatcher,
    FilterMatcher,
    IntersectionMatcher,
    ListMatcher,
    NullMatcher,
)
from whoosh.scoring import bm25
from whoosh.util import make_binary_tree

from searchcable.engines.whoosh.expanding import Expanding
from searchcable.engines.whoosh.schema import GAP, HAS, UNIT, parts, written
from searchcable.engines.whoosh.snapshot import Segment, Snapshot
from searchcable.errors import UnsupportedQuery
from searchcable.fields import Field
from searchcable.query.nodes import (
    All,
    And,
    DateRange,
    Fuzzy,
    Has,
    Keyword,
    Lookup,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Word,
)
from searchcable.query.proximity import near

B: Final = 0.75
K1: Final = 1.5
"""BM25's parameters: of those tried on two collections, the better."""

FIRST: Final = 1e6
"""The score of a cable that the query names by its MRN: more than words can reach."""

Score = Callable[[int], float]


class Rows(ListMatcher):  # type: ignore[misc]
    """Rows in ascending order, each scored only when Whoosh asks for it."""

    _i: int

    def __init__(self, rows: Sequence[int], score: Score) -> None:
        super().__init__(rows)
        self._score_of = score

    def skip_to(self, id: int) -> None:
        """Go to the first row from `id` on."""
        self._i = bisect_left(self._ids, id, self._i)

    def score(self) -> float:
        """Return the score of the row."""
        return self._score_of(self._ids[self._i])


class NearRows(Rows):
    """Those of some rows in which words stand near each other, which is seen row by row."""

    def __init__(self, rows: Sequence[int], score: Score, is_near: Callable[[int], bool]) -> None:
        super().__init__(rows, score)
        self._is_near = is_near
        self._find()

    def next(self) -> None:
        """Go to the next such row."""
        super().next()
        self._find()

    def skip_to(self, id: int) -> None:
        """Go to the first such row from `id` on."""
        super().skip_to(id)
        self._find()

    def _find(self) -> None:
        while self._i < len(self._ids) and not self._is_near(self._ids[self._i]):
            self._i += 1


class Matching:
    """Makes matchers for one segment of a snapshot."""

    def __init__(self, snapshot: Snapshot, segment: Segment, expanding: Expanding) -> None:
        self._snapshot = snapshot
        self._segment = segment
        self._expanding = expanding

    def match(self, node: Node) -> Any:
        """Return the matcher of a query's rows, deleted ones included."""
        match node:
            case All():
                return self._constant([(UNIT, "cable")], 1.0)
            case Word(fields, token, exact):
                return self._word(
                    [(written(f) if exact else f.name, f.boost) for f in fields], token
                )
            case Near():
                return self._near(node)
            case Pattern(fields) | Fuzzy(fields):
                terms = self._expanding.terms(node)
                return self._constant(terms, max(field.boost for field in fields))
            case Keyword(field, value):
                return self._constant([(field.name, value)], 1.0)
            case DateRange():
                return self._constant([(parts(node.field), term) for term in self._days(node)], 1.0)
            case Has(field):
                return self._constant([(HAS, field.name)], 1.0)
            case And(children):
                return self._and(list(dict.fromkeys(children)))
            case Or(children):
                return self._or([self.match(child) for child in dict.fromkeys(children)])
            case Not():
                return self._and([node])
            case Lookup(keyword, words, first):
                terms = [(keyword.field.name, keyword.value)]
                named = self._constant(terms, FIRST if first else 1.0)
                return self._or([named, self.match(words)])
            case _:
                assert_never(node)

    def _and(self, children: list[Node]) -> Any:
        wanted = [child for child in children if not isinstance(child, Not)] or [All()]
        found = make_binary_tree(IntersectionMatcher, list(map(self.match, wanted)))
        for child in children:
            if isinstance(child, Not) and found.is_active():
                found = FilterMatcher(found, set(_walk(self.match(child.child))), exclude=True)
        return found

    def _or(self, matchers: list[Any]) -> Any:
        active = [matcher for matcher in matchers if matcher.is_active()]
        if len(active) < 2:
            return active[0] if active else NullMatcher()
        return ArrayUnionMatcher(active, self._segment.rows)

    def _constant(self, terms: Iterable[tuple[str, str]], score: float) -> Rows:
        """Return the rows that have any of the terms, all with the same score."""
        found = [self._segment.postings(*term).rows for term in terms]
        return Rows(_union(found), lambda row: score)

    def _word(self, fields: list[tuple[str, float]], token: str) -> Rows:
        found = [self._segment.postings(field, token).rows for field, _ in fields]
        scores = [self._bm25(field, token, boost) for field, boost in fields]
        return Rows(_union(found), scores[0] if len(scores) == 1 else _sum(scores))

    def _bm25(self, field: str, token: str, boost: float) -> Score:
        """Return what gives the score of a row for a word in a field, 0 where it is not there."""
        postings = self._segment.postings(field, token)
        rows, weights, length = postings.rows, postings.weights, self._segment.lengths(field)
        rarity = self._snapshot.rarity(field, token) * boost
        if not weights:
            return lambda row: rarity if _has(rows, row) else 0.0
        mean = self._snapshot.mean_length(field)

        def score(row: int) -> float:
            at = bisect_left(rows, row)
            if at == len(rows) or rows[at] != row:
                return 0.0
            found: float = bm25(rarity, weights[at], length(row), mean, B, K1)
            return found

        return score

    def _near(self, node: Near) -> NearRows:
        if node.slop >= GAP:
            raise UnsupportedQuery(f"words at most {GAP - 1} apart can be looked for")
        tests, scores, found = [], [], []
        for field in node.fields:
            lists = [self._segment.postings(field.name, token).rows for token in node.tokens]
            shortest, *others = sorted(lists, key=len)
            rows = reduce(lambda rows, other: rows.intersection(other), others, set(shortest))
            if rows:
                found.append(sorted(rows))
                tests.append(self._nearness(node, field, rows))
                scores += [self._bm25(field.name, token, field.boost) for token in set(node.tokens)]
        return NearRows(_union(found), _sum(scores), lambda row: any(test(row) for test in tests))

    def _nearness(self, node: Near, field: Field, rows: set[int]) -> Callable[[int], bool]:
        """Return what tells whether the words stand near in a field of one of the rows."""
        lists = [self._segment.positions(field.name, token) for token in node.tokens]

        def is_near(row: int) -> bool:
            if row not in rows:
                return False
            positions = [positions_in(row) for positions_in in lists]
            place = next(near(node.tokens, positions, node.slop, node.ordered), None)
            return place is not None

        return is_near

    def _days(self, node: DateRange) -> Iterator[str]:
        """Yield the few years, months and days that make up a range.

        Bounds are compared as text; "2007-02-31" stands for the end of February.
        """
        low = node.start.isoformat() if node.start else ""
        high = node.end.isoformat() if node.end else "~"
        ends = {4: ("-01-01", "-12-31"), 7: ("-01", "-31"), 10: ("", "")}
        taken: set[str] = set()
        for term in self._segment.words(parts(node.field)):  # a year, its months, their days
            first, last = (term + end for end in ends[len(term)])
            if low <= first and last < high and taken.isdisjoint((term[:4], term[:7])):
                taken.add(term)
                yield term


def _walk(matcher: Any) -> Iterator[int]:
    """Yield the rows of a matcher, unscored."""
    while matcher.is_active():
        yield matcher.id()
        matcher.next()


def _union(found: Sequence[Sequence[int]]) -> Sequence[int]:
    """Return the rows of several lists, ascending, each once."""
    there = [rows for rows in found if len(rows)]
    if len(there) < 2:
        return there[0] if there else ()
    return array("I", sorted(set().union(*there)))


def _sum(scores: Sequence[Score]) -> Score:
    return lambda row: sum(score(row) for score in scores)


def _has(rows: Sequence[int], row: int) -> bool:
    at = bisect_left(rows, row)
    return at < len(rows) and rows[at] == row
