"""The words of a field, and those among them that a wildcard or fuzzy word accepts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final

from searchcable.query.nodes import Fuzzy, Pattern

_LAST: Final = chr(0x10FFFF)


class Lexicon:
    """Words in their order."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def accepted(self, node: Pattern | Fuzzy) -> Iterator[str]:
        """Yield the words that a node accepts, asking it about few others."""
        if isinstance(node, Pattern):
            longest = max(re.split(r"[*?]", node.pattern), key=len)
            likely = _beginning(self.words, node.prefix)
            return (word for word in likely if longest in word and node.accepts(word))
        low, high = len(node.word) - node.edits, len(node.word) + node.edits
        return node.among(word for word in self._alike(node) if low <= len(word) <= high)

    def _alike(self, node: Fuzzy) -> Sequence[str] | set[str]:
        """Return the words in which a part of the node's word stands as it is.

        An edit changes one letter, or two neighbours. Of parts with a letter between each two it
        can so change one at most, and of one part more than there are edits none changes one: it
        begins the word, or ends it, or is a middle one and stands anywhere.
        """
        count = node.edits + 1
        size = (len(node.word) - node.edits) // count
        if size < 2:  # too many words have such a part
            return self.words
        starts = range(0, count * (size + 1), size + 1)
        found = set(_beginning(self.words, node.word[:size]))
        for at in starts[1:-1]:
            part = node.word[at : at + size]
            found.update(word for word in self.words if part in word)
        last = node.word[starts[-1] :]
        found.update(word[::-1] for word in _beginning(self._reversed, last[::-1]))
        return found

    @cached_property
    def _reversed(self) -> list[str]:
        return sorted(word[::-1] for word in self.words)


def _beginning(words: Sequence[str], prefix: str) -> Sequence[str]:
    """Return those of some words, which are in order, that begin so."""
    if not prefix:
        return words
    return words[bisect_left(words, prefix) : bisect_left(words, prefix + _LAST)]
