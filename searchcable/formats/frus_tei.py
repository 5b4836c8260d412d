"""FRUS volumes as the Office of the Historian publishes them: XML after the TEI guidelines.

    <div type="document" n="14" frus:doc-dateTime-min="…"> <head>14. Telegram 104050 From …
      <note type="source">Source: …</note></head> <dateline>…</dateline> <p>…</p> </div>

A volume is read element by element: what was read is let go of, so its size does not matter.
Entities are not expanded, nothing is fetched, and no element goes deeper than libxml2's limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from lxml import etree

from searchcable.cable import Cable, Defect, Source
from searchcable.formats.frus_document import Document, make_cable

_FRUS: Final = "{http://history.state.gov/frus/ns/1.0}"
_ID: Final = "{http://www.w3.org/XML/1998/namespace}id"
_BREAK: Final = "\v"  # no XML has one, so it stands for <lb/> until spaces are folded
_BLOCKS: Final = frozenset(
    ("p", "head", "item", "list", "row", "table", "quote", "l", "lg", "ab", "signed", "closer",
     "opener", "salute", "postscript", "dateline", "attachment", "label", "figDesc", "byline")
)  # fmt: skip
_MOST_BLOCKS: Final = 100_000  # of one document
_TAGS: Final = ("{*}div", "{*}teiHeader", "{*}TEI", "{*}front", "{*}back")


def is_frus_tei(head: bytes) -> bool:
    """Return whether a file begins as a volume of FRUS in TEI does, by its first kilobytes.

    >>> is_frus_tei(b'<TEI xmlns:frus="http://history.state.gov/frus/ns/1.0">')
    True
    """
    root = re.search(rb"<(?:\w+:)?TEI[\s>]", head)
    return root is not None and b"<html" not in head[: root.start()].lower()


def read_frus_tei(stream: BinaryIO, source: Source) -> Iterator[Cable]:
    """Yield a cable for each document of a volume.

    Where the XML breaks off or does not read, the last document before has a defect. Raises
    ValueError where there is none before, and what the stream raises.
    """
    held: Cable | None = None
    try:
        for document in _documents(stream):
            if held is not None:
                yield held
            held = make_cable(document, source)
    except etree.XMLSyntaxError as error:
        line = error.lineno or None
        damage = Defect(code="xml-damaged", message=str(error.msg)[:200], line=line)
        if held is None:
            raise ValueError(f"damaged XML: {damage.message}") from error
        held = replace(held, defects=(*held.defects, damage))
    if held is not None:
        yield held


def _documents(stream: BinaryIO) -> Iterator[Document]:
    volume: dict[str, str] = {}
    inside: Any = None
    events = etree.iterparse(
        stream, events=("start", "end"), tag=_TAGS, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_pis=True, remove_comments=True,
    )  # fmt: skip
    for event, element in events:
        name = _local(element)
        if event == "start":
            if name == "TEI" and (identity := element.get(_ID)):
                volume["Volume"] = identity
            elif inside is None and name == "div" and element.get("type") == "document":
                inside = element
            continue
        if name == "teiHeader" and inside is None:
            if title := _title(element):
                volume["Volume title"] = title
        elif element is inside:
            yield _read(element, volume)
            inside = None
        if inside is None:
            _forget(element)


def _forget(element: Any) -> None:
    """Let go of an element that was read, and of what stands before it."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _title(header: Any) -> str | None:
    titles = header.findall(".//{*}titleStmt/{*}title")
    whole = [title for title in titles if title.get("type") == "complete"] or titles
    return " ".join("".join(whole[0].itertext()).split()) if whole else None


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _read(div: Any, volume: dict[str, str]) -> Document:
    walk = _Walk()
    for child in div:
        walk.top(child)
    walk.flush()
    document = walk.document
    _date(div, document)
    document.attributes |= volume
    for name, key in (("subtype", "Type"), (_ID, "Identifier")):
        if value := div.get(name):
            document.attributes[key] = value
    if walk.persons:
        document.attributes["Persons"] = "; ".join(walk.persons)
    if walk.entities:
        message = f"{walk.entities} entities left as they are written"
        document.defects.append(Defect(code="xml-entity", message=message, line=div.sourceline))
    return document


