"""The header of one transmission: from the transmission identifier to the last addressee.

Source: 5 FAH-2 H-320 (format lines 1 to 9); NARA's telegrams for the lines of action offices.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from searchcable.cable import Addressee, Defect
from searchcable.formats.telegram.addressees import read_addressee
from searchcable.formats.telegram.classline import (
    CLASSLINE_LETTERS,
    ClassLine,
    read_damaged_classline,
    read_wrapped_classline,
)
from searchcable.formats.telegram.dtg import DTG, highest_precedence, read_dtg
from searchcable.formats.telegram.label_words import match_label
from searchcable.formats.telegram.lines import Lines
from searchcable.formats.telegram.numbering import STARTS_PARAGRAPH
from searchcable.markings import Classification
from searchcable.mrn import post_code
from searchcable.vocabulary import find_post


@dataclass(slots=True)
class Header:
    """What the header of one transmission says; `stray` are lines in it that are none of it."""

    transmission_id: str | None = None
    serial: int | None = None
    section: int | None = None
    level: Classification | None = None
    precedence: str | None = None
    dtg: re.Match[str] | None = None
    dtg_line: int | None = None
    date: datetime | None = None
    post: str | None = None
    to: list[Addressee] = field(default_factory=list)
    info: list[Addressee] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    drafter: str | None = None
    classline: ClassLine | None = None
    stray: list[str] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)


_ID: Final = re.compile(r"(VZCZC\S{0,12}|[A-Z]{3}ZCZC\S{0,12})(?:\s.{0,40})?")
_ROUTING: Final = re.compile(r"(ZZ|OO|PP|RR)(?=\s+R)(?:\s(?:ZZ|OO|PP|RR))*(?:\s+R[A-Z]{4,7})+")
_ROUTES: Final = re.compile(r"R[A-Z]{4,7}(?:\s+R[A-Z]{4,7})*")
_FROM_STATION: Final = re.compile(
    r"DE\s+R[A-Z]{4,7}\s+#?\s?(\d{1,6})(?:/(\d{1,2}))?\s+\d{7}.{0,20}"
)
_SECURITY: Final = re.compile(r"ZN[YR]\s+([A-Z])\1{4}\b.{0,20}")
_SECURITY_LEVELS: Final = {
    "U": Classification.UNCLASSIFIED,
    "C": Classification.CONFIDENTIAL,
    "S": Classification.SECRET,
    "T": Classification.TOP_SECRET,
}
_PROSIGN: Final = r"[ZOPR]{1,2}(?:\s+|(?=\d))|(?:FLASH|(?:NIACT\s)?IMMEDIATE|PRIORITY|ROUTINE)\s+"
_DTG_LINE: Final = re.compile(
    rf"(?:DTG\s?:?\s+)?(?P<prosigns>(?:{_PROSIGN}){{0,3}}){DTG.pattern}.{{0,30}}", re.I
)
_BARE_GROUP: Final = re.compile(r"(?P<prosigns>(?:[ZOPR]{1,2}\s+){1,3})\d{6}\s?Z")
_FM: Final = re.compile(
    r"(?:FM\s*:?|FROM\s*:?(?=\s+(?:AM|SECSTATE|US)))\s+(?:R[A-Z]{4,7}/\s?)?"
    r"(?P<post>[A-Z][A-Z0-9 /.,'()*\t\xa0-]{1,60})",
    re.IGNORECASE,
)
_SENT: Final = re.compile(r"(TO|INFO|XMT)(?:[\s:]+|$)(?P<rest>.*)", re.IGNORECASE)
_OFFICE: Final = re.compile(r"[A-Z][A-Z0-9/]{0,7}-\d\d?\b")
_OFFICES: Final = re.compile(r"(?:ACTION|ORIGIN|INFO|COPY)\s?:?\s+[A-Z][A-Z0-9/]{0,7}-\d\d?\b")
_DRAFTED: Final = re.compile(
    r"(?:\d+\s+)?DRAFTED BY:?\s*(.+?)(?:\s+APPROVED BY\b.*)?", re.IGNORECASE
)
_CLEARED: Final = re.compile(r"[A-Z][A-Z/-]{0,12}\s?[:;-]\s?[A-Z].{1,40}")
_APPROVED: Final = re.compile(r"(?:APPROVED|CLEARED|AUTHORIZED) BY\b|CLEARANCES?\b", re.IGNORECASE)
_RULE: Final = re.compile(r"\s*-{6,}.*")
_ADDRESS: Final = re.compile(r"[A-Z0-9][A-Z0-9 /.,'&()*#:;_-]{1,90}")
_ROUTED: Final = re.compile(r"R[A-Z]{4,7}/[A-Z0-9]")
_ADDRESSED: Final = re.compile(
    r"(?:TO|INFO)[\s:]+"
    r"(?:R[A-Z]{4,7}\s?/|(?:AM(?:EMB|CON)|US|ALL )[A-Z]|(?:SECSTATE|SECDEF|JCS)\b"
    r"|[A-Z ]{3,60}\b(?:COLLECTIVE|POSTS)\b)",
    re.IGNORECASE,
)
_LOOK_AHEAD: Final = 70


def read_header(lines: Lines, year: int | None, serial: int | None) -> tuple[Header, int]:
    """Read the header at the head of `lines`; return it and the index of the first line after it.

    `year` stands in where the date-time group has none; `serial` is what the pages say.
    """
    reader = _HeaderReader(Header(), lines.texts, lines.numbers, serial)
    index = reader.run()
    if reader.header.dtg is not None:
        _date(reader.header, year)
    return reader.header, index


def _date(header: Header, year: int | None) -> None:
    assert header.dtg is not None
    try:
        header.date = read_dtg(header.dtg, year)
    except ValueError as error:
        header.defects.append(
            Defect(
                code="date-unreadable",
                message=f"{header.dtg[0].strip()!r}: {error}",
                line=header.dtg_line,
            )
        )


@dataclass(slots=True)
class _HeaderReader:
    header: Header
    texts: list[str]
    numbers: Sequence[int]
    serial: int | None
    last: int = -1  # the index of the date-time group, or of the FM line where there is none
    group: re.Match[str] | None = None  # the date-time group at `last`
    into: list[Addressee] | None = None
    state: str = ""
    place: str = ""  # the sender's place code
    gap: bool = False

    def run(self) -> int:
        self.last = self._find_dtg()
        for index, line in enumerate(self.texts):
            bare = line.strip()
            if not bare:
                self.gap = True
            elif self.into is not None and _ROUTED.match(bare):
                self._address(bare)
            elif (self.into is not None or bare[0] in CLASSLINE_LETTERS) and (
                count := self._classline(index, bare)
            ):
                if index > self.last or not self._is_page_head():
                    return index + count
            elif self._take(index, line, bare):
                self.gap = False
            else:
                return index
        return len(self.texts)

    def _find_dtg(self) -> int:
        """The index of the `group` that an FM line follows, or of the FM line, or -1."""
        group = -1
        for index, line in enumerate(self.texts[:_LOOK_AHEAD]):
            if line[:2] in _FROM and _FM.fullmatch(line):
                return index if group < 0 else group
            if "Z" in line[6:] and (match := _DTG_LINE.fullmatch(line.strip())):
                group, self.group = index, match
            elif line and group >= 0 and index > group + 2:
                return group
        return group

    def _classline(self, index: int, bare: str) -> int:
        """Take a classification line; the number of lines on which it stands, 0 for none."""
        read = read_wrapped_classline(bare, self.texts, index + 1)
        if read is not None:
            self.header.classline, count = read
            return count
        found = None
        if self.into is not None and self.place and "/" not in bare[:9]:
            found = read_damaged_classline(bare, self.place, self.serial)
        self.header.classline = found
        return 1 if found is not None else 0

    def _is_page_head(self) -> bool:
        """Turn a classification line without a serial, above the header, into a page's level."""
        line = self.header.classline
        if line is None or line.serial is not None:
            return False
        self.header.level, self.header.classline = line.level, None
        return True

    def _take(self, index: int, line: str, bare: str) -> bool:
        """Take in one line; False where the header has ended before it."""
        if self._known(index, bare):
            return True
        if match_label(bare):
            return False
        if self.into is not None:
            return self._goes_on(bare)
        if index < self.last or (self.last < 0 and self._is_clearance(bare)):
            self._before_group(line, bare)
            return True
        if index < _CUT and self._is_cut(index, bare):
            self.header.stray.append(line)
            return True
        return self.state == "routing" and _ROUTES.fullmatch(bare) is not None

    def _is_cut(self, index: int, bare: str) -> bool:
        """Whether a text begins within its addressees: INFO comes below a line that is one."""
        if self.header.post is not None or not _MORE.match(bare) or not bare.isupper():
            return False
        return any(line[:5] == "INFO " for line in self.texts[index + 1 : index + _CUT])

    def _is_clearance(self, bare: str) -> bool:
        """Whether a line of a header without a group names who drafted, approved or cleared it."""
        if _DRAFTED.fullmatch(bare) or _APPROVED.match(bare):
            return True
        return self.state == "drafted" and _CLEARED.fullmatch(bare) is not None

    def _known(self, index: int, bare: str) -> bool:
        """Take in a line that is one of a header by its first letters; False where it is none."""
        word = bare[:2].upper()
        if word in ("FM", "FR"):
            return self._from(bare)
        if word in ("TO", "XM"):
            return self._sent(bare)
        if word in ("AC", "OR", "IN"):
            return self._offices(bare) or self._sent(bare)
        return self._transmission(bare) or self._group(index, bare)

    def _from(self, bare: str) -> bool:
        match = _FM.fullmatch(bare)
        if match is None or self.header.post is not None:
            return False
        if not bare.isupper() and self.header.dtg is None and find_post(match["post"]) is None:
            return False
        self.header.post = " ".join(match["post"].split())
        self.place = post_code(self.header.post)
        return True

    def _offices(self, bare: str) -> bool:
        if self.header.post is not None or not _OFFICES.match(bare):
            return False
        self.state = "offices"
        named, drafted, drafter = bare.partition("DRAFTED BY")
        self.header.offices += _OFFICE.findall(named)
        if drafted and (match := _DRAFTED.fullmatch(drafted + drafter)):
            self.header.drafter = match[1].strip()
            self.state = "drafted"
        return True

    def _transmission(self, bare: str) -> bool:
        """Take the identifier, the routing, the station or the security line."""
        header, first = self.header, bare[:2]
        if bare.startswith("VZCZC") and (match := _ID.fullmatch(bare)):
            header.transmission_id = match[1]
        elif first in _ROUTINGS and (match := _ROUTING.fullmatch(bare)):
            header.precedence = header.precedence or highest_precedence(bare.split(" R", 1)[0])
            self.state = "routing"
        elif first == "DE" and (match := _FROM_STATION.fullmatch(bare)):
            header.serial, header.section = int(match[1]), int(match[2]) if match[2] else None
        elif first == "ZN" and (match := _SECURITY.fullmatch(bare)):
            header.level = _SECURITY_LEVELS.get(match[1])
        else:
            return False
        return True

    def _group(self, index: int, bare: str) -> bool:
        match = self.group if index == self.last else _DTG_LINE.fullmatch(bare)
        if match is None and (bare_group := _BARE_GROUP.fullmatch(bare)) is not None:
            return self._without_month(index, bare_group)
        if match is None or 0 <= self.last < index:
            return False
        self.header.dtg, self.header.dtg_line = match, self.numbers[index]
        self.header.precedence = highest_precedence(match["prosigns"]) or self.header.precedence
        self.state = ""
        return True

    def _without_month(self, index: int, match: re.Match[str]) -> bool:
        """Take a group that is only day, hour and minute, where the sender stands below it."""
        if self.header.post is not None or not (self.last < 0 or 0 <= self.last - index <= 2):
            return False
        self.header.precedence = highest_precedence(match["prosigns"])
        self.header.defects.append(
            Defect(
                code="date-unreadable",
                message=f"{match[0]!r}: the date-time group names no month",
                line=self.numbers[index],
            )
        )
        return True

    def _sent(self, bare: str) -> bool:
        match = _SENT.fullmatch(bare)
        if match is None or not (self.header.post or self.header.dtg or _ADDRESSED.match(bare)):
            return False
        if not bare.isupper() and not _MORE.match(match["rest"].upper()):
            return False
        into, rest = match[1].upper(), match["rest"].lstrip(":;.,-* ")
        self.into = self.header.to if into == "TO" else self.header.info if into == "INFO" else []
        if rest:
            self._address(rest)
        return True

    def _address(self, text: str) -> None:
        assert self.into is not None
        for one in _NEXT_ROUTE.split(text) if text.count("/") > 1 else (text,):
            addressee = read_addressee(one)
            if addressee is not None:
                self.into.append(addressee)

    def _goes_on(self, bare: str) -> bool:
        """Take a line that names one more addressee; False where it is none."""
        if STARTS_PARAGRAPH.match(bare) or len(bare.split()) > _MOST_WORDS:
            return False
        if not bare.isupper() and _MORE.match(bare.upper()):
            self._address(bare)
            return True
        if not _ADDRESS.fullmatch(bare) or (self.gap and not _MORE.match(bare)):
            return False
        self._address(bare)
        return True

    def _before_group(self, line: str, bare: str) -> None:
        """Take a line above the date-time group: offices, drafters, counters of NARA's system."""
        if _RULE.fullmatch(line):
            self.state = "routing"
        elif match := _DRAFTED.fullmatch(bare):
            self.header.drafter = match[1].strip()
            self.state = "drafted"
        elif _APPROVED.match(bare):
            self.state = "drafted"
        elif self.state == "offices":
            self.header.offices += _OFFICE.findall(bare)
        elif not (self.state in ("drafted", "routing") or _COUNTER.fullmatch(bare)):
            self.header.stray.append(line)


_ROUTINGS: Final = frozenset(("ZZ", "OO", "PP", "RR"))
_FROM: Final = frozenset(("FM", "Fm", "fm", "FR", "Fr", "fr"))
_NEXT_ROUTE: Final = re.compile(r"\s(?=R[A-Z]{4,7}/[A-Z])")
_CUT: Final = 10  # lines of addressees at the head of a text whose beginning is missing
_MOST_WORDS: Final = 9  # of an addressee; a line of more is a sentence
_COUNTER: Final = re.compile(r"[\d /-]{1,12}")
_MORE: Final = re.compile(
    r"R[A-Z0-9]{4,7}/|AM(?:EMB|CON)|SECSTATE|SECDEF|US(?:MISSION|DEL|INT|LO|OFFICE|EU|CIN|INFO|IA)"
)
