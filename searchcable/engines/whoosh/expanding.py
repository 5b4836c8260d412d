"""The terms of an index that wildcards, fuzzy words and ranges of dates stand for."""

from __future__ import annotations

from collections.abc import Iterator

from searchcable.engines import MAX_EXPANSION, too_many_words
from searchcable.engines.whoosh.schema import parts, written
from searchcable.engines.whoosh.snapshot import Snapshot
from searchcable.fields import Field
from searchcable.query.nodes import DateRange, Fuzzy, Pattern


class Expanding:
    """Expands the nodes of one query."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._known: dict[Pattern | Fuzzy | DateRange, list[tuple[str, str]]] = {}

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

    def days(self, node: DateRange) -> list[tuple[str, str]]:
        """Return the terms of the few years, months and days that make up a range, as `terms` does.

        Bounds are compared as text; "2007-02-31" stands for the end of February.
        """
        if node not in self._known:
            low = node.start.isoformat() if node.start else ""
            high = node.end.isoformat() if node.end else "~"
            ends = {4: ("-01-01", "-12-31"), 7: ("-01", "-31"), 10: ("", "")}
            field = parts(node.field)
            taken: set[str] = set()
            for term in self.snapshot.lexicon(field).words:  # a year, its months, their days
                first, last = (term + end for end in ends.get(len(term), ("", "~~")))
                inside = low <= first and last < high and len(term) in ends
                if inside and taken.isdisjoint((term[:4], term[:7])):
                    taken.add(term)
            self._known[node] = [(field, term) for term in sorted(taken)]
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
