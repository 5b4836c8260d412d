"""Snippets: the stretches of a cable that show why a query found it.

They are made from the stored cable by the nodes of the query, the same for every engine: what is
marked is what matched, phrases, wildcards and fuzzy words included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from searchcable.cable import Cable, Paragraph
from searchcable.fields import DEFAULT_FIELDS, Field, passages
from searchcable.query.nodes import (
    Fuzzy,
    Marking,
    Near,
    Node,
    Pattern,
    Word,
    marker,
    marking_nodes,
)
from searchcable.tokens import places, spans

WIDTH: Final = 280
"""Characters of the longest snippet, not counting ellipses and the end of a word."""

Span = tuple[int, int]

_SPACE: Final = re.compile(r"\s")

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
    marks = [_marker(part, _TEXT) for part in marking_nodes(node) if _TEXT in part.fields]
    found: list[_Passage] = []
    for at, (paragraph, text) in enumerate(passages(cable)):
        if any(marked := [mark(text) for mark in marks]):
            score = sum(map(bool, marked)), sum(map(len, marked)), -at
            found.append(_Passage(score, paragraph, text, set().union(*marked)))
    if not found:
        return _lead(cable)
    best = sorted(found, key=lambda one: one.score, reverse=True)[:limit]
    return tuple(
        _cut(one.text, sorted(one.marks), one.paragraph)
        for one in sorted(best, key=lambda one: -one.score[2])
    )


class _Passage(NamedTuple):
    """A stretch of text that has matches at `marks`.

    Its `score` is how many nodes matched, how many tokens, and where it stands, negative.
    """

    score: tuple[int, int, int]
    paragraph: Paragraph
    text: str
    marks: set[Span]


def subject_marks(cable: Cable, node: Node) -> tuple[Span, ...]:
    """Return the spans of the subject that `node` matched."""
    parts = [part for part in marking_nodes(node) if _SUBJECT in part.fields]
    marked = (_marker(part, _SUBJECT)(cable.subject or "") for part in parts)
    return tuple(sorted(set[Span]().union(*marked)))


def _marker(part: Marking, field: Field) -> Callable[[str], list[Span]]:
    """Return what finds in a text the tokens that a node matched: one span for each token.

    Where single words match whose beginning is known, no others are looked at.
    """
    beginning = _beginning(part, field)
    mark = marker(part, field)

    def among_few(text: str) -> list[Span]:
        found = list(spans(text, beginning))
        matched = part.marks(field, [token for token, _, _ in found]) if found else ()
        return [found[number][1:] for number in matched]

    def among_all(text: str) -> list[Span]:
        size, matched = mark(text)
        return places(text, size, matched) if matched else []

    return among_few if beginning else among_all


def _beginning(part: Marking, field: Field) -> str:
    """Return what every word begins with that a node matches by itself, if that is known."""
    match part:
        case Word():
            return part.clue(field)
        case Pattern():
            return part.prefix
        case Near() | Fuzzy():
            return ""


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
        space = _SPACE.search(text, start, max(start, center_start))
        start = space.end() if space else center_start
    space = _SPACE.search(text, end)
    return start, space.start() if space and space.start() < end + 40 else end


def _clusters(marks: list[Span]) -> Iterator[tuple[int, int, int]]:
    """Yield for each mark the stretch that fits a window from there on, and its number of marks."""
    last = 0
    for first, (start, _) in enumerate(marks):
        while last < len(marks) and marks[last][1] <= start + WIDTH:
            last += 1
        yield start, marks[max(last - 1, first)][1], max(last - first, 1)


def _one_line(text: str, marks: list[Span]) -> tuple[str, list[Span]]:
    """Fold runs of white space to one space each, and move the marks along; they have none."""
    line = " ".join(text.split())
    if len(line) == len(text):
        return line, marks
    moved = []
    for start, end in marks:
        begin = len(" ".join(f"{text[:start]}.".split())) - 1
        moved.append((begin, begin + end - start))
    return line, moved
