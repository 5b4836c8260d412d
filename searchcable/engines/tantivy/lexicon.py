"""The words of one snapshot: those that have a stem, and those of wildcards and fuzzy words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Final

import tantivy

from searchcable.engines.tantivy.schema import UNIT, term
from searchcable.errors import UnsupportedQuery
from searchcable.fields import Field, Kind
from searchcable.query.nodes import Fuzzy, Pattern

BEGINNING: Final = 8
"""Letters that few words of an index share."""


class Lexicon:
    """Reads words from the dictionaries of the segments, which hold those of deleted rows too.

    All its numbers of `rows` count these.
    """

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.rows = sum(rows for _, rows in searcher.terms_with_prefix(UNIT, ""))
        self._schema = schema
        self._searcher = searcher
        self._whole: dict[str, dict[int, list[str]]] = {}
        self._forms: dict[tuple[str, str], dict[str, int]] = {}

    def forms(self, field: Field, token: str) -> Mapping[str, int]:
        """Return the words of a field that have a token, with in how many rows each is."""
        if field.kind is not Kind.TEXT:
            return {token: 1}
        key = field.name, token
        if key not in self._forms:
            pairs = self._searcher.terms_with_prefix(field.name, field.root(token))
            self._forms[key] = {word: rows for word, rows in pairs if field.token(word) == token}
        return self._forms[key]

    def accepted(self, node: Pattern | Fuzzy, field: Field) -> list[str]:
        """Return the words of a field that a wildcard or fuzzy word stands for."""
        if field.kind is Kind.DATE:
            raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
        name = field.name
        if isinstance(node, Fuzzy):
            size, edits = len(node.word), node.edits
            by_length = self._all(name)
            lengths = range(size - edits, size + edits + 1)
            return list(node.among(w for n in lengths for w in by_length.get(n, ())))
        prefix = term(node.prefix)
        words = self._beginning(name, prefix) if prefix else chain(*self._all(name).values())
        return list(filter(node.accepts, words))

    def are_few(self, node: Fuzzy, limit: int) -> bool:
        """Return whether a fuzzy word of one edit surely stands for no more than `limit` words.

        Letters are taken to be those of ASCII, digits and the point: 37. An edit in the BEGINNING
        makes at most 75 * BEGINNING + 37 words; all others begin with the same letters.
        """
        if node.edits != 1:
            return node.edits == 0
        if 75 * len(node.word) + 37 <= limit:
            return True
        others = 75 * BEGINNING + 37
        begin = term(node.word[:BEGINNING])
        words = {w for f in node.fields for w in self._beginning(f.name, begin)}
        return others + len(words) <= limit or others + len(list(node.among(words))) <= limit

    def are_more(self, words: Mapping[Field, Sequence[str]], limit: int) -> bool:
        """Return whether `words` of some fields, those of deleted rows left out, are too many."""
        if len(set().union(*words.values())) <= limit:
            return False
        alive: set[str] = set()
        for field, found in words.items():
            name = field.name
            for word in found:
                if word not in alive and self._is_alive(name, word):
                    alive.add(word)
                    if len(alive) > limit:
                        return True
        return False

    def _is_alive(self, name: str, word: str) -> bool:
        query = tantivy.Query.term_query(self._schema, name, word, index_option="basic")
        return bool(self._searcher.search(query, limit=1, count=False).hits)

    def _beginning(self, name: str, prefix: str) -> list[str]:
        return [word for word, _ in self._searcher.terms_with_prefix(name, prefix)]

    def _all(self, name: str) -> dict[int, list[str]]:
        """Return all words of a field by their length."""
        if name not in self._whole:
            by_length: dict[int, list[str]] = {}
            for word in self._beginning(name, ""):
                by_length.setdefault(len(word), []).append(word)
            self._whole[name] = by_length
        return self._whole[name]
