"""Lines of styled text: what presenters lay out, before it is plain text or colours.

A line is a sequence of parts. A part's text is safe to print: it is sanitised as the part is made.
Widths are in columns of a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from searchcable.cli.sanitizing import one_line

Style = Literal[
    "", "mrn", "dim", "bold", "mark", "bold-mark", "note", "error",
    "unclassified", "restricted", "confidential", "secret", "top-secret",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a line in one style; its text holds no newline and nothing that acts."""

    text: str
    style: Style = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", one_line(self.text))


Line = tuple[Part, ...]

NO_BREAK: Final = "\u00a0"
"""A space at which lines do not break; it is printed as any other."""


def plain(lines: Iterable[Line]) -> str:
    """Return the lines as text without their styles, each ended by a newline."""
    texts = ("".join(part.text for part in line) for line in lines)
    return "".join(text.replace(NO_BREAK, " ").rstrip() + "\n" for text in texts)


def columns(text: str) -> int:
    """Return how many columns `text` takes: East Asian letters two, combining accents none.

    >>> columns("Tokyo"), columns("東京"), columns("e\u0301")
    (5, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def marked(
    text: str, marks: Sequence[tuple[int, int]], style: Style, mark: Style
) -> Iterator[Part]:
    """Yield `text` as parts: the spans of `marks`, which are in order, in the style `mark`."""
    at = 0
    for start, end in marks:
        yield Part(text[at:start], style)
        yield Part(text[max(at, start) : end], mark)
        at = max(at, end)
    yield Part(text[at:], style)


def wrap(parts: Iterable[Part], width: int, *, first: str = "", rest: str = "") -> Iterator[Line]:
    """Break one long line at its spaces, so that each piece fits `width` columns.

    `first` and `rest` are indents, of the first piece and of the others. A word that is longer than
    a line is cut. Yields one line at least.
    """
    runs = [part for part in parts if part.text]
    text = "".join(part.text for part in runs)
    indent = first
    for start, end in _breaks(text, max(width - columns(first), 20), max(width - len(rest), 20)):
        yield (Part(indent), *_slice(runs, start, end))
        indent = rest


def table(rows: Sequence[Sequence[Part]], width: int, *, gap: int = 2) -> Iterator[Line]:
    """Yield the rows in aligned columns; the last column is wrapped to what `width` leaves."""
    widths = [max(columns(row[i].text) for row in rows) for i in range(len(rows[0]) - 1)]
    left = sum(widths) + gap * len(widths)
    for row in rows:
        cells = [
            Part(cell.text + " " * (w - columns(cell.text) + gap), cell.style)
            for cell, w in zip(row[:-1], widths, strict=True)
        ]
        for number, line in enumerate(wrap([row[-1]], max(width - left, 20))):
            yield (*cells, *line) if number == 0 else (Part(" " * left), *line)


def _breaks(text: str, first: int, rest: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of `text` that make its lines: `first` columns wide, then `rest`."""
    room, start, end = first, 0, 0
    size = len if all(columns(c) == 1 for c in set(text)) else columns  # of most texts it is
    for match in re.finditer("[^ ]+", text):
        if end > start and size(text[start : match.end()]) > room:
            yield start, end
            start, room = match.start(), rest
        while size(text[start : match.end()]) > room:  # one word, longer than a line
            cut = start + room // 2 if not text[start : start + room].isascii() else start + room
            yield start, cut
            start, room = cut, rest
        end = match.end()
    yield start, max(end, start)


def _slice(parts: Sequence[Part], start: int, end: int) -> Iterator[Part]:
    at = 0
    for part in parts:
        text = part.text[max(start - at, 0) : max(end - at, 0)]
        at += len(part.text)
        if text:
            yield Part(text, part.style)