def _date(div: Any, document: Document) -> None:
    """Take the date that the markup gives, in UTC. A day without an hour is at midnight."""
    dates = div.findall("{*}dateline//{*}date")
    given = [div.get(f"{_FRUS}doc-dateTime-min"), *(date.get("when") for date in dates)]
    for text in filter(None, given):
        try:
            found = datetime.fromisoformat(text)
            aware = found if found.tzinfo else found.replace(tzinfo=UTC)
            document.date = aware.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            message = f"{text!r:.60}: {error}"[:200]
            document.defects.append(Defect(code="date-unreadable", message=message))
        else:
            return


class _Walk:
    """Goes through one document and gathers its blocks and notes."""

    def __init__(self) -> None:
        self.document = Document()
        self.persons: dict[str, None] = {}
        self.entities = 0
        self._buffer: list[str] = []
        self._last_person: str | None = None

    def top(self, element: Any) -> None:
        """Take in a child of the document itself: its head and date line are no paragraphs."""
        name = _local(element)
        if name == "head" and not self.document.head:
            self.document.head = self._apart(element)
        elif name == "dateline" and self.document.dateline is None:
            self.document.dateline = self._apart(element) or None
        else:
            self._take(element)
        self._add(element.tail)

    def flush(self) -> None:
        """End a block."""
        text = _fold("".join(self._buffer))
        self._buffer.clear()
        if text and len(self.document.blocks) < _MOST_BLOCKS:
            self.document.blocks.append(text)

    def _take(self, element: Any) -> None:
        name = _local(element)
        if name == "note":
            self._note(element)
        elif name == "lb":
            self._buffer.append(_BREAK)
        elif name in _BLOCKS:
            self.flush()
            self._inside(element)
            self._sign(name, element)
            self.flush()
        elif isinstance(element, etree._Entity):
            self.entities += 1
            self._add(element.text)
        else:
            self._inside(element)
            self._note_person(name, element)

    def _inside(self, element: Any) -> None:
        self._add(element.text)
        for child in element:
            if _local(child) == "cell" and self._buffer:
                self._buffer.append("\t")
            self._take(child)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        if text:
            self._buffer.append(text)

    def _apart(self, element: Any) -> str:
        """Return the text of an element that is no part of the text around it."""
        outer, self._buffer = self._buffer, []
        before = len(self.document.blocks)
        self._inside(element)
        self.flush()
        blocks = self.document.blocks[before:]
        del self.document.blocks[before:]
        self._buffer = outer
        return " ".join(" ".join(blocks).split())

    def _note(self, element: Any) -> None:
        text = self._apart(element)
        kind = element.get("type")
        if kind == "source" and self.document.source_note is None:
            self.document.source_note = text
        elif text:
            label = element.get("n") or ""
            self.document.notes.append((f"{label} ({kind})" if kind else label, text))

    def _note_person(self, name: str, element: Any) -> None:
        if name == "persName" and (person := " ".join("".join(element.itertext()).split())):
            self.persons[person] = None

    def _sign(self, name: str, element: Any) -> None:
        """Take the signer: a `signed`, or the last paragraph that is one person's name."""
        text = _fold("".join(self._buffer))
        alone = [child for child in element if _local(child) in ("persName", "hi")]
        whole = name == "p" and len(alone) == 1 and len(element) == 1
        if text and len(text) < 60 and (name == "signed" or (whole and _is_name(alone[0], text))):
            self.document.signer = text


def _is_name(element: Any, text: str) -> bool:
    named = _local(element) == "persName" or element.find(".//{*}persName") is not None
    return named and " ".join("".join(element.itertext()).split()) == text


def _fold(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split(_BREAK))
    return "\n".join(lines).strip()
