"""The TAGS line: traffic analysis by geography and subject."""

from __future__ import annotations

import re
from typing import Final

_PART: Final = re.compile(r"\([^()]*\)?|[^\s,;()]+")
_LINK: Final = re.compile(r"\[([^\[\]\n]{0,80})\]\([^()\n]{0,200}\)")
_ONLY_TAGS: Final = re.compile(r"\s*(?:[A-Z][A-Z0-9]{1,4}(?:[/-][A-Z0-9]{1,8})?(?:[\s,;]+|[.]?$))+")


def unlink(text: str) -> str:
    """Return `text` with Markdown links turned into their words: `[MOPS](#)` into `MOPS`."""
    return _LINK.sub(r"\1", text) if "](" in text else text


def read_tags(text: str) -> tuple[str, ...]:
    """Return the tags of a TAGS line as printed, in order; people in brackets are one tag.

    >>> read_tags("OVIP (COCHRAN, CHARLES), PREL,JA; NATO.")
    ('OVIP', '(COCHRAN, CHARLES)', 'PREL', 'JA', 'NATO')
    """
    tags = (" ".join(part.split()).strip(".:*") for part in _PART.findall(unlink(text)))
    return tuple(tag for tag in tags if any(map(str.isalnum, tag)))


def tags_go_on(text: str, line: str) -> bool:
    """Say whether `line` goes on with the tags of `text`: a bracket is open, or a comma hangs,
    or the line holds nothing but tags."""
    if text.count("(") > text.count(")") or text.rstrip().endswith((",", ";")):
        return len(line) < 90
    line = unlink(line)
    return len(line) < 70 and _ONLY_TAGS.fullmatch(line) is not None
