"""The words of one snapshot, which wildcards and fuzzy words stand for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import tantivy

from searchcable.engines.tantivy.schema import term, written_name
from searchcable.fields import Field
from searchcable.query.nodes import Fuzzy, Pattern


class Lexicon:
    """Reads words from the dictionaries of the segments, which hold those of deleted rows too."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self._schema = schema
        self._searcher = searcher
        self._whole: dict[str, list[str]] = {}

    def accepted(self, node: Pattern | Fuzzy, name: str) -> list[str]:
        """Return the words of the field `name` that a wildcard or fuzzy word stands for."""
        prefix = node.prefix if isinstance(node, Pattern) else ""
        if isinstance(node, Fuzzy):
            low, high = len(node.word) - node.edits, len(node.word) + node.edits
            words = [word for word in self._all(name) if low <= len(word) <= high]
        else:
            words = self._beginning(name, term(prefix)) if prefix else self._all(name)
        return list(filter(node.accepts, words))

    def are_more(
        self, words: Collection[str], by_field: Mapping[Field, Sequence[str]], limit: int
    ) -> bool:
        """Return whether more than `limit` of `words` stand in rows that are not deleted."""
        alive: set[str] = set()
        for field, found in by_field.items():
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
