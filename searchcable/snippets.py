"""Snippets: the stretches of a cable that show why a query found it.

They are made from the stored cable by the nodes of the query, the same for every engine: what is
marked is what matched, phrases, wildcards and fuzzy words included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from searchcable.cable import Cable, Paragraph
from searchcable.fields import DEFAULT_FIELDS, Field, passages
from searchcable.query.nodes import Marking, Node, marking_nodes
from searchcable.tokens import spans, words

WIDTH: Final = 280
"""Characters of the longest snippet, not counting ellipses and the end of a word."""

Span = tuple[int, int]

_SUBJECT, _TEXT = DEFAULT_FIELDS


@dataclass(frozen=True, slots=True)
class Snippet:
    """A stretch of a cable's text on one line. `marks` are half-open spans of `text`, in order.

    `paragraph` and `marking` are the number and the portion marking of where it stands.
    """

    text: str
    marks: tuple[Span, ...] = ()
    paragraph: int | None = None
    marking: str | None = None


def snippets(cable: Cable, node: Node, limit: int = 3) -> tuple[Snippet, ...]:
    """Return the passages of `cable` that show most of what `node` matched, in their order.

    At most `limit`. Where nothing in the text matched (a search by TAGS), the beginning of the
    text, unmarked; an empty tuple where there is no text.
    """
    parts = [part for part in marking_nodes(node) if _TEXT in part.fields]
    found: list[tuple[int, int, int, Paragraph, str]] = []
    for at, (paragraph, text) in enumerate(passages(cable)):
        marked = (
            [len(part.marks(_TEXT, tokens)) for part in parts] if (tokens := words(text)) else []
        )
        if any(marked):
            found.append((sum(map(bool, marked)), sum(marked), -at, paragraph, text))
    if not found:
        return _lead(cable)
    best = sorted(sorted(found, key=lambda f: f[:3], reverse=True)[:limit], key=lambda f: -f[2])
    return tuple(
        _cut(text, marked_spans(text, _TEXT, parts), paragraph) for *_, paragraph, text in best
    )


def subject_marks(cable: Cable, node: Node) -> tuple[Span, ...]:
    """Return the spans of the subject that `node` matched."""
    parts = [part for part in marking_nodes(node) if _SUBJECT in part.fields]
    return tuple(marked_spans(cable.subject or "", _SUBJECT, parts))


def marked_spans(text: str, field: Field, parts: Sequence[Marking]) -> list[Span]:
    """Return the spans of `text`, one value of `field`, that any of `parts` matched."""
    tokens = list(spans(text))
    marks = set().union(*(part.marks(field, [token for token, _, _ in tokens]) for part in parts))
    return sorted({tokens[at][1:] for at in marks})


def _lead(cable: Cable) -> tuple[Snippet, ...]:
    for paragraph in cable.paragraphs:
        if paragraph.text.strip():
            return (_cut(paragraph.text, [], paragraph),)
    return ()


def _cut(text: str, marks: list[Span], paragraph: Paragraph) -> Snippet:
    """Cut `text` to the window that holds most marks, at the ends of words."""
    start, end = _window(text, marks)
    inside = [(a, b) for a, b in marks if start <= a and b <= end]
    line, placed = _one_line(text[start:end], [(a - start, b - start) for a, b in inside])
    before, after = "…" if text[:start].strip() else "", "…" if text[end:].strip() else ""
    shift = len(before)
    moved = tuple((a + shift, b + shift) for a, b in placed)
    return Snippet(before + line + after, moved, paragraph.number, paragraph.marking)


def _window(text: str, marks: list[Span]) -> Span:
    if len(text) <= WIDTH:
        return 0, len(text)
    center_start, center_end = max(_clusters(marks), key=lambda c: c[2], default=(0, 0, 0))[:2]
    spare = max(WIDTH - (center_end - center_start), 0)
    start = max(0, min(center_start - spare // 3, len(text) - WIDTH))
    end = min(len(text), max(start + WIDTH, center_end))
    if start:  # not inside of a word
        space = re.compile(r"\s").search(text, start, max(start, center_start))
        start = space.end() if space else center_start
    space = re.compile(r"\s").search(text, end)
    return start, space.start() if space and space.start() < end + 40 else end


def _clusters(marks: list[Span]) -> Iterator[tuple[int, int, int]]:
    """Yield for each mark the stretch that fits a window from there on, and its number of marks."""
    last = 0
    for first, (start, _) in enumerate(marks):
        while last < len(marks) and marks[last][1] <= start + WIDTH:
            last += 1
        yield start, marks[max(last - 1, first)][1], max(last - first, 1)


def _one_line(text: str, marks: list[Span]) -> tuple[str, list[Span]]:
    """Fold runs of white space to one space each, and move the marks along."""
    line, placed, at = "", [], 0
    for start, end in [*marks, (len(text), len(text))]:
        line += re.sub(r"\s+", " ", text[at:start])
        if at == 0:
            line = line.lstrip()
        begin = len(line)
        line += re.sub(r"\s+", " ", text[start:end])
        if end > start:
            placed.append((begin, len(line)))
        at = end
    return line.rstrip(), placed
