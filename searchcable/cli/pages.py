"""What people read: a hit and a cable, laid out as lines of styled text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from searchcable.cable import Addressee, Cable, Paragraph, Reference
from searchcable.cli.layout import Line, Part, Style, marked, wrap
from searchcable.markings import Classification
from searchcable.results import Hit
from searchcable.vocabulary import find_post
from searchcable.vocabulary.captions import caption_meanings
from searchcable.vocabulary.tags import tags

_INDENT: Final = "    "
_LABEL: Final = 16

_STYLES: Final[dict[Classification, Style]] = {
    Classification.UNCLASSIFIED: "unclassified",
    Classification.LIMITED_OFFICIAL_USE: "restricted",
    Classification.FOR_OFFICIAL_USE_ONLY: "restricted",
    Classification.CONFIDENTIAL: "confidential",
    Classification.SECRET: "secret",
    Classification.TOP_SECRET: "top-secret",
}


def hit_lines(hit: Hit, width: int) -> Iterator[Line]:
    """Yield a hit: who sent it when, the subject, the TAGS, and the passages that matched."""
    cable = hit.cable
    date = f"{cable.date:%Y-%m-%d}" if cable.date else "no date"
    yield (
        Part(hit.mrn or hit.id, "mrn"), Part("  "), Part(date), Part("  "), Part(post_name(cable)),
        Part("  "), _level(cable.classification),
    )  # fmt: skip
    subject = marked(cable.subject or "(no subject)", hit.subject_marks, "bold", "bold-mark")
    yield from wrap(subject, width, first="  ", rest="  ")
    if cable.tags:
        yield from wrap([Part(_tags(cable, width), "dim")], width, first="  ", rest="  ")
    for snippet in hit.snippets:
        label = paragraph_label(snippet.paragraph, snippet.marking)
        text = marked(snippet.text, snippet.marks, "", "mark")
        yield from wrap([Part(label, "dim"), *text], width, first=_INDENT, rest=_INDENT)
    yield ()


def cable_lines(cable: Cable, width: int) -> Iterator[Line]:
    """Yield a cable rendered for reading: a table of its header, its text, what is wrong with it.

    Every stretch of the text is there, line breaks as they stand in it.
    """
    level = _level(cable.classification)
    title = str(cable.mrn) if cable.mrn else cable.id
    space = max(width - len(title) - len(level.text), 2)
    yield (Part(title, "mrn"), Part(" " * space), level)
    for label, value in _header(cable):
        first, rest = label.ljust(_LABEL), " " * _LABEL
        yield from wrap([Part(value)], width, first=first, rest=rest)
    yield ()
    subject = [Part(cable.subject or "(no subject)", "bold")]
    yield from wrap(subject, width)
    for paragraph in cable.paragraphs:
        yield ()
        yield from _paragraph(paragraph, width)
    if cable.signed_by:
        yield ()
        yield (Part(cable.signed_by),)
    yield from _defects(cable, width)


def post_name(cable: Cable) -> str:
    """Return the name of the post that sent `cable` as people write it, or what is known of it.

    An embassy goes by its city.
    """
    origin = cable.origin
    post = find_post(origin.place_code or origin.post or "")
    if post is None:
        return origin.post or origin.place_code or "no post"
    return post.name.removeprefix("Embassy ")


def paragraph_label(number: int | None, marking: str | None) -> str:
    """Return what stands before a paragraph's text.

    >>> paragraph_label(3, "C"), paragraph_label(None, "S/NF"), paragraph_label(None, None)
    ('¶3 (C) ', '(S/NF) ', '')
    """
    numbered = f"¶{number} " if number is not None else ""
    return f"{numbered}({marking}) " if marking else numbered


def _tags(cable: Cable, width: int) -> str:
    """Return the TAGS of a hit: with their meanings where that fits on one line."""
    meant = "; ".join(map(_tag, cable.tags))
    return meant if len(meant) <= width - 4 else " ".join(cable.tags)


def _level(level: Classification | None) -> Part:
    if level is None:
        return Part("classification unknown", "dim")
    return Part(str(level), _STYLES[level])


def _header(cable: Cable) -> Iterator[tuple[str, str]]:
    """Yield the lines of the header table, label and value, of all that is known."""
    rows = (
        ("Date", f"{cable.date:%Y-%m-%d %H:%M} UTC" if cable.date else "unknown"),
        ("From", _sender(cable)),
        ("To", "; ".join(map(_addressee, cable.to))),
        ("Info", "; ".join(map(_addressee, cable.info))),
        ("Precedence", cable.precedence),
        ("Captions", "; ".join(map(_caption, cable.captions))),
        ("TAGS", "; ".join(map(_tag, cable.tags))),
        ("References", "; ".join(map(_reference, cable.references))),
        ("Classified by", _classified_by(cable)),
        ("Declassify on", cable.declassify_on),
        ("Drafted by", cable.drafter),
        ("Offices", " ".join(cable.offices)),
        ("Sections", _sections(cable)),
        ("State", ", ".join(_states(cable))),
        ("Source", "; ".join(dict.fromkeys(source.path for source in cable.sources))),
    )
    return ((label, value) for label, value in rows if value)


def _sender(cable: Cable) -> str:
    """Return the sender as printed, with the post's name where it says more."""
    post = cable.origin.post or post_name(cable)
    country = cable.origin.country
    return f"{post} ({country})" if country else post


