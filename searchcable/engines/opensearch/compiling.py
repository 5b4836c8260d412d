"""A tree of nodes made into OpenSearch's query DSL. What only filters adds nothing to the score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import Any, Final, assert_never

from searchcable.engines.opensearch.lexicon import Lexicon
from searchcable.engines.opensearch.schema import FORMS, HAS, UNIT, joined_forms
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
FIRST: Final = 1e5
"""The score of a cable that an MRN names: above all words, small enough to keep their digits."""


def compiled(node: Node, lexicon: Lexicon) -> Json:
    """Return the query, in the words that the lexicon has; it has looked the node up before."""
    match node:
        case All():
            return scored({"term": {UNIT: "cable"}})
        case Word(fields, token, True):
            return _any([_exactly(field, [token]) for field in fields if field.kind.tokenized])
        case Word(fields, token):
            return _any([_word(f, lexicon.forms(f, token)) for f in fields if f.kind.tokenized])
        case Near(fields):
            return _any([_near(node, f, lexicon) for f in fields if f.kind.tokenized])
        case Pattern() | Fuzzy():
            found = lexicon.expand(node)
            return _any([_exactly(field, words) for field, words in found.items() if words])
        case Keyword(field, value):
            if field.kind is Kind.DATE:
                raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
            return scored({"term": {field.name: value}})
        case DateRange():
            return _dates(node)
        case Has(field):
            return scored({"term": {HAS: field.name}})
        case And(children):
            return {"bool": {"must": [compiled(child, lexicon) for child in children]}}
        case Or(children):
            return _any([compiled(child, lexicon) for child in children])
        case Not(child):
            cables = compiled(All(), lexicon)
            return {"bool": {"must": [cables], "must_not": [compiled(child, lexicon)]}}
        case Lookup(keyword, words, first):
            named = scored(compiled(keyword, lexicon), FIRST if first else 0.0)
            return _any([named, compiled(words, lexicon)])
        case _:
            assert_never(node)


def scored(query: Json, score: float = 0.0) -> Json:
    """Return the query with one score for all that it finds."""
    return {"constant_score": {"filter": query, "boost": score}}


def _exactly(field: Field, words: Sequence[str]) -> Json:
    score = field.boost if field.kind.tokenized else 0.0
    return scored({"terms": {field.name: list(words)}}, score)


def _word(field: Field, forms: list[str]) -> Json:
    """Return a word in any of its forms, which score as if they were one word."""
    if not forms:
        return _any([])
    asked = {"query": joined_forms(forms), "analyzer": FORMS, "boost": field.boost}
    return {"match": {field.name: asked}}


def _near(node: Near, field: Field, lexicon: Lexicon) -> Json:
    """Return words near each other, which score as the words do."""
    forms = [lexicon.forms(field, token) for token in node.tokens]
    if not all(forms):
        return _any([])
    texts = [joined_forms(one) for one in forms]
    if node.is_phrase:
        asked = {"query": " ".join(texts), "analyzer": FORMS, "boost": field.boost}
        return {"match_phrase": {field.name: asked}}
    return {
        "bool": {
            "filter": [{"intervals": {field.name: _intervals(node, texts)}}],
            "should": [_word(field, one) for one in forms],
        }
    }


def _intervals(node: Near, texts: Sequence[str]) -> Json:
    """Return where the words stand near each other.

    Of words in any order one could stand for two that are the same; then each order is asked for.
    """
    same = len(set(node.tokens)) < len(node.tokens)
    orders = sorted(set(permutations(texts))) if same and not node.ordered else [texts]
    every = [_all_of(order, node.slop, node.ordered or same) for order in orders]
    return every[0] if len(every) == 1 else {"any_of": {"intervals": every}}


def _all_of(texts: Sequence[str], slop: int, ordered: bool) -> Json:
    words = [{"match": {"query": text, "analyzer": FORMS}} for text in texts]
    return {"all_of": {"intervals": words, "max_gaps": slop, "ordered": ordered}}


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
