"""A cable: what every format is normalized to, and all that the rest knows of it.

The classes are frozen; a cable's parts are named tuples, which are made in half the time that a
frozen dataclass takes. `Cable.to_dict` and `Cable.from_dict` go to and from plain JSON; the keys
are the attributes' names. What is not known is None or empty, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from functools import cached_property
from typing import Any, Literal, NamedTuple
from zlib import adler32

from searchcable.markings import Classification
from searchcable.mrn import Mrn

Kind = Literal["telegram", "airgram", "document"]
YearFrom = Literal["stated", "dated", "inferred"]


class Origin(NamedTuple):
    """Who sent a cable: the `post` as printed after FM, its MRN `place_code`, its ISO `country`."""

    post: str | None = None
    place_code: str | None = None
    country: str | None = None


_NO_ORIGIN = Origin()


class Addressee(NamedTuple):
    """One line after TO or INFO. `mcn` is the message continuity number, digits as printed."""

    name: str
    route: str | None = None
    precedence: str | None = None
    mcn: str | None = None


class Reference(NamedTuple):
    """One thing that a cable cites in its REF lines.

    `label` is its letter, `raw` the text as printed. `kind` is "cable", "airgram", "email",
    "memcon", "letter", "message" or another word for what is cited. `year` tells where the MRN's
    year comes from: stated with the reference, dated by it, or inferred from the citing cable.
    """

    raw: str
    label: str | None = None
    mrn: Mrn | None = None
    year: YearFrom | None = None
    kind: str = "cable"


class ClassifiedBy(NamedTuple):
    """Who classified a cable; `reasons` are the letters of section 1.4 or 1.5, lower case."""

    name: str | None = None
    title: str | None = None
    reasons: tuple[str, ...] = ()


class Sections(NamedTuple):
    """Which sections (`have`, ascending) of how many (`of`) a text names."""

    have: tuple[int, ...]
    of: int


class Paragraph(NamedTuple):
    """A paragraph, or text that stands outside of one: then `number` is None.

    `marking` is the canonical portion marking ("C", "S/NF"). `heading` is the heading that stands
    over the paragraph. `text` has neither the number nor the marking in it.
    """

    text: str
    number: int | None = None
    marking: str | None = None
    heading: str | None = None


class Defect(NamedTuple):
    """Something wrong with a cable, or with what it came in. `line` counts from 1."""

    code: str
    message: str
    line: int | None = None


class Source(NamedTuple):
    """Where a cable was read: a file of the corpus, a `member` in it, the SHA-256 of its bytes."""

    path: str
    member: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, kw_only=True)
class Cable:
    """A cable as read from one text; each part's class says what it means."""

    text: str
    kind: Kind = "telegram"
    mrn: Mrn | None = None
    date: datetime | None = None
    origin: Origin = _NO_ORIGIN
    classification: Classification | None = None
    captions: tuple[str, ...] = ()
    precedence: str | None = None
    offices: tuple[str, ...] = ()
    drafter: str | None = None
    corrected: bool = False
    to: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    transmission_id: str | None = None
    tags: tuple[str, ...] = ()
    subject: str | None = None
    references: tuple[Reference, ...] = ()
    classified_by: ClassifiedBy | None = None
    declassify_on: str | None = None
    signed_by: str | None = None
    summary: str | None = None
    sections: Sections | None = None
    partial: bool = False
    redacted: bool = False
    paragraphs: tuple[Paragraph, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()
    sources: tuple[Source, ...] = ()

    @cached_property
    def id(self) -> str:
        """The MRN, or for a cable without one a name made from its text."""
        if self.mrn is not None:
            return str(self.mrn)
        from hashlib import sha256  # most cables have one, and no query waits for OpenSSL

        return f"{self.kind}-{sha256(self.text.encode('utf-8', 'replace')).hexdigest()[:16]}"

    def with_values(self, **values: Any) -> Cable:
        """Return a copy with other values, as `dataclasses.replace` does in five times the time."""
        copy = object.__new__(Cable)
        copy.__dict__.update(self.__dict__, **values)
        copy.__dict__.pop("id", None)  # made of the values, if it was asked for
        return copy

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON types; every key is there, unknown values as null or empty lists."""
        date, classification, by = self.date, self.classification, self.classified_by
        return {
            "mrn": _written(self.mrn),
            "kind": self.kind,
            "date": date.isoformat() if date is not None else None,
            "origin": self.origin._asdict(),
            "classification": classification.value if classification is not None else None,
            "captions": [*self.captions],
            "precedence": self.precedence,
            "offices": [*self.offices],
            "drafter": self.drafter,
            "corrected": self.corrected,
            "to": _addressees(self.to),
            "info": _addressees(self.info),
            "transmission_id": self.transmission_id,
            "tags": [*self.tags],
            "subject": self.subject,
            "references": [
                {"label": label, "mrn": _written(mrn), "year": year, "raw": raw, "kind": kind}
                for raw, label, mrn, year, kind in self.references
            ],
            "classified_by": {**by._asdict(), "reasons": [*by.reasons]} if by else None,
            "declassify_on": self.declassify_on,
            "signed_by": self.signed_by,
            "summary": self.summary,
            "sections": {"have": [*self.sections.have], "of": self.sections.of}
            if self.sections
            else None,
            "partial": self.partial,
            "redacted": self.redacted,
            "text": self.text,
            "paragraphs": [
                {"number": number, "marking": marking, "heading": heading, "text": text}
                for text, number, marking, heading in self.paragraphs
            ],
            "attributes": {**self.attributes},
            "defects": [defect._asdict() for defect in self.defects],
            "sources": [source._asdict() for source in self.sources],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Cable:
        """Read what `to_dict` gave. Keys may be absent; unknown keys are ignored.

        Raises ValueError, TypeError or KeyError where a value is of another shape.
        """
        cable = object.__new__(cls)  # without setting each value of a frozen object by itself
        values = cable.__dict__
        values.update(_DEFAULTS, attributes={})
        for name, value in data.items():
            if value is not None and name in _NAMES:
                read = _READERS.get(name)
                values[name] = value if read is None else read(value)
        if "text" not in values:
            raise KeyError("text")
        return cable


def inked(text: str) -> int:
    """Return how many characters of a text leave ink: those that are no white space.

    >>> inked("1. (C)  Two words")
    13
    """
    try:
        plain = text.encode("latin-1")
    except UnicodeEncodeError:
        return sum(map(len, text.split()))
    if len(plain) < _ADDED:
        return (adler32(plain.translate(_INK)) & 0xFFFF) - 1
    return len(plain.translate(None, _SPACES))  # in twice the time; `split` takes five times it


_SPACES = b" \n\t\r\f\v\x1c\x1d\x1e\x1f\x85\xa0"
_INK = bytes(code not in _SPACES for code in range(256))
_ADDED = 65_520  # Adler-32's lower half is 1 and the sum of the bytes, modulo 65,521 (RFC 1950)


def _written(mrn: Mrn | None) -> str | None:
    return str(mrn) if mrn is not None else None


def _addressees(parts: tuple[Addressee, ...]) -> list[dict[str, Any]]:
    return [
        {"name": name, "route": route, "precedence": precedence, "mcn": mcn}
        for name, route, precedence, mcn in parts
    ]


_NAMES = frozenset(each.name for each in fields(Cable))
_DEFAULTS = {each.name: each.default for each in fields(Cable) if each.default is not MISSING}


def _reference(data: Mapping[str, Any]) -> Reference:
    mrn = data.get("mrn")
    return Reference(**{**data, "mrn": Mrn.parse(mrn) if mrn else None})


def _classified_by(data: Mapping[str, Any]) -> ClassifiedBy:
    return ClassifiedBy(**{**data, "reasons": tuple(data.get("reasons", ()))})


_READERS: dict[str, Any] = {
    "mrn": Mrn.parse,
    "date": datetime.fromisoformat,
    "origin": lambda d: Origin(**d),
    "classification": Classification,
    "captions": tuple,
    "offices": tuple,
    "tags": tuple,
    "to": lambda rows: tuple([Addressee(**r) for r in rows]),
    "info": lambda rows: tuple([Addressee(**r) for r in rows]),
    "references": lambda rows: tuple(map(_reference, rows)),
    "classified_by": _classified_by,
    "sections": lambda d: Sections(have=tuple(d["have"]), of=d["of"]),
    "paragraphs": lambda rows: tuple([Paragraph(**r) for r in rows]),
    "defects": lambda rows: tuple([Defect(**r) for r in rows]),
    "sources": lambda rows: tuple([Source(**r) for r in rows]),
}
