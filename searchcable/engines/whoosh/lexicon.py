"""The words of one list of terms in a segment, and those among them that a query may stand for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from itertools import chain

from searchcable.query.nodes import Fuzzy, Pattern


class Lexicon:
    """Words in ascending order."""

    def __init__(self, words: list[str]) -> None:
        self.words = words

    def prefixed(self, prefix: str) -> Sequence[str]:
        """Return the words that begin with `prefix`."""
        if not prefix:
            return self.words
        first = bisect_left(self.words, prefix)
        return self.words[first : bisect_left(self.words, prefix + "\U0010ffff", first)]

    def likely(self, node: Pattern | Fuzzy, lead: str = "") -> Sequence[str]:
        """Return the few words that `node` may accept: all that it does, and some that it does not.

        `lead` stands before every word here and is taken off.
        """
        match node:
            case Fuzzy(_, word, edits):
                lengths = range(len(word) - edits, len(word) + edits + 1)
                return list(chain.from_iterable(self._by_length.get(n, ()) for n in lengths))
            case Pattern(_, pattern):
                longest = max(re.split(r"[*?]", pattern), key=len)
                words = self.prefixed(lead + node.prefix)
                return [word[len(lead) :] for word in words if longest in word]

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: defaultdict[int, list[str]] = defaultdict(list)
        for word in self.words:
            found[len(word)].append(word)
        return found
