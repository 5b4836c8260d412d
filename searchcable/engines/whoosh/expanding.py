"""The words of an index that wildcards and fuzzy words stand for."""

from __future__ import annotations

from collections.abc import Iterator

from searchcable.engines import MAX_EXPANSION, too_many_words
from searchcable.engines.whoosh.schema import written
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.fields import Field
from searchcable.query.nodes import Fuzzy, Pattern


class Expanding:
    """Expands the nodes of one query."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._known: dict[Pattern | Fuzzy, list[tuple[str, str]]] = {}

    def terms(self, node: Pattern | Fuzzy) -> list[tuple[str, str]]:
        """Return the terms that a node stands for, each with Whoosh's field before it.

        Raises QueryLimitError where they are more than MAX_EXPANSION words in all fields.
        """
        if node not in self._known:
            words: set[str] = set()
            for word in self._words(node):
                words.add(word)
                if len(words) > MAX_EXPANSION:
                    raise too_many_words(node)
            fields = [written(field) for field in node.fields if _holds(node, field)]
            self._known[node] = [(field, word) for field in fields for word in words]
        return self._known[node]

    def _words(self, node: Pattern | Fuzzy) -> Iterator[str]:
        prefix = node.prefix if isinstance(node, Pattern) else ""
        for field in node.fields:
            if _holds(node, field):
                for word in self.snapshot.lexicon(written(field), prefix).accepted(node):
                    if self.snapshot.lives(written(field), word):
                        yield word


def _holds(node: Pattern | Fuzzy, field: Field) -> bool:
    """Return whether a node can match in a field: fuzzy words are not looked for among values."""
    return field.kind.tokenized or isinstance(node, Pattern)
