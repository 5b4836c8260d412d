"""FRUS as plain text: documents as they are copied from the pages of a volume.

    48. Telegram From the Embassy in the Soviet Union to the Department of StateSource
    Moscow, March 20, 1961, 1 p.m.
    2229. In frank but friendly discussion …
    Thompson
    * * *
    * Source: Department of State, Central Files, 611.61/3-2061. Confidential; Priority.
    1 For text of this speech, March 14, see …

with blank lines between. A text may hold one document or many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from searchcable.cable import Cable, Source
from searchcable.formats.frus_document import Document, make_cable
from searchcable.formats.frus_notes import read_printed_date

_HEAD: Final = re.compile(
    r"^(?:\ufeff)?\[?\d{1,4}[a-z]?\. (?:[^\n]{3,300}?Source[ \t]*(?=\n)"
    r"|Editorial Note(?:Source)?[ \t]*(?=\n|\Z)"
    r"|[^\n]{3,200}(?=\n\n\n?[A-Z][^\n]{0,60}, [12]\d{3}))",
    re.MULTILINE,
)
_LOOK_AT: Final = 4_000
_RULE: Final = re.compile(r"^\s*\*\s+\*\s+\*\s*$", re.MULTILINE)
_NOTE: Final = re.compile(r"^(?:(\d{1,3})|(\*+|†+))[ \t]+(?=\S)", re.MULTILINE)
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")
_SIGNER: Final = re.compile(r"[A-Z][\w.'’ʼ]+(?: [\w.,'’ʼ]+){0,4}")
_BEFORE_MARK: Final = r"""(?:(?<=[^\W\d_])|(?<=[)”’"'\]])|(?<=[^\d\s][.,;:?!]))"""
_MOST_NOTES: Final = 500


def is_frus_text(text: str) -> bool:
    """Return whether a text begins as a document of FRUS does.

    >>> is_frus_text("5. Editorial Note\\n\\n\\nA study reported")
    True
    """
    head = text[:_LOOK_AT].lstrip()
    match = _HEAD.match(head)
    if match is None:
        return False
    after = head[match.end() :].lstrip().split("\n", 1)[0]
    return "Editorial Note" in match[0] or _is_dateline(after) or "Source:" in text


def read_frus_text(text: str, source: Source) -> Iterator[Cable]:
    """Yield a cable for each document in a text. Raises nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _HEAD.finditer(text)] or [0]
    starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield make_cable(read_document(text[start:end]), source)


def read_document(text: str) -> Document:
    """Read one document. The marks of footnotes are taken out of its body."""
    rules = list(_RULE.finditer(text))
    rule = next((one for one in rules if _NOTE.match(text[one.end() :].lstrip())), None)
    body = text[: rule.start()] if rule else text
    document = Document()
    if rule:
        _take_notes(text[rule.end() :].strip(), document)
    blocks = [block.strip() for block in _BLANK.split(body.strip()) if block.strip()]
    if blocks:
        document.head = blocks.pop(0).removesuffix("Source").strip()
    if blocks and _is_dateline(blocks[0]):
        document.dateline = blocks.pop(0).lstrip("> ")
    if blocks and _SIGNER.fullmatch(blocks[-1]) and not blocks[-1].endswith("."):
        document.signer = blocks[-1]
    document.blocks = _without_marks(blocks, [label for label, _ in document.notes])
    return document


def _is_dateline(block: str) -> bool:
    if len(block) > 120:
        return False
    try:
        read_printed_date(block)
    except ValueError:
        return False
    return True


def _take_notes(text: str, document: Document) -> None:
    marks = list(_NOTE.finditer(text))[:_MOST_NOTES]
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=True):
        note = " ".join(text[mark.end() : end].split())
        if mark[2] and note.startswith("Source:") and document.source_note is None:
            document.source_note = note
        else:
            document.notes.append((mark[1] or mark[2], note))


def _without_marks(blocks: list[str], labels: list[str]) -> list[str]:
    """Return the body without its footnotes' marks, which stand glued to words, in sequence.

    A mark behind a letter or a quote is surer than one behind a number ("Your 2695.1"), so that
    one counts only where there is no other.
    """
    text = "\f".join(blocks)
    at = 0
    kept = []
    for label in labels:
        found = None
        if label.isdecimal():
            sure = re.compile(rf"{_BEFORE_MARK}{label}(?![\w.,]*\d)(?!\w)")
            found = sure.search(text, at)
            found = found or re.compile(rf"(?<=\d[.,;]){label}(?=\s|\Z)").search(text, at)
        if found is not None:
            kept.append(text[at : found.start()])
            at = found.end()
    return "".join([*kept, text[at:]]).split("\f")
