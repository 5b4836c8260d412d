"""The classification line: `C O N F I D E N T I A L SECTION 01 OF 02 TOKYO 001716`.

It names the level, captions, the section, the post and the serial, and ends the header.
Source: 5 FAH-2 H-320 (message format); telegrams of 1973 to 2010.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from searchcable.formats.telegram.captions import take_captions
from searchcable.formats.telegram.spelling import is_near
from searchcable.markings import Classification
from searchcable.vocabulary import find_post


class ClassLine(NamedTuple):
    """What one classification line says; what it does not say is None or empty.

    `level` is None where the word is too damaged to read.
    """

    level: Classification | None
    captions: tuple[str, ...] = ()
    section: int | None = None
    of: int | None = None
    post: str | None = None
    serial: int | None = None
    corrected: bool = False

    def repeats(self, other: ClassLine) -> bool:
        """Say whether `other` names the same telegram: a header may stand twice."""
        return (self.post, self.serial) == (other.post, other.serial)


_NAMES: Final = (
    "TOP SECRET", "SECRET", "CONFIDENTIAL", "CONF", "LIMITED OFFICIAL USE", "LIMITED OFF USE",
    "LIMOFFUSE", "UNCLASSIFIED", "UNCLASS", "UNCLAS", "SENSITIVE BUT UNCLASSIFIED",
    "FOR OFFICIAL USE ONLY",
)  # fmt: skip


def _spaced(name: str) -> str:
    """A pattern for `name` with or without spaces after each letter."""
    return r"\s{1,6}".join(r"\s{0,2}".join(word) for word in name.split())


_LEVEL: Final = re.compile(
    r"\s*(?:CLASSIFICATION\s?:\s*)?"
    rf"(?P<level>{'|'.join(map(_spaced, sorted(_NAMES, key=len, reverse=True)))})(?![A-Za-z])",
    re.IGNORECASE,
)
_COUNT: Final = r"[\dO]{1,3}|[A-Z]{3,5}|I{1,3}V?|VI{0,3}"
_SECTION: Final = re.compile(
    rf"\b(?:SECT(?:ION|ON|IN|IION|ITON)?|SECITON|SEC|S E C T I O N|PART)\.?"
    rf"\s{{1,3}}(?P<number>{_COUNT})"
    rf"(?:\s{{0,3}}[O0]F\s{{0,3}}|/)\*?(?P<of>{_COUNT}|XX)\b"
    r"|\b(?:FINAL|LAST)\s{1,3}SECTION\s{1,3}OF\s{1,3}(?P<last>\d{1,2})\b",
    re.IGNORECASE,
)
_ORIGIN: Final = re.compile(
    r"(?P<post>[A-Z][A-Z .'/-]{1,30}?)\s{0,3}(?P<serial>\d{1,7})(?:/\d{1,2})?(?!\d)"
)
_AFTER: Final = re.compile(
    r"[\s/,.*-]*(?:(?:TOSEC|SECTO|CORRECTED COPY|C O R R E C T E D|\(|DEPT|DEPARTMENT|STATE|FOR "
    r"|POSS|USIA|USAID|DEA)[^a-z]*)?"
)
CORRECTED: Final = re.compile(
    r"[Cc](?i:\s?O\s?R\s?R\s?E\s?C\s?T\s?E\s?D\s{0,3}C\s?O\s?P\s?Y| O R R E C T E D)"
)
_NUMBERS: Final = {
    name: n
    for names in (
        ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT"),
        ("I", "II", "III", "IV", "V", "VI", "VII", "VIII"),
    )
    for n, name in enumerate(names, 1)
}
_BARE: Final = {
    spelling: name
    for name in _NAMES
    for spelling in (
        name,
        "  ".join(" ".join(word) for word in name.split()),
        " ".join(name.replace(" ", "")),
    )
}
_LONGEST: Final = 160  # characters of a line
CLASSLINE_LETTERS: Final = frozenset("TSCLUFtsclufX")


def read_classline(line: str) -> ClassLine | None:
    """Return what a classification line says, or None where `line` is none.

    >>> found = read_classline("UNCLAS SECTION 01 OF 03 LA PAZ 000123")
    >>> found.section, found.of, found.post, found.serial
    (1, 3, 'LA PAZ', 123)
    """
    line = line.strip()
    if not line or line[0] not in CLASSLINE_LETTERS or len(line) > _LONGEST:
        return None
    match = _LEVEL.match(line)
    return _read_behind(match) if match else _read_garbled(line)


def _read_behind(match: re.Match[str]) -> ClassLine | None:
    """Read what stands behind the level."""
    rest = match.string[match.end() :].upper()
    level = _level(match["level"])
    corrected = "D" in rest and CORRECTED.search(rest) is not None
    section = _find_section(rest)
    if section is not None:
        rest = f"{rest[: section.start()]} {rest[section.end() :]}"
    captions, rest = take_captions(rest)
    if level is Classification.UNCLASSIFIED and not _FOUO.isdisjoint(captions):
        level = Classification.FOR_OFFICIAL_USE_ONLY
    if "D" in rest:
        rest = CORRECTED.sub("", rest).strip(" /,;:.*-")
    return _with_origin(rest, level, captions, section, corrected)


_FOUO: Final = frozenset(("FOUO", "FOR OFFICIAL USE ONLY"))


def read_wrapped_classline(
    line: str, lines: Sequence[str], below: int
) -> tuple[ClassLine, int] | None:
    """Return what a classification line says that may go on in the line `below` it, and on how
    many lines it stands, or None.

    >>> lines = ["S E C R E T SECTION 01 OF 02 USUN", "NEW YORK 001080"]
    >>> read_wrapped_classline(lines[0], lines, 1)[1]
    2
    """
    bare = line.strip()
    if bare[:1] not in CLASSLINE_LETTERS or len(bare) > _LONGEST:
        return None
    match = _LEVEL.match(bare)
    found = _read_behind(match) if match else _read_garbled(bare)
    if match and (found is None or found.post is None) and below < len(lines):
        rest = lines[below]
        whole = read_classline(f"{line} {rest}") if _goes_on(rest) else None
        if whole is not None and whole.post and find_post(whole.post):
            return whole, 2
    return (found, 1) if found is not None else None


def _goes_on(line: str) -> bool:
    """Return whether a line is the end of a classification line: a post and a serial, or these."""
    short = len(line) <= _LONGEST and line[-1:].isalnum()
    return short and _WRAPPED.fullmatch(line) is not None


_WRAPPED: Final = re.compile(
    r"\s*(?:[A-Z][A-Z .'-]{1,30}\s)?\s*\d{3,7}(?:\s[A-Z /]{1,30})?\s*", re.I
)


def _with_origin(
    rest: str,
    level: Classification,
    captions: list[str],
    section: re.Match[str] | None,
    corrected: bool,
) -> ClassLine | None:
    """Read the post and the serial, which may be absent where nothing else is there either."""
    post = serial = None
    if rest:
        origin = _ORIGIN.match(rest)
        serial = int(origin["serial"]) if origin else 0
        if origin is None or serial == 0:
            return None
        after = rest[origin.end() :]
        if after:
            more, after = take_captions(after)
            captions = captions + more
        if after and not _AFTER.fullmatch(after):
            return None
        post = origin["post"].strip()
    number, of = _section(section)
    return ClassLine(level, tuple(captions), number, of, post, serial, corrected)


def _read_garbled(line: str) -> ClassLine | None:
    """Read a line whose level is misspelt or lost, where a known post and a serial end it."""
    if not line[-1:].isdigit():
        return None
    if match := _BEHEADED.fullmatch(line):
        number, of = _section(match)
        known = find_post(match["post"]) is not None
        return (
            ClassLine(None, (), number, of, match["post"], int(match["serial"])) if known else None
        )
    if (match := _GARBLED.fullmatch(line)) is None:
        return None
    word = match["level"].replace(" ", "").upper()
    name = next((n for n in _MISSPELT if is_near(word, n, 1 + (len(n) > 6))), None)
    return read_classline(f"{name} {match['rest']}") if name and find_post(match["post"]) else None


_MISSPELT: Final = ("CONFIDENTIAL", "SECRET", "UNCLAS", "UNCLASSIFIED")
_BEHEADED: Final = re.compile(rf"(?:{_SECTION.pattern})\s{{1,3}}{_ORIGIN.pattern}")
_GARBLED: Final = re.compile(
    r"(?P<level>[A-Z]{4,14}|(?:[A-Z]{1,3} ){3,12}[A-Z]{1,3})\s{1,3}"
    r"(?P<rest>(?:SECTION\s\d{1,2}\sOF\s\d{1,2}\s+)?(?P<post>[A-Z][A-Z .]{2,20}?)\s{1,3}\d{3,7})",
    re.IGNORECASE,
)


def _find_section(text: str) -> re.Match[str] | None:
    may = "SEC" in text or "PART" in text or "S E C" in text
    return _SECTION.search(text) if may else None


def _section(match: re.Match[str] | None) -> tuple[int | None, int | None]:
    if match is None:
        return None, None
    return _number(match["number"] or match["last"]), _number(match["of"] or match["last"])


def _number(text: str) -> int | None:
    figures = text.upper().replace("O", "0")
    return int(figures) if figures.isdigit() else _NUMBERS.get(text.upper())


def read_bare_level(line: str) -> Classification | None:
    """Return the level of a line that holds a level and no more, as at the edges of pages.

    Transmission garbles are read as what they most resemble: "CONFID*NTIAL". None where the line
    is something else.
    """
    line = line.strip().removesuffix("POSS DUPE").rstrip()
    return _resembling(line) if 4 <= len(line) <= 45 and line[0] in CLASSLINE_LETTERS else None


@lru_cache(maxsize=4096)  # page feet are the same on every page
def _resembling(line: str) -> Classification | None:
    name = _BARE.get(line.upper()) or _closest(line.upper())
    return _level(name) if name else None


_level: Final = lru_cache(maxsize=1024)(Classification.parse)  # few spellings come again and again


def _closest(line: str) -> str | None:
    """The level's name whose head and tail `line` shares for three letters in five."""
    for name in _AS_LONG.get(len(line), ()):
        if line[-1] in name[-3:]:
            head = _shared(name, line)
            tail = _shared(name[:head:-1], line[:head:-1])
            if head + tail >= 0.75 * len(name):
                return name
    return None


