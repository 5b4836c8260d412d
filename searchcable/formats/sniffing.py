"""What form a file's text has, decided by its content; and why it is no cable where it is none."""

from __future__ import annotations

import re
from typing import Final

from searchcable.formats.cablegate_html import is_cablegate_html
from searchcable.formats.frus_text import is_frus_text
from searchcable.formats.pages_html import page_of_telegram
from searchcable.formats.plusd_html import is_plusd_html

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
_CSV: Final = re.compile(r'"[^"\n]{0,40}","|[a-z_]+(?:,[a-z_]+)+\s*\n')
_HTML: Final = re.compile(
    r"\s*(?:<\?xml|<!--|<!doctype|<html|<head|<body|<TEI|<div|<table)", re.IGNORECASE
)


def sniff(text: str) -> tuple[str | None, str | None]:
    """Return the form of a text, or None and in few words why it is no cable.

    "telegram" is any text with the marks of one, fragments too; "frus-text" begins with the head of
    a document of FRUS; a page is "cablegate-html" or "plusd-html" by its layout, and "html" where
    the text that it shows is a telegram.
    """
    if not text.strip():
        return None, "empty"
    if is_frus_text(text):
        return "frus-text", None
    if _HTML.match(text):
        return _sniff_page(text)
    if _CSV.match(text):
        return None, "CSV without cables"
    return ("telegram", None) if (why := _no_telegram(text)) is None else (None, why)


def _sniff_page(text: str) -> tuple[str | None, str | None]:
    if is_cablegate_html(text):
        return "cablegate-html", None
    if is_plusd_html(text):
        return "plusd-html", None
    shown = page_of_telegram(text)[1]
    return ("html", None) if _no_telegram(shown) is None else (None, "a page without a cable")


def _no_telegram(text: str) -> str | None:
    """Return why a text is no telegram, or None where it is one."""
    head = text[:_LOOK_AT]
    strong = sum(1 for mark in _STRONG if mark.search(head))
    if _CODE.match(head.lstrip()) or len(_CODE.findall(head)) > max(strong, 1):
        return "code or its documentation"
    if strong or sum(1 for mark in _WEAK if mark.search(head)) > 1:
        return None
    return "no cable"
