"""Which rows of one segment a query finds, by sets of rows: what its `matches` says."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain, repeat
from operator import sub
from typing import Final, assert_never

from searchcable.engines.whoosh.expanding import Expanding
from searchcable.engines.whoosh.schema import GAP, HAS, UNIT, written
from searchcable.engines.whoosh.snapshot import STRIDE, Segment
from searchcable.errors import UnsupportedQuery
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

_MANY: Final = 8
"""So many times as many members make it quicker to look for each of the few among them."""

_DENSE: Final = 20
"""Places in a row, of all tokens together, from which on the first that are near come soon."""

_MOST_KEPT: Final = 1_000_000
"""Rows that are kept of nodes below the query's own."""


class Matching:
    """Finds the rows of one segment."""

    def __init__(self, segment: Segment, expanding: Expanding) -> None:
        self.segment = segment
        self.expanding = expanding
        self._found: dict[Node, set[int]] = {}
        self._size = 0

    def rows(self, node: Node) -> set[int]:
        """Return the rows that a query finds, deleted ones included. They are not to be changed."""
        if node in self._found:
            return self._found[node]
        found = self._find(node)
        self._size += len(found)
        if self._size <= _MOST_KEPT:
            self._found[node] = found
        return found

    def _find(self, node: Node) -> set[int]:
        match node:
            case All():
                return self._union([(UNIT, "cable")])
            case Word():
                return set().union(*self._lists(node))
            case Near():
                return self._near(node)
            case Pattern() | Fuzzy():
                return self._union(self.expanding.terms(node))
            case Keyword(field, value):
                return self._union([(field.name, value)])
            case DateRange():
                return self._union(self.expanding.days(node))
            case Has(field):
                return self._union([(HAS, field.name)])
            case And(children):
                return self._and(children)
            case Or(children):
                return set().union(*chain.from_iterable(map(self._lists, children)))
            case Not():
                return self._and((node,))
            case Lookup(keyword, words):
                return self.rows(keyword) | self.rows(words)
            case _:
                assert_never(node)

    def _and(self, children: Sequence[Node]) -> set[int]:
        wanted = [child for child in children if not isinstance(child, Not)] or [All()]
        found = reduce(lambda rows, other: rows & other, sorted(map(self.rows, wanted), key=len))
        for child in children:
            if isinstance(child, Not):
                found = found - self.rows(child.child)
        return found

    def _union(self, terms: Iterable[tuple[str, str]]) -> set[int]:
        return set().union(*(self.segment.postings(*term).rows for term in terms))

    def _lists(self, node: Node) -> list[Iterable[int]]:
        """Return lists of rows that are together what a node finds; of a word they are not new."""
        if isinstance(node, Word):
            return [self.segment.postings(f, node.token).rows for f, _ in fields_of(node)]
        return [self.rows(node)]

    def _near(self, node: Near) -> set[int]:
        if node.slop >= GAP:
            raise UnsupportedQuery(f"words at most {GAP - 1} apart can be looked for")
        find = self._phrase if node.is_phrase else self._proximity
        found = set[int]()
        for field in node.fields:
            if rows := self._with_all(node, field.name):
                found |= find(node, field.name, rows)
        return found

    def _with_all(self, node: Near, field: str) -> set[int]:
        """Return the rows of a field that have all tokens."""
        lists = [self.segment.postings(field, token).rows for token in node.tokens]
        shortest, *others = sorted(lists, key=len)
        return reduce(lambda rows, other: rows.intersection(other), others, set(shortest))

    def _phrase(self, node: Near, field: str, rows: set[int]) -> set[int]:
        """Return those of the rows, which have all tokens, in which a phrase begins somewhere."""
        found = (self.segment.places(field, token, rows) for token in node.tokens)
        (at, fewest), *others = sorted(enumerate(found), key=lambda pair: len(pair[1]))
        starts = {place - at for place in fewest}
        for at, other in others:
            if len(starts) * _MANY < len(other):
                starts = {start for start in starts if _has(other, start + at)}
            else:
                starts.intersection_update(map(sub, other, repeat(at)))
        return {start // STRIDE for start in starts}

    def _proximity(self, node: Near, field: str, rows: set[int]) -> set[int]:
        """Return those of the rows, which have all tokens, in which these stand near each other.

        The rows are read as one text, in which they lie so far apart that none is near to another's
        words. It is cut into stretches of the length that matters, and looked at where two
        neighbours have all tokens. Where the words are many, it is soon seen row by row.
        """
        places = [self.segment.places(field, token, rows) for token in node.tokens]
        if sum(map(len, places)) >= len(rows) * _DENSE:
            return self._row_by_row(node, field, rows)
        reach = len(node.tokens) + node.slop
        stretches = ({place // reach for place in found} for found in places)
        pairs = set.intersection(*(s | {n - 1 for n in s} for s in stretches))
        likely = pairs | {n + 1 for n in pairs}
        kept = [[place for place in found if place // reach in likely] for found in places]
        return {place[0] // STRIDE for place in near(node.tokens, kept, node.slop, node.ordered)}

    def _row_by_row(self, node: Near, field: str, rows: set[int]) -> set[int]:
        lists = [self.segment.positions(field, token, rows) for token in node.tokens]
        return {
            row
            for row, *found in zip(sorted(rows), *lists, strict=True)
            if next(near(node.tokens, found, node.slop, node.ordered), None)
        }


def fields_of(word: Word) -> list[tuple[str, float]]:
    """Return Whoosh's fields in which a word is looked for, each with its weight."""
    return [(written(f) if word.exact else f.name, f.boost) for f in word.fields]


def _has(places: Sequence[int], place: int) -> bool:
    at = bisect_left(places, place)
    return at < len(places) and places[at] == place
