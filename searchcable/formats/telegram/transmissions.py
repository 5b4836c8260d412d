"""One text may hold several transmissions of a telegram: its sections, each with its own header.

Each is read by itself; their bodies are joined in the order of the sections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from searchcable.formats.telegram.gluing import part_labels, part_paragraphs
from searchcable.formats.telegram.header import Header, read_header
from searchcable.formats.telegram.labels import Labels, read_labels
from searchcable.formats.telegram.lines import Lines, first_letters
from searchcable.formats.telegram.pages import Pages
from searchcable.formats.telegram.signature import split_signature


@dataclass(slots=True)
class Transmission:
    """One transmission in its parts; `body` has neither header nor labels nor signature."""

    header: Header
    labels: Labels
    body: Lines
    signer: str | None

    @property
    def section(self) -> int:
        """The number of its section, 0 where it names none."""
        line = self.header.classline
        return (line.section if line else None) or self.header.section or 0


def read_transmissions(pages: Pages, year: int | None) -> list[Transmission]:
    """Part the lines of a text into its transmissions, in the order of their sections.

    `year` stands in where a date-time group names none. A transmission that came twice is kept
    once.
    """
    serial = pages.stamps[0].serial if pages.stamps else None
    lines = _marked_behind(pages.lines)
    starts = sorted({0, *pages.starts, *_restarts(lines, pages.starts)})[:_MOST]
    if len(starts) == 1:
        return [_read(lines, pages, year, serial)]
    read = [
        _read(lines.part(start, end), pages, year, serial)
        for start, end in pairwise([*starts, len(lines.texts)])
        if end > start
    ]
    if all(one.section for one in read):
        read.sort(key=lambda one: one.section)
    bodies: list[list[str]] = []
    kept = []
    for one in read:
        body = [line for line in one.body.texts if line]
        if not body or body not in bodies:
            kept.append(one)
            bodies.append(body)
    return kept


def _read(lines: Lines, pages: Pages, year: int | None, serial: int | None) -> Transmission:
    lines = part_labels(lines)
    header, index = read_header(lines, year, serial)
    labels, body_at = read_labels(
        lines,
        index,
        pages.breaks,
        classline=header.classline,
        printed=pages.printed,
    )
    classline = header.classline or labels.classline
    whole = classline is not None and (header.post or labels.subject) is not None
    ended = pages.ended or pages.printed
    body = part_paragraphs(lines.part(body_at))
    body, signer = split_signature(body, ended=ended, whole=whole)
    return Transmission(header, labels, body, signer)


_BRACKET: Final = re.compile(r"\(")
_MARKED_BEFORE: Final = re.compile(
    r"(\((?:U|C|S|TS|SBU|LOU|FOUO)(?:[/ -]{1,2}[A-Z/ ,]{2,12})?\))\s{0,3}(\d{1,3}\.)(?=\s)\s*", re.I
)


def _marked_behind(lines: Lines) -> Lines:
    """Turn the portion markings that stand before paragraph numbers: `(C) 1. Text`."""
    turned: list[str] = []
    for bracket in _BRACKET.finditer(lines.letters):
        index = bracket.start()
        line = lines.texts[index]
        if match := _MARKED_BEFORE.match(line):
            turned = turned or [*lines.texts]
            turned[index] = f"{match[2]} {match[1]} {line[match.end() :]}"
    return Lines(turned, lines.numbers, first_letters(turned)) if turned else lines


_MOST: Final = 100  # transmissions of one telegram; the rest of the text is the last one's body
_GROUP: Final = re.compile(r"(?:[ZOPR]{1,2}\s){1,3}\d{6}Z\s[A-Z]{3}\b")


_FIRST: Final = frozenset("VZOPRF")
_SENDER: Final = re.compile("F")


def _restarts(lines: Lines, marks: list[int]) -> list[int]:
    """The indices at which a header starts again without a mark: an identifier, or the first
    date-time group once more with an FM line below it.

    `marks` are the indices at which pages say that a transmission starts; a header belongs to it.
    """
    found: list[int] = []
    texts = lines.texts
    senders = [1 for at in _SENDER.finditer(lines.letters) if texts[at.start()][:3] == "FM "]
    if len(senders) < 2:
        return found
    first = None
    sent = False  # whether the running transmission has had its FM line
    unread = iter(marks)
    mark = next(unread, None)
    for index, line in enumerate(texts):
        if index == mark:
            sent, mark = False, next(unread, None)
        if line[:1] not in _FIRST:
            continue
        if line.startswith("FM "):
            sent = True
        elif line.startswith("VZCZC") and sent:
            found.append(index)
            sent = False
        elif _GROUP.match(line) and _from_follows(texts, index):
            group = " ".join(line.split()[:5])
            first = first or group
            if sent and group == first:
                found.append(index)
                sent = False
    return found


def _from_follows(texts: list[str], index: int) -> bool:
    following = next(filter(None, texts[index + 1 : index + 4]), "")
    return following.startswith("FM ")