def _caption(code: str) -> str:
    """Return a caption with what it says, where the vocabulary knows it."""
    meaning = caption_meanings().get(code)
    return f"{code} ({_first_clause(meaning)})" if meaning else code


def _tag(code: str) -> str:
    """Return one of the TAGS with what it stands for, where the vocabulary knows it."""
    known = tags().get(code.upper())
    return f"{code} ({_first_clause(known.meaning)})" if known else code


def _first_clause(meaning: str) -> str:
    """Return what the vocabulary says, its notes left aside."""
    return re.split(r"; | \(", meaning)[0]


def _addressee(addressee: Addressee) -> str:
    urgency = " ".join(filter(None, (addressee.precedence, addressee.mcn)))
    return f"{addressee.name} ({urgency})" if urgency else addressee.name


def _reference(reference: Reference) -> str:
    label = f"{reference.label}) " if reference.label else ""
    if reference.mrn is None:
        return f"{label}{reference.raw}"
    year = (
        "" if reference.year == "stated" else f" (printed {reference.raw}; year {reference.year})"
    )
    return f"{label}{reference.mrn}{year}"


def _classified_by(cable: Cable) -> str:
    by = cable.classified_by
    if by is None:
        return ""
    reasons = f"reasons {', '.join(by.reasons)}" if by.reasons else None
    return ", ".join(filter(None, (by.title, by.name, reasons)))


def _sections(cable: Cable) -> str:
    if cable.sections is None:
        return ""
    return f"{', '.join(map(str, cable.sections.have))} of {cable.sections.of}"


def _states(cable: Cable) -> Iterator[str]:
    if cable.corrected:
        yield "a corrected copy"
    if cable.partial:
        yield "partial: not all of its text is here"
    if cable.redacted:
        yield "redacted"


def _paragraph(paragraph: Paragraph, width: int) -> Iterator[Line]:
    if paragraph.heading:
        yield from wrap([Part(paragraph.heading, "bold")], width)
        yield ()
    parts = [Part(paragraph_label(paragraph.number, paragraph.marking), "dim")]
    for text in paragraph.text.split("\n"):
        yield from wrap([*parts, Part(text)], width)
        parts = []


def _defects(cable: Cable, width: int) -> Iterable[Line]:
    if not cable.defects:
        return
    yield ()
    yield (Part("Defects", "dim"),)
    for defect in cable.defects:
        line = f", line {defect.line}" if defect.line else ""
        text = f"{defect.code}{line}: {defect.message}"
        yield from wrap([Part(text, "dim")], width, first="  ", rest=_INDENT)
