"""Which lines go on with the text of the label above them, and which do not."""

from __future__ import annotations

import re
from typing import Final

from searchcable.vocabulary import find_post

_PASSING: Final = re.compile(
    r"""(?: FOR\b[:\s] | FROM\b:?\ (?:THE\ )?(?:AMB|CHARGE|DCM|CONSUL)
        | (?P<to> [A-Z][A-Z/]*(?:\ [A-Z/]+){0,3}? ) \ (?:PLEASE\ |ALSO\ )?(?:FOR|PASS(?:\ TO)?)\b
        | (?:ALSO\ |PLEASE\ )?PASS\b | ALSO\ FOR\b )""",
    re.VERBOSE,
)
_READERS: Final = frozenset(
    """DEPT DEPARTMENT STATE EMBASSY SECSTATE USDOC USDA AID USAID TREASURY NSC USTR DOE DOJ FAA EPA
    NASA OSD OVP DOD DHS FBI DEA FDA CDC HHS OPIC EXIM TDA PLEASE PLS ALSO""".split()  # noqa: SIM905
)
_PASSES: Final = re.compile("FOR|PASS|FROM")  # of which each has one
_HANGS: Final = re.compile(
    r"[,(/]$|\s[-\u2013]$|\b(?:AND|OR|OF|THE|FOR|ON|IN|TO|WITH|BY|FROM|AT|A|AN)$", re.I
)
_TAIL: Final = 5  # characters that `_HANGS` is about: the longest word, and what stands before it


def splits_serial(before: str, lines: list[str], index: int) -> bool:
    """Whether the line at `index` begins with the serial of a post that ends `before`."""
    ends_in_name = before.rstrip()[-1:].isalpha() and index < len(lines)
    return ends_in_name and _SERIAL_FIRST.match(lines[index]) is not None


def name_follows(before: str, line: str) -> bool:
    """Whether `line` goes on with the name of a post that `before` breaks off: `PORT AU` and
    `PRINCE 380`."""
    if _LETTER_AT_END.search(before[-40:]):
        return _CITED_FIRST.match(line) is not None
    rest, name = _NAME_AND_SERIAL.match(line), _NAME_AT_END.search(before.rstrip()[-40:])
    if rest is None or name is None:
        return False
    words = name[0].split()
    return any(find_post(" ".join([*words[i:], rest[1]])) for i in range(-min(3, len(words)), 0))


_SERIAL_FIRST: Final = re.compile(r"\s*\d{1,7}(?:\s*[(,;]|\s+[A-Z]|\s*$)", re.IGNORECASE)
_NAME_AND_SERIAL: Final = re.compile(r"\s*([A-Z][A-Z .']{0,24}?)\s{0,6}\d{1,7}\b", re.IGNORECASE)
_LETTER_AT_END: Final = re.compile(r"\s(?:\([A-Z]\)|[A-Z][.):])\s*$", re.IGNORECASE)
_CITED_FIRST: Final = re.compile(r"\s*(?:'?\d\d\s?)?[A-Z][A-Z .']{1,24}\s?\d", re.IGNORECASE)
_NAME_AT_END: Final = re.compile(r"[A-Z][A-Z .'-]{0,30}$", re.IGNORECASE)


def hangs(text: str) -> bool:
    """Whether a text cannot end so: behind a comma, or behind `OF THE`."""
    return _HANGS.search(text.rstrip()[-_TAIL:]) is not None


def is_passing(line: str) -> bool:
    """Whether a line says to whom the telegram goes on: `DEPARTMENT PASS DOD`, `RIO FOR AGATT`."""
    match = _PASSING.match(line.lstrip()) if _PASSES.search(line) else None
    if match is None:
        return False
    to = match["to"]
    return to is None or to.split()[0] in _READERS or find_post(to) is not None


def wrapped_only(first: str, following: list[str]) -> list[str]:
    """The lines that go on with a subject where nothing marks its end: indented ones, and those
    below a line that had no room for another word."""
    taken: list[str] = []
    before = f"SUBJECT: {first.strip()}"
    for line in following:
        room = 62 - len(before.rstrip())
        if not line[:2].isspace() and (before.endswith(".") or len(line.split(None, 1)[0]) < room):
            break
        taken.append(line)
        before = line
    return taken


def citing_hangs(text: str) -> bool:
    """Whether references cannot end so: behind a comma, `AND`, or a year alone, as in `A. 05`."""
    text = text.rstrip()
    if text.endswith((",", ";", ":", "/", "-", "AND")):
        return True
    if len(text) < 2 or not text[-2:].isdecimal():
        return False
    before = text[:-2].removesuffix("'").rstrip()
    return not before or before[-1] in ".):;,"


LETTERED: Final = re.compile(
    r"\s*(?:[\u00b6\ufffd]\s?|1(?=[B-Z][.)]))?\(?([B-Z])(?:\1|[A-Z](?=\)))?(?:[).:]\)?|\s-\s)\s*\S"
    r"|\s*\(?A[A-Z]?[).]\s"
)
CITES: Final = re.compile(
    r"\s*(?:AND\s+)?(?:\d\d\s+)?[A-Z][A-Z .]{1,24}\s(?:A-)?\d{2,7}\b"
    r"(?:(?:\s?[,;&]|\sAND)\s?\d{1,7}\b){0,9}[\s,;.()]*"
    r"(?:\(NOTAL\)|OF\s.{0,30}|DATED\s.{0,30})?\s*$"
)
