"""The words of a field in a segment, and those among them that a wildcard or fuzzy word accepts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice, takewhile

from searchcable.query.nodes import Fuzzy, Pattern

_END = "\n"
"""What stands between words in a text of them all; no token has it."""


class Lexicon:
    """Words in their order."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words

    def accepted(self, node: Pattern | Fuzzy) -> Iterator[str]:
        """Yield the words that a node accepts, asking it about few others."""
        if isinstance(node, Pattern):
            longest = max(re.split(r"[*?]", node.pattern), key=len)
            return (w for w in self.beginning(node.prefix) if longest in w and node.accepts(w))
        low, high = len(node.word) - node.edits, len(node.word) + node.edits
        return node.among(word for word in self._alike(node) if low <= len(word) <= high)

    def beginning(self, prefix: str) -> Iterator[str]:
        """Yield the words that begin so."""
        rest = islice(self.words, bisect_left(self.words, prefix), None)
        return takewhile(lambda word: word.startswith(prefix), rest) if prefix else rest

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
        parts = [node.word[at : at + size] for at in starts]
        parts[-1] = node.word[starts[-1] :] + _END
        parts[0] = _END + parts[0]
        return {word for part in parts for word in self._holding(part)}

    def _holding(self, part: str) -> Iterator[str]:
        """Yield the words that a part is found in, ends of words included."""
        text = self._text
        at = text.find(part)
        while at >= 0:
            end = text.find(_END, at + 1)
            yield text[text.rfind(_END, 0, at + 1) + 1 : end]
            at = text.find(part, end)

    @cached_property
    def _text(self) -> str:
        return _END.join(("", *self.words, ""))
