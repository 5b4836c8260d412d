"""A tree of nodes made into Tantivy's queries. What only filters adds nothing to the score."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from math import log1p, prod
from typing import Final, TypeGuard, assert_never

import tantivy
from tantivy import FieldType, Occur
from tantivy import Query as Q

from searchcable.engines import MAX_EXPANSION, too_many_words
from searchcable.engines.tantivy.lexicon import Lexicon
from searchcable.engines.tantivy.schema import (
    GAP,
    HAS,
    ID,
    UNIT,
    kept,
    moment,
    term,
)
from searchcable.errors import UnsupportedQuery
from searchcable.fields import DEFAULT_FIELDS, Field, Kind
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
    descend,
    marker,
    marking_nodes,
)
from searchcable.versions import kept_values

FIRST: Final = 1e5
"""The score of a cable that an MRN names: above all words, small enough to keep their digits."""

_PHRASES: Final = 64
"""Phrases that are asked for one by one; of more, the words are found by a regular expression."""


def is_scored(node: Node) -> bool:
    """Return whether some of what the node finds scores more than the rest."""
    return any(isinstance(part, Lookup) for part in descend(node)) or any(
        field.kind.tokenized for part in marking_nodes(node) for field in part.fields
    )


def is_level(node: Node) -> bool:
    """Return whether many of the rows found may have the same score: fuzzy words weigh alike."""
    return any(isinstance(part, Fuzzy) for part in descend(node))


class Compiler:
    """Makes queries for one snapshot, whose words wildcards stand for."""

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, lexicon: Lexicon
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._lexicon = lexicon

    def compile(self, node: Node) -> Q:
        """Return Tantivy's query. Raises QueryLimitError and UnsupportedQuery as engines do."""
        match node:
            case All():
                return self.unit("cable")
            case Word() | Near() | Pattern() | Fuzzy() | Or() | Lookup():
                return _any(self._alternatives(node))
            case Keyword(field, value):
                return self._keyword(field, value)
            case DateRange():
                return self._dates(node)
            case Has(field):
                return self._filter(HAS, field.name)
            case And(children):
                return self._all(children)
            case Not():
                return self._all((node,))
            case _:
                assert_never(node)

    def parts(self, node: Node) -> list[Q]:
        """Return queries that share no row and together find what `compile` does, scored alike.

        Tantivy scores all rows of a union, as a word of several fields is one, before it looks
        which of them have a second word too. Without unions the rarer word leads; words of several
        forms are unions in any case.
        """
        match node:
            case And(children):
                words = [child for child in children if _is_plain(child)]
                others = [child for child in children if not _is_plain(child)]
                alone = len(words) == 2 and all(map(self._has_one_form, words))
                if alone and not any(map(is_scored, others)):
                    clauses = self._clauses(others)
                    ways = product(*map(self._apart, words))
                    return [Q.boolean_query([*one, *other, *clauses]) for one, other in ways]
        return [self.compile(node)]

    def _has_one_form(self, node: Word) -> bool:
        return node.exact or all(len(self._lexicon.forms(f, node.token)) < 2 for f in node.fields)

    def _apart(self, node: Word) -> tuple[list[tuple[Occur, Q]], ...]:
        """Return clauses for the rows with a word in the text, and for those without it there."""
        subject, text = (_any(self._words_of(node, field)) for field in node.fields)
        in_text = Q.boolean_query([(Occur.Must, text), (Occur.Should, subject)])
        return [(Occur.Must, in_text)], [(Occur.Must, subject), (Occur.MustNot, text)]

    def _alternatives(self, node: Node) -> list[Q]:
        """Return queries any of which matches: one union is sooner read than nested ones."""
        match node:
            case Word():
                fields = _tokenized(node.fields)
                return [word for field in fields for word in self._words_of(node, field)]
            case Near():
                return [self._near(node, field) for field in _tokenized(node.fields)]
            case Pattern() | Fuzzy():
                return self._expanded(node)
            case Or(children):
                return [one for child in children for one in self._alternatives(child)]
            case Lookup(keyword, words, first):
                named = self.compile(keyword)
                named = Q.const_score_query(named, FIRST) if first else named
                return [named, *self._alternatives(words)]
            case _:
                return [self.compile(node)]

    def unit(self, unit: str) -> Q:
        """Return the query for all rows of a unit."""
        return self._filter(UNIT, unit)

    def row(self, id: str) -> Q:
        """Return the query for one row."""
        return self._filter(ID, term(id))

    def _filter(self, name: str, value: str) -> Q:
        found = Q.term_query(self._schema, name, value, index_option="basic")
        return Q.const_score_query(found, 0.0)

    def _all(self, children: Sequence[Node]) -> Q:
        """Return what matches all children."""
        return Q.boolean_query(self._clauses(children))

    def _clauses(self, children: Sequence[Node]) -> list[tuple[Occur, Q]]:
        """Return what all must match; a child that is negated finds nothing by itself."""
        clauses = [
            clause
            for child in children
            for clause in (
                [(Occur.MustNot, one) for one in self._alternatives(child.child)]
                if isinstance(child, Not)
                else [(Occur.Must, self.compile(child))]
            )
        ]
        if any(isinstance(child, Not) for child in children):
            clauses.append((Occur.Must, self.unit("cable")))
        return clauses

    def _words_of(self, node: Word, field: Field) -> list[Q]:
        """Return any of the words that a word stands for."""
        if node.exact:
            return [_boosted(self._term(field.name, node.token), field.boost)]
        return self._forms(field, node.token)

    def _forms(self, field: Field, token: str) -> list[Q]:
        """Return any of the words of a token, which weigh as one that is in the rows of all."""
        forms = self._lexicon.forms(field, token)
        whole = self._rarity_of_any(forms)
        return [
            _boosted(self._term(field.name, word), field.boost * whole / self._rarity(rows))
            for word, rows in forms.items()
        ]

    def _rarity(self, rows: float) -> float:
        """Return the part of BM25's score that comes of being in so many rows of all."""
        return log1p((self._lexicon.rows - rows + 0.5) / (rows + 0.5))

    def _rarity_of_any(self, forms: Mapping[str, int]) -> float:
        """Return the same for words as one, as if each stood in a row whatever others do."""
        if len(forms) == 1:
            return self._rarity(*forms.values())
        total = self._lexicon.rows
        return self._rarity(total * (1 - prod(1 - rows / total for rows in forms.values())))

    def _term(self, name: str, word: str) -> Q:
        return Q.term_query(self._schema, name, word, index_option="freq")

    def _keyword(self, field: Field, value: str) -> Q:
        if field.kind is Kind.DATE:
            raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
        return self._filter(field.name, term(value))

    def _dates(self, node: DateRange) -> Q:
        low = moment(node.start.isoformat()) if node.start else None
        high = moment(node.end.isoformat()) - 1 if node.end else None
        if low is None and high is None:
            return self._filter(HAS, node.field.name)
        found = Q.range_query(self._schema, node.field.name, FieldType.Integer, low, high)
        return Q.const_score_query(found, 0.0)

    def _near(self, node: Near, field: Field) -> Q:
        tokens = node.tokens
        if len(tokens) == 1:
            return _any(self._forms(field, tokens[0]))
        if node.is_phrase:
            return _boosted(self._phrase(field, list(enumerate(tokens))), field.boost)
        if node.slop + 2 > GAP:
            raise UnsupportedQuery(f"at most {GAP - 2} other words may stand between")
        if len(tokens) == 2:
            return _boosted(
                self._pair(field, tokens[0], tokens[1], node.slop, node.ordered), field.boost
            )
        return self._checked(node, field)

    def _phrase(self, field: Field, tokens: Sequence[tuple[int, str]], slop: int = 0) -> Q:
        """Return tokens at places: any of the phrases that their words make, which weigh as one."""
        places = [place for place, _ in tokens]
        forms = [self._lexicon.forms(field, token) for _, token in tokens]
        whole = sum(map(self._rarity_of_any, forms))
        ways: Iterable[tuple[str, ...]] = product(*forms)
        make = Q.phrase_query
        if prod(map(len, forms)) > _PHRASES:
            ways = [tuple("|".join(map(re.escape, words)) for words in forms)]
            make = Q.regex_phrase_query
        found = []
        for way in ways:
            phrase = make(self._schema, field.name, [*zip(places, way, strict=True)], slop)
            # Tantivy takes a pattern for a word that is in no row.
            own = sum(
                self._rarity(words.get(word, 0)) for words, word in zip(forms, way, strict=True)
            )
            found.append(_boosted(phrase, whole / own))
        return _any(found)

    def _pair(self, field: Field, first: str, second: str, slop: int, ordered: bool) -> Q:
        """Return two words near each other.

        Tantivy's slop is how far the second word may lie from where it belongs, to either side:
        in any order it belongs where the first is, in order half way to the farthest place.
        """
        if not ordered and first != second:
            return self._phrase(field, [(0, first), (0, second)], slop + 1)
        half = slop // 2
        found = self._phrase(field, [(0, first), (1 + half, second)], half)
        if slop % 2 == 0:
            return found
        return _any([found, self._phrase(field, [(0, first), (1 + slop, second)])])

    def _checked(self, node: Near, field: Field) -> Q:
        """Return three or more words near each other, by looking at the rows where each two are.

        As phrases these would be thousands: one for each way in which the words can lie.
        """
        slop = node.slop + len(node.tokens) - 2
        pairs = [
            (Occur.Must, self._pair(field, first, second, slop, ordered=False))
            for first, second in combinations(dict.fromkeys(node.tokens), 2)
        ] or [(Occur.Must, _any(self._forms(field, node.tokens[0])))]
        total = max(self._searcher.num_docs, 1)
        candidates = Q.const_score_query(Q.boolean_query(pairs), 0.0)
        hits = self._searcher.search(candidates, limit=total, count=False).hits
        rows = (kept(self._searcher.doc(address)) for _, address in hits)
        mark = marker(node, field)
        ids = [id for id, stored in rows if any(mark(t)[1] for t in kept_values(stored, field))]
        if not ids:
            return Q.empty_query()
        scores = [_any(self._forms(field, token)) for token in dict.fromkeys(node.tokens)]
        found = Q.const_score_query(Q.term_set_query(self._schema, ID, ids), 0.0)
        return Q.boolean_query([(Occur.Must, one) for one in (found, *scores)])

    def _expanded(self, node: Pattern | Fuzzy) -> list[Q]:
        if isinstance(node, Fuzzy) and self._lexicon.are_few(node, MAX_EXPANSION):
            return [self._fuzzy(node, field) for field in _tokenized(node.fields)]
        words = {field: self._lexicon.accepted(node, field) for field in node.fields}
        if self._lexicon.are_more(words, MAX_EXPANSION):
            raise too_many_words(node)
        return [one for field, found in words.items() for one in self._words(field, found)]

    def _fuzzy(self, node: Fuzzy, field: Field) -> Q:
        found = Q.fuzzy_term_query(self._schema, field.name, node.word, node.edits)
        return Q.const_score_query(found, field.boost)

    def _words(self, field: Field, words: Sequence[str]) -> list[Q]:
        """Return any of some words. Ranked each by itself, they leave few ties to be broken."""
        if not field.kind.tokenized:
            found = Q.term_set_query(self._schema, field.name, list(words))
            return [Q.const_score_query(found, 0.0)]
        return [_boosted(self._term(field.name, word), field.boost) for word in words]


def _is_plain(node: Node) -> TypeGuard[Word]:
    return isinstance(node, Word) and node.fields == DEFAULT_FIELDS


def _any(queries: Sequence[Q]) -> Q:
    if not queries:
        return Q.empty_query()
    return (
        queries[0] if len(queries) == 1 else Q.boolean_query([(Occur.Should, q) for q in queries])
    )


def _boosted(query: Q, by: float) -> Q:
    return query if by == 1.0 else Q.boost_query(query, by)


def _tokenized(fields: Sequence[Field]) -> Iterator[Field]:
    return (field for field in fields if field.kind.tokenized)
