"""The lines after TO and INFO: whom a telegram was sent to."""

from __future__ import annotations

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
    route, slash, name = line.partition("/")
    if not slash or not _is_route(route.rstrip()):
        route, name = "", line
    words = name.rstrip(" .,;").split()
    mcn = words.pop() if len(words) > 1 and words[-1].isdigit() and len(words[-1]) <= 6 else None
    precedence = _PRECEDENCES.get(words[-1].strip("()").upper()) if len(words) > 1 else None
    if precedence:
        words.pop()
        if len(words) > 1 and words[-1].upper() == "NIACT":
            precedence = f"{words.pop().upper()} {precedence}"
    if not words:
        return None
    return Addressee(
        name=" ".join(words), route=route.rstrip() or None, precedence=precedence, mcn=mcn
    )


def _is_route(text: str) -> bool:
    """Whether `text` is a routing indicator: R and four to seven more capitals."""
    return 5 <= len(text) <= 8 and text[0] in "Rr" and text.isalnum() and text.isascii()
