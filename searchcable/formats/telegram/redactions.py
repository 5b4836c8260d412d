"""What was taken out of a telegram before it was published."""

from __future__ import annotations

import re
from typing import Final

_RUNS: Final = ("XXXXX", "xxxxx", "\u2588\u2588\u2588", "X X X X X", "x x x x x")
_HINTS: Final = ("emoved", "EMOVED", "edacted", "EDACTED", "DELETED", "eleted", "ithheld", "xcised")
_WORDS: Final = re.compile(
    r"[\[(]\s?(?:[A-Z]{1,20} ){0,4}(?:REMOVED|DELETED|WITHHELD|EXCISED|REDACTED)\b"
    r"[^\n\])]{0,40}[\])]",
    re.IGNORECASE,
)


def is_redacted(text: str) -> bool:
    """Say whether `text` has runs of X, black squares, or bracketed words where a name was.

    >>> is_redacted("XXXXXXXXXXXX said so."), is_redacted("the XXXIV conference")
    (True, False)
    """
    if any(run in text for run in _RUNS):
        return True
    return any(hint in text for hint in _HINTS) and _WORDS.search(text) is not None
