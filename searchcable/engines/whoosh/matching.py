"""Which rows a query finds: each node becomes a set of row numbers, found through the terms.

Whoosh's own matchers walk row by row, about twenty calls of Python each; sets of the numbers,
which the arrays of a list give at once, take one call a term. What a node finds is what its
`matches` says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import Final, assert_never

from searchcable.engines import MAX_EXPANSION, too_many_words
from searchcable.engines.whoosh.postings import Postings
from searchcable.engines.whoosh.schema import GAP, HAS, Terms, terms_of, written_terms
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.errors import QueryLimitError, UnsupportedQuery
from searchcable.fields import Field, Kind
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

Rows = set[int]

EFFORT: Final = 400_000
EFFORT_A_ROW: Final = 30
"""How much a query may cost, in about microseconds: so much, and so much for each row."""


class Matcher:
    """Finds the rows of one query, and keeps what its words found for ranking them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._postings: dict[tuple[str, str], Postings] = {}
        self._expanded: dict[Pattern | Fuzzy, list[str]] = {}
        self._effort = EFFORT + EFFORT_A_ROW * snapshot.rows
        self.near_rows: dict[tuple[Near, str], Rows] = {}

    def find(self, node: Node, among: Rows | None = None) -> Rows:
        """Return the rows that `node` finds, deleted ones included.

        Where `among` is given, rows outside of it are of no interest: they may be there or not.
        """
        match node:
            case All():
                return self._snapshot.unit("cable")
            case Word():
                return self._rows(self.word_postings(node, field) for field in node.fields)
            case Near():
                return self._near(node, among)
            case Pattern() | Fuzzy():
                return self._expansion(node)
            case Keyword(field, value):
                return set(self.keyword_postings(field, value).rows)
            case DateRange():
                return self._dates(node)
            case Has(field):
                return set(self.postings(HAS, field.name).rows)
            case And(children):
                return self._and(children, among)
            case Or(children):
                return set().union(*(self.find(child, among) for child in children))
            case Not(child):
                return self._snapshot.unit("cable") - self.find(child, among)
            case Lookup(keyword, words):
                return self.find(keyword) | self.find(words, among)
            case _:
                assert_never(node)

    def postings(self, terms: Terms, term: str) -> Postings:
        """Return the rows of a term, read once."""
        key = (terms.name, term)
        if key not in self._postings:
            self._spend(70)
            self._postings[key] = self._snapshot.postings(terms, term)
        return self._postings[key]

    def word_postings(self, node: Word, field: Field) -> Postings:
        """Return the rows of a word in one of its fields."""
        terms = written_terms(field) if node.exact else terms_of(field)
        return self.postings(terms, node.token)

    def keyword_postings(self, field: Field, value: str) -> Postings:
        """Return the rows that have a whole value in a field."""
        return self.postings(terms_of(field), f"={value}" if field.kind is Kind.DATE else value)

    def expand(self, node: Pattern | Fuzzy) -> list[str]:
        """Return the words of the index that the node stands for, in all of its fields.

        Raises QueryLimitError where they are more than MAX_EXPANSION.
        """
        if node not in self._expanded:
            words: set[str] = set()
            for field in node.fields:
                for word in self._accepted(node, field):
                    words.add(word)
                    if len(words) > MAX_EXPANSION:
                        raise too_many_words(node)
            self._expanded[node] = sorted(words)
        return self._expanded[node]

    def _accepted(self, node: Pattern | Fuzzy, field: Field) -> Iterator[str]:
        terms = written_terms(field)
        lead = "=" if field.kind is Kind.DATE else ""
        for segment in self._snapshot.segments:
            lexicon = segment.lexicon(terms)
            likely = lexicon.likely(node, lead)
            self._spend(len(lexicon.words) // 10 + len(likely))
            for word in likely:
                if node.accepts(word) and self._snapshot.lives(segment, terms, lead + word):
                    yield word

    def _expansion(self, node: Pattern | Fuzzy) -> Rows:
        words = self.expand(node)
        return self._rows(
            self.postings(written_terms(field), word)
            if field.kind.tokenized
            else self.keyword_postings(field, word)
            for field in node.fields
            if field.kind.tokenized or isinstance(node, Pattern)
            for word in words
        )

    def _spend(self, effort: int) -> None:
        """Count work, in about microseconds; raises QueryLimitError when it is too much."""
        self._effort -= effort
        if self._effort < 0:
            raise QueryLimitError(
                "the query asks for too much work at once: too many wildcards, fuzzy words or "
                "phrases of common words; ask in parts"
            )

    def _rows(self, found: Iterable[Postings]) -> Rows:
        return set().union(*(postings.rows for postings in found))

    def _and(self, children: Sequence[Node], among: Rows | None) -> Rows:
        """Intersect, the cheap first, so that phrases are looked for in few rows."""
        negated = [child.child for child in children if isinstance(child, Not)]
        wanted: list[Node] = [child for child in children if not isinstance(child, Not)]
        if negated:
            wanted.append(All())
        found = among
        for child in sorted(wanted, key=_cost):
            rows = self.find(child, found)
            found = rows if found is None else found & rows
        for child in negated:
            found = (found or set()) - self.find(child, found)
        return found or set()

    def _near(self, node: Near, among: Rows | None) -> Rows:
        if node.slop >= GAP:
            raise UnsupportedQuery(f"words at most {GAP - 1} apart can be looked for")
        return set().union(*(self._near_in(node, field, among) for field in node.fields))

    def _near_in(self, node: Near, field: Field, among: Rows | None) -> Rows:
        """Look in the rows that have all the words for places where they stand near enough."""
        known = {token: self.postings(terms_of(field), token) for token in node.tokens}
        rarest, *others = sorted(known.values(), key=lambda found: len(found.rows))
        rows = reduce(lambda rows, found: rows.intersection(found.rows), others, set(rarest.rows))
        if among is not None:
            rows &= among
        found = set()
        for row in rows:
            where = {token: postings.places_in(row) for token, postings in known.items()}
            self._spend(sum(map(len, where.values())) + 5 * len(where))
            positions = [where[token] for token in node.tokens]
            if next(near(node.tokens, positions, node.slop, node.ordered), None):
                found.add(row)
        self.near_rows[node, field.name] = found
        return found

    def _dates(self, node: DateRange) -> Rows:
        low = node.start.isoformat() if node.start else ""
        high = node.end.isoformat() if node.end else "~"
        terms = terms_of(node.field)
        return self._rows(self.postings(terms, term) for term in self._cover(terms, low, high))

    def _cover(self, terms: Terms, low: str, high: str) -> Iterable[str]:
        """Yield the few terms of years, months and days that make up a range of days.

        Bounds are compared as text; "2007-02-31" stands for the end of February.
        """
        prefixes = ["y"]
        ends = {"y": ("-01-01", "-12-31"), "m": ("-01", "-31"), "d": ("", "")}
        below = {"y": "m", "m": "d"}
        while prefixes:
            prefix = prefixes.pop()
            level = prefix[0]
            first_end, last_end = ends[level]
            for term in self._snapshot.words(terms, prefix):
                first, last = term[1:] + first_end, term[1:] + last_end
                if low <= first and last < high:
                    yield term
                elif last >= low and first < high and level in below:
                    prefixes.append(below[level] + term[1:])


def _cost(node: Node) -> int:
    """Return when a child of an And is looked for: phrases last, what holds any before them."""
    match node:
        case Near():
            return 2
        case And() | Or() | Not() | Lookup():
            return 1
        case _:
            return 0
