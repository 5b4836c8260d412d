"""One document of FRUS, from its parts to a `Cable`: the same for TEI and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from searchcable.cable import Cable, Defect, Paragraph, Source
from searchcable.formats.frus_notes import (
    Head,
    addressees_of,
    mrn_of,
    origin_of,
    read_head,
    read_place,
    read_printed_date,
    read_source_note,
)
from searchcable.formats.telegram import parse
from searchcable.markings import Marking


@dataclass(slots=True)
class Document:
    """What was read of one document, as text whose spaces are folded.

    `blocks` are the paragraphs of its body, with line breaks where the print has them. `notes` are
    the editors' notes with their labels. `attributes` is what the container says besides.
    """

    head: str = ""
    dateline: str | None = None
    date: datetime | None = None
    source_note: str | None = None
    blocks: list[str] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    signer: str | None = None
    attributes: dict[str, str] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)


def make_cable(document: Document, source: Source) -> Cable:
    """Return the cable that a document makes; one that is no telegram has kind "document".

    The paragraphs are the body's, then one for each of the editors' notes, under a heading that
    says so: nobody takes an editor's words for the sender's.
    """
    head = read_head(document.head)
    date = document.date or _printed_date(document)
    body, number = _without_number(document.blocks, head)
    note = read_source_note(document.source_note or "")
    origin = origin_of(head, read_place(document.dateline or head.title))
    mrn = mrn_of(number, origin, date)
    if head.kind != "document" and any(_LABEL.search(block) for block in body):
        cable = parse("\n\n".join(body), mrn=mrn, source=source)
    else:
        cable = Cable(
            text="",
            mrn=mrn,
            subject=_subject(body, head),
            paragraphs=tuple(_paragraphs(body)),
            sources=(source,),
        )
    return replace(
        cable,
        kind=head.kind,
        text=_text(document),
        date=cable.date or date,
        origin=cable.origin if cable.origin.post else origin,
        classification=cable.classification or note.classification,
        captions=cable.captions or note.captions,
        precedence=cable.precedence or note.precedence,
        drafter=cable.drafter or note.drafter,
        to=cable.to or addressees_of(head),
        signed_by=document.signer or cable.signed_by,
        paragraphs=(*cable.paragraphs, *_editors(document.notes)),
        attributes={**cable.attributes, **_attributes(document, head, number)},
        defects=(*cable.defects, *document.defects),
    )


_LABEL: Final = re.compile(
    r"^\s*(?:E\.?O\.? 1\d{4}|TAGS?\s*[:;]?\s+[A-Z]|SUBJ(?:ECT)?\s*[:;]|REFS?\s*:|FM [A-Z]{2})",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?P<number>(?:[A-Z][A-Za-z]+ )?\d{1,6})\.\s+(?=\S)")
_NUMBERED: Final = re.compile(r"(?P<number>\d{1,3})\.\s+(?:\((?P<marking>[^()]{1,30})\)\s*)?")
_SUBJECT: Final = re.compile(r"SUBJECTS?\s*(?:[:—-]\s*(?P<rest>.*))?", re.IGNORECASE | re.DOTALL)


def _printed_date(document: Document) -> datetime | None:
    for text in (document.dateline, document.head):
        try:
            return read_printed_date(text or "")
        except ValueError as error:
            if str(error) != "no date":
                defect = Defect(code="date-unreadable", message=f"{text!r:.80}: {error}")
                document.defects.append(defect)
    return None


def _without_number(blocks: list[str], head: Head) -> tuple[list[str], str | None]:
    """Return the body without the telegram's number at its head, and that number."""
    if head.kind == "document" or not blocks:
        return blocks, head.number
    match = _NUMBER.match(blocks[0])
    if match is None or match["number"] in ("1", "I"):
        return blocks, head.number
    return [blocks[0][match.end() :], *blocks[1:]], head.number or match["number"]


def _paragraphs(blocks: Iterable[str]) -> Iterable[Paragraph]:
    """Yield the blocks as paragraphs, with numbers where they go on from 1 in sequence."""
    expected = 1
    for block in blocks:
        match = _NUMBERED.match(block)
        if match is None or int(match["number"]) != expected:
            yield Paragraph(text=block)
            continue
        expected += 1
        marking = _marking(match["marking"])
        start = match.end() if marking or not match["marking"] else match.start("marking") - 1
        number = int(match["number"])
        yield Paragraph(number=number, marking=marking, text=block[start:])


def _marking(text: str | None) -> str | None:
    try:
        return str(Marking.parse(text)) if text else None
    except ValueError:
        return None


def _subject(blocks: list[str], head: Head) -> str | None:
    """Return what a SUBJECT line says; a document without one has its title."""
    for block, following in zip(blocks[:20], [*blocks[1:20], ""], strict=False):
        match = _SUBJECT.fullmatch(block)
        if match and (subject := (match["rest"] or following).strip()):
            return " ".join(subject.split())
    return head.title if head.kind == "document" and head.title else None


def _editors(notes: Iterable[tuple[str, str]]) -> Iterable[Paragraph]:
    for label, text in notes:
        heading = f"Editors' note {label}".strip()
        yield Paragraph(heading=heading, text=text)


def _attributes(document: Document, head: Head, number: str | None) -> dict[str, str]:
    """Return what the container says, under names for people."""
    values = {
        "Title": head.title,
        "Document": head.document,
        "Number": number,
        "Date line": document.dateline,
        "Source note": document.source_note,
    } | document.attributes
    return {name: value for name, value in values.items() if value}


def _text(document: Document) -> str:
    """Return the whole of a document as one text."""
    notes = [f"{label} {text}".strip() for label, text in document.notes]
    source = [document.source_note] if document.source_note else []
    parts = [document.head, document.dateline or "", *document.blocks]
    if source or notes:
        parts += ["* * *", *source, *notes]
    return "\n\n".join(part for part in parts if part) + "\n"
