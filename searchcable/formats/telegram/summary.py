"""The summary: what stands between "Summary" and "End Summary"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from searchcable.cable import Paragraph

_WORD: Final = (
    r"(?:SUM{1,3}A?R{1,2}A?Y|SUMAMRY|SUMMARAY|SUMMRY|SUMARY|SUMMAYR|SUMMAY|SUMMARRY|S U M M A R Y)"
)
_WITH: Final = r"INTRODUCTION\s{0,3}(?:AND|&|/)\s{0,3}"
_BEGIN: Final = re.compile(
    rf"\W{{0,4}}(?:BEGIN\s+|{_WITH}|EXECUTIVE\s+)?{_WORD}\b"
    r"(?:\s*[,/&]\s*[A-Z][A-Z ,/&]{1,40}?(?=\s*[.:\n-])|\s+AND\s+[A-Z ]{1,40})?"
    r"(?!\s+(?:OF|IS|WAS)\b)[\s.:;)\"*-]*",
    re.I,
)
_END: Final = re.compile(
    rf"END\s{{0,20}}(?:OF\s{{1,3}}(?:THE\s{{1,3}})?)?(?:EXECUTIVE\s{{1,3}}|{_WITH})?{_WORD}\b"
)
_MOST: Final = 6


def read_summary(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the summary's text, over several paragraphs if it runs so far, or None.

    Where no "End Summary" comes within six paragraphs it is the paragraph that begins with the
    word or stands under it as its heading.
    """
    for index, paragraph in enumerate(paragraphs[:8]):
        begin = _BEGIN.match(paragraph.text)
        under = paragraph.heading is not None and _BEGIN.match(paragraph.heading) is not None
        if begin is None and not under:
            continue
        first = paragraph.text[begin.end() :] if begin else paragraph.text
        if not first and paragraph.number is None and index + 1 < len(paragraphs):
            index += 1  # the word stood alone, as a heading without its rule
            first = paragraphs[index].text
        return _until_end(first, paragraphs[index + 1 : index + _MOST]) or None
    return None


def _until_end(first: str, following: Sequence[Paragraph]) -> str:
    parts: list[str] = []
    for text in (first, *(paragraph.text for paragraph in following)):
        end = _END.search(text.upper()) if "END" in text or "nd" in text else None
        if end is not None:
            parts.append(text[: end.start()].rstrip(" \t\n(*-"))
            return "\n".join(parts).strip()
        parts.append(text)
    return first.strip()
