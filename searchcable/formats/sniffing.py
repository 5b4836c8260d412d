"""What form a file's text has, decided by its content; and why it is no cable where it is none."""

from __future__ import annotations

import re
from typing import Final

from searchcable.formats.frus_text import is_frus_text

_LOOK_AT: Final = 200_000  # characters from the start of a text

_LEVEL = (
    r"(?:U\s?N\s?C\s?L\s?A\s?S|C\s?O\s?N\s?F\s?I\s?D\s?E\s?N\s?T\s?I\s?A\s?L|S\s?E\s?C\s?R\s?E\s?T)"
)
_MARKING = r"\((?:U|C|S|TS|SBU|LOU|FOUO|[CS]//?NF|SBU/NF)\)"

# Spaces before a mark are its line's own: a run of empty lines is gone through once.
# One of these is enough. Each is a line of a telegram, not words that also stand in prose.
_STRONG: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"^[^\S\n]*(?:[ZOPR]{1,2}\s+)*\d{6}Z\s+[A-Z]{3}\s+\d\d\b",  # the date-time group
        r"^[^\S\n]*FM\s+[A-Z][A-Z .'/-]{2,}",
        r"^[^\S\n]*TAGS?\s*[:;]",
        r"^[^\S\n]*SUBJ(?:ECT)?\s*[:;]",
        r"^[^\S\n]*E\.?O\.?\s*1\d{4}\b",
        r"^[^\S\n]*(?:¶|\ufffd)\s*\d+\s*\.",
        rf"^[^\S\n]*\d{{1,3}}\.\s*{_MARKING}",
        r"^[^\S\n]*VZCZC",
        r"^[^\S\n]*ZNY\s+[A-Z]{5}\b",
        r"^[^\S\n]*DE\s+R[A-Z]{4,7}\s+#",
        r"^[^\S\n]*PAGE\s+\d\d\s+[A-Z][A-Z ]+\d{5}\b",
        rf"^[^\S\n]*{_LEVEL}.*\bSECTION\s+\d+\s+OF\s+\d+",
        rf"^[^\S\n]*{_LEVEL}[A-Z/ ]*\s[A-Z][A-Z ]+\d{{3,7}}\s*$",
    )
)
# Two of these are.
_WEAK: Final = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rf"^[^\S\n]*{_LEVEL}(?:IFIED)?(?://[A-Z]+)*\s*$",
        r"^[^\S\n]*(?:TO|INFO)\s+[A-Z]{4,}[A-Z /]*",
        r"^[^\S\n]*REFS?\s*[:(]",
        r"^[^\S\n]*(?:Subject|Subj|Tags)\s*:",
        r"^[^\S\n]*1\.\s+[A-Z][A-Z ,.'\"()-]{15,}",
        r"^[^\S\n]*[Cc]lassified [Bb]y\b",
        r"^[^\S\n]*(?:SIPDIS|NOFORN|EXDIS|NODIS|LIMDIS|STADIS)\s*$",
        r"^[^\S\n]*NNNN?\s*$",
    )
)
# Lines of a program. One of them may stand in a telegram too ("import duties").
_CODE: Final = re.compile(
    r"""^(?: \#! | from\ [\w.]+\ import\ [\w.*(] | import\ [\w.]+(?:,\ [\w.]+)*;?\s*$
        | (?:async\ )?def\ \w+\( | class\ \w+(?:\(.*\))?[:{]\s*$ | \#include\ [<"]
        | (?:export\ )?(?:const|let|var|function)\ \w+ | package\ [\w.]+;?\s*$
        | (?:pub\ )?fn\ \w+\( | ``` )""",
    re.VERBOSE | re.MULTILINE,
)
_JSON: Final = re.compile(r'\s*(?:\{\s*(?:"|\})|\[\s*[\[{"\d])')
_CSV: Final = re.compile(r'"[^"\n]{0,40}","|[a-z_]+(?:,[a-z_]+)+\s*\n')
_HTML: Final = re.compile(
    r"\s*(?:<\?xml|<!--|<!doctype|<html|<head|<body|<TEI|<div|<table)", re.IGNORECASE
)


def sniff(text: str) -> tuple[str | None, str | None]:
    """Return the form of a text, or None and in few words why it is no cable.

    "telegram" is any text with the marks of one, fragments too; "frus-text" begins with the head of
    a document of FRUS.
    """
    if not text.strip():
        return None, "empty"
    if is_frus_text(text):
        return "frus-text", None
    if other := _other_form(text):
        return None, f"{other}, a form not read yet"
    head = text[:_LOOK_AT]
    strong = sum(1 for mark in _STRONG if mark.search(head))
    if _CODE.match(head.lstrip()) or len(_CODE.findall(head)) > max(strong, 1):
        return None, "code or its documentation"
    if strong:
        return "telegram", None
    if sum(1 for mark in _WEAK if mark.search(head)) > 1:
        return "telegram", None
    return None, "no cable"


def _other_form(text: str) -> str | None:
    if _HTML.match(text):
        return "HTML or XML"
    if _JSON.match(text):
        return "JSON"
    return "CSV" if _CSV.match(text) else None
