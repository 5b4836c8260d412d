"""The fields of a cable: one table, from which come the schema of every engine and all help.

A field says which values a cable has for it, and by its kind how they are made into what engines
index. `cable_row` makes a whole cable into one `Row`, which is all that an engine ever sees.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache
from typing import Final

from searchcable.cable import Addressee, Cable, Paragraph
from searchcable.markings import Classification, Marking
from searchcable.mrn import Mrn, post_code
from searchcable.tokens import fold, root, spaced, spaced_each, stem
from searchcable.vocabulary import find_post


class Kind(Enum):
    """How a field's values are compared; the value says it in words."""

    TEXT = "words by their stem, phrases, wildcards"
    WORDS = "words as written, phrases, wildcards"
    KEYWORD = "a whole value in any case, wildcards"
    LEVEL = "a whole value, ranges such as >=CONFIDENTIAL"
    DATE = "a day, month or year, ranges such as 2006..2007-06"

    @property
    def tokenized(self) -> bool:
        """Whether values are sequences of tokens, in which words have positions."""
        return self in (Kind.TEXT, Kind.WORDS)


@lru_cache(10_000)
def _keyword(text: str) -> str:
    """Fold case and accents, and spacing, and the parentheses around persons among the TAGS."""
    if text.isascii() and text.isalnum():  # most are one word
        return text.upper()
    parts = (" ".join(part.split()) for part in fold(text).upper().strip("() \t\n").split(","))
    return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table.

    `values` gives a cable's values as text; `example` is a query which the seed cable answers.
    `normalize` brings a keyword, from a cable or from a query, to the form that is indexed; it
    raises ValueError on what cannot be a value. A cable's values that are `normal` have that form.
    `boost` is the weight of a match in ranking.
    """

    name: str
    kind: Kind
    values: Callable[[Cable], Sequence[str]] = field(repr=False, compare=False)
    help: str = field(repr=False, compare=False)
    example: str = field(repr=False, compare=False)
    aliases: tuple[str, ...] = field(default=(), repr=False, compare=False)
    normalize: Callable[[str], str] = field(default=_keyword, repr=False, compare=False)
    normal: bool = field(default=False, repr=False, compare=False)
    boost: float = 1.0

    def token(self, word: str) -> str:
        """Return what is compared for one word as written: its stem, or the word itself."""
        return stem(word) if self.kind is Kind.TEXT else word

    def root(self, token: str) -> str:
        """Return what every written word of a token begins with."""
        return root(token) if self.kind is Kind.TEXT else token


@dataclass(frozen=True, slots=True)
class Row:
    """What an engine indexes: an id, which is unique, a unit, values by field, and bytes to keep.

    `unit` is "cable" or "source"; queries find cables, sources are the index's own book-keeping.
    A value of a tokenized field, be it a paragraph or another stretch that a phrase must not leave,
    is its tokens as written, parted by spaces. Dates are as "2007-04-18T09:03". The bytes `stored`
    of a cable are its versions, of which `versions.kept_values` makes the values again.
    """

    id: str
    unit: str
    values: Mapping[str, tuple[str, ...]]
    stored: bytes

    def texts(self, name: str) -> tuple[list[str], ...]:
        """Return the values of a tokenized field, each as its tokens."""
        return tuple(map(str.split, self.values.get(name, ())))

    def keywords(self, name: str) -> tuple[str, ...]:
        """Return the values of a field that is not tokenized."""
        return self.values.get(name, ())


CLEARANCE: Final = "clearance"
"""Among a row's values, for engines that keep readers from rows: no field, and not searched."""


def cable_row(cable: Cable, stored: bytes, versions: Iterable[Cable] = ()) -> Row:
    """Return the row of `cable`; `stored` is what the index keeps of it.

    That is all its `versions`. Who may read one of a higher classification only may not read the
    row; where the classification of one is unknown, the row has no clearance at all.
    """
    values = {f.name: field_values(f, cable) for f in FIELDS}
    levels = [version.classification for version in (cable, *versions)]
    known = [level for level in levels if level is not None]
    if len(known) == len(levels):
        values[CLEARANCE] = (str(max(known)),)
    return Row(cable.id, "cable", values, stored)


