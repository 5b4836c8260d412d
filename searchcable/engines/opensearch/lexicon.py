"""The lexicon: rows of the index that have each word of each field once.

A cable's words lie there as they are written. The rows here tell which of them share a stem, and
which are meant by a wildcard or a misspelling. They go to the cluster with or before the first
cables that have these words, so that none is missed for want of a word after a commit. They are
never taken out but with the index: a word too many finds nothing. Each has words of one level of
classification, the lowest at which they were met, so that security on rows hides words as it hides
cables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final
from uuid import uuid4

from searchcable.encoding import to_json
from searchcable.engines import MAX_EXPANSION, too_many_words
from searchcable.engines.opensearch.new_words import Place
from searchcable.engines.opensearch.schema import (
    EMPTY,
    KEY,
    LEVEL,
    OF,
    STEMS,
    UNIT,
    WORDS,
)
from searchcable.errors import UnsupportedQuery
from searchcable.fields import Field, Kind, find_field
from searchcable.query.nodes import Fuzzy, Near, Node, Pattern, Word, descend
from searchcable.tokens import stems

Json = dict[str, Any]
LEXICON: Final = "lexicon"  # the unit of its rows
ANY_WORDS: Final[Json] = {"term": {UNIT: LEXICON}}
"""A query for all of its rows."""

_ROW: Final = 256  # words of a row: neighbours in the alphabet, so that a query meets few rows
_LONGEST: Final = 8_000  # characters; Lucene has no terms of more than 32,766 bytes
_ASKED: Final = 60_000  # terms of a query; OpenSearch takes 65,536


def lexicon_rows(words: dict[Place, set[str]]) -> Iterator[bytes]:
    """Yield the rows of words, each as a line of JSON."""
    for (name, level), there in words.items():
        field = find_field(name)
        ordered = iter(sorted(word for word in there if len(word) <= _LONGEST))
        while field and (some := list(islice(ordered, _ROW))):
            row: Json = {**EMPTY, KEY: uuid4().hex, UNIT: LEXICON, OF: name, WORDS: " ".join(some)}
            if field.kind is Kind.TEXT:
                row[STEMS] = " ".join(set(stems(some)))
            if level is not None:
                row[LEVEL] = level
            yield to_json(row)


def rows_with(words: dict[Place, set[str]]) -> Iterator[tuple[Place, Json]]:
    """Yield for each place a query for the rows that have some of its words."""
    for (name, level), there in words.items():
        at_level = {"term": {LEVEL: level}} if level else {"bool": {"must_not": _has_level()}}
        words_asked = islice((word for word in there if len(word) <= _LONGEST), _ASKED)
        some = {"terms": {WORDS: list(words_asked)}}
        yield (name, level), _rows([name], at_level, some)


class Lexicon:
    """The words of a snapshot.

    `rows` gives for a query what its rows of the lexicon have, a field's name and words of it;
    `values` gives the keywords of a field that rows have, and how many of them.
    """

    def __init__(
        self,
        rows: Callable[[Json], Iterator[tuple[str, list[str]]]],
        values: Callable[[Json, str], Iterator[tuple[str, int]]],
    ) -> None:
        self._rows = rows
        self._values = values
        self._forms: dict[tuple[str, str], list[str]] = {}

    def look_up(self, node: Node) -> None:
        """Learn in one go the forms of all words that a query compares by their stems."""
        wanted = {
            (field.name, token)
            for part in descend(node)
            if isinstance(part, Near) or (isinstance(part, Word) and not part.exact)
            for token in (part.tokens if isinstance(part, Near) else (part.token,))
            for field in part.fields
            if field.kind is Kind.TEXT
        } - self._forms.keys()
        if not wanted:
            return
        stems = {"terms": {STEMS: sorted({token for _, token in wanted})}}
        found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for name, words in self._rows(_rows(sorted({name for name, _ in wanted}), stems)):
            if field := find_field(name):
                for word in words:
                    found[name, field.token(word)].add(word)
        self._forms.update((key, sorted(found.get(key, ()))) for key in wanted)

    def forms(self, field: Field, token: str) -> list[str]:
        """Return the words of a field that have a stem, after `look_up`; there may be none."""
        return self._forms[field.name, token] if field.kind is Kind.TEXT else [token]

    def expand(self, node: Pattern | Fuzzy) -> dict[Field, list[str]]:
        """Return the words, or keywords, of each field that a node stands for.

        Raises QueryLimitError where they are too many, and UnsupportedQuery for dates.
        """
        accepted = node.among if isinstance(node, Fuzzy) else partial(filter, node.accepts)
        found: defaultdict[Field, set[str]] = defaultdict(set)
        for field, words in self._candidates(node):
            found[field].update(accepted(words))
            if len(set().union(*found.values())) > MAX_EXPANSION:
                raise too_many_words(node)
        return {field: sorted(words) for field, words in found.items()}

    def _candidates(self, node: Pattern | Fuzzy) -> Iterator[tuple[Field, Iterable[str]]]:
        """Yield by field words among which are all that a node accepts."""
        tokenized = {field.name: field for field in node.fields if field.kind.tokenized}
        for field in node.fields:
            if field.kind is Kind.DATE:
                raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
            if field.name not in tokenized:
                for value, _ in self._values(_holding(node, field.name), field.name):
                    yield field, (value,)
        if tokenized:
            for name, words in self._rows(_rows(list(tokenized), _holding(node, WORDS))):
                yield tokenized[name], words


def _holding(node: Pattern | Fuzzy, name: str) -> Json:
    """Return a query for rows that have a word which a node accepts under a name, or nearly so."""
    if isinstance(node, Pattern):
        return {"wildcard": {name: {"value": node.pattern.replace("\\", "\\\\")}}}
    if not node.edits:
        return {"term": {name: node.word}}
    all_of_them = {"rewrite": "constant_score", "max_expansions": 100_000}
    return {"fuzzy": {name: {"value": node.word, "fuzziness": node.edits, **all_of_them}}}


def _rows(names: list[str], *also: Json) -> Json:
    return {"bool": {"filter": [ANY_WORDS, {"terms": {OF: names}}, *also]}}


def _has_level() -> Json:
    return {"exists": {"field": LEVEL}}
