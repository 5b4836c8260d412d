"""What was taken out of a telegram before it was published."""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final = (
    r"\s?(?i:(?:[A-Z0-9-]{1,20} ){0,7}"
    r"(?:REMOVED|DELETED|WITHHELD|EXCISED|REDACTED|NOT DECLASSIFIED)\b"
    r"[^\n\])]{0,40}[\])])"
)
_SIGNS: Final = (  # each with the character that it begins with, which many texts have nowhere
    ("X", re.compile("X(?:XXXX| X X X X)")),
    ("x", re.compile("x(?:xxxx| x x x x)")),
    ("\u2588", re.compile("\u2588\u2588\u2588")),
    ("\u25a0", re.compile("\u25a0\u25a0\u25a0")),
    ("[", re.compile(rf"\[{_WORDS}")),
    ("(", re.compile(rf"\({_WORDS}")),
)


def is_redacted(text: str) -> bool:
    """Say whether `text` has runs of X, black squares, or bracketed words where a name was.

    >>> is_redacted("XXXXXXXXXXXX said so."), is_redacted("the XXXIV conference")
    (True, False)
    """
    return any(first in text and sign.search(text) for first, sign in _SIGNS)
