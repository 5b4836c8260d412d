"""What was taken out of a telegram before it was published."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"\s?(?i:(?:[A-Z0-9-]{1,20} ){0,7}"
    r"(?:REMOVED|DELETED|WITHHELD|EXCISED|REDACTED|NOT DECLASSIFIED)\b"
    r"[^\n\])]{0,40}[\])])"
)
# Each begins with a certain character: so `re` finds where to look as quickly as `in` would.
_SIGNS: Final = (
    re.compile("X(?:XXXX| X X X X)"),
    re.compile("x(?:xxxx| x x x x)"),
    re.compile("\u2588\u2588\u2588"),
    re.compile("\u25a0\u25a0\u25a0"),
    re.compile(rf"\[{_WORDS}"),
    re.compile(rf"\({_WORDS}"),
)


def is_redacted(text: str) -> bool:
    """Say whether `text` has runs of X, black squares, or bracketed words where a name was.

    >>> is_redacted("XXXXXXXXXXXX said so."), is_redacted("the XXXIV conference")
    (True, False)
    """
    return any(sign.search(text) for sign in _SIGNS)