def field_values(field: Field, cable: Cable) -> tuple[str, ...]:
    """Return the values that `cable` has for `field`, as engines index them."""
    values = field.values(cable)
    return _INDEXED[field.name](values) if values else ()


def find_field(name: str) -> Field | None:
    """Return the field of that name or alias, in any case."""
    return _BY_NAME.get(name.lower())


def nearest_names(name: str) -> list[str]:
    """Return the names and aliases that `name` may be a misspelling of, nearest first."""
    return difflib.get_close_matches(name.lower(), _BY_NAME, n=3, cutoff=0.6)


def passages(cable: Cable) -> Iterator[tuple[Paragraph, str]]:
    """Yield each stretch of a cable's text that a phrase must not leave, with its paragraph."""
    for paragraph in cable.paragraphs:
        if paragraph.heading:
            yield paragraph, paragraph.heading
        yield paragraph, paragraph.text


# How values are brought to the form that is indexed.


@lru_cache(1_000)
def _level(text: str) -> str:
    return str(Classification.parse(text))


@lru_cache(10_000)
def _marking(text: str) -> str:
    return str(Marking.parse(text.strip("()")))


def _mrn(text: str) -> str:
    """Bring an MRN in any spelling to its canonical form; one without a year loses its zeros."""
    try:
        return str(Mrn.parse(text))
    except ValueError:
        match = re.fullmatch(r"\s*([A-Za-z][A-Za-z .'-]*?)[\s-]*0*([1-9]\d{0,6})\s*", text)
        if match is None:
            raise ValueError(f"no MRN: {text!r}; write it as 07TOKYO1716") from None
        return f"{post_code(match[1])}{match[2]}"


# The values of a cable.


def _of(*parts: str | None) -> tuple[str, ...]:
    return tuple(filter(None, parts))


def _addressees(addressees: tuple[Addressee, ...]) -> list[str]:
    return [text for name, route, _, _ in addressees for text in _addressee(name, route)]


@lru_cache(10_000)
def _addressee(name: str, route: str | None) -> tuple[str, ...]:
    post = find_post(name)
    return _of(name, route, post.code if post else None)


def _mrns(mrns: Iterable[Mrn | None]) -> list[str]:
    """Return each MRN with its year and without, so that either finds it."""
    known = filter(None, mrns)
    return [text for mrn in known for text in (str(mrn), f"{mrn.post}{mrn.serial}")]


def _date(cable: Cable) -> tuple[str, ...]:
    return (date_key(cable.date),) if cable.date is not None else ()


def date_key(moment: datetime) -> str:
    """Return a moment as indexed: UTC, to the minute, "2007-04-18T09:03"."""
    return moment.astimezone(UTC).isoformat(timespec="minutes").removesuffix("+00:00")


