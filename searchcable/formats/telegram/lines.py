"""The lines of a text, as all that reads a telegram takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple


class Lines(NamedTuple):
    """Lines in order: their `texts` without spaces at the end, and their `numbers` in the text,
    from 1.

    `letters` are the lines' first characters, a line feed for a blank line: in it those that begin
    in a certain way are found at once, by their indices.
    """

    texts: list[str]
    numbers: Sequence[int]
    letters: str

    def part(self, start: int, end: int | None = None) -> Lines:
        """Return the lines from the index `start` to `end`."""
        return Lines(self.texts[start:end], self.numbers[start:end], self.letters[start:end])

    def parts(self, spans: Sequence[tuple[int, int]]) -> Lines:
        """Return the lines within the `spans` of indices, one span behind the other."""
        texts: list[str] = []
        numbers: list[int] = []
        for start, end in spans:
            texts += self.texts[start:end]
            numbers += self.numbers[start:end]
        return Lines(texts, numbers, "".join([self.letters[a:b] for a, b in spans]))

    def last_above(self, index: int) -> int:
        """Return the index of the last line above `index` that is not blank, -1 where none is."""
        return len(self.letters[:index].rstrip("\n")) - 1

    def followed_by(self, other: Lines) -> Lines:
        """Return these lines and others behind them."""
        numbers = [*self.numbers, *other.numbers]
        return Lines([*self.texts, *other.texts], numbers, self.letters + other.letters)


def first_letters(texts: list[str]) -> str:
    """Return the first character of each line, a line feed for a blank one."""
    return "".join([text[0] if text else "\n" for text in texts])


NO_LINES: Final = Lines([], (), "")
SPACES: Final = r" \t\v\f\r\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""The white space with which lines begin that are not blank, for a set of a regular expression."""
