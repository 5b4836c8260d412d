"""The lines after TO and INFO: whom a telegram was sent to."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from searchcable.cable import Addressee

_PRECEDENCES: Final = {
    "FLASH": "FLASH", "IMMEDIATE": "IMMEDIATE", "PRIORITY": "PRIORITY", "ROUTINE": "ROUTINE",
    "NIACT": "NIACT", "IMMED": "IMMEDIATE", "IMM": "IMMEDIATE", "IMMEDIAT": "IMMEDIATE",
    "IMEDIATE": "IMMEDIATE", "PRIO": "PRIORITY", "PRIORTY": "PRIORITY", "PRIORIT": "PRIORITY",
    "ROUTIN": "ROUTINE", "NIACTIMMEDIATE": "NIACT IMMEDIATE",
}  # fmt: skip


def read_addressee(line: str) -> Addressee | None:
    """Read one addressee: route, name, precedence and message continuity number as printed.

    >>> read_addressee("RUEHBJ/AMEMBASSY BEIJING PRIORITY 6660")
    Addressee(name='AMEMBASSY BEIJING', route='RUEHBJ', precedence='PRIORITY', mcn='6660')

    None where nothing is left for a name. Source: 5 FAH-2 H-320, format lines 7 and 8.
    """
    line = line.rstrip(" .,;")
    mcn = None
    if line[-1:].isdigit():
        rest, _, last = line.replace("\t", " ").rpartition(" ")
        if last.isdigit() and len(last) <= 6 and rest:
            line, mcn = rest, last
    name, route, precedence = _named(line)
    if precedence and not mcn and name[-1:].isdigit():  # "SECSTATE WASHDC 1234 PRIORITY"
        rest, _, last = name.rpartition(" ")
        if last.isdigit() and rest:
            name, mcn = rest, last
    if not name and mcn:
        name, mcn = mcn, None
    return Addressee(name, route, precedence, mcn) if name else None


@lru_cache(maxsize=8192)  # the same posts are addressed again and again
def _named(line: str) -> tuple[str, str | None, str | None]:
    """The name, route and precedence of an addressee without its number."""
    route, slash, name = line.partition("/")
    if not slash or not _is_route(route.rstrip()):
        route, name = "", line
    words = name.split()
    precedence = _PRECEDENCES.get(words[-1].strip("()").upper()) if len(words) > 1 else None
    if precedence:
        words.pop()
        if len(words) > 1 and words[-1].upper() == "NIACT":
            precedence = f"{words.pop().upper()} {precedence}"
    return " ".join(words), route.rstrip() or None, precedence


def _is_route(text: str) -> bool:
    """Whether `text` is a routing indicator: R and four to seven more capitals."""
    return 5 <= len(text) <= 8 and text[0] in "Rr" and text.isalnum() and text.isascii()
