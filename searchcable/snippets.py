"""Snippets: the stretches of a cable that show why a query found it.

They are made from the stored cable by the nodes of the query, the same for every engine: what is
marked is what matched, phrases, wildcards and fuzzy words included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from searchcable.cable import Cable, Paragraph
from searchcable.fields import DEFAULT_FIELDS, passages
from searchcable.query.nodes import Node, marking_nodes
from searchcable.tokens import may_hold, places, words

WIDTH: Final = 280
"""Characters of the longest snippet, not counting ellipses and the end of a word."""

Span = tuple[int, int]

_SPACE: Final = re.compile(r"\s")
_SPACES: Final = re.compile(r"\s+")

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
    parts = [(part, part.clue(_TEXT)) for part in marking_nodes(node) if _TEXT in part.fields]
    found: list[_Passage] = []
    for at, (paragraph, text) in enumerate(passages(cable)):
        likely = [part for part, clue in parts if may_hold(text, clue)]
        tokens = words(text) if likely else []
        if tokens and any(marked := [part.marks(_TEXT, tokens) for part in likely]):
            score = sum(map(bool, marked)), sum(map(len, marked)), -at
            found.append(_Passage(score, paragraph, text, len(tokens), set().union(*marked)))
    if not found:
        return _lead(cable)
    best = sorted(found, key=lambda one: one.score, reverse=True)[:limit]
    return tuple(
        _cut(one.text, places(one.text, one.tokens, one.marks), one.paragraph)
        for one in sorted(best, key=lambda one: -one.score[2])
    )


class _Passage(NamedTuple):
    """A stretch of text of so many `tokens`, of which those with the numbers `marks` matched.

    Its `score` is how many nodes matched, how many tokens, and where it stands, negative.
    """

    score: tuple[int, int, int]
    paragraph: Paragraph
    text: str
    tokens: int
    marks: set[int]


def subject_marks(cable: Cable, node: Node) -> tuple[Span, ...]:
    """Return the spans of the subject that `node` matched."""
    subject = cable.subject or ""
    tokens = words(subject)
    parts = [part for part in marking_nodes(node) if _SUBJECT in part.fields]
    marks: set[int] = set().union(*(part.marks(_SUBJECT, tokens) for part in parts))
    return tuple(places(subject, len(tokens), marks))


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
    """Fold runs of white space to one space each, and move the marks along."""
    line, placed, at = "", [], 0
    for start, end in [*marks, (len(text), len(text))]:
        line += _SPACES.sub(" ", text[at:start])
        if at == 0:
            line = line.lstrip()
        begin = len(line)
        line += _SPACES.sub(" ", text[start:end])
        if end > start:
            placed.append((begin, len(line)))
        at = end
    return line.rstrip(), placed
