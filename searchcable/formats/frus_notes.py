"""What the editors of Foreign Relations of the United States (FRUS) say of a document.

A document has a head ("14. Telegram 104050 From the Department of State to All Diplomatic Posts,
May 17, 1974, 2304Z."), a date line ("Moscow, January 21, 1961, 4 p.m.") and a source note
("Source: National Archives, … Secret; Priority. Drafted by …"), the same in TEI and in plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from searchcable.cable import Addressee, Kind, Origin
from searchcable.formats.telegram.captions import read_caption_line
from searchcable.markings import Classification
from searchcable.mrn import Mrn
from searchcable.vocabulary import find_post

_FIRST_YEAR_OF_MRNS: Final = 1973
"""Before, a telegram's number counted within a fiscal year, and the Department's within one post's
traffic, so that year, place and number name several telegrams."""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document: its place in the volume, its title, who sent it to whom.

    `number` is the telegram's or airgram's own, as printed, or None.
    """

    title: str
    kind: Kind = "document"
    document: str | None = None
    number: str | None = None
    sender: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What the source note says of the telegram's handling; the words after it are the editors'."""

    classification: Classification | None = None
    precedence: str | None = None
    captions: tuple[str, ...] = ()
    drafter: str | None = None


_NUMBERED: Final = re.compile(r"\s*\[?(\d{1,4}[a-z]?)\.\s+(.*)", re.DOTALL)
_WHAT: Final = re.compile(r"\s+(?:from|to|by|of|between|among|concerning|regarding)\b", re.I)
_KIND: Final = re.compile(r"\b(telegram|airgram)\b", re.IGNORECASE)
_OWN_NUMBER: Final = re.compile(
    r"\b(?:telegram|airgram)\s+(?P<number>(?:[A-Z][A-Za-z]*[ -\u2013]?)?\d[\w/\u2013-]*)", re.I
)
_FROM_TO: Final = re.compile(
    r"\bFrom\s+(?:the\s+)?(?P<sender>.+?),?\s+to(?:\s+(?:the\s+)?|(?=[A-Z]))(?P<addressee>.+)",
    re.DOTALL,
)
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DATE: Final = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})\s+(?P<day>\d{{1,2}}),\s+(?P<year>1[789]\d\d|20\d\d)"
    r"(?:,?\s+(?P<hour>\d\d)(?P<minute>\d\d)Z)?"
)


def read_head(text: str) -> Head:
    """Read the head of a document, its spaces folded. Raises nothing.

    >>> head = read_head("9. Telegram 1706 From the Embassy in Chile to the Department of State")
    >>> head.document, head.kind, head.number, head.sender, head.addressee
    ('9', 'telegram', '1706', 'Embassy in Chile', 'Department of State')
    """
    text = " ".join(text.split())
    numbered = _NUMBERED.fullmatch(text)
    document, title = (numbered[1], numbered[2].rstrip("]")) if numbered else (None, text)
    what = _WHAT.split(title, maxsplit=1)[0]
    kind = _KIND.search(what)
    if kind is None:
        return Head(title, document=document)
    number = _OWN_NUMBER.search(what)
    parties = _FROM_TO.search(_DATE.split(title, maxsplit=1)[0].rstrip(" ,."))
    return Head(
        title=title,
        kind="telegram" if kind[1].lower() == "telegram" else "airgram",
        document=document,
        number=number["number"] if number else None,
        sender=parties["sender"] if parties else None,
        addressee=parties["addressee"] if parties else None,
    )


def read_printed_date(text: str) -> datetime:
    """Return the first date in a date line or a head: aware, in UTC.

    >>> read_printed_date("Tel Aviv, May 17, 1974, 2304Z.").isoformat()
    '1974-05-17T23:04:00+00:00'

    An hour counts where it is printed in UTC; else the day is at midnight, since local times do
    not tell their zone. Raises ValueError where there is no date, or one that never was.
    """
    match = _DATE.search(text)
    if match is None:
        raise ValueError("no date")
    month = _MONTHS.index(match["month"]) + 1
    hour, minute = (int(match[name] or 0) for name in ("hour", "minute"))
    return datetime(int(match["year"]), month, int(match["day"]), hour, minute, tzinfo=UTC)


def read_place(dateline: str) -> str | None:
    """Return the place of a date line: what stands before its date, or None.

    >>> read_place("New Delhi, March 3, 1975, 0930Z."), read_place("March 3, 1975")
    ('New Delhi', None)
    """
    match = _DATE.search(dateline)
    return dateline[: match.start()].strip(" ,.") or None if match else None


_HANDLING: Final = re.compile(
    r"(?:^|[.;:,)]\s+)(?P<level>Top Secret|Secret|Confidential|Limited Official Use"
    r"|Official Use Only|For Official Use Only|Unclassified)\b(?P<rest>(?:[;,]\s[^.;,]{1,40})*)"
)
_PRECEDENCE: Final = (
    ("FLASH", re.compile("flash", re.I)),
    ("IMMEDIATE", re.compile(r"immediate|niact", re.I)),
    ("PRIORITY", re.compile("priority", re.I)),
    ("ROUTINE", re.compile("routine", re.I)),
)
_SPELLINGS: Final = {"LIMIT DISTRIBUTION": "LIMDIS", "EXCLUSIVE DISTRIBUTION": "EXDIS",
                     "NO DISTRIBUTION": "NODIS", "NO FOREIGN DISSEMINATION": "NOFORN"}  # fmt: skip
_DRAFTED: Final = re.compile(
    r"Drafted(?: and approved)?(?: on [A-Z][a-z]+ \d+)?(?: in [A-Z/]+)? by (?P<name>"
    r"(?:[A-Z]\. ?)*[A-Z][\w'’ʼ-]*(?: (?:[A-Z]\.|[A-Z][\w'’ʼ-]+))*(?: \([\w/]+\))?)"
)


def read_source_note(text: str) -> SourceNote:
    """Read a source note. Raises nothing.

    >>> note = read_source_note("Source: Central Files, POL 1. Secret; Niact; Limit Distribution.")
    >>> str(note.classification), note.precedence, note.captions
    ('SECRET', 'IMMEDIATE', ('LIMDIS',))
    """
    text = " ".join(text.split())
    drafted = _DRAFTED.search(text)
    drafter = drafted["name"] if drafted else None
    match = _HANDLING.search(text)
    if match is None:
        return SourceNote(drafter=drafter)
    words = [word.strip() for word in re.split("[;,]", match["rest"]) if word.strip()]
    captions: dict[str, None] = {}
    for word in words:
        name = _SPELLINGS.get(word.upper(), word.upper())
        captions |= dict.fromkeys([name] if name in _CAPTIONS_HERE else read_caption_line(name))
    level = match["level"].replace("For Official", "Official")
    return SourceNote(
        classification=Classification.parse(level),
        precedence=next((p for p, way in _PRECEDENCE if any(map(way.search, words))), None),
        captions=tuple(captions),
        drafter=drafter,
    )


_CAPTIONS_HERE: Final = frozenset(_SPELLINGS.values())


def origin_of(head: Head, place: str | None) -> Origin:
    """Return who sent a telegram; the date line's place tells the post of an embassy."""
    if head.sender is None:
        return Origin()
    post = None
    if re.match(r"Department of State\b", head.sender):
        post = find_post("STATE")
    elif place and re.match(r"(?:Embassy|Consulate|Legation|Liaison|Interests)\b", head.sender):
        post = find_post(place)
    if post is None:
        return Origin(post=head.sender)
    return Origin(post=head.sender, place_code=post.code, country=post.country)


def addressees_of(head: Head) -> tuple[Addressee, ...]:
    """Return whom the head names as the telegram's addressee."""
    return (Addressee(name=head.addressee),) if head.addressee else ()


def mrn_of(number: str | None, origin: Origin, date: datetime | None) -> Mrn | None:
    """Return a telegram's MRN where its number, sender and year settle one."""
    if number is None or not number.isdecimal() or not int(number):
        return None
    if origin.place_code is None or date is None or date.year < _FIRST_YEAR_OF_MRNS:
        return None
    return Mrn(date.year, origin.place_code, int(number))