def _classifier(cable: Cable) -> tuple[str, ...]:
    by = cable.classified_by
    return _of(by.name, by.title) if by is not None else ()


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "text", Kind.TEXT, lambda c: [text for _, text in passages(c)],
        "the paragraphs and their headings", 'text:"cluster munitions"',
        aliases=("body", "paragraphs", "paragraph"),
    ),
    Field(
        "subject", Kind.TEXT, lambda c: _of(c.subject),
        "the SUBJECT line", "subject:munitions", aliases=("subj", "title"), boost=3.0,
    ),
    Field(
        "tags", Kind.KEYWORD, lambda c: c.tags,
        "Traffic Analysis by Geography and Subject: PARM, JA, a person in quotes; by what they"
        ' mean, tags:"arms control"; by kind, tags:kind=program', "tags:PARM",
        aliases=("tag",),
    ),
    Field(
        "class", Kind.LEVEL, lambda c: _of(c.classification and c.classification.value),
        "the classification, ordered; a cable without one is found by -class:*",
        "class:>=CONFIDENTIAL", aliases=("classification",), normalize=_level, normal=True,
    ),
    Field(
        "caption", Kind.KEYWORD, lambda c: c.captions,
        "handling captions: SIPDIS, NOFORN, EXDIS", "caption:SIPDIS",
        aliases=("captions", "handling"),
    ),
    Field(
        "origin", Kind.KEYWORD, lambda c: _of(c.origin.place_code),
        "the post that sent it, in any spelling", "origin:tokyo",
        aliases=("from", "post"), normalize=post_code,
    ),
    Field(
        "country", Kind.KEYWORD, lambda c: _of(c.origin.country),
        "the country of that post, as an ISO 3166 code", "country:JP",
    ),
    Field(
        "date", Kind.DATE, _date,
        "when it was sent, UTC", "date:2007-01..2007-06", aliases=("sent", "dtg"),
        normalize=lambda text: text, normal=True,
    ),
    Field(
        "mrn", Kind.KEYWORD, lambda c: _mrns((c.mrn,)),
        "its message reference number, in any spelling, with or without the year",
        'mrn:"07 Tokyo 01716"', aliases=("id", "refid"), normalize=_mrn, normal=True,
    ),
    Field(
        "to", Kind.WORDS, lambda c: _addressees(c.to),
        "the action addressees: name, routing indicator or post", "to:secstate",
    ),
    Field(
        "info", Kind.WORDS, lambda c: _addressees(c.info),
        "the information addressees", 'info:"AMEMBASSY SEOUL"',
    ),
    Field(
        "precedence", Kind.KEYWORD, lambda c: _of(c.precedence),
        "FLASH, IMMEDIATE, PRIORITY or ROUTINE", "precedence:IMMEDIATE",
    ),
    Field(
        "cites", Kind.KEYWORD, lambda c: _mrns([reference.mrn for reference in c.references]),
        "a cable that it refers to, in any spelling", "cites:07TOKYO438",
        aliases=("ref", "refs", "references"), normalize=_mrn, normal=True,
    ),
    Field(
        "marking", Kind.KEYWORD, lambda c: _of(*[p.marking for p in c.paragraphs]),
        "a portion marking of one of its paragraphs: U, C, S/NF", "marking:U",
        aliases=("mark", "portion"), normalize=_marking,
    ),
    Field(
        "signed", Kind.WORDS, lambda c: _of(c.signed_by),
        "who signed it", "signed:schieffer", aliases=("signer",),
    ),
    Field(
        "classifier", Kind.WORDS, _classifier,
        "name and title of who classified it", "classifier:ambassador",
    ),
    Field(
        "office", Kind.KEYWORD, lambda c: [re.sub(r"-\d+$", "", o) for o in c.offices],
        "an action or information office of the Department", "-office:EB",
        aliases=("offices",),
    ),
    Field(
        "drafter", Kind.WORDS, lambda c: _of(c.drafter), "who drafted it", "-drafter:*",
    ),
    Field(
        "kind", Kind.KEYWORD, lambda c: _of(c.kind),
        "telegram, airgram or document", "kind:telegram",
    ),
    Field(
        "defect", Kind.KEYWORD, lambda c: [defect.code for defect in c.defects],
        "the code of something wrong with it", "defect:section-header-missing",
        aliases=("defects",),
    ),
    Field(
        "source", Kind.WORDS, lambda c: [part for s in c.sources for part in _of(s.path, s.member)],
        "the file that it was read from", "source:07TOKYO1716.txt", aliases=("file", "path"),
    ),
)  # fmt: skip
"""All fields. The first two are where a word looks that names no field."""


def _indexing(field: Field) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Return what makes of a field's values what engines index."""
    if field.kind is Kind.TEXT:
        return spaced_each
    if field.kind is Kind.WORDS:
        return lambda values: tuple(map(_spaced_name, values))
    if field.normal:
        return _distinct
    return lambda values: _distinct(tuple(map(field.normalize, values)))


def _distinct(keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(keys if len(keys) == 1 and keys[0] else filter(None, dict.fromkeys(keys)))


_spaced_name = lru_cache(100_000)(spaced)  # the same addressees stand in many cables

_INDEXED: Final = {field.name: _indexing(field) for field in FIELDS}

DEFAULT_FIELDS: Final = (FIELDS[1], FIELDS[0])

_BY_NAME: Final = {name: f for f in FIELDS for name in (f.name, *f.aliases)}
