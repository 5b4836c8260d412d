"""The body: paragraphs by number, their portion markings, and the headings that stand over them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from searchcable.cable import Defect, Paragraph, inked
from searchcable.formats.telegram.lines import Lines
from searchcable.formats.telegram.numbering import number_paragraphs
from searchcable.markings import Marking

_RULE: Final = re.compile(r"\s*(?:(?:[-=*_~]\s?){3,}|--)\s*")
_RULE_STARTS: Final = frozenset("-=*_~ \t")
_RULE_START: Final = re.compile(r"[-=*_~ \t]")
_MARKING: Final = re.compile(r"\(\s?([A-Za-z][A-Za-z ,./-]{0,40}?)\s?\)\s*")
_MARK_END: Final = re.compile(r"[.:]\s+")
_SECOND: Final = re.compile(r"\(\s?(N/?F|NOFORN|REL TO [A-Z, ]{2,40}|ORCON|FOUO|LES)\s?\)\s*", re.I)
_SENTENCE_END: Final = frozenset(".?!:;,\")'")
_WRAPPED: Final = 50  # characters; a line of a list or a table is shorter
_HEADING_LINES: Final = 4
_HEADING_LENGTH: Final = 120
_PROBE: Final = 60  # characters of a paragraph by which its place is found
_NEAR: Final = 500  # characters: a paragraph's number, marking and heading


def read_paragraphs(lines: Lines, *, whole: bool) -> tuple[list[Paragraph], list[Defect]]:
    """Part the lines of a body into paragraphs; no text is left out, only rules and numbers.

    `whole` says that the telegram's own beginning is there, so that the first paragraph is 1.
    Text above the first number, and text under a heading of its own, has no number.
    """
    texts, numbers, letters = lines
    numbered = number_paragraphs(texts, letters, whole=whole)
    headings = _find_headings(texts, letters, numbered)
    builder = _Builder()
    marks = sorted(headings.keys() | numbered.keys())
    builder.unnumbered(texts[: marks[0]] if marks else texts)
    for index, end in pairwise([*marks, len(texts)]):
        if index in headings:
            start, heading = headings[index]
            builder.head(heading)
            builder.dropped += filter(_is_rule, texts[index:start])
            builder.unnumbered(texts[start:end])
        else:
            number, text_at = numbered[index]
            builder.numbered(number, texts[index:end], text_at, numbers[index])
    builder.close()
    lost = builder.lost("\n".join(texts))
    if lost > 0:
        message = f"{lost} characters of the body are in no paragraph"
        builder.defects.append(Defect(code="text-lost", message=message))
    return builder.paragraphs, builder.defects


class _Builder:
    """Makes paragraphs of blocks of lines."""

    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self.defects: list[Defect] = []
        self.last = 0  # the number of the paragraph before
        self.heading: str | None = None  # of the paragraph that comes next
        self.dropped: list[str] = []  # numbers, portion markings and rules, which are no text

    def lost(self, body: str) -> int:
        """Return how many characters of `body` are in no paragraph, and do not stand for nothing.

        Only what is between the paragraphs is counted, as far as they stand in `body` as they are.
        """
        between: list[str] = []
        kept = [*self.dropped, *(p.heading for p in self.paragraphs if p.heading)]
        done = 0
        for paragraph in self.paragraphs:
            text = paragraph.text
            head = text[:_PROBE]
            at = body.find(head, done, done + len(head) + _NEAR)
            if at < 0 or not body.startswith(text, at):
                kept.append(text)
            else:
                between.append(body[done:at])
                done = at + len(text)
        between.append(body[done:])
        return inked("\n".join(between)) - inked("\n".join(kept))

    def numbered(self, number: int, lines: list[str], text_at: int, line: int) -> None:
        """Add a paragraph, the first of whose lines has its number and its text behind it."""
        if self.last and number != self.last + 1:
            code = "paragraph-missing" if number > self.last else "paragraph-repeated"
            message = f"paragraph {number} follows paragraph {self.last}"
            self.defects.append(Defect(code=code, message=message, line=line))
        self.last = number
        self.dropped.append(lines[0][:text_at])
        lines[0] = lines[0][text_at:]
        while len(lines) > 1 and not lines[-1]:
            lines.pop()
        self._add("\n".join(_unparted(lines) if "" in lines else lines).strip(), number)

    def unnumbered(self, lines: list[str]) -> None:
        """Add text that is parted by blank lines."""
        block: list[str] = []
        for line in [*lines, ""]:
            if line:
                block.append(line)
            elif block:
                self._add("\n".join(block).strip(), None)
                block = []

    def _add(self, text: str, number: int | None) -> None:
        marking = None
        if text[:1] == "(":
            marking, rest = _split_marking(text)
            if marking:
                self.dropped.append(text[: len(text) - len(rest)])
            text = rest
        self.paragraphs.append(Paragraph(text, number, marking, self.heading))
        self.heading = None

    def head(self, heading: str) -> None:
        """Take a heading, which stands over the paragraph that comes next."""
        self.close()
        self.heading = heading

    def close(self) -> None:
        """Keep a heading under which nothing stands, as text."""
        if self.heading is not None:
            self.paragraphs.append(Paragraph(self.heading))
            self.heading = None


def _unparted(lines: list[str]) -> list[str]:
    """The lines of a paragraph without the blank ones within its sentences."""
    kept: list[str] = []
    for line in lines:
        if line or not (kept and _is_wrapped(kept[-1])):
            kept.append(line)
    return kept


def _is_wrapped(line: str) -> bool:
    """Whether a sentence goes on behind a line, so that a blank line below it parts nothing."""
    return len(line) > _WRAPPED and line[-1].isalnum()


def _split_marking(text: str) -> tuple[str | None, str]:
    match = _MARKING.match(text)
    if match is None:
        return None, text
    marking = _marking(match[1])
    end = match.end()
    more = _SECOND.match(text, end) if marking and text.startswith("(", end) else None
    if more is not None:  # "(C) (NF)"
        try:
            marking = str(Marking.parse(f"{marking}/{more[1]}"))
        except ValueError:
            more = None
    if not marking or "TEXT" in match[1].upper():  # "(C - ENTIRE TEXT)" says more than a marking
        return marking, text
    end = more.end() if more else end
    point = _MARK_END.match(text, end)
    return marking, text[point.end() if point else end :]


@lru_cache(maxsize=1024)
def _marking(text: str) -> str | None:
    try:
        return str(Marking.parse(text))
    except ValueError:
        return None


def _is_rule(line: str) -> bool:
    if not line or line[0] not in _RULE_STARTS:
        return False
    return (len(line) > 2 and not line.strip("-=*_~")) or _RULE.fullmatch(line) is not None


def _find_headings(
    lines: list[str], letters: str, numbered: dict[int, tuple[int, int]]
) -> dict[int, tuple[int, str]]:
    """Map the index at which a heading (or the rule above it) starts to its end and its text."""
    found: dict[int, tuple[int, str]] = {}
    done = 0
    for rule in _RULE_START.finditer(letters):
        index = rule.start()
        if index < done or not _is_rule(lines[index]):
            continue
        framed = _framed(lines, index, numbered)
        if framed is not None:
            found[index] = framed
            done = framed[0]
            continue
        top = _underlined(lines, index, numbered, done)
        if top is not None:
            found[top] = (index + 1, _heading_text(lines, top, index))
            done = index + 1
    return found


def _framed(
    lines: list[str], index: int, numbered: dict[int, tuple[int, int]]
) -> tuple[int, str] | None:
    """The end and the text of a heading between the rule at `index` and another."""
    for end in range(index + 1, min(index + 2 + 2 * _HEADING_LINES, len(lines))):
        line = lines[end]
        if _is_rule(line):
            if end == index + 1 or not _starts_text(lines, end, numbered):
                return None
            text = _heading_text(lines, index + 1, end)
            return (end + 1, text) if text else None
        if end in numbered or len(line) > _HEADING_LENGTH:
            return None
    return None


def _underlined(
    lines: list[str], index: int, numbered: dict[int, tuple[int, int]], done: int
) -> int | None:
    """The index of the first line of a heading that the rule at `index` underlines."""
    if not _starts_text(lines, index, numbered):
        return None
    top = index
    while top > done and top > index - _HEADING_LINES and lines[top - 1]:
        line = lines[top - 1]
        if top - 1 in numbered or len(line) > _HEADING_LENGTH or line.rstrip()[-1] in ".,;":
            break
        top -= 1
    if top == index:
        return None
    clear = top == done or not lines[top - 1] or lines[top - 1][-1] in _SENTENCE_END
    return top if clear else None


def _starts_text(lines: list[str], rule: int, numbered: dict[int, tuple[int, int]]) -> bool:
    """Whether a paragraph starts below the rule at `rule`: a number, or text after a blank line."""
    index = rule + 1
    while index < len(lines) and not lines[index]:
        index += 1
    if index in numbered:
        return True
    if index == len(lines):
        return False
    return index > rule + 1 or lines[index].lstrip()[0] == "("


def _heading_text(lines: list[str], start: int, end: int) -> str:
    return " ".join(" ".join(lines[start:end]).split())
