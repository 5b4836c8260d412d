"""Putting a cable together from the parts that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from searchcable.cable import Cable, ClassifiedBy, Defect, Origin, Paragraph, Source
from searchcable.formats.telegram.classified_by import (
    read_authority,
    read_classified_by,
    read_declassify_on,
)
from searchcable.formats.telegram.classline import CORRECTED, ClassLine
from searchcable.formats.telegram.lines import NO_LINES, Lines
from searchcable.formats.telegram.pages import Pages
from searchcable.formats.telegram.paragraphs import read_paragraphs
from searchcable.formats.telegram.redactions import is_redacted
from searchcable.formats.telegram.references import read_references
from searchcable.formats.telegram.sections import read_sections
from searchcable.formats.telegram.summary import read_summary
from searchcable.formats.telegram.tags import read_tags
from searchcable.formats.telegram.transmissions import Transmission
from searchcable.formats.telegram.years import Citing
from searchcable.markings import Classification
from searchcable.mrn import Mrn, four_digit_year
from searchcable.vocabulary import find_post, posts


def assemble(
    text: str,
    pages: Pages,
    transmissions: list[Transmission],
    *,
    known: Mrn | None,
    unread: str | None,
    source: Source | None,
) -> Cable:
    """Return the cable that the parts make. `known` is the container's MRN, `unread` what it gave
    in the place of one."""
    defects: list[Defect] = []
    if unread is not None:
        defects.append(Defect(code="mrn-unreadable", message=f"the container says {unread!r}"))
    for one in transmissions:
        defects += one.header.defects
    parts = _Parts(pages, transmissions, known, defects)
    paragraphs = parts.paragraphs()
    signer = next((one.signer for one in reversed(transmissions) if one.signer), None)
    sections, partial = read_sections(
        pages, parts.classlines, signed=signer is not None, defects=defects
    )
    mrn = parts.mrn()
    values: dict[str, Any] = parts.header_values() | parts.label_values(mrn)
    parts.missing(values, mrn)
    return _BLANK.with_values(
        text=text,
        mrn=mrn,
        **values,
        signed_by=signer,
        summary=read_summary(paragraphs),
        sections=sections,
        partial=partial,
        redacted=is_redacted(text),
        paragraphs=tuple(paragraphs),
        attributes=pages.attributes,
        defects=tuple(defects),
        sources=(source,) if source else (),
    )


_BLANK: Final = Cable(text="")


@dataclass(slots=True)
class _Parts:
    """The transmissions of one telegram; the first that says something counts."""

    pages: Pages
    transmissions: list[Transmission]
    known: Mrn | None
    defects: list[Defect]
    classlines: list[ClassLine] = field(init=False)
    date: datetime | None = field(init=False)
    post: str | None = field(init=False)
    place: str | None = field(init=False)

    def __post_init__(self) -> None:
        lines = (
            line
            for one in self.transmissions
            for line in (one.header.classline, one.labels.classline)
        )
        self.classlines = [line for line in lines if line is not None]
        self.date = self._header("date") or self._label("time")
        self.post = self._header("post")
        self.place = self._place()

    def _header(self, name: str) -> Any:
        for one in self.transmissions:
            if value := getattr(one.header, name):
                return value
        return None

    def _label(self, name: str) -> Any:
        for one in self.transmissions:
            if (value := getattr(one.labels, name)) is not None:
                return value
        return None

    def paragraphs(self) -> list[Paragraph]:
        """The paragraphs of the joined bodies, with what stands between the labels before them."""
        stray: list[str] = []
        body = NO_LINES
        section = 0
        for one in self.transmissions:
            stray += [*one.header.stray, "", *one.labels.stray, ""]
            missing = bool(section and one.section > section + 1)
            section = one.section
            body = _join(body, one.body, parted=missing)
        whole = self._label("subject") is not None or bool(self.classlines)
        before = _stray_paragraphs(stray)
        paragraphs, defects = read_paragraphs(body, whole=whole)
        self.defects += defects
        return before + paragraphs

    def mrn(self) -> Mrn | None:
        """The text's own MRN; where it has none the container's, or the one written above it."""
        own = self._own_mrn()
        if own is None:
            above: Mrn | None = self._label("mrn")
            return self.known or above or self._attribute_mrn()
        if self.known is not None and own != self.known:
            message = f"the text says {own}, the container {self.known}"
            self.defects.append(Defect(code="mrn-differs", message=message))
        return own

    def _own_mrn(self) -> Mrn | None:
        year = self.date.year if self.date else self._stated_year()
        serial = self._serial()
        return Mrn(year, self.place, serial) if year and serial and self.place else None

    def _stated_year(self) -> int | None:
        """The year of a date-time group whose day is none, of the container, or written above."""
        group = self._header("dtg")
        if group is not None and group["year"]:
            return four_digit_year(group["year"])
        above: Mrn | None = self.known or self._label("mrn")
        return above.year if above else None

    def _serial(self) -> int | None:
        serials = [line.serial for line in self.classlines] + [s.serial for s in self.pages.stamps]
        return next(filter(None, serials), None) or self._header("serial")

    def _place(self) -> str | None:
        """The place code of the sender: its name after FM, on the classification line, a page."""
        names: Iterable[str | None] = [
            self.post,
            *(line.post for line in self.classlines),
            *(stamp.post for stamp in self.pages.stamps[:1]),
        ]
        given: list[str] = []
        for name in filter(None, names):
            given.append(_PRECEDENCE.sub("", name))
            if found := find_post(given[-1]):
                return found.code
        letters = (re.sub(r"[^A-Z]", "", name.upper()) for name in given[1 if self.post else 0 :])
        return next(filter(None, letters), None) or (
            re.sub(r"[^A-Z]", "", self.post) if self.post else None
        )

    def _attribute_mrn(self) -> Mrn | None:
        try:
            return Mrn.parse(self.pages.attributes.get("Document Number", ""))
        except ValueError:
            return None

    def header_values(self) -> dict[str, Any]:
        """The cable's attributes that the header settles."""
        headers = [one.header for one in self.transmissions]
        first = next((h for h in headers if h.to or h.info), headers[0])
        offices = next((h.offices for h in headers if h.offices), [])
        captions = [c for line in self.classlines for c in line.captions]
        captions += [c for one in self.transmissions for c in one.labels.captions]
        corrected = any(line.corrected for line in self.classlines)
        corrected = corrected or CORRECTED.search(self._label("subject") or "") is not None
        place = self.place or (self.known.post if self.known else None)
        post = posts().get(place or "")
        return {
            "date": self.date,
            "origin": Origin(
                post=self.post, place_code=place, country=post.country if post else None
            ),
            "classification": self._level(),
            "captions": tuple(dict.fromkeys(captions)),
            "precedence": self._header("precedence"),
            "offices": tuple(offices),
            "drafter": self._header("drafter"),
            "corrected": corrected or any(one.labels.corrected for one in self.transmissions),
            "to": tuple(first.to),
            "info": tuple(first.info),
            "transmission_id": self._header("transmission_id"),
        }

    def _level(self) -> Classification | None:
        """The level that the classification line names, or the pages, or the security line."""
        for line in self.classlines:
            if line.level is not None:
                return line.level
        if levels := self.pages.levels:
            return max(dict.fromkeys(levels), key=levels.count)  # that of most pages
        level: Classification | None = self._header("level")
        return level

    def label_values(self, mrn: Mrn | None) -> dict[str, Any]:
        """The cable's attributes that the labelled lines settle."""
        subject, ref = self._label("subject"), self._label("ref")
        return {
            "tags": read_tags(self._label("tags") or ""),
            "subject": subject or None,
            "references": read_references(ref, Citing(self.date, mrn)) if ref else (),
            "classified_by": self._classified_by(),
            "declassify_on": self._declassify_on(),
        }

    def _classified_by(self) -> ClassifiedBy | None:
        by, reason = self._label("by"), self._label("reason")
        if by is None:
            authority = read_authority(self._label("eo") or "")
            return ClassifiedBy(name=authority) if authority else None
        return read_classified_by(f"{by}; REASON: {reason}" if reason else by)

    def _declassify_on(self) -> str | None:
        for name, prefix in (("eo", ""), ("decl", "DECL: ")):
            value = self._label(name)
            if not value:
                continue
            try:
                found = read_declassify_on(prefix + value)
            except ValueError as error:
                message = f"{value.strip()!r}: {error}"
                line = self._label("eo_line")
                self.defects.append(
                    Defect(code="declassification-unreadable", message=message, line=line)
                )
                continue
            if found is not None:
                return found
        return None

    def missing(self, values: dict[str, Any], mrn: Mrn | None) -> None:
        """Record what a telegram that has a header ought to have, and has not."""
        if not (self.post or self._header("dtg")) or not self.classlines:
            return
        expected = {"date": values["date"], "mrn": mrn, "classification": values["classification"],
                    "tags": values["tags"], "subject": values["subject"]}  # fmt: skip
        found = {defect.code for defect in self.defects}
        first = min((line.section for line in self.classlines if line.section), default=1)
        if first > 1:  # the labels stand in the first section
            del expected["tags"], expected["subject"]
        for name, value in expected.items():
            if not value and f"{name}-unreadable" not in found:
                self.defects.append(
                    Defect(code=f"{name}-missing", message=f"the telegram has no {name}")
                )


def _join(before: Lines, after: Lines, *, parted: bool) -> Lines:
    """Join the bodies of two transmissions, the first of which may end within a sentence.

    `parted` says that a section between them is missing.
    """
    after = after.part(len(after.letters) - len(after.letters.lstrip("\n")))
    last = before.last_above(len(before.texts))
    if last < 0:
        return after
    parted = parted or (last + 1 < len(before.texts) and before.texts[last][-1] in '.?!:")')
    before = before.part(0, last + 1)
    return before.followed_by(_BLANK_LINE if parted else NO_LINES).followed_by(after)


_BLANK_LINE: Final = Lines([""], [0], "\n")
_PRECEDENCE: Final = re.compile(
    r"\s+(?:NIACT|IMMEDIATE|PRIORITY|ROUTINE|FLASH)(?:\s+\d+)?$", re.IGNORECASE
)


def _stray_paragraphs(lines: list[str]) -> list[Paragraph]:
    """The lines that stand between labels, as paragraphs without a number."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [Paragraph(text="\n".join(block).strip()) for block in blocks if block]
