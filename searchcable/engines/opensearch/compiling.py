"""A tree of nodes made into OpenSearch's query DSL. What only filters adds nothing to the score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any, Final, assert_never

from searchcable.engines.opensearch.schema import HAS, UNIT, written_name
from searchcable.errors import UnsupportedQuery
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

Json = dict[str, Any]
Expand = Callable[[Pattern | Fuzzy], dict[Field, list[str]]]
FIRST: Final = 1e5
"""The score of a cable that an MRN names: above all words, small enough to keep their digits."""


def compiled(node: Node, expand: Expand) -> Json:
    """Return the query; `expand` gives the words by field that a wildcard stands for."""
    match node:
        case All():
            return scored({"term": {UNIT: "cable"}})
        case Word(fields, token, exact):
            return _any([_word(f, token, exact) for f in fields if f.kind.tokenized])
        case Near(fields):
            return _any([_near(node, f) for f in fields if f.kind.tokenized])
        case Pattern() | Fuzzy():
            found = expand(node)
            return _any([_words(field, words) for field, words in found.items() if words])
        case Keyword(field, value):
            if field.kind is Kind.DATE:
                raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
            return scored({"term": {field.name: value}})
        case DateRange():
            return _dates(node)
        case Has(field):
            return scored({"term": {HAS: field.name}})
        case And(children):
            return {"bool": {"must": [compiled(child, expand) for child in children]}}
        case Or(children):
            return _any([compiled(child, expand) for child in children])
        case Not(child):
            cables = compiled(All(), expand)
            return {"bool": {"must": [cables], "must_not": [compiled(child, expand)]}}
        case Lookup(keyword, words, first):
            named = scored(compiled(keyword, expand), FIRST if first else 0.0)
            return _any([named, compiled(words, expand)])
        case _:
            assert_never(node)


def scored(query: Json, score: float = 0.0) -> Json:
    """Return the query with one score for all that it finds."""
    return {"constant_score": {"filter": query, "boost": score}}


def _word(field: Field, token: str, exact: bool) -> Json:
    if exact:
        return scored({"term": {written_name(field): token}}, field.boost)
    return {"term": {field.name: {"value": token, "boost": field.boost}}}


def _words(field: Field, words: Sequence[str]) -> Json:
    score = field.boost if field.kind.tokenized else 0.0
    return scored({"terms": {written_name(field): list(words)}}, score)


def _near(node: Near, field: Field) -> Json:
    """Return words near each other; in any order is any of their orders, which spans count right.

    Spans in any order would let one word stand for two that are the same.
    """
    orders = [node.tokens] if node.ordered else sorted(set(permutations(node.tokens)))
    return _any([_in_order(field, order, node.slop) for order in orders])


def _in_order(field: Field, tokens: Sequence[str], slop: int) -> Json:
    clauses = [{"span_term": {field.name: token}} for token in tokens]
    return {"span_near": {"clauses": clauses, "slop": slop, "in_order": True, "boost": field.boost}}


def _dates(node: DateRange) -> Json:
    bounds: Json = {}
    if node.start:
        bounds["gte"] = node.start.isoformat()
    if node.end:
        bounds["lt"] = node.end.isoformat()
    if not bounds:
        return scored({"term": {HAS: node.field.name}})
    return scored({"range": {node.field.name: bounds}})


def _any(queries: Sequence[Json]) -> Json:
    if not queries:
        return {"match_none": {}}
    return queries[0] if len(queries) == 1 else {"bool": {"should": list(queries)}}
