"""The words of one snapshot, which wildcards and fuzzy words stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import tantivy

from searchcable.engines.tantivy.schema import term, written_name
from searchcable.errors import UnsupportedQuery
from searchcable.fields import Field, Kind
from searchcable.query.nodes import Fuzzy, Pattern


class Lexicon:
    """Reads words from the dictionaries of the segments, which hold those of deleted rows too."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._whole: dict[str, list[str]] = {}

    def accepted(self, node: Pattern | Fuzzy, field: Field) -> list[str]:
        """Return the words of a field that a wildcard or fuzzy word stands for."""
        if field.kind is Kind.DATE:
            raise UnsupportedQuery(f"{field.name} is asked for by days, months and years")
        name = written_name(field)
        if isinstance(node, Fuzzy):
            sizes = range(len(node.word) - node.edits, len(node.word) + node.edits + 1)
            words = [word for word in self._all(name) if len(word) in sizes]
        else:
            prefix = term(node.prefix)
            words = self._beginning(name, prefix) if prefix else self._all(name)
        return list(filter(node.accepts, words))

    def are_more(self, words: Mapping[Field, Sequence[str]], limit: int) -> bool:
        """Return whether `words` of some fields, those of deleted rows left out, are too many."""
        if len(set().union(*words.values())) <= limit:
            return False
        alive: set[str] = set()
        for field, found in words.items():
            name = written_name(field)
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

    def _all(self, name: str) -> list[str]:
        if name not in self._whole:
            self._whole[name] = self._beginning(name, "")
        return self._whole[name]
