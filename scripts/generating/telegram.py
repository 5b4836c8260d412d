"""The form of a telegram of the 2000s: a `Draft` holds its parts; `header` and `body` print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from generating.places import Station

LEVELS: Final = {  # classification: (as printed, security line)
    "UNCLASSIFIED": ("UNCLAS", "ZNR UUUUU ZZH"),
    "CONFIDENTIAL": ("C O N F I D E N T I A L", "ZNY CCCCC ZZH"),
    "SECRET": ("S E C R E T", "ZNY SSSSS ZZH"),
}
PRECEDENCES: Final = {"O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
_PAGE: Final = 2_600  # characters of text between two page lines


@dataclass(slots=True)
class Line:
    """An addressee: a TO or INFO line."""

    route: str
    name: str
    precedence: str | None
    mcn: str | None

    def __str__(self) -> str:
        words = (f"{self.route}/{self.name}", self.precedence, self.mcn)
        return " ".join(word for word in words if word)


@dataclass(slots=True)
class Cited:
    """One reference, as printed after its letter, and what it stands for."""

    text: str
    mrn: str | None = None
    kind: str = "cable"


@dataclass(slots=True)
class Portion:
    """A paragraph; `heading` is printed over it between dashed lines."""

    number: int
    marking: str | None
    text: str
    heading: str | None = None


@dataclass(slots=True)
class Draft:
    """All that is printed of one cable. `omit` names parts that are left out: planted defects."""

    station: Station
    year: int
    serial: int
    when: datetime
    precedence: str
    transmission: str
    to: list[Line]
    info: list[Line]
    classification: str
    captions: list[str]
    tags: list[str]
    subject: str
    portions: list[Portion]
    cited: list[Cited] = field(default_factory=list)
    classified_by: str | None = None
    reasons: tuple[str, ...] = ()
    declassify_on: date | None = None
    signer: str | None = None
    sections: int = 1
    transmissions: bool = False  # each section has a header of its own
    missing: tuple[int, ...] = ()  # sections that are not there
    wrap: int | None = 65
    two_lines: bool = False  # the subject runs over two
    corrected: bool = False
    redacted: bool = False
    tags_label: str = "TAGS:"
    group: str | None = None  # the date-time group where it is garbled
    omit: frozenset[str] = frozenset()
    defects: list[str] = field(default_factory=list)

    @property
    def mrn(self) -> str:
        """The message reference number: what the file is named."""
        return f"{self.year % 100:02}{self.station.code}{self.serial}"

    def portions_of(self, section: int) -> list[Portion]:
        """Return a section's paragraphs, where each section holds whole ones."""
        bounds = [len(self.portions) * n // self.sections for n in range(self.sections + 1)]
        return self.portions[bounds[section - 1] : bounds[section]]

    def truth(self) -> dict[str, Any]:
        """Return what a parser should find, as plain JSON."""
        have = [n for n in range(1, self.sections + 1) if n not in self.missing]
        kept = [p for n in have for p in self.portions_of(n)] if self.missing else self.portions
        return {
            "mrn": self.mrn,
            "date": None if self.group else self.when.isoformat() + "+00:00",
            "classification": None if self._unclear() else self.classification,
            "captions": self.captions,
            "precedence": PRECEDENCES[self.precedence[0]],
            "corrected": self.corrected,
            "transmission_id": self.transmission,
            "to": [_addressee(line) for line in self.to],
            "info": [_addressee(line) for line in self.info],
            "tags": self.tags,
            "subject": None if "subject" in self.omit else self.subject,
            "references": self._references(),
            "reasons": [reason.lower() for reason in self.reasons],
            "declassify_on": None if "eo" in self.omit else _iso(self.declassify_on),
            "signed_by": self.signer,
            "sections": {"have": have, "of": self.sections} if self.sections > 1 else None,
            "partial": bool(self.missing),
            "redacted": self.redacted,
            "paragraphs": len(kept),
            "numbers": [portion.number for portion in kept],
            "markings": [_canonical(portion.marking) for portion in kept],
            "headings": [portion.heading for portion in kept],
            "words": [portion.text.count(" ") + 1 for portion in kept],
            "defects": self.defects,
        }

    def _unclear(self) -> bool:
        """Whether neither the classification line nor the security line is there."""
        return {"classification", "security"} <= self.omit

    def _references(self) -> list[dict[str, Any]]:
        letters = _letters(self.cited)
        return [
            {"label": letter, "mrn": cited.mrn, "kind": cited.kind, "raw": cited.text}
            for letter, cited in zip(letters, self.cited, strict=True)
        ]


def header(draft: Draft, section: int = 1) -> str:
    """Return the lines from the transmission identifier to the last INFO addressee."""
    group = draft.group or draft.when.strftime("%d%H%MZ ") + _MONTHS[draft.when.month - 1]
    part = f"/{section:02}" if draft.sections > 1 else ""
    julian = f"{draft.when.timetuple().tm_yday:03}{draft.when:%H%M}"
    routes = " ".join(dict.fromkeys(line.route for line in draft.info[-3:])) or "RUEHC"
    lines = [
        draft.transmission,
        f"{draft.precedence[0] * 2} {routes}",
        f"DE {draft.station.route} #{draft.serial:04}{part} {julian}",
        *([] if "security" in draft.omit else [LEVELS[draft.classification][1]]),
        f"{draft.precedence} {group} {draft.year % 100:02}",
        f"FM {draft.station.address}",
        f"TO {draft.to[0]}",
        *map(str, draft.to[1:]),
    ]
    if draft.info:
        lines += [f"INFO {draft.info[0]}", *map(str, draft.info[1:])]
    return "\n".join(lines)


def body(draft: Draft) -> str:
    """Return the text from the classification line to the signature, all sections of it."""
    pieces = _pieces(draft)
    if draft.transmissions:
        kept = [
            (number, piece) for number, piece in enumerate(pieces, 1) if number not in draft.missing
        ]
        parts = [_top(draft, 1) + "\n\n" + kept[0][1]]
        parts += [f"{header(draft, n)}\n\n{_opening(draft, n)}\n\n{piece}" for n, piece in kept[1:]]
        text = "\n\n".join(parts)
    else:
        text = _top(draft, 1) + "\n\n" + _with_page_lines(draft, pieces)
    return f"{text}\n{draft.signer}\n" if draft.signer else f"{text}\n"


def _pieces(draft: Draft) -> list[str]:
    """Return the text of each section: cut anywhere, at paragraphs where one will be missing."""
    if draft.missing:
        return [_paragraphs(draft, draft.portions_of(n + 1)) for n in range(draft.sections)]
    return _cut(_paragraphs(draft, draft.portions), draft.sections, draft.wrap)


def _opening(draft: Draft, section: int) -> str:
    """Return the classification line, the captions, and CORRECTED COPY where it is one."""
    words = [LEVELS[draft.classification][0]]
    if draft.sections > 1:
        words.append(f"SECTION {section:02} OF {draft.sections:02}")
    words += [draft.station.place, f"{draft.serial:06}"]
    lines = [] if "classification" in draft.omit else [" ".join(words)]
    if draft.corrected:
        lines.append("C O R R E C T E D  C O P Y")
    return "\n\n".join(lines + (["\n".join(draft.captions)] if draft.captions else []))


def _top(draft: Draft, section: int) -> str:
    """Return what stands above the first paragraph, header lines excepted."""
    until = f"DECL: {draft.declassify_on:%m/%d/%Y}" if draft.declassify_on else "N/A"
    subject = f"SUBJECT: {_two_lines(draft.subject) if draft.two_lines else draft.subject}"
    blocks = [
        ("opening", _opening(draft, section)),
        ("eo", f"E.O. 12958: {until}"),
        ("tags", f"{draft.tags_label} {' '.join(draft.tags)}"),
        ("subject", subject),
        ("ref", _ref_lines(draft.cited)),
        ("by", _classified_by(draft)),
    ]
    return "\n\n".join(text for name, text in blocks if text and name not in draft.omit)


def _ref_lines(cited: list[Cited]) -> str:
    if len(cited) == 1:
        return f"REF: {cited[0].text}"
    rows = [f"{letter}. {item.text}" for letter, item in zip(_letters(cited), cited, strict=True)]
    return f"REF: {rows[0]}\n" + "\n".join(f"     {row}" for row in rows[1:]) if rows else ""


def _letters(cited: list[Cited]) -> list[str | None]:
    return [None] if len(cited) == 1 else [chr(ord("A") + n) for n in range(len(cited))]


def _classified_by(draft: Draft) -> str:
    if draft.classified_by is None:
        return ""
    reasons = " ".join(f"({reason})" for reason in draft.reasons)
    return f"Classified By: {draft.classified_by}. Reasons 1.4 {reasons}"


def _paragraphs(draft: Draft, portions: list[Portion]) -> str:
    blocks = []
    for portion in portions:
        if portion.heading:
            rule = "-" * len(portion.heading)
            blocks.append(f"{rule}\n{portion.heading}\n{rule}")
        marking = f" ({portion.marking})" if portion.marking else ""
        blocks.append(_wrap(f"¶{portion.number}.{marking} {portion.text}", draft.wrap))
    return "\n\n".join(blocks)


def _wrap(text: str, width: int | None) -> str:
    if width is None:
        return text
    return "\n".join(re.findall(rf"(.{{1,{width}}})(?: |$)", text))


def _cut(text: str, parts: int, wrap: int | None) -> list[str]:
    """Cut text inside sentences: between lines, or between words where lines are paragraphs."""
    place = _LINE_END if wrap else _WORD_END
    pieces = []
    for left in range(parts, 1, -1):
        found = place.search(text, len(text) // left)
        at = found.start() if found else len(text)
        pieces.append(text[:at])
        text = text[at:].lstrip()
    return [*pieces, text]


_LINE_END: Final = re.compile(r"(?<=\w)\n(?=[a-z])")
_WORD_END: Final = re.compile(r"(?<=\w) (?=[a-z][^\n]{80})")  # no heading is as long


def _with_page_lines(draft: Draft, pieces: list[str]) -> str:
    """Join a multi-section text's pieces with page lines, which stand inside sentences."""
    if draft.sections == 1:
        return pieces[0]
    place = f"{draft.station.place} {draft.serial:08}"
    text = ""
    for number, piece in enumerate(pieces, 1):
        if number > 1:
            text += f"\n\n{place}  {number:03} OF {draft.sections:03}\n\n\n"
        pages = _cut(piece, 1 + len(piece) // _PAGE, draft.wrap)
        text += pages[0]
        for page, rest in enumerate(pages[1:], 2):
            text += f"\n\n{place}  {number:03}.{page} OF {draft.sections:03}\n\n\n{rest}"
    return text


def _two_lines(subject: str) -> str:
    at = subject.find(" ", len(subject) // 2)
    return f"{subject[:at]}\n{subject[at + 1 :]}" if at > 0 else subject


def _addressee(line: Line) -> dict[str, str | None]:
    return {
        "name": line.name,
        "route": line.route,
        "precedence": line.precedence,
        "mcn": line.mcn,
    }


def _canonical(marking: str | None) -> str | None:
    return marking and marking.replace("//", "/").replace("NOFORN", "NF").upper()


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


_MONTHS: Final = (
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
)  # fmt: skip