_AS_LONG: Final = {  # the names that a line of so many letters may be
    length: [name for name in _NAMES if len(name) > 5 and abs(len(name) - length) <= 2]
    for length in range(4, 3 + max(map(len, _NAMES)))
}


def _shared(one: str, other: str) -> int:
    """How many letters two texts share at their heads."""
    for n, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return n
    return min(len(one), len(other))


def read_damaged_classline(line: str, post: str, serial: int | None) -> ClassLine | None:
    """Read a line whose level is garbled, known by the post and serial at its end.

    `post` is the sender's place as its letters alone ("LAPAZ"), `serial` what a page says or None.
    """
    line = line.upper().rstrip()
    if not line[-1:].isdigit():
        return None
    section = _find_section(line)
    if section is not None:
        line = f"{line[: section.start()]} {line[section.end() :]}"
    match = _DAMAGED.match(line) if line[-1:].isdigit() else None
    if match is None or (serial is not None and int(match["serial"]) != serial):
        return None
    letters = re.sub(r"[^A-Z]", "", match["head"])
    if not post or not letters.endswith(post) or len(letters) < len(post) + 4:
        return None
    level_letters = letters[: -len(post)]
    name = next(
        (_closest(level_letters[: len(n)]) for n in _SQUEEZED if _closest(level_letters[: len(n)])),
        None,
    )
    level = _level(name) if name else None
    number, of = _section(section)
    return ClassLine(level, section=number, of=of, post=post, serial=int(match["serial"]))


_DAMAGED: Final = re.compile(r"(?P<head>[A-Z][^\d/]{6,60}?)\s?(?P<serial>\d{3,7})(?:/\d)?$")
_SQUEEZED: Final = [name.replace(" ", "") for name in _NAMES if len(name) > 5]
